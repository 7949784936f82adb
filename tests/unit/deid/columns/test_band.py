"""Bands of numbers and of years."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid.columns import Column, Unreadable, build

from .conftest import MakeRows


def bands(params: object, values: Column, make_rows: MakeRows) -> list[str | None]:
    result = build("band", params, Path()).apply(values, make_rows(len(values)))
    assert result.type == pa.string()
    found: list[str | None] = result.to_pylist()
    return found


def test_numbers(make_rows: MakeRows) -> None:
    ages = pa.array([0, 9, 10, 49, 50, 100, None])
    expected = ["0-9", "0-9", "10-19", "40-49", "50-59", "100-109", None]
    assert bands({"width": 10}, ages, make_rows) == expected
    assert bands({"width": 10}, ages.cast(pa.string()), make_rows) == expected
    assert bands({"width": 10}, ages.cast(pa.float32()), make_rows) == expected


def test_fractions_and_negative_numbers(make_rows: MakeRows) -> None:
    values = pa.array([49.99, -0.0, -0.5, -10.0, -10.1, float("nan")])
    expected = ["40-49", "0-9", "-10 to -1", "-10 to -1", "-20 to -11", None]
    assert bands({"width": 10}, values, make_rows) == expected


def test_an_open_top(make_rows: MakeRows) -> None:
    ages = pa.array([79, 89, 89.9, 90, 91, 1e300, float("inf")])
    expected = ["70-79", "80-89", "80-89", "90+", "90+", "90+", "90+"]
    assert bands({"width": 10, "top": 90}, ages, make_rows) == expected
    assert bands({"width": 20, "top": 90}, ages, make_rows) == ["60-79", "80-89", "80-89", *["90+"] * 4]
    assert bands({"width": 20, "top": 81}, pa.array([80, 81]), make_rows) == ["80", "81+"]


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), 1e300])
def test_numbers_without_a_band_are_unreadable(number: float, make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable, match="out of range"):
        bands({"width": 10}, pa.array([number]), make_rows)


def test_text_that_is_no_number_is_unreadable(make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable, match="not a number"):
        bands({"width": 10}, pa.array(["85+"]), make_rows)


def test_dates_and_years(make_rows: MakeRows) -> None:
    expected = ["1980-1984", "1980-1984", "1985-1989", None]
    for values in (
        pa.array([1980, 1984, 1985, None]),
        pa.array(["1980", "1984-12-31", "1985-01-01T00:00:00Z", None]),
        pa.array([date(1980, 1, 1), date(1984, 12, 31), date(1985, 1, 1), None]),
    ):
        assert bands({"years": 5}, values, make_rows) == expected


def test_the_oldest_years_share_a_band(make_rows: MakeRows) -> None:
    years = pa.array([1850, 1935, 1936, 1937, 1939, 1940])
    expected = [*["1936 or earlier"] * 3, "1937-1939", "1937-1939", "1940-1944"]
    assert bands({"years": 5}, years, make_rows) == expected
    assert bands({"years": 2}, pa.array([1936, 1937, 1938]), make_rows) == [
        "1936 or earlier",
        "1937",
        "1938-1939",
    ]


def test_other_text_is_no_date(make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable, match="not a date"):
        bands({"years": 5}, pa.array(["3/4/1980"]), make_rows)


@given(number=st.integers(-(10**6), 10**6), width=st.integers(2, 1000))
def test_a_number_lies_in_its_band(number: int, width: int, make_rows: MakeRows) -> None:
    (label,) = bands({"width": width}, pa.array([number]), make_rows)
    assert label is not None
    low, high = (int(bound) for bound in (label.split(" to ") if " to " in label else label.split("-")))
    assert low <= number <= high
    assert high - low == width - 1
    assert low % width == 0


@given(birth=st.dates(date(1, 1, 1), date(9999, 12, 31)), width=st.integers(2, 100))
def test_no_band_reaches_below_the_oldest_category(birth: date, width: int, make_rows: MakeRows) -> None:
    (label,) = bands({"years": width}, pa.array([birth]), make_rows)
    assert label is not None
    if label == "1936 or earlier":
        assert birth.year <= 1936
    else:
        low, high = int(label.split("-")[0]), int(label.split("-")[-1])
        assert 1936 < low <= birth.year <= high
        assert high - low < width
