"""Money is whole fen: each posting is rounded once, and sums are then exact in any order."""

import math


def fen(yuan: float) -> int:
    """An amount in CNY as whole fen, halves away from minus infinity."""
    return math.floor(yuan * 100.0 + 0.5)
