"""Reports: one self-contained HTML file, which opens without a network and prints well."""

from crmsim.report.page import Section, refuse, write

__all__ = ["Section", "refuse", "write"]
