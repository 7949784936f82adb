"""The l of distinct l-diversity: sensitive values in the least diverse class (Machanavajjhala et al. 2007)."""

from gateway.risk.measures.base import Released


def l(released: Released) -> dict[str, int | None]:  # noqa: E743 - the literature's name
    """Values for each sensitive column; None where nothing is released."""
    least = {c: released.worst(c, lambda histogram: (histogram > 0).sum(1), best=True) for c in released.distances}
    return {column: None if value is None else int(value) for column, value in least.items()}
