"""The k of k-anonymity: rows of the smallest class (Sweeney 2002)."""

from gateway.risk.measures.base import Released


def k(released: Released) -> int | None:
    """Rows; None where nothing is released."""
    return int(released.sizes.min()) if len(released.sizes) else None
