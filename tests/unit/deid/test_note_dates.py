"""Dates in notes move by whole days and keep the form in which they were written."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gateway.deid.note_dates import days_of, shift_date

# text, moved by 11 days
SHIFTED = {
    "2025-12-25": "2026-01-05",
    "2025/12/25": "2026/01/05",
    "2025.12.25": "2026.01.05",
    "20251225": "20260105",
    "202512251030": "202601051030",
    "12/25/2025": "01/05/2026",
    "01/05/2026": "01/16/2026",
    "1/5/2026": "1/16/2026",
    "1/05/2026": "01/16/2026",
    "12-25-25": "01-05-26",
    "12.25.25": "01.05.26",
    "25/12/2025": "05/01/2026",
    "25.12.2025": "05.01.2026",
    "12/25/2025 10:30": "01/05/2026 10:30",
    "12/25/2025, 10:30 PM": "01/05/2026, 10:30 PM",
    "2025-12-25T23:59:59Z": "2026-01-05T23:59:59Z",
    "2025-12-25 08:00": "2026-01-05 08:00",
    "December 25, 2025": "January 5, 2026",
    "December 25 2025": "January 5 2026",
    "DECEMBER 25, 2025": "JANUARY 5, 2026",
    "december 25, 2025": "january 5, 2026",
    "Dec 25, 2025": "Jan 5, 2026",
    "Dec. 25, 2025": "Jan. 5, 2026",
    "December 25th, 2025": "January 5th, 2026",
    "Dec 21st, 2025": "Jan 1st, 2026",
    "Dec 22nd, 2025": "Jan 2nd, 2026",
    "Dec 23rd, 2025": "Jan 3rd, 2026",
    "May 1st, 2025": "May 12th, 2025",
    "May 2nd, 2025": "May 13th, 2025",
    "May 11th, 2025": "May 22nd, 2025",
    "25 December 2025": "5 January 2026",
    "25th December 2025": "5th January 2026",
    "25-Dec-2025": "5-Jan-2026",
    "25-DEC-25": "5-JAN-26",
    "05 Dec 2025": "16 Dec 2025",
    "June 20, 2025": "July 1, 2025",
    "Sept 20, 2025": "Oct 1, 2025",
    "02/18/2024": "02/29/2024",
    "02/18/2023": "03/01/2023",
    "1/1/49": "1/12/49",
    "1/1/50": "1/12/50",
    " 12/25/2025 ": "01/05/2026",
    "12/25/2025 1030": "01/05/2026 1030",
    "12/25": "01/05",
    "3/4": "3/15",
    "December 25": "January 5",
    "25 December": "5 January",
    "Feb. 18th": "Mar. 1st",
    "2/29": "3/11",
    "3rd of May": "14th of May",
    "December 2025": "December 2025",
    "December 20, 2025 to January 3, 2026": "December 31, 2025 to January 14, 2026",
    "3/4/24 - 3/9/24": "3/15/24 - 3/20/24",
    "2025-12-25 through 2025-12-28": "2026-01-05 through 2026-01-08",
    "3/4-3/7": "3/15-3/18",
    "Tuesday": "Saturday",
    "last Tues": "last Sat",
    "THU": "MON",
    "Tuesday, March 4, 2025": "Saturday, March 15, 2025",
    "Thu 12/25": "Mon 01/05",
}
NO_DATE = [
    "", "2025", "the 14th", "Christmas 2025", "12/25 or 12/26/2025", "12/25/2025 to Christmas", "3/4/24, 3/9/24",
    "12/25/2025 for 12/26/2025", "December", "13/13", "30 February", "Tuesday, Christmas", "02/30/2025", "02/29/2023",
    "13/13/2025", "00/10/2025", "10/00/2025", "12/25-2025", "12/25/202", "1225/2025", "12/25/2025x",
    "2025122", "Dezember 25, 2025", "De 25, 2025", "32 May 2025", "12:30", "tomorrow", "9999-12-31", "12/31/9999",
    "12/31/2999", "1799-12-31",
]  # fmt: skip


@pytest.mark.parametrize(("text", "moved"), SHIFTED.items())
def test_moves_in_its_own_form(text: str, moved: str) -> None:
    assert shift_date(text, 11) == moved


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_full_date_is_not_moved(text: str) -> None:
    assert shift_date(text, 11) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/2/49", date(2049, 1, 2)),
        ("1/2/50", date(1950, 1, 2)),
        ("2-Jan-00", date(2000, 1, 2)),
        ("02/29/00", date(2000, 2, 29)),
        ("25/12/2025", date(2025, 12, 25)),
        ("12/11/2025", date(2025, 12, 11)),
        (" Jan. 2nd, 2020 ", date(2020, 1, 2)),
        ("02/30/2020", None),
        ("spring", None),
    ],
)
def test_the_day_that_a_text_names(text: str, day: date | None) -> None:
    assert days_of(text) == ([day] if day else [])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("March 1931", [date(1931, 3, 15)]), ("3/1931", [date(1931, 3, 15)]), ("12/25", []), ("Tuesday", []),
        ("Tuesday, March 4, 1925", [date(1925, 3, 4)]),
        ("1/2/1930 to 3/4/2020", [date(1930, 1, 2), date(2020, 3, 4)]),
    ],
)  # fmt: skip
def test_all_days_that_tell_a_year_are_read(text: str, days: list[date]) -> None:
    assert days_of(text) == days


PADDED = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%m/%d/%Y", "%m-%d-%y", "%m.%d.%Y", "%Y-%m-%dT10:00:00",
          "%m/%d/%Y, 10:30 PM", "%Y%m%d0930"]  # fmt: skip
DAYS = st.dates(date(1951, 1, 1), date(2048, 12, 31))
OFFSETS = st.integers(-365, 365)


@given(DAYS, OFFSETS, st.sampled_from(PADDED))
def test_a_padded_form_moves_exactly_and_back_again(day: date, offset: int, form: str) -> None:
    text = day.strftime(form)
    moved = shift_date(text, offset)
    assert moved == (day + timedelta(days=offset)).strftime(form)
    assert shift_date(moved, -offset) == text


@given(DAYS, OFFSETS, st.sampled_from(["%B {d}, %Y", "%b {d}, %Y", "{d} %B %Y", "{d}-%b-%Y", "{m}/{d}/%Y"]))
def test_an_unpadded_form_moves_to_the_right_day(day: date, offset: int, form: str) -> None:
    def write(day: date) -> str:
        return day.strftime(form).format(d=day.day, m=day.month)

    assume(day.month != 5)  # "May" may be a whole name or a short one
    moved = shift_date(write(day), offset)
    goal = day + timedelta(days=offset)
    assert moved in (write(goal), goal.strftime("%m/%d/%Y"))


@given(st.dates(date(1951, 1, 13), date(2048, 12, 31)), OFFSETS)
def test_a_day_above_twelve_tells_which_number_is_the_day(day: date, offset: int) -> None:
    assume(day.day > 12)
    goal = day + timedelta(days=offset)
    assert shift_date(day.strftime("%d/%m/%Y"), offset) == goal.strftime("%d/%m/%Y")


@given(DAYS, DAYS, OFFSETS)
def test_intervals_are_kept_across_forms(first: date, second: date, offset: int) -> None:
    left, right = shift_date(first.isoformat(), offset), shift_date(f"{second:%B} {second.day}, {second.year}", offset)
    assert datetime.strptime(str(right), "%B %d, %Y").date() - date.fromisoformat(str(left)) == second - first


@given(st.text(st.sampled_from("0123456789/-. ,:TtthndAugMay"), max_size=16), st.integers(-4000, 4000))
def test_no_text_makes_it_fail(text: str, offset: int) -> None:
    moved = shift_date(text, offset)
    assert moved is None or moved != "" or offset == 0
