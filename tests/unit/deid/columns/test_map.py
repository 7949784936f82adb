"""Generalisation by a hierarchy file."""

from pathlib import Path

import pyarrow as pa
import pytest

from gateway.deid.columns import Column, Unreadable, build
from gateway.deid.columns.map import Map
from gateway.errors import BadInput

from .conftest import MakeRows

ARX = "Divorced;Single;*\nMarried;Couple;*\nWidowed;Single;*\n"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    (tmp_path / "marital.csv").write_text(ARX)
    return tmp_path


def test_values_rise_to_the_level(policies: Path, make_rows: MakeRows) -> None:
    values = pa.array(["Married", " Widowed", None, "Divorced", ""])
    first = build("map", "marital.csv", policies).apply(values, make_rows(5))
    assert first.to_pylist() == ["Couple", "Single", None, "Single", None]
    top = build("map", {"file": "marital.csv", "level": 2}, policies).apply(values, make_rows(5))
    assert top.to_pylist() == ["*", "*", None, "*", None]


def test_numbers_are_looked_up_as_text(tmp_path: Path, make_rows: MakeRows) -> None:
    (tmp_path / "ages.csv").write_text("39;30-39\n40;40-49\n")
    columns: list[Column] = [
        pa.array([39, 40, None]),
        pa.array([39.0, 40.0, None]),
        pa.array(["39", "40", None]),
    ]
    for values in columns:
        result = build("map", "ages.csv", tmp_path).apply(values, make_rows(3))
        assert result.to_pylist() == ["30-39", "40-49", None]


def test_a_value_that_is_not_covered_is_unreadable(policies: Path, make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable, match="not in the hierarchy") as caught:
        build("map", "marital.csv", policies).apply(pa.array(["Married", "married", None]), make_rows(3))
    assert caught.value.rows.to_pylist() == [False, True, False]


def test_commas_quotes_and_a_byte_order_mark(tmp_path: Path, make_rows: MakeRows) -> None:
    (tmp_path / "h.csv").write_bytes(b'\xef\xbb\xbf"A, first", X\r\n\r\nB,"say ""Y"""\r\n')
    result = build("map", "h.csv", tmp_path).apply(pa.array(["A, first", "B"]), make_rows(2))
    assert result.to_pylist() == ["X", 'say "Y"']


def test_the_content_is_part_of_the_plan(policies: Path) -> None:
    before = build("map", "marital.csv", policies)
    assert isinstance(before, Map)
    assert before.pairs == (("Divorced", "Single"), ("Married", "Couple"), ("Widowed", "Single"))
    (policies / "marital.csv").write_text(ARX.replace("Couple", "Partnered"))
    after = build("map", "marital.csv", policies)
    assert after != before
    assert after.model_dump_json() != before.model_dump_json()


def test_a_transform_that_was_applied_is_still_equal(policies: Path, make_rows: MakeRows) -> None:
    used, fresh = build("map", "marital.csv", policies), build("map", "marital.csv", policies)
    used.apply(pa.array(["Married"]), make_rows())
    assert used == fresh
    assert used.model_dump_json() == fresh.model_dump_json()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"secret;x\nsecret2\n", "line 2 has 1 columns"),
        (b"secret;x\nb;y;z\n", "line 2 has 3 columns"),
        (b"secret\n", "line 1 has no level 1"),
        (b"secret;x\nb;y\nsecret;y\n", "line 3 gives a value a second"),
        (b'secret;x\n"b;y\n', "line 2 is not CSV"),
        (b"secret;\xff\n", "byte 7 is not UTF-8"),
        (b"secret;x\n\x00;y\n", "line 2 holds a NUL"),
    ],
)
def test_a_bad_file_is_named_with_the_line(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_bytes(content)
    with pytest.raises(BadInput) as caught:
        build("map", "h.csv", tmp_path)
    assert "h.csv" in str(caught.value)
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_missing_file_or_level_is_named(policies: Path) -> None:
    with pytest.raises(BadInput, match=r"absent\.csv"):
        build("map", "absent.csv", policies)
    with pytest.raises(BadInput, match="levels are 1 to 2"):
        build("map", {"file": "marital.csv", "level": 3}, policies)


def test_lines_may_repeat(tmp_path: Path, make_rows: MakeRows) -> None:
    (tmp_path / "h.csv").write_text("a;x\na;x\n")
    assert build("map", "h.csv", tmp_path).apply(pa.array(["a"]), make_rows()).to_pylist() == ["x"]
