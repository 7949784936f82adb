"""What the model takes for a name and is none: a people, an eponym ahead of its thing."""

import pytest

from gateway.recognize.rules.base import Found
from gateway.recognize.tagger.recognizer import _stands_for_thing


@pytest.mark.parametrize(
    ("before", "name", "behind", "score", "expected"),
    [
        ("a ", "Bruce", " protocol", 0.5, True),
        ("no ", "Murphy", "'s sign", 0.99, True),
        ("an ", "African American", " woman", 0.99, True),
        ("left ", "Jackson", "-Pratt drains", 0.5, True),
        ("back in the ", "city", " since", 0.9, True),
        ("saw ", "Murphy", " today", 0.05, True),
        ("saw ", "Murphy", " today", 0.5, False),
        ("with ", "Vandermolen", " catheter", 0.99, False),
    ],
)
def test_stands_for_thing(before: str, name: str, behind: str, score: float, expected: bool) -> None:
    found = Found(len(before), len(before) + len(name), "staff", score, "STAFF")
    assert _stands_for_thing(before + name + behind, found) is expected
