"""The alpha of (alpha, k)-anonymity: the highest share of one sensitive value in a class (Wong et al., KDD 2006)."""

from gateway.risk.measures.base import Released


def alpha(released: Released) -> dict[str, float | None]:
    """0…1 for each sensitive column; None where nothing is released."""
    return {
        column: released.worst(column, lambda histogram: histogram.max(1) / histogram.sum(1))
        for column in released.distances
    }
