"""The command line: thin, each command a few lines over the library."""

from crmsim.cli import (
    calibrating,
    competing,
    exercising,
    experimenting,
    explaining,
    grading,
    searching,
    simulating,
    teaching,
    validating,
)
from crmsim.cli.frame import app, main

__all__ = [
    "app",
    "calibrating",
    "competing",
    "exercising",
    "experimenting",
    "explaining",
    "grading",
    "main",
    "searching",
    "simulating",
    "teaching",
    "validating",
]
