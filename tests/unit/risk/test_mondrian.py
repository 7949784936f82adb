"""Local recoding: every class satisfies every model, ranges hold their rows, and what can't be asked is refused."""

import numpy as np
import pytest
from hypothesis import given, settings

from gateway.errors import BadInput, RiskRefused
from gateway.hierarchies.flat import Flat
from gateway.hierarchies.intervals import Intervals
from gateway.risk.models import AverageRisk, KAnonymity, LDiversity
from gateway.risk.mondrian import recode
from gateway.risk.problem import GroupCap, Problem
from gateway.risk.search import solve
from gateway.risk.table import tabulate
from gateway.risk.verdict import Court

from . import adult, brute
from .test_optimum import CASES, PHASES, tabulated


def released(problem: Problem) -> list[tuple[str, ...]]:
    """The generalised rows."""
    solution = recode(problem)
    everything = slice(0, problem.table.total)
    return list(zip(*(cells(everything).to_pylist() for cells in solution.cells().values()), strict=True))


def numbers(values: list[int], k: int) -> Problem:
    texts = [str(value) for value in values]
    hierarchy = Intervals(widths=[10]).over(set(texts), "h")
    codes = np.array([hierarchy.leaves.index(text) for text in texts])
    return Problem(tabulate({"age": codes}, {"age": hierarchy}), [KAnonymity(k=k)])


def test_numbers_are_cut_at_the_median() -> None:
    assert released(numbers([1, 2, 3, 9, 10, 40, 41, 90], 2)) == [
        (label,) for label in ["1 to 2", "1 to 2", "3 to 9", "3 to 9", "10 to 40", "10 to 40", "41 to 90", "41 to 90"]
    ]
    assert released(numbers([5, 5, 5, 7], 3)) == [("0-9",)] * 4
    assert released(numbers([30, 30, 31, 39, 39, 39], 3)) == [("30 to 31",)] * 3 + [("39",)] * 3
    assert released(numbers([30, 31, 39, 50, 50, 50], 3)) == [("30-39",)] * 3 + [("50",)] * 3


def test_codes_without_order_are_listed() -> None:
    texts = list("aabbbbcccd")
    hierarchy = Flat().over(set(texts), "h")
    codes = np.array([hierarchy.leaves.index(text) for text in texts])
    problem = Problem(tabulate({"ward": codes}, {"ward": hierarchy}), [KAnonymity(k=4)])
    assert released(problem) == [("{a, b}",)] * 6 + [("{c, d}",)] * 4


@settings(max_examples=300, deadline=None, phases=PHASES)
@given(CASES)
def test_every_class_satisfies_every_model(case: brute.Case) -> None:
    problem = Problem(tabulated(case), case.models)
    court = Court(problem)
    if court.by_table:
        with pytest.raises(BadInput, match="models of the table as a whole"):
            recode(problem)
        return
    try:
        solution = recode(problem)
    except RiskRefused:
        with pytest.raises(RiskRefused):
            recode(problem)
        return
    outcome = court.judge(solution.classes)
    assert outcome.lost is not None
    assert outcome.lost.rows == 0
    assert recode(problem).labels.keys() == solution.labels.keys()
    assert recode(problem).classes.of_tuple.tolist() == solution.classes.of_tuple.tolist()


@adult.needed
def test_local_recoding_loses_less_than_the_optimum_over_whole_columns() -> None:
    names = [name for name in adult.golden()["q9"] if name != "occupation"]
    problem = Problem(adult.table(names), [KAnonymity(k=5), LDiversity(column="occupation", l=3)], suppression=1.0)
    solution = recode(problem)
    assert solution.loss < solve(problem).loss / 2
    rows = released(problem)
    _, sizes = np.unique(np.array(rows), axis=0, return_counts=True)
    assert sizes.min() >= 5
    ages = [int(adult.hierarchy("age").leaves[code]) for code in adult.columns()["age"]]
    for age, row in zip(ages, rows, strict=True):
        low, _, high = row[names.index("age")].partition(" to ")
        if low.isdigit():
            assert int(low) <= age <= int(high or low)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"loss": "nue"}, "loss: loss"),
        ({"balance": 0.2}, "loss: loss"),
        ({"group_cap": GroupCap(("age",), 0.1)}, "no group_cap"),
        ({"models": [AverageRisk(at_most=0.1)]}, "table as a whole"),
    ],
)
def test_what_it_cannot_do_is_refused(changes: dict, message: str) -> None:
    base = numbers([1, 2, 3], 2)
    with pytest.raises(BadInput, match=message):
        recode(Problem(base.table, **({"models": base.models} | changes)))


def test_a_table_too_small_for_any_class_is_refused() -> None:
    with pytest.raises(RiskRefused, match="not even the whole table"):
        recode(numbers([1, 2, 3], 4))
