"""The t of t-closeness: the farthest class from the input table (Li et al., ICDE 2007)."""

from gateway.risk.measures.base import Released
from gateway.risk.models.t_closeness import Distance


def t(released: Released) -> dict[str, float | None]:
    """0…1 for each sensitive column, by the distance of the column's model; None where nothing is released."""

    def farthest(column: str, distance: Distance) -> float | None:
        return released.worst(column, lambda histogram: distance(histogram / histogram.sum(1, keepdims=True)))

    return {column: farthest(column, distance) for column, distance in released.distances.items()}
