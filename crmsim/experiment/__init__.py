"""Experiments: many replications of many scenarios on the same luck, and what follows from them."""
