"""The hash of `luck` in unsigned 64-bit integers, which wrap by themselves: for NumPy's arrays and compiled code.

`mix` and `draw` work on scalars in compiled code and, element by element, on arrays in Python.
"""

from typing import Any

import numpy as np
from numpy import uint64
from numpy.typing import NDArray

from crmsim import luck

GOLDEN = uint64(luck.GOLDEN)
APART = uint64(luck.APART)
FIRST = uint64(luck.FIRST)
SECOND = uint64(luck.SECOND)
SHIFT11 = uint64(11)
SHIFT27 = uint64(27)
SHIFT30 = uint64(30)
SHIFT31 = uint64(31)
UNIT = luck.UNIT


# The arguments are arrays in Python and scalars in compiled code, a union that annotations cannot tell: hence Any.
def mix(z: Any) -> Any:
    """SplitMix64's finaliser, as `luck.mix`."""
    z = (z ^ (z >> SHIFT30)) * FIRST
    z = (z ^ (z >> SHIFT27)) * SECOND
    return z ^ (z >> SHIFT31)


def draw(key: Any, purpose: Any, k: Any) -> Any:
    """Uniform draws in [0, 1), as `luck.draw`."""
    return (mix(key + uint64(purpose) * APART + uint64(k + 1) * GOLDEN) >> SHIFT11) * UNIT


def subject_keys(seed: int, replication: int, subjects: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The keys of many subjects at once, of the same shape, as `luck.subject_key`."""
    start = uint64(luck.output(luck.output(0, seed), replication))
    keys: NDArray[np.uint64] = mix(start + (subjects + 1).astype(np.uint64) * GOLDEN)
    return keys
