"""How unevenly something is spread over customers: Lorenz curve, Gini coefficient, share of the top."""

import numpy as np
from numpy.typing import ArrayLike

from crmsim.analytic.checks import Vector, array, refuse_where, refused, share


def lorenz(values: ArrayLike) -> Vector:
    """Lorenz curve: which share of the total the poorest customers hold together.

    Plot it against `numpy.linspace(0, 1, len(curve))`, the share of customers; an even spread gives the diagonal.

    See M. O. Lorenz, "Methods of measuring the concentration of wealth", Publications of the American Statistical
    Association 9(70) (1905), 209-219.

    Args:
        values: what each customer holds, in any one unit and order, 0 or more, shape (customers,).

    Returns:
        Share of the total that the k poorest customers hold, for k from 0 to all of them: it begins at 0, ends at 1
        and bends upwards; shape (customers + 1,).

    Raises:
        FormulaError: if there are no values, one is negative or not finite, or all are 0.
    """
    amounts = np.sort(_amounts(values))
    held = np.cumsum(amounts / amounts[-1])
    return np.concatenate([[0.0], held / held[-1]])


def gini(values: ArrayLike) -> float:
    """Gini coefficient: how far the Lorenz curve sags below the diagonal, as a share of all the room there.

    It is that of these very customers, without correction for a sample: the most that n customers can reach, one of
    them holding everything, is 1 - 1 / n.

    See C. Gini, "Variabilità e mutabilità", Bologna (1912).

    Args:
        values: what each customer holds, in any one unit and order, 0 or more, shape (customers,).

    Returns:
        0 where all hold the same, towards 1 where few hold everything.

    Raises:
        FormulaError: if there are no values, one is negative or not finite, or all are 0.
    """
    curve = lorenz(values)
    under = float((curve[1:] + curve[:-1]).sum()) / (len(curve) - 1)
    # Rounding could take an even spread just below 0.
    return max(0.0, 1 - under)


def top_share(values: ArrayLike, top: float) -> float:
    """Share of the total that the richest customers hold, such as the top 20 %.

    It is read off the Lorenz curve. Where `top` does not come to whole customers, the last one counts in part.

    Args:
        values: what each customer holds, in any one unit and order, 0 or more, shape (customers,).
        top: share of customers that make the top, from 0 to 1; 0.2 is the top 20 %.

    Returns:
        The share, from `top` where all hold the same up to 1.

    Raises:
        FormulaError: if there are no values, one is negative or not finite, all are 0, or `top` is out of bounds.
    """
    held = 1 - lorenz(values)[::-1]
    return float(np.interp(share("The top", top), np.linspace(0, 1, len(held)), held))


def _amounts(values: ArrayLike) -> Vector:
    """Values that can be shares of a total."""
    amounts = array("values", values, 1)
    refuse_where(amounts < 0, "values", amounts, "0 or more", "set what is below 0 to 0, or report it apart")
    if not amounts.any():
        raise refused("The total of values", 0, "above 0", "give some customer something to hold")
    return amounts
