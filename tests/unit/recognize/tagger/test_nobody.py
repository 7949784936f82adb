"""What the model marks and is nobody's: a people, an eponym with its thing, small words, a time of day."""

import pytest

from gateway.recognize.nlp import Note, TokenEngine
from gateway.recognize.rules.base import Found
from gateway.recognize.tagger.nobody import stands_for_thing, trimmed, without_clock
from gateway.recognize.tagger.recognizer import THRESHOLDS


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
        ("signed by ", "ward", " rn", 0.99, False),
        ("", "Wilson", " saw her today", 0.88, False),
        ("wife ", "mary nelson", " saw blood", 0.99, False),
        ("a ", "Gigli", " saw", 0.2, True),
    ],
)
def test_a_thing(before: str, name: str, behind: str, score: float, expected: bool) -> None:
    found = Found(len(before), len(before) + len(name), "staff", score, "STAFF")
    assert stands_for_thing(before + name + behind, found, THRESHOLDS["balanced"]) is expected


def test_a_stricter_dial_doubts_an_eponym_less() -> None:
    found = Found(4, 10, "staff", 0.05, "STAFF")
    assert not stands_for_thing("saw Murphy today", found, THRESHOLDS["strict"])


@pytest.mark.parametrize(
    ("before", "name", "behind", "expected"),
    [
        ("on ASV for ", "Cheyne-Stokes", " breathing", True),
        ("Child-", "Pugh", " C", True),
        ("known ", "Guillain", "-Barré, walks", True),
        ("seen by Dr. ", "Prader-Willi", " today", False),
        ("seen by Anna ", "Prader-Willi", " today", False),
        ("seen by ", "Castillo-Marsh", " today", False),
        ("seen by Dr.\u00a0", "Prader-Willi", " today", False),
        ("Patient: ", "Prader-Willi", ", Anna", False),
        ("Patient:\t", "Miller-Fisher", " was admitted", False),
        ("", "Weber-Christian", " is his nurse.", False),
        ("known ", "Prader-Willi", " Syndrome", True),
    ],
)
def test_two_names_that_nobody_bears_together(before: str, name: str, behind: str, expected: bool) -> None:
    found = Found(len(before), len(before) + len(name), "staff", 0.99, "STAFF")
    assert stands_for_thing(before + name + behind, found, THRESHOLDS["balanced"]) is expected


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
        ("2024 0315", "2024 0315"),
        ("Mar 0315", "Mar 0315"),
    ],
)
def test_the_time_of_day_stays_beside_a_date(written: str, date: str) -> None:
    start, end = without_clock(written, 0, len(written))
    assert written[start:end] == date


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("at the Willows,", "the Willows"),
        ("on the 14th", "the 14th"),
        ("(Smith and", "Smith"),
        ("Bird in Ground", "Bird in Ground"),
        ("the,", ""),
        ("last", ""),
        ("The", "The"),
    ],
)
def test_small_words_and_marks_at_the_edges_are_left(written: str, kept: str) -> None:
    note = Note(written, TokenEngine(), "en")
    first, last = trimmed(note, 0, len(note.tokens))
    assert kept == (written[note.tokens_indices[first] : note.ends[last - 1]] if first < last else "")


@pytest.mark.parametrize(
    ("behind", "rule", "expected"),
    [(" now", "city", True), (",\r\nMD", "city", False), (", Mich.", "city", False), (" Jones", "patient", False)],
)
def test_a_state_stays(behind: str, rule: str, expected: bool) -> None:
    found = Found(5, 15, rule, 0.99, rule.upper())
    assert stands_for_thing("from California" + behind, found, THRESHOLDS["balanced"]) is expected
