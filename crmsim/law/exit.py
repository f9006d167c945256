"""Chapter 4: whom the bank gives up (course 4.1.0, 4.1.3a)."""


def is_given_up(measured_value: float, close_below: float) -> bool:
    """Whether the bank ends the relationship: what it measures is below what it asks for, in CNY a month."""
    return measured_value < close_below
