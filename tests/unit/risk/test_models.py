"""Models against figures worked out by hand or given in their papers."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.models import KMap, LDiversity, TCloseness
from gateway.risk.models.l_diversity import grassberger, shannon
from gateway.risk.models.t_closeness import equal, hierarchical, ordered, ranks
from gateway.risk.models.uniques import _reciprocals, pitman, zayatz


def test_ordered_distance_of_the_paper() -> None:
    """Li et al., section 4.1: salaries 3k…11k; {3k,4k,5k} lies 0.375 away, {6k,8k,11k} 0.167."""
    reference = np.full(9, 1 / 9)
    classes = np.zeros((2, 9))
    classes[0, [0, 1, 2]] = classes[1, [3, 5, 8]] = 1 / 3
    assert ordered(reference, list(range(9)))(classes) == pytest.approx([0.375, 1 / 6])


def test_hierarchical_distance_of_the_paper() -> None:
    """Li et al., section 4.2: leaves lie (height of their common ancestor)/2 apart."""
    tree = Hierarchy.build([["flu", "lungs", "*"], ["pneumonia", "lungs", "*"], ["ulcer", "stomach", "*"]], "h")
    distance = hierarchical(np.array([1.0, 0.0, 0.0]), tree, ["flu", "pneumonia", "ulcer"])
    assert distance(np.eye(3)) == pytest.approx([0.0, 0.5, 1.0])


def test_equal_distance_is_the_total_variation() -> None:
    assert equal(np.array([0.5, 0.5, 0.0]))(np.array([[0.25, 0.25, 0.5]])) == pytest.approx([0.5])


def test_numbers_rank_by_size_and_other_values_by_text() -> None:
    assert ranks(["10", "9", "-1"]) == [2, 1, 0]
    assert ranks(["10", "9", "x"]) == [0, 1, 2]


def test_entropies() -> None:
    histogram = np.array([[2.0, 2.0, 0.0], [4.0, 0.0, 0.0]])
    assert np.exp(shannon(histogram)) == pytest.approx([2.0, 1.0])
    g = {1: -np.euler_gamma - math.log(2), 2: 2 - np.euler_gamma - math.log(2)}
    assert grassberger(np.array([[1.0, 2.0]])) == pytest.approx([math.log(3) - (g[1] + 2 * g[2]) / 3])


def test_k_map_asks_a_small_sample_for_few_rows() -> None:
    """Nearly nobody is sampled: a class that was seen once has been seen by chance, one seen twice hardly has."""
    assert KMap(k=3, population_size=300_000_000).least_rows(1e-4) == 2
    assert KMap(k=1000, population_size=300_000_000).least_rows(1e-4) == 3


def test_a_complete_sample_has_its_own_uniques() -> None:
    size, classes = np.array([1, 2, 5]), np.array([7, 3, 2])
    assert zayatz(size, classes, 23) == pytest.approx(7)


@pytest.mark.parametrize(("start", "terms"), [(0.3, 0), (0.3, 5), (2.5, 32), (0.01, 1000), (7.0, 100_000)])
def test_sums_of_reciprocals(start: float, terms: int) -> None:
    x = start + np.arange(terms)
    assert _reciprocals(start, terms) == pytest.approx(((1 / x).sum(), (1 / x**2).sum()), rel=1e-12)


def test_pitman_finds_no_fit_where_all_rows_are_unique() -> None:
    assert pitman(np.array([1]), np.array([50]), 1000) is None


@pytest.mark.parametrize(
    "build",
    [
        lambda: LDiversity(column="s", l=2, kind="recursive"),
        lambda: LDiversity(column="s", l=2.5),
        lambda: LDiversity(column="s", l=2, c=1.0),
        lambda: TCloseness(column="s", t=0.2, distance="hierarchical"),
        lambda: TCloseness(column="s", t=0.0),
        lambda: KMap(k=3),
        lambda: KMap(k=3, population="p.csv", population_size=5),
    ],
)
def test_parameters_that_contradict_one_another_are_refused(build) -> None:
    with pytest.raises(ValidationError):
        build()
