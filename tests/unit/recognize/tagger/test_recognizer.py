"""Two opinions become one; what the model takes for a name and is none: a people, an eponym ahead of its thing."""

import numpy as np
import pytest

from gateway.recognize.rules.base import Found
from gateway.recognize.tagger.recognizer import THRESHOLDS, _stands_for_thing, _without_clock, pooled


def test_where_one_doubts_the_doubt_counts() -> None:
    sure, doubting = np.array([[1.0, 0.0]], np.float32), np.array([[0.5, 0.5]], np.float32)
    ((outside, inside),) = pooled(sure, doubting)
    assert inside < 1e-5
    ((outside, inside),) = pooled(np.array([[0.99, 0.01]], np.float32), doubting)
    assert 0.09 < inside < 0.1
    assert outside + inside == pytest.approx(1)


def test_two_that_contradict_each_other_leave_a_doubt() -> None:
    one, other = np.array([[1.0, 0.0, 0.0]], np.float32), np.array([[0.0, 1.0, 0.0]], np.float32)
    assert pooled(one, other)[0, :2] == pytest.approx([0.5, 0.5], abs=1e-5)


def test_what_is_no_number_stops_the_note() -> None:
    some = np.array([[0.5, 0.5]], np.float32)
    with pytest.raises(ArithmeticError):
        pooled(some, np.full((1, 2), np.nan, np.float32))


@pytest.mark.parametrize(
    ("before", "name", "behind", "score", "expected"),
    [
        ("a ", "Bruce", " protocol", 0.5, True),
        ("no ", "Murphy", "'s sign", 0.99, True),
        ("an ", "African American", " woman", 0.99, True),
        ("left ", "Jackson", "-Pratt drains", 0.5, True),
        ("back in the ", "city", " since", 0.9, True),
        ("saw ", "Murphy", " today", 0.05, True),
        ("saw ", "Murphy", " today", 0.12, False),
        ("with ", "Vandermolen", " catheter", 0.99, False),
    ],
)
def test_stands_for_thing(before: str, name: str, behind: str, score: float, expected: bool) -> None:
    found = Found(len(before), len(before) + len(name), "staff", score, "STAFF")
    assert _stands_for_thing(before + name + behind, found, THRESHOLDS["balanced"]) is expected


def test_a_stricter_dial_doubts_an_eponym_less() -> None:
    found = Found(4, 10, "staff", 0.05, "STAFF")
    assert not _stands_for_thing("saw Murphy today", found, THRESHOLDS["strict"])


@pytest.mark.parametrize(
    ("before", "name", "behind", "expected"),
    [
        ("on ASV for ", "Cheyne-Stokes", " breathing", True),
        ("Child-", "Pugh", " C", True),
        ("known ", "Guillain", "-Barré, walks", True),
        ("seen by Dr. ", "Prader-Willi", " today", False),
        ("seen by Anna ", "Prader-Willi", " today", False),
        ("seen by ", "Castillo-Marsh", " today", False),
    ],
)
def test_two_names_that_nobody_bears_together(before: str, name: str, behind: str, expected: bool) -> None:
    found = Found(len(before), len(before) + len(name), "staff", 0.99, "STAFF")
    assert _stands_for_thing(before + name + behind, found, THRESHOLDS["balanced"]) is expected


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2/11/24 06:22", "2/11/24"),
        ("4th April 0915", "4th April"),
        ("17 AUG 2023 1320", "17 AUG 2023"),
        ("November 16 at 10:15", "November 16"),
        ("12/31/2024 8:02 AM", "12/31/2024"),
        ("8pm Monday", "Monday"),
        ("April 2015", "April 2015"),
        ("20230314 0830", "20230314"),
        ("10:15", "10:15"),
    ],
)
def test_the_time_of_day_stays_beside_a_date(written: str, date: str) -> None:
    start, end = _without_clock(written, 0, len(written))
    assert written[start:end] == date
