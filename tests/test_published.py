"""The default branch shows what has been published: conversion, recommendation, attrition, with intervals."""

import pytest

from crmsim.validation.findings import FINDINGS, Finding

pytestmark = pytest.mark.behaviour


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.name)
def test_a_figure_lies_where_it_was_published(finding: Finding) -> None:
    """The whole 95 % interval of the model's figure lies within the published bounds."""
    found = finding.interval()
    print(f"{finding.name}: {found.mean:.4f} ± {found.half_width:.4f}, within {finding.low:.4f} and {finding.high:.4f}")
    assert finding.holds(found), found
