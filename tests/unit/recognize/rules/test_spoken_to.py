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
        ("spoke with Orley.", ["Orley"]),
        ("Appt 4/20 with Orley: needs", ["Orley"]),
        ("given at 0240 by Orley.", ["Orley"]),
        ("followed by Vicryl.", []),
        ("treated with Keflex.", []),
        ("per Nephrology.", []),
        ("by Radiology.", []),
    ],
)
def test_spoken_to(takes, text, expected):
    assert takes(SpokenToRecognizer, text) == expected
