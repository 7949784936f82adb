"""Successes of attacks in; rates, what exceeds the control's, and areas under curves out, with intervals."""

from math import sqrt
from statistics import NormalDist

import numpy as np
from scipy.stats import rankdata

from gateway.intervals import CONFIDENCE, wilson
from gateway.synth.evidence.base import Attack, Estimate
from gateway.synth.evidence.cells import Floats, Ints


def rate(successes: int, trials: int, confidence: float = CONFIDENCE) -> Estimate:
    """Wilson's interval and its centre."""
    low, high = wilson(successes, trials, confidence)
    return Estimate((low + high) / 2, low, high)


def attack(name: str, main: tuple[int, int], control: tuple[int, int], guessing: tuple[int, int],
           confidence: float = CONFIDENCE) -> Attack:  # fmt: skip
    """(successes, trials) on training rows, on control rows and by guessing; the risk after Giomi et al. 2023, § 3.2.

    Risk is (main - control) / (1 - control); its interval is propagated from both rates and cut to 0…1.
    """
    won, chance = rate(*main, confidence), rate(*control, confidence)
    left = 1 - chance.value
    risk = (won.value - chance.value) / left
    reach = sqrt(
        ((won.high - won.low) / 2 / left) ** 2 + ((won.value - 1) / left**2 * (chance.high - chance.low) / 2) ** 2
    )
    cut = [min(1.0, max(0.0, figure)) for figure in (risk, risk - reach, risk + reach)]
    return Attack(name, main[1], won, chance, rate(*guessing, confidence), Estimate(*cut))


def clustered(values: Floats, clusters: Ints, least: float) -> Estimate:
    """The mean, where rows of one cluster (synthetic rows near one real person) are one observation, not many.

    The variance is the sum of squares of the clusters' deviations (Liang and Zeger, Biometrika 73 (1986) 13). Like
    Agresti and Min (Stat Med 24 (2005) 729) one observation is added, so that zero counts have an interval too.
    least: where the interval ends below; above it ends at 1.
    """
    mean, rows = float(values.mean()), len(values)
    sums = np.bincount(np.unique(clusters, return_inverse=True)[1], weights=values - mean)
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * sqrt(float(sums @ sums) + 1) / (rows + 2)
    return Estimate(mean, max(least, mean - reach), min(1.0, mean + reach))


def area(members: Floats, others: Floats, confidence: float = CONFIDENCE) -> Estimate:
    """AUC of scores that should be higher for members, with Hanley and McNeil's interval (Radiology 143 (1982) 29)."""
    m, n = len(members), len(others)
    ranks = rankdata(np.concatenate([members, others]))[:m]
    auc = float((ranks.sum() - m * (m + 1) / 2) / (m * n))
    one, two = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = (auc * (1 - auc) + (m - 1) * (one - auc**2) + (n - 1) * (two - auc**2)) / (m * n)
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(max(0.0, variance))
    return Estimate(auc, max(0.0, auc - reach), min(1.0, auc + reach))


def caught(members: Floats, others: Floats, false_alarms: float, confidence: float = CONFIDENCE) -> Estimate:
    """Share of members above a threshold that at most `false_alarms` of the others pass, less the others' share.

    Carlini et al., SP 2022: an attack that is sure of a few people harms them, whatever it does on average. The
    interval is Newcombe's for a difference of shares (Stat Med 17 (1998) 873, method 10).
    """
    allowed = int(false_alarms * len(others))
    threshold = np.sort(others)[::-1][allowed]
    ours, theirs = int((members > threshold).sum()), int((others > threshold).sum())
    one, other = ours / len(members), theirs / len(others)
    low, high = wilson(ours, len(members), confidence)
    least, most = wilson(theirs, len(others), confidence)
    down, up = sqrt((one - low) ** 2 + (most - other) ** 2), sqrt((high - one) ** 2 + (other - least) ** 2)
    return Estimate(one - other, one - other - down, one - other + up)
