import pytest

from gateway.recognize.rules.spoken_to import SpokenToRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call Odile Farrow at", ["Odile Farrow"]),
        ("discussed with Ana Ortiz", ["Ana Ortiz"]),
        ("spoke to Tom Reed", ["Tom Reed"]),
        ("discussed with Cardiology", []),
        ("call Poison Control", []),
        ("per Neurology", []),
        ("met SIRS criteria", []),
    ],
)
def test_spoken_to(takes, text, expected):
    assert takes(SpokenToRecognizer, text) == expected
