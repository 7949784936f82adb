"""The average size of a class (LeFevre et al., ICDE 2006)."""

from gateway.risk.measures.base import Released


def average_class_size(released: Released) -> float | None:
    """Rows over classes; None where nothing is released."""
    return float(released.sizes.mean()) if len(released.sizes) else None
