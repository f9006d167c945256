"""The command line: thin, each command a few lines over the library."""

from crmsim.cli import competing, experimenting, explaining, searching, simulating, teaching
from crmsim.cli.frame import app, main

__all__ = ["app", "competing", "experimenting", "explaining", "main", "searching", "simulating", "teaching"]
