"""Student's t distribution, from SciPy's special functions, which load in a third of the time of its statistics."""


def quantile(level: float, freedom: int) -> float:
    """The t that a share `level` of the distribution lies within, on both sides of 0.

    Args:
        level: share within, above 0 and below 1.
        freedom: degrees of freedom, 1 or more.
    """
    from scipy import special  # type: ignore[import-untyped]  # it has no types

    # The lower tail, because 1 - (1 - level) / 2 has lost digits where level is close to 1.
    return -float(special.stdtrit(freedom, (1.0 - level) / 2.0))


def chance_beyond(t: float, freedom: int) -> float:
    """The chance of a t at least as far from 0, on either side.

    Args:
        t: the statistic, of any sign.
        freedom: degrees of freedom, 1 or more.
    """
    from scipy import special

    return 2.0 * float(special.stdtr(freedom, -abs(t)))
