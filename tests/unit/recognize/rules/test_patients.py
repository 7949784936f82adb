import pytest

from gateway.recognize.rules.patients import PatientRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 63-year-old male, Robert L., diagnosed", ["Robert L."]),
        ("62 yo Ana Ortiz", ["Ana Ortiz"]),
        ("patient James Smith", ["James Smith"]),
        ("a woman named Xochitl", ["Xochitl"]),
        ("This is Allison Hill", ["Allison Hill"]),
        ("Baby Miller", ["Miller"]),
        ("male (Tomas Reyes)", ["Tomas Reyes"]),
        ("patient Foley catheter", []),
        ("patient, Foley, and", []),
        ("female, Crohn disease", []),
        ("This is Stable", []),
        ("commonly known as: PACERONE", []),
        ("patient was", []),
    ],
)
def test_patients(takes, text, expected):
    assert takes(PatientRecognizer, text) == expected
