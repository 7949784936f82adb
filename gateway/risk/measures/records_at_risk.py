"""The share of records whose prosecutor risk is above the threshold (El Emam 2013)."""

from gateway.risk.measures.base import Released


def records_at_risk(released: Released) -> float:
    """In 0…1. The default threshold, 1/11, is the 0.09 of EMA policy 0070 and Health Canada."""
    if not len(released.sizes):
        return 0.0
    risky = released.sizes[1 / released.sizes > released.risk_threshold]
    return int(risky.sum()) / int(released.sizes.sum())
