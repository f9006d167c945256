"""Timing against other simulators: `crmsim bench`."""
