"""Dates move together, secretly, and keep their form."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid.columns import Column, Unreadable, build, offset_days

from .conftest import FixedSecrets, MakeRows

SHIFT = build("shift", 365, Path())
RECENT = st.dates(date(1940, 1, 1), date(2030, 12, 31))


class Draws:
    """Secrets whose digests are given beforehand."""

    def __init__(self, *digests: bytes) -> None:
        self._digests = iter(digests)

    def mac(self, domain: str, message: bytes) -> bytes:
        return next(self._digests)

    def codes(self, domain: str, values: list[str]) -> list[str]:
        raise NotImplementedError


@given(subject=st.text(), days=st.integers(1, 3650))
def test_an_offset_is_within_the_bound_and_never_0(subject: str, days: int) -> None:
    offset = offset_days(FixedSecrets(b"sepsis"), subject, days)
    assert offset != 0
    assert -days <= offset <= days


def test_all_offsets_occur_about_equally_often() -> None:
    secrets = FixedSecrets(b"sepsis")
    seen = Counter(offset_days(secrets, f"patient-{number}", 5) for number in range(10_000))
    assert seen.keys() == set(range(-5, 6)) - {0}
    assert max(abs(count - 1000) for count in seen.values()) < 150  # five standard deviations


def test_draws_that_would_favour_small_remainders_are_drawn_again() -> None:
    assert offset_days(Draws(b"\xff" * 32, bytes(31) + b"\x05"), "p", 5) == 1
    assert [offset_days(Draws(bytes(31) + bytes([draw])), "p", 2) for draw in range(5)] == [-2, -1, 1, 2, -2]


def test_another_project_or_subject_gets_another_offset() -> None:
    sepsis, stroke = FixedSecrets(b"sepsis"), FixedSecrets(b"stroke")
    subjects = [f"patient-{number}" for number in range(50)]
    left = [offset_days(sepsis, subject, 365) for subject in subjects]
    right = [offset_days(stroke, subject, 365) for subject in subjects]
    assert left != right
    assert len(set(left)) > 40


@given(days=st.lists(RECENT, min_size=2, max_size=8))
def test_intervals_within_a_subject_are_kept(days: list[date], make_rows: MakeRows) -> None:
    rows = make_rows(subjects=["p"] * len(days))
    for column in (pa.array(days), pa.array([day.isoformat() for day in days])):
        moved = [as_day(day) for day in SHIFT.apply(column, rows).to_pylist() if day is not None]
        assert [b - a for a, b in pairwise(moved)] == [b - a for a, b in pairwise(days)]
        assert moved[0] - days[0] == timedelta(days=offset_days(rows.secrets, "p", 365))


def as_day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


@pytest.mark.parametrize(
    "tail",
    [
        "",
        "T10:11",
        " 10:11",
        "T10:11:12",
        " 10:11:12.5",
        "T10:11:12.123456789Z",
        "T10:11:12+05:30",
        " 10:11 -08",
    ],
)
@pytest.mark.parametrize("type_", [pa.string(), pa.large_string()])
def test_text_keeps_its_notation(tail: str, type_: pa.DataType, make_rows: MakeRows) -> None:
    rows = make_rows(subjects=["p"])
    result = SHIFT.apply(pa.array([f"2020-02-29{tail}"], type_), rows)
    moved = date(2020, 2, 29) + timedelta(days=offset_days(rows.secrets, "p", 365))
    assert result.type == type_
    assert result.to_pylist() == [f"{moved.isoformat()}{tail}"]


@pytest.mark.parametrize(
    "type_",
    [
        pa.date32(),
        pa.date64(),
        *(pa.timestamp(unit) for unit in ("s", "ms", "us", "ns")),
        pa.timestamp("us", "UTC"),
        pa.timestamp("ns", "Europe/Paris"),
    ],
)
def test_typed_columns_keep_their_type_and_time_of_day(type_: pa.DataType, make_rows: MakeRows) -> None:
    rows = make_rows(subjects=["p", None, "q"])
    moments = [datetime(2020, 2, 29, 10, 11, 12), None, datetime(1969, 12, 31, 23, 59, 59)]
    column: Column = pa.array(moments, pa.timestamp("s")).cast(type_, safe=False)
    result = SHIFT.apply(column, rows)
    offsets = [timedelta(days=offset_days(rows.secrets, subject, 365)) for subject in ("p", "q")]
    assert result.type == type_
    first, _, last = (value.as_py() for value in column)
    assert result.to_pylist() == [first + offsets[0], None, last + offsets[1]]


def test_a_smaller_bound_is_kept_by_every_subject(make_rows: MakeRows) -> None:
    rows = make_rows(200)
    result = build("shift", 1, Path()).apply(pa.array([date(2020, 3, 1)] * 200), rows)
    assert set(result.to_pylist()) == {date(2020, 2, 29), date(2020, 3, 2)}


@pytest.mark.parametrize(
    "text", ["2020", "2020-02", "3/4/2020", "2019-02-29", "2020-02-29 ward 3", "20200229"]
)
def test_what_is_no_full_date_is_unreadable(text: str, make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable, match="not a full date"):
        SHIFT.apply(pa.array([text]), make_rows())


def test_a_number_is_no_date(make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable, match="not a full date"):
        SHIFT.apply(pa.array([20200229]), make_rows())


@pytest.mark.parametrize(
    "values", [["2020-02-29", None, "2020-01-01"], [date(2020, 2, 29), None, date(2020, 1, 1)]]
)
def test_a_date_without_a_subject_is_unreadable(values: list[object], make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable, match="without a subject") as caught:
        SHIFT.apply(pa.array(values), make_rows(subjects=[None, None, "p"]))
    assert caught.value.rows.to_pylist() == [True, False, False]


@pytest.mark.parametrize(
    ("as_of", "ninety", "younger"),
    [
        (date(2026, 11, 20), date(1936, 11, 20), date(1936, 11, 21)),
        (date(2028, 2, 29), date(1938, 2, 28), date(1938, 3, 1)),
        (date(2026, 1, 1), date(1936, 1, 1), date(1936, 1, 2)),
    ],
)
def test_dates_that_tell_of_an_age_over_89_go(
    as_of: date, ninety: date, younger: date, make_rows: MakeRows
) -> None:
    rows = make_rows(100, as_of=as_of)
    for born in (ninety, ninety - timedelta(days=1), date(1, 1, 1)):
        assert SHIFT.apply(pa.array([born] * 100), rows).null_count == 100
        assert SHIFT.apply(pa.array([born.isoformat()] * 100), rows).null_count == 100
    later = [offset_days(rows.secrets, subject, 365) > 0 for subject in map(str, rows.subject.to_pylist())]
    assert any(later)
    assert not all(later)
    assert [day is not None for day in SHIFT.apply(pa.array([younger] * 100), rows).to_pylist()] == later


@given(birth=st.dates(date(1, 1, 1), date(9999, 12, 31)), as_of=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_no_released_date_is_90_years_old(birth: date, as_of: date, make_rows: MakeRows) -> None:
    rows = make_rows(1, as_of=as_of)
    for column in (pa.array([birth]), pa.array([birth.isoformat()])):
        for moved in SHIFT.apply(column, rows).to_pylist():
            if moved is not None:
                day = as_day(moved)
                assert (as_of.year - day.year, (as_of.month, as_of.day) >= (day.month, day.day)) < (90, True)


@pytest.mark.parametrize("never", [date(9999, 12, 31), date(2099, 12, 31), date(2047, 1, 1)])
def test_dates_that_stand_for_no_end_go(never: date, make_rows: MakeRows) -> None:
    assert SHIFT.apply(pa.array([never, date(2046, 12, 31)]), make_rows(2)).is_valid().to_pylist() == [
        False,
        True,
    ]
    assert SHIFT.apply(pa.array([f"{never} 10:00"]), make_rows(1)).to_pylist() == [None]
