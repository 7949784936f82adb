"""The optima of golden_adult.json, and the estimators' figures on the raw table."""

import numpy as np
import pytest

from gateway.risk.models import BLikeness, KAnonymity, LDiversity, TCloseness
from gateway.risk.models.base import Model
from gateway.risk.models.uniques import ESTIMATORS, pitman, snb, zayatz
from gateway.risk.problem import GroupCap, Problem
from gateway.risk.run import by_group, measure
from gateway.risk.search import solve
from gateway.risk.table import tabulate

from . import adult

pytestmark = adult.needed
GOLDEN = adult.golden()
Q9 = GOLDEN.get("q9", [])
Q8 = [name for name in Q9 if name != "occupation"]
MODELS: dict[str, list[Model]] = {
    "entropy 5-diversity": [LDiversity(column="occupation", l=5, kind="entropy")],
    "equal-distance 0.2-closeness + k=5": [KAnonymity(k=5), TCloseness(column="occupation", t=0.2)],
    "hierarchical-distance 0.2-closeness + k=5": [
        KAnonymity(k=5),
        TCloseness(column="occupation", t=0.2, distance="hierarchical", hierarchy="occupation.csv"),
    ],
    "recursive (4,5)-diversity": [LDiversity(column="occupation", l=5, c=4.0, kind="recursive")],
    "basic 3-likeness": [BLikeness(column="occupation", beta=3.0)],
}


@pytest.mark.parametrize(
    "case", GOLDEN.get("k_anonymity", []), ids=lambda c: f"{c['qi']}-{c['k']}-{c['limit']}-{c['metric']}"
)
def test_k_anonymity_optimum(case: dict) -> None:
    names = Q9 if case["qi"] == "q9" else Q8
    solution = solve(Problem(adult.table(names), [KAnonymity(k=case["k"])], case["metric"], case["limit"]))
    assert solution.optimal
    assert solution.loss == pytest.approx(case["loss"], rel=1e-9)
    assert list(solution.node) == case["node"]


@pytest.mark.parametrize(
    "case", GOLDEN.get("other_models_q8_sensitive_occupation", []), ids=lambda c: f"{c['model']}-{c['limit']}"
)
def test_optimum_of_other_models(case: dict) -> None:
    loss = case["metric"].replace("discernability", "discernibility")
    solution = solve(Problem(adult.table(Q8), MODELS[case["model"]], loss, case["limit"]))
    assert solution.optimal
    assert solution.loss == pytest.approx(case["loss"], rel=1e-9)
    assert list(solution.node) == case["node"]


def test_raw_risk() -> None:
    expected, table = GOLDEN["risk_q9_raw"], adult.table(Q9)
    assert len(table.rows) == expected["classes"]
    assert len(table.rows) / table.total == pytest.approx(expected["average_reid_risk"], rel=1e-12)
    assert (table.rows == 1).sum() / table.total == pytest.approx(expected["sample_unique_fraction"], rel=1e-12)


@pytest.mark.parametrize(
    ("estimator", "fraction", "expected"),
    [
        (pitman, 0.1, 0.27684993883653597),
        (zayatz, 0.1, 0.3207402393466189),
        (zayatz, 0.2, 0.3577099234829125),
        (pitman, 0.01, 0.1446083531167384),
        (zayatz, 1.0, 0.5142895033485844),
        (snb, 1.0, 0.5142895033485844),
        (ESTIMATORS["dankar"], 0.1, 0.27684993883653597),
        (ESTIMATORS["dankar"], 1.0, 0.5142895033485844),
    ],
)
def test_population_uniques(estimator, fraction: float, expected: float) -> None:
    table = adult.table(Q9)
    size, classes = np.unique(table.rows, return_counts=True)
    people = int(table.total / fraction)
    assert estimator(size, classes, people) / people == pytest.approx(expected, rel=1e-7)


def test_a_cap_protects_each_group_at_a_price() -> None:
    """The optimum erases half of a minority; capped, no group loses more than a tenth, and race stays."""
    table, models = adult.table(Q8), [KAnonymity(k=5)]
    free = solve(Problem(table, models, "loss", 1.0))
    problem = Problem(table, models, "loss", 1.0, GroupCap(("race",), 0.1))
    capped = solve(problem)
    groups = by_group(problem, capped)
    assert groups.keys() == set(adult.hierarchy("race").leaves)
    assert max(group.share for group in groups.values()) <= 0.1
    assert sum(group.suppressed for group in groups.values()) == capped.lost.rows
    assert capped.node[table.names.index("race")] == 0
    uncapped = by_group(problem, free)
    assert uncapped["Amer-Indian-Eskimo"].share > 0.5 > 0.1 > uncapped["White"].share
    assert free.loss == pytest.approx(0.1621326131666998, rel=1e-9)
    assert capped.loss == pytest.approx(0.3154891, abs=1e-6)
    assert measure(problem, capped)["k"] >= 5


@pytest.mark.parametrize("k", [2, 3, 7, 20, 50, 100])
@pytest.mark.parametrize("loss", ["loss", "nue_nm", "class_size"])
def test_every_k_has_a_proven_optimum(k: int, loss: str) -> None:
    solution = solve(Problem(adult.table(Q8), [KAnonymity(k=k)], loss, 0.05))
    assert solution.optimal


def test_a_million_rows_are_settled() -> None:
    """Uniform values: nearly every row is a tuple of its own, the hardest table there is."""
    rng = np.random.default_rng(1)
    hierarchies = {name: adult.hierarchy(name) for name in Q8}
    codes = {name: rng.integers(0, len(h.leaves), 1_000_000).astype(np.int8) for name, h in hierarchies.items()}
    table = tabulate(codes, hierarchies)
    assert len(table.rows) > 900_000
    solution = solve(Problem(table, [KAnonymity(k=5)], "loss", 0.04))
    assert solution.optimal
