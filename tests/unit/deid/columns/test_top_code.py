"""Ages over 89 are one category; 89 stays."""

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid.columns import Unreadable, build

from .conftest import MakeRows

TOP_CODE = build("top_code", 89, Path())
NUMBERS = [
    *(pa.int8(), pa.uint8(), pa.int16(), pa.int32(), pa.int64(), pa.uint64()),
    *(pa.float32(), pa.float64(), pa.decimal128(5, 1)),
]


@pytest.mark.parametrize("type_", NUMBERS)
def test_numbers_keep_their_type(type_: pa.DataType, make_rows: MakeRows) -> None:
    ages = pa.array([0, 88, 89, 90, 91, 120, None]).cast(pa.float64()).cast(type_)
    result = TOP_CODE.apply(ages, make_rows(7))
    assert result.type == type_
    assert result.cast(pa.int64()).to_pylist() == [0, 88, 89, 90, 90, 90, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("89", "89"),
        ("89.0", "89.0"),
        ("89 years", "89 years"),
        ("90", "90+"),
        ("92.0", "90+"),
        ("92 years", "90+"),
        ("92 Years old", "90+"),
        ("92y", "90+"),
        ("101 yrs", "90+"),
        ("089", "089"),
        ("89.5", "90+"),
        ("90+", "90+"),
        ("95+", "90+"),
        (" 7 ", "7"),
        ("", None),
        ("123456789012345678901234567890", "90+"),
    ],
)
def test_text(text: str, expected: str | None, make_rows: MakeRows) -> None:
    assert TOP_CODE.apply(pa.array([text, None]), make_rows(2)).to_pylist() == [expected, None]


@pytest.mark.parametrize(
    "text",
    [
        "ninety",
        "18 months",
        "1100 months",
        "-1",
        "-1 years",
        ">89",
        "9O",
        "90 or older",
        "1e3",
        "nan",
        "92 years, frail",
    ],
)
def test_other_text_is_unreadable(text: str, make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable, match="not an age") as caught:
        TOP_CODE.apply(pa.array(["40", text, None]), make_rows(3))
    assert caught.value.rows.to_pylist() == [False, True, False]


def test_negative_numbers_are_unreadable(make_rows: MakeRows) -> None:
    for ages in (
        pa.array([5, -1, None]),
        pa.array([5.0, -0.5, None]),
        pa.array([Decimal(5), Decimal(-1), None]),
    ):
        with pytest.raises(Unreadable, match="not an age") as caught:
            TOP_CODE.apply(ages, make_rows(3))
        assert caught.value.rows.to_pylist() == [False, True, False]


def test_infinity_is_above_and_not_a_number_stays(make_rows: MakeRows) -> None:
    result = TOP_CODE.apply(pa.array([float("inf"), float("nan"), 5.0]), make_rows(3))
    assert str(result.to_pylist()) == "[90.0, nan, 5.0]"


def test_booleans_are_no_ages(make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable, match="not an age"):
        TOP_CODE.apply(pa.array([True]), make_rows())


def test_a_category_that_the_type_cannot_hold_is_refused(make_rows: MakeRows) -> None:
    tight = pa.array([Decimal("99.5"), Decimal("3.0")], pa.decimal128(3, 1))
    with pytest.raises(Unreadable, match="does not fit") as caught:
        build("top_code", 99, Path()).apply(tight, make_rows(2))
    assert caught.value.rows.to_pylist() == [True, False]
    assert build("top_code", 130, Path()).apply(pa.array([127], pa.int8()), make_rows()).to_pylist() == [127]


@given(ages=st.lists(st.none() | st.integers(0, 200)), limit=st.integers(0, 150))
def test_nothing_above_the_category_is_left(ages: list[int | None], limit: int, make_rows: MakeRows) -> None:
    transform = build("top_code", limit, Path())
    rows = make_rows(len(ages))
    numbers = transform.apply(pa.array(ages, pa.int64()), rows)
    assert numbers.to_pylist() == [None if age is None else min(age, limit + 1) for age in ages]
    words = transform.apply(pa.array([None if age is None else str(age) for age in ages], pa.string()), rows)
    assert words.to_pylist() == [
        None if age is None else f"{limit + 1}+" if age > limit else str(age) for age in ages
    ]
    assert transform.apply(words, rows).equals(words)
