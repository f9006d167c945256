"""How sure one can be of a simulation's figures: arrays in, numbers out.

A sample holds one number a replication. Where scenarios are compared, number r of each comes from replication r, hence
from the same luck (common random numbers). What the numbers mean, and who simulated them, is not known here. NaN
stands for a replication without a number; leaving it out is fair only where its being missing has nothing to do with
what it would have been.
"""

from crmsim.statistics.families import holm, simultaneous_level
from crmsim.statistics.intervals import Difference, Interval, interval, paired_difference
from crmsim.statistics.precision import is_precise, replications_needed
from crmsim.statistics.ranks import RankLuck, rank_luck, rank_probabilities
from crmsim.statistics.selection import Best, Selection, best_of, contenders, select

__all__ = [
    "Best",
    "Difference",
    "Interval",
    "RankLuck",
    "Selection",
    "best_of",
    "contenders",
    "holm",
    "interval",
    "is_precise",
    "paired_difference",
    "rank_luck",
    "rank_probabilities",
    "replications_needed",
    "select",
    "simultaneous_level",
]
