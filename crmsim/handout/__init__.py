"""Handouts: each chapter of the course on paper, with its charts and tables and without code."""

from crmsim.handout.making import Made, make

__all__ = ["Made", "make"]
