"""Makes a scenario from a bank's own file, and shows how far it and the file agree."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from crmsim.calibration.campaigns import CONTACTS, winning
from crmsim.calibration.customers import BUSINESS, MIX, WALLETS, belongings
from crmsim.calibration.estimates import UNTOLD, Estimate
from crmsim.calibration.fitting import Shown
from crmsim.calibration.leaving import BEGINNING, BINDING, HAVING, leaving
from crmsim.calibration.lived import Simulator, simulator
from crmsim.calibration.loans import of_loans, untold
from crmsim.calibration.reading import Material, read
from crmsim.calibration.result import Calibration, Check, Fit
from crmsim.calibration.samples import Book, Sample, split
from crmsim.calibration.words import NotFitted, no_column, phrase, settings
from crmsim.errors import CustomerFileError
from crmsim.run import refuse
from crmsim.settings import Scenario, load
from crmsim.statistics import interval

FRESH = range(1000, 1024)
"""Replications in which the fitted scenario is looked at: none of them was fitted on."""

WORK = 1e8
"""Customer-months of a calibration, about: more than enough for the compiled engine to be worth its wait."""


def calibrate(file: str | Path, mapping: str | Path | None = None, *, seed: int = 1) -> Calibration:
    """Fit what a bank's own file tells of customers, campaigns or loans, and make a scenario of it.

    A fifth of the rows is held out; the others are fitted on. What cannot be fitted stays as in the baseline.

    Args:
        file: a CSV file or a folder of tables, or the name of a packaged customer file.
        mapping: a packaged mapping's name or a TOML file; recognised by columns or tables if not given.
        seed: decides which rows are held out, and the luck of the simulations; a whole number from 0.

    Returns:
        The scenario with its parameters, what could not be fitted, and how it compares.

    Raises:
        CrmsimError: the file, the mapping or the seed cannot be used, or the file tells nothing that can be fitted.
    """
    refuse(seed, 0, None)
    material = read(file, mapping)
    simulates = simulator(seed, WORK)
    scenario = load("baseline")
    fits: list[Fit] = []
    for fit in _fits(material, seed, simulates):
        fits.append(fit(scenario))
        scenario = scenario.with_settings(fits[-1].settings)
    parameters = tuple(parameter for fit in fits for parameter in fit.parameters)
    if not parameters and material.loans is None:
        why = "; ".join(f"{what}: {why}" for fit in fits for what, why in fit.not_fitted)
        raise CustomerFileError(
            f"{file}: tells nothing that can be fitted ({why}); add rows or columns, see docs/calibration.md"
        )
    not_fitted = (*(reason for fit in fits for reason in fit.not_fitted), *_absent(material))
    scenario = _signed(scenario, material, [parameter.setting for parameter in parameters], seed)
    compared = tuple(_compared([shown for fit in fits for shown in fit.shown], scenario, simulates))
    return Calibration(material.source, material.format, seed, scenario, parameters, not_fitted, compared)


def _fits(material: Material, seed: int, simulates: Simulator) -> Iterator[Callable[[Scenario], Fit]]:
    """The fits that a file allows, each from what is fitted so far; customers first, since contacts hang on them."""
    told = material.told
    if material.book is not None:
        book = split(material.book, seed)
        yield lambda scenario: belongings(*book, told, scenario, simulates)
        yield lambda scenario: leaving(*book, told, scenario, simulates)
    if material.campaign is not None:
        campaign = split(material.campaign, seed)
        yield lambda scenario: winning(*campaign, told, scenario, simulates)
    if material.loans is not None:
        loans = split(material.loans, seed)
        yield lambda _: Fit(not_fitted=list(of_loans(*loans)))


def _absent(material: Material) -> Iterator[NotFitted]:
    """What a file says nothing of, since it is of other things."""
    if material.book is None:
        yield no_column(MIX, phrase("kinds of customers"))
        yield no_column(BUSINESS, phrase("deposits and loans, each by itself"))
        yield no_column(settings(*HAVING), phrase("products"))
        yield no_column(settings(*BINDING, *BEGINNING), phrase("customers who have left"))
        if material.campaign is None:
            yield no_column(WALLETS, phrase("wallets or balances"))
    if material.campaign is None:
        yield no_column(settings(*CONTACTS), phrase("contacts made and what came of them"))
    if material.loans is None:
        yield from untold()


def _signed(scenario: Scenario, material: Material, paths: Iterable[str], seed: int) -> Scenario:
    """A scenario with a name, and a note that tells where it comes from."""
    name = Path(material.source).stem or material.source
    fitted = ", ".join(paths) or "none could be"
    note = (
        f"The baseline with settings fitted to {Path(material.source).name} ({material.format}: {material.rows}; "
        f"a fifth of them held out, seed {seed}): {fitted}."
    )
    return scenario.model_copy(update={"name": f"calibrated on {name}"[:80], "note": note[:2000]})


def _compared(shown: Sequence[Shown], scenario: Scenario, simulates: Simulator) -> Iterator[Check]:
    """Each quantity in fresh simulations of the scenario."""
    samples: dict[type[Sample], Sequence[Sample]] = {}
    for quantity, fitted, held in shown:
        if quantity.sample not in samples:
            look = simulates.books if quantity.sample is Book else simulates.approaches
            samples[quantity.sample] = look(scenario, FRESH)
        simulated = _over([quantity.of(sample) for sample in samples[quantity.sample]])
        yield Check(quantity, fitted, held, simulated, len(shown))


def _over(estimates: Sequence[Estimate]) -> Estimate:
    """The mean over replications, with its interval; replications that do not tell are left out."""
    values = np.array([estimate.value for estimate in estimates])
    if np.isnan(values).all():
        return UNTOLD
    found = interval(values)
    return Estimate(found.mean, found.low, found.high, found.n)
