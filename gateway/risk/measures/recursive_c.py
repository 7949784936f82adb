"""The c of recursive (c, l)-diversity, at the table's distinct l (Machanavajjhala et al. 2007, definition 4.3)."""

import numpy as np

from gateway.risk.arrays import Floats
from gateway.risk.measures.base import Released
from gateway.risk.measures.l import l


def recursive_c(released: Released) -> dict[str, float | None]:
    """The highest ratio of a class's most frequent value to its l-th and all rarer ones: any greater c holds.

    None where nothing is released, or l is 1, to which no c belongs.
    """

    def worst(column: str, least: int | None) -> float | None:
        if least is None or least < 2:
            return None

        def ratio(histogram: Floats) -> Floats:
            falling = -np.sort(-histogram, axis=1)
            result: Floats = falling[:, 0] / falling[:, least - 1 :].sum(1)
            return result

        return released.worst(column, ratio)

    return {column: worst(column, least) for column, least in l(released).items()}
