"""Groups by rule: the kinds of hierarchies as transforms of a policy."""

from pathlib import Path

import pyarrow as pa
import pytest

from gateway.deid.columns import Unreadable, build
from gateway.errors import BadInput

from .conftest import MakeRows


@pytest.mark.parametrize(("kind", "level", "values", "expected"), [
    ("icd10cm", "chapter", ["E11.9", "e119", None], ["E00-E89", "E00-E89", None]),
    ("icd10cm", "category", ["E11.9"], ["E11"]),
    ("us_zip", "state", ["03101", " "], ["NH", None]),
    ("us_state", "region", ["nh"], ["Northeast"]),
    ("dates", "quarter", ["2023-05-06"], ["2023-Q2"]),
    ("intervals", {"widths": [10], "top": 90}, ["34", "97"], ["30-39", "90+"]),
    ("intervals", 20, [7.0, None], ["0-19", None]),
    ("mask", 3, ["A10BA02"], ["A10*"]),
])  # fmt: skip
def test_a_value_becomes_its_group(kind: str, level: object, values: list, expected: list, make_rows: MakeRows) -> None:
    done = build(kind, level, Path()).apply(pa.array(values), make_rows(len(values)))
    assert done.to_pylist() == expected


def test_dates_of_a_typed_column(make_rows: MakeRows) -> None:
    values = pa.array([19000], pa.date32())
    assert build("dates", "year", Path()).apply(values, make_rows(1)).to_pylist() == ["2022"]


def test_a_value_that_the_rule_does_not_cover_is_not_released(make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable, match="not covered"):
        build("icd10cm", "chapter", Path()).apply(pa.array(["E11.9", "none"]), make_rows(2))


def test_each_level_is_a_step() -> None:
    steps = build("icd10cm", ["category", "chapter"], Path()).steps()
    assert [step.model_dump()["to"] for step in steps] == ["category", "chapter"]
    assert len({step.model_dump_json() for step in steps}) == 2
    assert len(build("dates", None, Path()).steps()) == 4


@pytest.mark.parametrize("params", [["chapter", "category"], "galaxy", {"areas": ["zip3"]}])
def test_what_the_kind_does_not_know_is_refused(params: object) -> None:
    with pytest.raises(BadInput, match="icd10cm"):
        build("icd10cm", params, Path())
