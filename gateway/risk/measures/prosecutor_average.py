"""The prosecutor risk of a record, averaged over all (El Emam 2013)."""

from gateway.risk.measures.base import Released


def prosecutor_average(released: Released) -> float:
    """Classes over rows, in 0…1; 0 where nothing is released."""
    return len(released.sizes) / int(released.sizes.sum()) if len(released.sizes) else 0.0
