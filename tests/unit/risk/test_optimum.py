"""The search against brute force: same feasibility, same least loss, on small lattices of every kind."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import RiskRefused
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
from gateway.risk.problem import GroupCap, Problem
from gateway.risk.search import solve
from gateway.risk.table import SensitiveColumn, Table, tabulate

from . import brute


@st.composite
def hierarchies(draw: st.DrawFn) -> list[list[str]]:
    codes = list(range(draw(st.integers(1, 5))))
    rows = [[f"v{c}"] for c in codes]
    for level in range(draw(st.integers(0, 3))):
        merge = draw(st.lists(st.integers(0, 2), min_size=5, max_size=5))
        codes = [merge[c] for c in codes]
        for row, code in zip(rows, codes, strict=True):
            row.append(f"l{level}-{code}")
    return rows


# Parameters lie off the fractions that small counts make, so that no rounding decides.
MODELS = st.one_of(
    st.integers(2, 5).map(lambda k: KAnonymity(k=k)),
    st.integers(2, 5).map(lambda k: KMap(k=k, population="p")),
    st.integers(2, 3).map(lambda n: LDiversity(column="s", l=n)),
    st.floats(1.2, 2.9).map(lambda n: LDiversity(column="s", l=n, kind="entropy")),
    st.floats(0.3, 3.1).map(lambda c: LDiversity(column="s", l=2, c=c, kind="recursive")),
    st.floats(0.1, 0.7).map(lambda t: TCloseness(column="s", t=t)),
    st.floats(0.1, 0.7).map(lambda t: TCloseness(column="s", t=t, distance="ordered")),
    st.tuples(st.floats(0.2, 3), st.sampled_from(["basic", "enhanced"])).map(
        lambda p: BLikeness(column="s", beta=p[0], kind=p[1])
    ),
    st.tuples(st.just(0.0) | st.floats(0.02, 0.3), st.floats(0.6, 1)).map(
        lambda p: DeltaPresence(at_least=p[0], at_most=p[1], population="p")
    ),
    st.floats(0.1, 0.9).map(lambda r: AverageRisk(at_most=r)),
    st.floats(0.01, 0.4).map(lambda r: SampleUniqueness(at_most=r)),
)


@st.composite
def cases(draw: st.DrawFn) -> brute.Case:
    columns = draw(st.lists(hierarchies(), min_size=1, max_size=4))
    row = st.tuples(*(st.sampled_from([line[0] for line in h]) for h in columns))
    rows = draw(st.lists(row, min_size=1, max_size=25))
    loss = draw(st.sampled_from(list(LOSSES)))
    weighted = loss in ("loss", "nue", "nue_nm") and draw(st.booleans())
    return brute.Case(
        columns,
        rows,
        draw(st.lists(st.sampled_from("abc"), min_size=len(rows), max_size=len(rows))),
        draw(st.lists(row, max_size=10)),
        draw(st.lists(MODELS, min_size=1, max_size=3)),
        loss,
        draw(st.sampled_from([0.0, 0.1, 0.3, 0.6, 1.0])),
        draw(st.sampled_from([None, 0.0, 0.25, 0.5])),
        [draw(st.sampled_from([0.5, 1.0, 3.0])) for _ in columns] if weighted else [],
        draw(st.sampled_from([0.1, 0.5, 0.8])) if loss == "loss" else 0.5,
    )


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
    return Problem(tabulated(case), case.models, case.loss, case.suppression, cap, weights, case.balance)


@settings(max_examples=600, deadline=None)
@given(cases())
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


@settings(max_examples=100, deadline=None)
@given(cases())
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


@settings(max_examples=50, deadline=None)
@given(cases())
def test_the_same_problem_has_the_same_solution(case: brute.Case) -> None:
    def outcome() -> object:
        try:
            solution = solve(problem(case))
        except RiskRefused as refusal:
            return str(refusal)
        return solution.node, solution.loss, solution.checks, solution.lost.tuples.tolist()

    assert outcome() == outcome()
