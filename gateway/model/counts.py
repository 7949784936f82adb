"""Counts that a policy lets everybody read: plain values, made by `policy` and by `risk`."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CountTerms:
    """Which kinds are counted, by which public codes, and what that may spend of the dataset's privacy budget.

    epsilon: of all counts together. codes: kind → codes; they stand in the policy, so they tell nothing of the data.
    """

    epsilon: Decimal
    codes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NoisyCounts:
    """Differentially private counts of one kind. `codes` are the policy's, and last the empty text for all others.

    epsilon: what they spent. within: 95 of 100 counts are off by this much at most.
    """

    kind: str
    codes: tuple[str, ...]
    counts: tuple[int, ...]
    epsilon: Decimal
    within: int
