"""Noise for public counts: over public codes only, as large as epsilon demands, and as OpenDP proves it."""

import math
import sys
from decimal import Decimal

import numpy as np
import pytest

from gateway.errors import BadInput
from gateway.risk.noise import demand_opendp, noisy

CANARY = "Zanzibar-7731"


def test_codes_are_the_policys_and_the_rest_is_one() -> None:
    values = ["F"] * 500 + [" M "] * 300 + [CANARY, None, "f"]
    found = noisy("demographic.sex", ["F", "M", "X"], values, Decimal(100))
    assert found.codes == ("F", "M", "X", "")
    assert all(abs(count - exact) <= 3 for count, exact in zip(found.counts, (500, 300, 0, 3), strict=True))
    assert CANARY not in repr(found)


def test_the_noise_is_discrete_laplace_of_the_scale_that_epsilon_demands() -> None:
    """Scale 2/ε: E|noise| = 2q/(1−q²) with q = e^(−ε/2); the sampler is random, so the bound is five deviations."""
    epsilon, runs = Decimal("0.5"), 1500
    noise = np.concatenate([noisy("admin.x", ["a"], ["a"] * 40, epsilon).counts - np.array([40, 0])
                            for _ in range(runs)])  # fmt: skip
    q = math.exp(-float(epsilon) / 2)
    expected, deviation = 2 * q / (1 - q * q), math.sqrt(2 * q) / (1 - q)
    assert abs(np.abs(noise).mean() - expected) < 5 * deviation / math.sqrt(len(noise))
    assert abs(noise.mean()) < 5 * deviation / math.sqrt(len(noise))
    within = noisy("admin.x", ["a"], [], epsilon).within
    assert (np.abs(noise) <= within).mean() > 0.93


def test_counts_of_nobody_are_noise_too() -> None:
    found = [noisy("admin.x", ["a"], [], Decimal("0.1")).counts for _ in range(30)]
    assert len(set(found)) > 1


def test_without_opendp_it_is_refused_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    demand_opendp()
    monkeypatch.setitem(sys.modules, "opendp", None)
    with pytest.raises(BadInput, match="not installed") as refused:
        demand_opendp()
    assert "[counts]" in refused.value.hint
