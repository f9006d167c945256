"""The five forms of maintenance: each saturates, and each works on a state of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmsim.law.forms import (
    comfort,
    courtesy,
    delight,
    despite_hurt,
    healed,
    hurt_after,
    saturated,
    trusting,
)


@given(spent=st.floats(0.01, 1000.0), half=st.floats(0.01, 1000.0))
def test_a_form_of_maintenance_saturates(spent: float, half: float) -> None:
    """Doubling one form brings less than twice as much, hence less than mixing two alike; half is reached at `half`."""
    assert 0.0 < saturated(spent, half) < saturated(2.0 * spent, half) < min(2.0 * saturated(spent, half), 1.0)
    assert saturated(half, half) == 0.5


def test_each_form_works_on_a_state_of_its_own() -> None:
    """Functional care does nothing for the unhurt, psychological care nothing for who trusts wholly."""
    assert healed(0.0, 2.0) == 0.0 < healed(0.5, 2.0) < healed(0.5, 0.5) < 0.5
    assert trusting(1.0, 2.0) == 1.0 > trusting(0.2, 2.0) > trusting(0.2, 0.5) > 0.2
    assert comfort(0.0) == 1.0 < comfort(3.0) == 1.05 < comfort(60.0) < 1.1
    assert courtesy(0.0) == delight(0.0) == 0.0
    assert hurt_after(1.0, 0.4) == 1.0 > hurt_after(0.5, 0.4) > 0.5
    assert despite_hurt(0.8, 0.0, 0.6) == 0.8 > despite_hurt(0.8, 0.5, 0.6)


def test_each_form_reaches_half_of_its_effect_where_its_course_says() -> None:
    """3 CNY of hardware, 18 minutes of attention or of repair, 24 of listening, 150 CNY of a package: half of each."""
    assert comfort(3.0) - 1.0 == pytest.approx(0.1 / 2.0)
    assert courtesy(0.3) == pytest.approx(0.12 / 2.0, rel=1e-15)
    assert healed(1.0, 0.3) == pytest.approx(1.0 - 0.9 / 2.0, rel=1e-15)
    assert trusting(0.0, 0.4) == pytest.approx(0.5 / 2.0, rel=1e-15)
    assert delight(150.0) == pytest.approx(0.35 / 2.0, rel=1e-15)
