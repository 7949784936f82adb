"""The search against brute force: same feasibility, same least loss, on small lattices of every kind."""

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gateway.errors import RiskRefused
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.losses import LOSSES
from gateway.risk.models import (
    AverageRisk,
    BLikeness,
    DeltaPresence,
    KAnonymity,
    KMap,
    LDiversity,
    SampleUniqueness,
    TCloseness,
)
from gateway.risk.models.base import Model
from gateway.risk.problem import GroupCap, Problem
from gateway.risk.search import solve
from gateway.risk.table import SensitiveColumn, Table, tabulate

from . import brute

LOSS_NAMES = list(LOSSES)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a smaller seed is no smaller case


def a_hierarchy(rng: np.random.Generator) -> list[list[str]]:
    codes = list(range(rng.integers(1, 7)))
    rows = [[f"v{c}"] for c in codes]
    for level in range(rng.integers(0, 4)):
        merge = rng.integers(0, max(1, 4 - level), 7)
        codes = [merge[c] for c in codes]
        for row, code in zip(rows, codes, strict=True):
            row.append(f"l{level}-{code}")
    return rows


def a_model(rng: np.random.Generator) -> Model:
    # Parameters lie off the fractions that small counts make, so that no rounding decides.
    makers = [
        lambda: KAnonymity(k=int(rng.integers(2, 6))),
        lambda: KMap(k=int(rng.integers(2, 8)), population="p"),
        lambda: LDiversity(column="s", l=int(rng.integers(2, 4))),
        lambda: LDiversity(column="s", l=rng.uniform(1.2, 2.9), kind="entropy"),
        lambda: LDiversity(column="s", l=int(rng.integers(2, 4)), c=rng.uniform(0.4, 3.1), kind="recursive"),
        lambda: TCloseness(column="s", t=rng.uniform(0.1, 0.7)),
        lambda: TCloseness(column="s", t=rng.uniform(0.1, 0.7), distance="ordered"),
        lambda: BLikeness(column="s", beta=rng.uniform(0.2, 3), kind=rng.choice(["basic", "enhanced"]).item()),
        lambda: DeltaPresence(at_most=rng.uniform(0.5, 1), population="p"),
        lambda: DeltaPresence(at_least=rng.uniform(0.02, 0.3), at_most=rng.uniform(0.6, 1), population="p"),
        lambda: AverageRisk(at_most=rng.uniform(0.1, 0.9)),
        lambda: SampleUniqueness(at_most=rng.uniform(0.01, 0.4)),
    ]
    return makers[rng.integers(len(makers))]()


def a_case(seed: int) -> brute.Case:
    """Skewed columns, so that there are common and rare combinations; a third of all cases has a cap."""
    rng = np.random.default_rng(seed)
    columns = [a_hierarchy(rng) for _ in range(rng.integers(1, 5))]

    def rows(size: int) -> list[tuple[str, ...]]:
        drawn = [rng.choice([line[0] for line in h], size, p=rng.dirichlet(np.ones(len(h)))) for h in columns]
        return [tuple(map(str, row)) for row in zip(*drawn, strict=True)]

    size = int(rng.integers(1, 60))
    loss = LOSS_NAMES[rng.integers(len(LOSS_NAMES))]
    weighted = loss in ("loss", "nue", "nue_nm") and rng.random() < 0.3
    return brute.Case(
        columns,
        rows(size),
        rng.choice(list("abcd"), size, p=rng.dirichlet(np.ones(4))).tolist(),
        rows(int(rng.integers(0, 40))),
        [a_model(rng) for _ in range(rng.choice([1, 1, 2, 3]))],
        loss,
        float(rng.choice([0.0, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0])),
        float(rng.choice([0.0, 0.15, 0.4])) if rng.random() < 0.33 else None,
        rng.choice([0.5, 1.0, 3.0], len(columns)).tolist() if weighted else [],
        float(rng.choice([0.1, 0.5, 0.8])) if loss == "loss" else 0.5,
        bool(rng.random() < 0.5),
    )


CASES = st.integers(0, 2**32 - 1).map(a_case)


def tabulated(case: brute.Case) -> Table:
    built = case.built()

    def codes(rows: list[tuple[str, ...]]) -> dict[str, np.ndarray]:
        return {
            name: np.array([built[name].leaves.index(row[i]) for row in rows], dtype=np.int8)
            for i, name in enumerate(case.names)
        }

    values = sorted(set(case.sensitive))
    sensitive = SensitiveColumn(np.array([values.index(v) for v in case.sensitive]), values)
    return tabulate(codes(case.rows), built, {"s": sensitive}, codes(case.rows + case.strangers))


def problem(case: brute.Case) -> Problem:
    weights = dict(zip(case.names, case.weights, strict=True)) if case.weights else {}
    cap = None if case.cap is None else GroupCap(("q0",), case.cap)
    if cap is not None and case.each:
        cap = GroupCap(tuple(case.names), cap.at_most, joint=False, pinned=False)
    return Problem(tabulated(case), case.models, case.loss, case.suppression, cap, weights, case.balance)


@settings(max_examples=600, deadline=None, phases=PHASES)
@given(CASES)
def test_search_agrees_with_brute_force(case: brute.Case) -> None:
    expected = brute.best(case)
    if expected is None:
        with pytest.raises(RiskRefused):
            solve(problem(case))
        return
    solution = solve(problem(case))
    assert solution.optimal
    assert solution.loss == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert brute.at(case, solution.node) == pytest.approx(solution.loss, rel=1e-9, abs=1e-9)


@settings(max_examples=100, deadline=None, phases=PHASES)
@given(CASES)
def test_a_search_without_time_claims_no_more_than_it_proved(case: brute.Case) -> None:
    expected = brute.best(case)
    ticks = iter(range(10_000))
    try:
        solution = solve(problem(case), seconds_at_most=2.5, clock=lambda: float(next(ticks)))
    except RiskRefused:
        return
    assert expected is not None
    assert solution.bound <= expected + 1e-9 * (1 + expected)
    assert solution.loss >= expected - 1e-9 * (1 + expected)


@settings(max_examples=50, deadline=None, phases=PHASES)
@given(CASES)
def test_the_same_problem_has_the_same_solution(case: brute.Case) -> None:
    def outcome() -> object:
        try:
            solution = solve(problem(case))
        except RiskRefused as refusal:
            return str(refusal)
        return solution.node, solution.loss, solution.checks, solution.lost.tuples.tolist()

    assert outcome() == outcome()


def test_of_equal_losses_the_finest_is_taken() -> None:
    """A column of one value tells nobody from another, at whatever level it stands."""
    place = Hierarchy.build([("NH", "*")], "place")
    age = Hierarchy.build([(str(n), str(n // 2), str(n // 2), "*") for n in range(4)], "age")
    table = tabulate({"place": np.zeros(8, dtype=np.int64), "age": np.arange(8) % 4}, {"place": place, "age": age})
    found = solve(Problem(table, [KAnonymity(k=3)]))
    assert found.levels == {"place": 0, "age": 1}
    assert found.optimal
