"""pycanon's figures, kept in tests/golden/pycanon, agree with every measure that it has.

It differs twice by definition. Its recursive c sorts a class's counts upwards, so that r1 is the rarest value; the
paper's r1 is the most frequent (Machanavajjhala et al. 2007, definition 4.3). Its enhanced beta takes the smaller of
the highest gain and the highest −ln p; ours is a model, which bounds each value by its own −ln p.
"""

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gateway.hierarchies.flat import Flat
from gateway.risk.measures import MEASURES
from gateway.risk.measures.base import Released
from gateway.risk.models import TCloseness
from gateway.risk.table import Classes, SensitiveColumn, tabulate

from . import adult

GOLDEN = Path(__file__).parents[2] / "golden" / "pycanon"
CASES = json.loads((GOLDEN / "figures.json").read_text())["cases"]


def people(case: dict[str, Any]) -> Classes:
    with (GOLDEN / "people.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    hierarchies = {name: Flat().over(set(columns[name]), name) for name in case["quasi"]}
    codes = {name: np.array([h.leaves.index(v) for v in columns[name]]) for name, h in hierarchies.items()}
    values = sorted(set(columns[case["sensitive"]]))
    sensitive = SensitiveColumn(np.array([values.index(v) for v in columns[case["sensitive"]]]), values)
    return tabulate(codes, hierarchies, {case["sensitive"]: sensitive}).classes((0,) * len(codes))


def classes(case: dict[str, Any]) -> Classes:
    if case["table"] == "people":
        return people(case)
    return adult.table(list(case["levels"])).classes(tuple(case["levels"].values()))


def each(case: dict[str, Any]) -> str:
    return f"{case['table']}-{len(case.get('quasi', case.get('levels')))}-{case['sensitive']}"


PARAMETERS = [
    pytest.param(case, marks=adult.needed if case["table"] == "adult" else (), id=f"{number}-{each(case)}")
    for number, case in enumerate(CASES)
]


@pytest.mark.parametrize("case", PARAMETERS)
def test_every_measure_agrees(case: dict[str, Any]) -> None:
    name, found, expected = case["sensitive"], classes(case), case["figures"]
    closeness = TCloseness(column=name, t=1.0, distance="ordered" if name == "cost" else "equal")
    everything = np.ones(len(found.rows), dtype=bool)
    released = Released(found, everything, {name: closeness.measure(found.table.sensitive[name])}, 1 / 11)
    ours = {measure: figure(released) for measure, figure in MEASURES.items()}

    assert ours["k"] == expected["k"]
    for measure, theirs in (("l", "l"), ("alpha", "alpha"), ("t", "t"), ("beta", "basic_beta"),
                            ("delta_disclosure", "delta_disclosure")):  # fmt: skip
        assert ours[measure][name] == pytest.approx(expected[theirs], rel=1e-12, abs=1e-12)
    assert math.floor(ours["entropy_l"][name] + 1e-9) == expected["entropy_l"]
    rarest = min(released.reference(name))
    assert min(ours["beta"][name], -math.log(rarest)) == pytest.approx(expected["enhanced_beta"], rel=1e-12)
    _check_recursive(released, ours, expected, name)


def _check_recursive(released: Released, ours: dict[str, Any], expected: dict[str, Any], name: str) -> None:
    """The paper's c by a plain loop, and pycanon's from the same counts sorted upwards."""
    if expected["l"] < 2:
        assert ours["recursive_c"][name] is expected["recursive_c"] is None
        return
    upwards, downwards = [], []
    for _, block in released.classes.histograms(name, released.kept):
        for histogram in block:
            counts = sorted(int(rows) for rows in histogram if rows)
            upwards.append(math.floor(counts[0] / sum(counts[expected["l"] - 1 :]) + 1))
            counts.reverse()
            downwards.append(counts[0] / sum(counts[expected["l"] - 1 :]))
    assert ours["recursive_c"][name] == pytest.approx(max(downwards), rel=1e-12)
    assert max(upwards) == expected["recursive_c"]


def test_a_release_of_nothing_has_no_figures() -> None:
    found = people(CASES[0])
    nothing = np.zeros(len(found.rows), dtype=bool)
    released = Released(found, nothing, {"illness": lambda shares: shares.sum(1)}, 1 / 11)
    for measure in ("l", "entropy_l", "t", "recursive_c", "alpha", "beta", "delta_disclosure"):
        assert MEASURES[measure](released) == {"illness": None}
