"""Likeness by SDMetrics: what it tells and what it rewards."""

import pytest

pytest.importorskip("sdmetrics")

from population import SHAPE, noise, people

from gateway.synth.evidence.quality import quality

REAL = people(500, 1)


def test_noise_is_less_alike_than_a_draw_from_the_same_law() -> None:
    good, bad = quality(REAL, people(500, 2), SHAPE), quality(REAL, noise(REAL, 500, 3), SHAPE)
    assert good.overall.score > bad.overall.score + 0.05
    assert good.cohort is not None
    assert good.cohort.trends > bad.cohort.trends


def test_copies_score_higher_than_honest_rows() -> None:
    figures = quality(REAL, people(500, 2), SHAPE)
    assert figures.duplicates > figures.overall.score
    assert quality(REAL, REAL.sample(500, replace=True, random_state=1), SHAPE).overall.score > figures.overall.score


def test_the_same_rows_give_the_same_figures_and_few_rows_of_the_cohort_give_none() -> None:
    made = [quality(REAL, people(60, 2, native=0.05), SHAPE) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].cohort is None
