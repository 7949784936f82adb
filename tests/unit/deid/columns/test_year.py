"""Years, and no year that tells of an age over 89."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid.columns import Column, Unreadable, build

from .conftest import MakeRows

YEAR = build("year", None, Path())


def years(values: Column, make_rows: MakeRows, as_of: date = date(2026, 11, 20)) -> list[int | None]:
    result = YEAR.apply(values, make_rows(len(values), as_of=as_of))
    assert result.type == pa.int32()
    found: list[int | None] = result.to_pylist()
    return found


@pytest.mark.parametrize(
    "text",
    [
        "1984",
        "1984-02",
        "1984-02-29",
        " 1984-02-29 ",
        "1984-02-29T23:59",
        "1984-02-29T23:59:60",
        "1984-02-29 23:59:59.123456789",
        "1984-02-29T23:59:59Z",
        "1984-12-31T23:59:59-08:00",
        "1984-01-01T00:00:00+0530",
        "1984-01-01 00:00:00 +05",
    ],
)
def test_iso_text_is_read(text: str, make_rows: MakeRows) -> None:
    assert years(pa.array([text]), make_rows) == [1984]


@pytest.mark.parametrize(
    "text",
    [
        "3/4/1984",
        "04.03.1984",
        "19840304",
        "84-03-04",
        "1984-3-4",
        "1984-13",
        "1984-00-10",
        "1984-04-31",
        "1983-02-29",
        "1900-02-29",
        "0000-01-01",
        "0000-00-00",
        "0000",
        "1984-03-04T24:00",
        "1984-03-04T10:60",
        "1984-03-04 seen by Dr. Ortiz",
        "1984-03-04T10:00 EST",
        "x1984-03-04",
        "1984-03-04\nx",
        "-1984-03-04",
        "unknown",
        "１９８４",
    ],
)
def test_other_text_is_unreadable(text: str, make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable, match="not a date"):
        years(pa.array([text]), make_rows)


def test_typed_columns_are_read(make_rows: MakeRows) -> None:
    day = date(1984, 2, 29)
    for type_ in (pa.date32(), pa.date64(), pa.timestamp("s"), pa.timestamp("ns"), pa.timestamp("us", "UTC")):
        assert years(pa.array([day, None]).cast(type_), make_rows) == [1984, None]
    assert years(pa.array([1984, None, 1890], pa.int16()), make_rows) == [1984, None, 1936]
    assert years(pa.array([1984.0, None]), make_rows) == [1984, None]


def test_a_timestamp_counts_in_its_own_zone(make_rows: MakeRows) -> None:
    new_year = datetime(1985, 1, 1, 2, tzinfo=UTC)
    assert years(pa.array([new_year], pa.timestamp("us", "America/New_York")), make_rows) == [1984]


def test_blank_text_is_missing(make_rows: MakeRows) -> None:
    assert years(pa.array(["", "  ", "1984"]), make_rows) == [None, None, 1984]


@pytest.mark.parametrize(
    "as_of", [date(2026, 1, 1), date(2026, 11, 20), date(2026, 12, 31), date(2028, 2, 29)]
)
def test_the_oldest_years_are_one_category_all_year_long(as_of: date, make_rows: MakeRows) -> None:
    floor = as_of.year - 90
    born = pa.array([date(floor + 1, 1, 1), date(floor, 12, 31), date(floor, 1, 1), date(1850, 1, 1)])
    assert years(born, make_rows, as_of) == [floor + 1, floor, floor, floor]


@given(birth=st.dates(date(1, 1, 1), date(9999, 12, 31)), as_of=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_no_year_tells_of_an_age_over_89(birth: date, as_of: date, make_rows: MakeRows) -> None:
    for column in (pa.array([birth]), pa.array([birth.isoformat()])):
        (year,) = years(column, make_rows, as_of)
        assert year is not None
        tells_over_89 = (
            as_of.year - year > 90
        )  # whoever is born in this year is 90 or more on any day of as_of's
        assert not tells_over_89
        assert year == max(birth.year, as_of.year - 90)
