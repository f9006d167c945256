"""Exercises: written by instructors in TOML files, sealed for learners, checked, hinted at, and remembered."""
