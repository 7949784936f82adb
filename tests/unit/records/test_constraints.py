"""The descriptor's `constraints:`."""

import pytest

from gateway.errors import BadInput
from gateway.model import Bounded, Column, Listed, Ordered, Together
from gateway.records.constraints import parse

COLUMNS = [Column(name, "clinical.x") for name in ("a", "b", "c", "d")]


def test_each_rule() -> None:
    raw = [{"range": {"column": "a", "low": 0, "high": 1.5}}, {"together": ["b", "c"]}, {"ordered": ["a", "d"]},
           {"values": {"column": "b", "of": ["x", "y"]}}]  # fmt: skip
    found = (Bounded("a", 0.0, 1.5), Together(("b", "c")), Ordered("a", "d"), Listed("b", ("x", "y")))
    assert parse("t", raw, COLUMNS) == found


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ([{"range": {"column": "a", "low": 2, "high": 1}}], "not a rule"),
        ([{"range": {"column": "a", "low": 0, "high": 1, "step": 1}}], "not a rule"),
        ([{"values": {"column": "a", "of": []}}], "not a rule"),
        ([{"values": {"column": "a", "of": ["x", "x"]}}], "not a rule"),
        ([{"values": {"column": "z", "of": ["x"]}}], "no column 'z'"),
        ([{"together": ["a"]}], "not a rule"),
        ([{"together": ["a", 3]}], "not a rule"),
        ([{"ordered": ["a", "a"]}], "not a rule"),
        ([{"ordered": ["a", "b", "c"]}], "not a rule"),
        ([{"sorted": ["a", "b"]}], "not a rule"),
        ([{"ordered": ["a", "z"]}], "no column 'z'"),
        ([{"together": ["a", "b"]}, {"together": ["b", "c"]}], "two rules decide 'b'"),
        ([{"ordered": ["a", "b"]}, {"ordered": ["c", "b"]}], "two rules decide 'b'"),
    ],
)
def test_what_is_no_rule_is_refused(raw: list, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        parse("t", raw, COLUMNS)
