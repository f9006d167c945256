"""The command line: thin, each command a few lines over the library."""

from crmsim.cli import experimenting, simulating
from crmsim.cli.frame import app, main

__all__ = ["app", "experimenting", "main", "simulating"]
