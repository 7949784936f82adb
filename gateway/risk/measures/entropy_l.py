"""The l of entropy l-diversity: the exponential of the least entropy (Machanavajjhala et al. 2007)."""

import numpy as np

from gateway.risk.measures.base import Released
from gateway.risk.models.l_diversity import shannon


def entropy_l(released: Released) -> dict[str, float | None]:
    """At least 1 for each sensitive column; None where nothing is released."""
    return {
        column: released.worst(column, lambda histogram: np.exp(shannon(histogram)), best=True)
        for column in released.distances
    }
