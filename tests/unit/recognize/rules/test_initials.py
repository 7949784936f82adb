import pytest

from gateway.recognize.rules.initials import InitialsRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Initials: JR", ["JR"]),
        ("initials J.R.", ["J.R."]),
        ("patient A.B. was", ["A.B."]),
        ("dictated\nJS:mk\n", ["JS:mk"]),
        ("MRI OK", []),
        ("pt in ED", []),
        ("BP: hi", []),
    ],
)
def test_initials(takes, text, expected):
    assert takes(InitialsRecognizer, text) == expected
