"""The highest prosecutor risk: an attacker knows that the person is in the table (El Emam 2013)."""

from gateway.risk.measures.base import Released


def prosecutor_max(released: Released) -> float:
    """1 over the smallest class's rows, in 0…1; 0 where nothing is released."""
    return 1 / int(released.sizes.min()) if len(released.sizes) else 0.0
