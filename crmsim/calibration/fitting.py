"""What every fit shares: when a sample is large enough, what a setting may be, and how settings are read off."""

from collections.abc import Callable, Sequence

from crmsim.calibration.estimates import Estimate, expected
from crmsim.calibration.quantities import Quantity
from crmsim.calibration.result import Fit, Parameter
from crmsim.calibration.samples import Sample
from crmsim.settings import Lever, Scenario, levers

FEWEST = 20
"""Rows that a quantity needs to be fitted on."""

FEWEST_HELD = 5
"""Rows that must be held out beside them."""

DIGITS = 5
"""Significant digits of a fitted setting: more than any file tells."""

Shown = tuple[Quantity, Estimate, Estimate]
"""A quantity, what four fifths of a file say of it, and what the held-out fifth says."""


def lever(setting: str) -> Lever:
    """What a setting tells about itself."""
    return next(lever for lever in levers() if lever.path == setting)


def rounded(setting: str, value: float) -> float:
    """A setting's value to the digits that matter, within its bounds."""
    low, high = lever(setting).about.bounds
    return min(max(float(f"{value:.{DIGITS}g}"), float(low)), float(high))


def told_by(quantity: Quantity, fitted: Sample, held: Sample) -> Shown:
    """What both parts of a file say of a quantity."""
    return quantity, quantity.of(fitted), quantity.of(held)


def too_little(shown: Shown) -> str:
    """Why a quantity cannot be fitted for want of rows, or nothing."""
    _, fitted, held = shown
    if fitted.n < FEWEST or held.n < FEWEST_HELD:
        rows = f"{fitted.n} rows to fit on and {held.n} held out"
        return f"the file tells it by {rows}, and at least {FEWEST} and {FEWEST_HELD} are needed"
    if not (fitted.is_known and held.is_known):
        return "the rows of the file are too much alike to tell it"
    return ""


def beyond(setting: str, value: float, shown: Shown) -> str:
    """Why a setting cannot have the value that a quantity asks for, or nothing."""
    low, high = lever(setting).about.bounds
    if low <= value <= high:
        return ""
    _, fitted, _ = shown
    told = f"the file says {fitted.value:.4g} (95 % from {fitted.low:.4g} to {fitted.high:.4g}; {fitted.n} rows)"
    return f"{told}, for which the setting would have to be {value:.4g}, beyond its bounds, {low:g} to {high:g}"


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
        not_fitted=[(named(setting, shown[0]), reasons[setting]) for shown, setting in pairs if reasons[setting]],
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
    _, fitted, held = shown
    factor = value / fitted.value if fitted.value > 0.0 else 1.0
    own, other = fitted.scaled(factor), held.scaled(factor)
    return Parameter(setting, own, other, expected(own.value, (own,), other))


def named(settings: str, quantity: Quantity) -> str:
    """What was to be fitted: settings, and the quantity in brackets."""
    return f"{settings} ({quantity.meaning.rstrip('.')})"
