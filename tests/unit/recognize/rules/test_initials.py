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
        ("seen by nurse\nQ.K., RN", ["Q.K."]),
        ("K.L./RN", ["K.L."]),
        ("thanks\nQ.K.\n", ["Q.K."]),
        ("chair 9 (K.L., MRN 5)", ["K.L."]),
        ("Pt KL, 45, bed 3", ["KL"]),
        ("trans / Q.K.:L.M.\n", ["Q.K.", "L.M."]),
        ("a nurse (R.N.), retired", []),
        ("I.V. fluids", []),
        ("Pt BP, stable", []),
        ("CT, 4 views", []),
        ("U.S. citizen", []),
        ("will monitor -- qk rn", ["qk"]),
        ("seen by rn", []),
    ],
)
def test_initials(takes, text, expected):
    assert takes(InitialsRecognizer, text) == expected
