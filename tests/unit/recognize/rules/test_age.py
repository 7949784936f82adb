import pytest

from gateway.recognize.rules.age import AgeRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 92-year-old man", ["92"]),
        ("ninety-three y/o female", ["ninety-three"]),
        ("aged 101", ["101"]),
        ("Age: 94", ["94"]),
        ("91 yo", ["91"]),
        ("90F with sepsis", ["90"]),
        ("She turned 95 last week", ["95"]),
        ("in her 90s", ["90s"]),
        ("a centenarian", ["centenarian"]),
        ("born in 1931", ["1931"]),
        ("one hundred and two years old", ["one hundred and two"]),
        ("89-year-old man", []),
        ("aged 89", []),
        ("BP 98/60", []),
        ("SpO2 94%", []),
        ("92 months old", []),
        ("age 12", []),
        ("a 90 day supply", []),
        ("90 years ago", []),
        ("sats 95 on room air", []),
        ("born in 1975", []),
    ],
)
def test_age(takes, text, expected):
    assert takes(AgeRecognizer, text) == expected
