"""Reports: one self-contained HTML file, which opens without a network and prints well."""

from crmsim.report.page import refuse, write

__all__ = ["refuse", "write"]
