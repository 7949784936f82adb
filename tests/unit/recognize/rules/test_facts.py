import pytest

from gateway.recognize.rules.facts import FactRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hank Oduya, 54 y.o. male", ["Hank Oduya"]),
        ("Rosa Tran is a 40-year-old", ["Rosa Tran"]),
        ("Ana Ortiz, MRN 1234", ["Ana Ortiz"]),
        ("a pt, Maelys F., who", ["Maelys F."]),
        ("Quynh Pham, who had", ["Quynh Pham"]),
        ("Patient is a 54 year old", []),
        ("Stable, 3 days", []),
        ("Hepatitis, who", []),
        ("Female, 54 y.o.", []),
        ("with Crohn disease, who", []),
    ],
)
def test_facts(takes, text, expected):
    assert takes(FactRecognizer, text) == expected
