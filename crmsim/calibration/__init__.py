"""Calibration: a scenario from a bank's own customer, campaign or loan file, and how far the two agree."""

from crmsim.calibration.calibrate import calibrate
from crmsim.calibration.result import Calibration

__all__ = ["Calibration", "calibrate"]
