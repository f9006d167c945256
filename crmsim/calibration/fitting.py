"""What every fit shares: when a sample is large enough, what a setting may be, and how settings are read off."""

from collections.abc import Callable, Sequence

from crmsim.calibration.estimates import Estimate
from crmsim.calibration.quantities import Quantity
from crmsim.calibration.result import Fit, Parameter
from crmsim.calibration.samples import Sample
from crmsim.calibration.words import NotFitted, Words, phrase
from crmsim.settings import Scenario, lever_at

FEWEST = 20
"""Rows that a quantity needs to be fitted on."""

FEWEST_HELD = 5
"""Rows that must be held out beside them."""

DIGITS = 5
"""Significant digits of a fitted setting: more than any file tells."""

Shown = tuple[Quantity, Estimate, Estimate]
"""A quantity, what four fifths of a file say of it, and what the held-out fifth says."""


def rounded(setting: str, value: float) -> float:
    """A setting's value to the digits that matter, within its bounds."""
    low, high = lever_at(setting).about.bounds
    return min(max(float(f"{value:.{DIGITS}g}"), float(low)), float(high))


def told_by(quantity: Quantity, fitted: Sample, held: Sample) -> Shown:
    """What both parts of a file say of a quantity."""
    return quantity, quantity.of(fitted), quantity.of(held)


def too_little(shown: Shown) -> Words | None:
    """Why a quantity cannot be fitted for want of rows, or nothing."""
    _, fitted, held = shown
    if fitted.n < FEWEST or held.n < FEWEST_HELD:
        return phrase(
            "the file tells it by {n} rows to fit on and {held} held out, and at least {fewest} and {fewest_held} are "
            "needed",
            n=str(fitted.n),
            held=str(held.n),
            fewest=str(FEWEST),
            fewest_held=str(FEWEST_HELD),
        )
    if not (fitted.is_known and held.is_known):
        return phrase("the rows of the file are too much alike to tell it")
    return None


def beyond(setting: str, value: float, shown: Shown) -> Words | None:
    """Why a setting cannot have the value that a quantity asks for, or nothing."""
    low, high = lever_at(setting).about.bounds
    if low <= value <= high:
        return None
    _, fitted, _ = shown
    return phrase(
        "the file says {told} (95 % from {low} to {high}; {n} rows), for which the setting would have to be {value}, "
        "beyond its bounds, {least} to {most}",
        told=f"{fitted.value:.4g}",
        low=f"{fitted.low:.4g}",
        high=f"{fitted.high:.4g}",
        n=str(fitted.n),
        value=f"{value:.4g}",
        least=f"{low:g}",
        most=f"{high:g}",
    )


def read_off(pairs: Sequence[tuple[Shown, str]], scenario: Scenario, simulated: Callable[[Scenario], Sample]) -> Fit:
    """Fit settings each of which makes one quantity, in proportion.

    What the file says is tried as the setting; by as much as the simulation then shows less of it or more, as wallets
    grow before month 0, the setting is raised or lowered: simulated moments, one by one (see `solver`). The interval
    goes along, so that it tells of the file's rows and not of the simulations', of which there are many more.

    Args:
        pairs: quantities and their settings.
        scenario: what is fitted so far.
        simulated: what a scenario's simulation shows.
    """
    reasons = {setting: too_little(shown) for shown, setting in pairs}
    kept = {setting: shown for shown, setting in pairs if not reasons[setting]}
    values = {setting: shown[1].value for setting, shown in kept.items()}
    for _ in range(ROUNDS):
        reasons |= {setting: beyond(setting, value, kept[setting]) for setting, value in values.items()}
        values = {setting: value for setting, value in values.items() if not reasons[setting]}
        if values:
            sample = simulated(scenario.with_settings(values))
            values = {s: _corrected(value, kept[s], sample) for s, value in values.items()}
    reasons |= {setting: beyond(setting, value, kept[setting]) for setting, value in values.items()}
    fitted = [setting for setting, why in reasons.items() if not why]
    return Fit(
        settings={setting: rounded(setting, values[setting]) for setting in fitted},
        parameters=[_parameter(setting, values[setting], kept[setting]) for setting in fitted],
        not_fitted=[
            NotFitted(named([setting], shown[0]), why) for shown, setting in pairs if (why := reasons[setting])
        ],
        shown=[kept[setting] for setting in fitted],
    )


ROUNDS = 2
"""Simulations after which settings are read off: the first brings them close, the second closer."""


def _corrected(value: float, shown: Shown, sample: Sample) -> float:
    """A setting after a simulation with it."""
    quantity, fitted, _ = shown
    found = quantity.of(sample).value
    return value * fitted.value / found if found > 0.0 else value


def _parameter(setting: str, value: float, shown: Shown) -> Parameter:
    """A setting with the interval of the quantity that it makes."""
    _, fitted, _ = shown
    return Parameter(setting, fitted.scaled(value / fitted.value if fitted.value > 0.0 else 1.0))


def named(paths: Sequence[str], quantity: Quantity) -> Words:
    """What was to be fitted: settings, and the quantity in brackets."""
    return phrase("{settings} ({quantity})", settings=", ".join(paths), quantity=quantity.meaning)
