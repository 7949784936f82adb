"""Counts in, confidence intervals of shares out, two-sided or one-sided."""

from math import exp, lgamma, log, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
_STEPS = 60  # halvings: as exact as a float


def wilson(successes: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The score interval of a share (Wilson, JASA 22 (1927) 209-212); (0, 1) without trials.

    It takes trials for independent: where those of one person resemble each other, it is too narrow.
    """
    if not trials:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = successes / trials, z * z / trials
    centre = share + weight / 2
    spread = z * sqrt(share * (1 - share) / trials + weight / (4 * trials))
    return max(0.0, (centre - spread) / (1 + weight)), min(1.0, (centre + spread) / (1 + weight))


def upper_bound(successes: int, trials: int, confidence: float = CONFIDENCE) -> float:
    """The exact one-sided upper bound of a share (Clopper and Pearson, Biometrika 26 (1934) 404-413).

    The largest share at which so few successes still have a probability of 1 - confidence; 1 without trials.
    """
    if successes >= trials:
        return 1.0
    low, high = successes / trials, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(successes, trials, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(successes: int, trials: int, share: float) -> float:
    """The probability of at most so many successes, for 0 < share < 1."""
    whole = lgamma(trials + 1)
    return sum(
        exp(whole - lgamma(n + 1) - lgamma(trials - n + 1) + n * log(share) + (trials - n) * log(1 - share))
        for n in range(successes + 1)
    )
