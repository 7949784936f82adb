"""Intervals against published and exact values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.intervals import upper_bound, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_newcombe_s(successes, trials, low, high):
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("trials", [1, 20, 100, 3000])
def test_no_success_is_bounded_by_the_closed_form(trials):
    assert upper_bound(0, trials) == pytest.approx(1 - 0.05 ** (1 / trials), abs=1e-12)
    assert upper_bound(trials, trials) == 1


@given(st.integers(1, 400), st.data())
def test_the_upper_bound_is_exact(trials, data):
    """At the bound, so few successes have a probability of 5 %: by the binomial recurrence, not by logarithms."""
    successes = data.draw(st.integers(0, trials - 1))
    share = upper_bound(successes, trials)
    term = total = (1 - share) ** trials
    for n in range(successes):
        term *= (trials - n) / (n + 1) * share / (1 - share)
        total += term
    if (1 - share) ** trials > 1e-290:
        assert total == pytest.approx(0.05, rel=1e-6)
    assert successes / trials < share < 1


def test_without_trials_nothing_is_known():
    assert (wilson(0, 0), upper_bound(0, 0)) == ((0.0, 1.0), 1.0)
