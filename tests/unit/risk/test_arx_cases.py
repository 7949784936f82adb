"""ARX's own Adult test cases: the constraint holds, and our loss is at most ARX's.

Where this differs from ARX, and why (`UNSUPPORTED`, `NEEDS_SUBSET` below name the cases that don't run):
- heuristic searches (Genetic, HeuristicTopDown): ARX expects what its heuristic finds, we find the optimum;
- entropy l-diversity, Grassberger: ours follows arXiv physics/0307138, ARX's correction is stricter;
- SNB population uniqueness: ARX multiplies by (1-h)^(α+2) in the second moment equation where Chen and
  Keller-McNulty divide, so it suppresses more; ours finds a lower loss;
- models of the table as a whole (average risk, uniqueness): among classes of equal size, which are suppressed
  depends on the order of rows; we take the first, as ARX mostly does.
"""

import re
from typing import Any

import numpy as np
import pytest

from gateway.errors import RiskRefused
from gateway.risk.models import (
    AverageRisk,
    BLikeness,
    KAnonymity,
    KMap,
    LDiversity,
    PopulationUniqueness,
    SampleUniqueness,
    TCloseness,
)
from gateway.risk.models.base import Model
from gateway.risk.problem import Problem
from gateway.risk.search import solve
from gateway.risk.verdict import Court

from . import adult

pytestmark = adult.needed

USA = 318_892_103
UNSUPPORTED = ("EDDifferentialPrivacy", "Profitability")  # not among the models of this tool
NEEDS_SUBSET = "adult_subset.csv"  # ARX's 10 % sample is not part of the corpus

# From ARX's sources, not in the file: (config, sensitive, levels, loss).
MORE: list[tuple[str, str | None, list[int], float]] = [
    (
        "create(0.04d, createPrecomputedEntropyMetric(0.1d)).add(new AverageReidentificationRisk(0.01d))",
        None, [1, 0, 1, 1, 3, 2, 2, 1, 1], 314637.8461904862,
    ),
    (
        "create(0.04d, createPrecomputedLossMetric(0.1d)).add(new SampleUniqueness(0.01d))",
        None, [0, 3, 0, 0, 1, 1, 1, 1, 0], 0.1606952725863784,
    ),
    (
        "create(0.04d, createPrecomputedLossMetric(0.1d)).add(getPopulationUniqueness(0.0001d, X.ZAYATZ))",
        None, [0, 3, 0, 0, 1, 1, 1, 1, 0], 0.16078200456326086,
    ),
    (
        'create(0.0d, createPrecomputedEntropyMetric(0.1d, true)).add(new RecursiveCLDiversity("occupation", 4.0, 5))'
        ".add(new Inclusion(getSubset(9000)))",
        "occupation", [1, 2, 1, 1, 3, 2, 2, 1], 65996.221545847,
    ),
]  # fmt: skip
CASES = [
    *adult.arx_cases(),
    *(
        {
            "config": config,
            "sensitive": sensitive,
            "expected_levels": levels,
            "expected_utility_loss": loss,
            "class": "more",
        }
        for config, sensitive, levels, loss in MORE
    ),
]


def models(config: str) -> list[Model]:
    """The models of a Java expression."""
    number = r"\(\s*(?:\"occupation\",\s*)?([\d.]+)d?(?:,\s*([\d.]+))?"

    def each(name: str) -> list[tuple[float, float]]:
        return [(float(a), float(b or 0)) for a, b in re.findall(rf"new {name}{number}", config)]

    grassberger = "grassberger" if "GRASSBERGER" in config else "shannon"
    found: list[Model] = [KAnonymity(k=int(k)) for k, _ in each("KAnonymity")]
    found += [
        LDiversity(column="occupation", l=n, kind="entropy", estimator=grassberger)
        for n, _ in each("EntropyLDiversity")
    ]
    found += [LDiversity(column="occupation", l=int(n), c=c, kind="recursive") for c, n in each("RecursiveCLDiversity")]
    found += [
        TCloseness(column="occupation", t=t, distance="hierarchical", hierarchy="occupation.csv")
        for t, _ in each("HierarchicalDistanceTCloseness")
    ]
    found += [BLikeness(column="occupation", beta=b, kind="enhanced") for b, _ in each("EnhancedBLikeness")]
    found += [KMap(k=int(k), population_size=USA, significance=s) for k, s in each("KMap")]
    found += [AverageRisk(at_most=r) for r, _ in each("AverageReidentificationRisk")]
    found += [SampleUniqueness(at_most=r) for r, _ in each("SampleUniqueness")]
    found += [
        PopulationUniqueness(at_most=float(risk), population_size=USA, estimator=name.lower())
        for risk, name in re.findall(r"getPopulationUniqueness\(([\d.]+)d, \w+\.(\w+)", config)
    ]
    return found


def java_subset(size: int) -> np.ndarray:
    """The rows that ARX's test draws with java.util.Random(0xDEADBEEF), a linear congruential generator."""
    mask = (1 << 48) - 1
    seed = (0xDEADBEEF - (1 << 32) ^ 0x5DEECE66D) & mask
    drawn = set()
    for _ in range(size):
        seed = (seed * 0x5DEECE66D + 0xB) & mask
        drawn.add((seed >> 17) % size)
    return np.array(sorted(drawn))


def problem(case: dict[str, Any]) -> Problem:
    config = case["config"]
    names = [name for name in adult.golden()["q9"] if name != case["sensitive"]]
    subset = re.search(r"getSubset\((\d+)\)", config)
    rows = java_subset(int(subset[1])) if subset else None
    monotone = re.search(r"EntropyMetric\([\d.]+d?, true\)", config)
    loss = "loss" if "LossMetric" in config else "nue" if monotone else "nue_nm"
    balance = re.search(r"createLossMetric\(([\d.]+)d\)", config)
    limit = re.search(r"create\(([\d.]+)d", config)
    assert limit
    return Problem(
        adult.table(names, rows), models(config), loss, float(limit[1]), balance=float(balance[1]) if balance else 0.5
    )


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=lambda n: f"{n}-{CASES[n]['class'].removeprefix('TestAnonymization')}"
)
def test_at_most_the_loss_of_arx(number: int) -> None:
    case = CASES[number]
    if NEEDS_SUBSET in case["config"] or any(name in case["config"] for name in UNSUPPORTED):
        pytest.skip("needs a model or a file that is not here")
    asked = problem(case)
    if case["expected_levels"] is None:
        with pytest.raises(RiskRefused):
            solve(asked)
        return
    solution = solve(asked)
    assert solution.optimal
    assert solution.loss <= case["expected_utility_loss"] + 1e-6
    again = Court(asked).judge(asked.table.classes(solution.node)).lost
    assert again is not None
    assert again.rows == solution.lost.rows <= asked.allowed
