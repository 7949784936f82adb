"""Lattices too large to hold: the same optimum as brute force where there is one, and never an unproven claim."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from gateway.cli.risk import _full_domain
from gateway.errors import RiskRefused
from gateway.hierarchies.intervals import Intervals
from gateway.risk import search
from gateway.risk.boxes import BoxSearch
from gateway.risk.models import KAnonymity
from gateway.risk.problem import Problem
from gateway.risk.search import NodeSearch, solve
from gateway.risk.table import tabulate

from . import adult, brute
from .test_optimum import CASES, PHASES, problem


@settings(max_examples=400, deadline=None, phases=PHASES)
@given(CASES)
def test_boxes_find_what_brute_force_finds(case: brute.Case) -> None:
    expected, found = brute.best(case), BoxSearch(problem(case))
    while found.open:
        assert expected is None or found.bound <= expected + 1e-9 * (1 + expected)
        found.settle()
    if expected is None:
        assert found.best is None
        return
    assert found.least == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert found.best is not None
    assert brute.at(case, found.best[0]) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(CASES)
def test_a_bound_for_one_node_is_the_bound_of_the_lattice(case: brute.Case) -> None:
    loss = problem(case).measured_loss()
    floor = loss.floor()
    for node in itertools.product(*map(range, floor.shape)):
        assert loss.least(node, None) == pytest.approx(floor[node], rel=1e-12)


def large(columns: int = 14) -> Problem:
    """5^14 nodes, 300 rows."""
    rng = np.random.default_rng(3)
    values = [str(n) for n in range(64)]
    hierarchy = Intervals(widths=[4, 8, 16]).over(values, "h")
    names = [f"q{n}" for n in range(columns)]
    age = rng.integers(0, 48, 300)
    codes = {name: age + rng.integers(0, 16, 300) for name in names}
    order = np.array([hierarchy.leaves.index(value) for value in values])
    table = tabulate({name: order[column] for name, column in codes.items()}, dict.fromkeys(names, hierarchy))
    return Problem(table, [KAnonymity(k=5)], suppression=0.1)


def test_a_large_lattice_gives_the_best_so_far_and_a_proven_gap() -> None:
    short, long = solve(large(), checks_at_most=300), solve(large(), checks_at_most=1500)
    assert not short.optimal
    assert short.bound <= long.bound <= long.loss <= short.loss
    assert short.bound < long.bound
    assert short.lost.rows <= 30
    again = solve(large(), checks_at_most=300)
    assert (again.node, again.loss, again.bound, again.checks) == (short.node, short.loss, short.bound, short.checks)
    assert short.json()["gap"] == short.loss - short.bound
    told = "\n".join(_full_domain(short, large().table, 20))
    assert f"proven: none below {short.bound:.6g}, a gap of " in told


def test_a_large_lattice_ends_without_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "CHECKS_OF_LARGE", 50)
    assert solve(large()).checks <= 51
    with pytest.raises(RiskRefused, match="no generalisation satisfies"):
        solve(Problem(large().table, [KAnonymity(k=301)]))


def test_a_budget_of_checks_holds_for_small_lattices_too() -> None:
    assert solve(large(3), checks_at_most=5).checks <= 8
    assert solve(large(3)).optimal


@adult.needed
@pytest.mark.parametrize(("k", "limit", "loss"), [(5, 0.0, "loss"), (5, 0.04, "loss"), (11, 0.05, "nue_nm"),
                                                  (5, 0.05, "class_size")])  # fmt: skip
def test_both_searches_agree_on_adult(k: int, limit: float, loss: str) -> None:
    asked = Problem(adult.table(adult.golden()["q9"]), [KAnonymity(k=k)], loss, limit)
    boxes, nodes = BoxSearch(asked), NodeSearch(asked)
    for one in (boxes, nodes):
        while one.open:
            one.settle()
    assert boxes.least == pytest.approx(nodes.least, rel=1e-12)
