import pytest

from gateway.recognize.rules.patients import PatientRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 63-year-old male, Osric T., diagnosed", ["Osric T."]),
        ("62 yo Ana Ortiz", ["Ana Ortiz"]),
        ("patient Edwin Sorley", ["Edwin Sorley"]),
        ("a woman named Xochitl", ["Xochitl"]),
        ("This is Greta Munro", ["Greta Munro"]),
        ("Baby Miller", ["Miller"]),
        ("male (Tomas Reyes)", ["Tomas Reyes"]),
        ("patient Foley catheter", []),
        ("Baby Metzenbaum scissors", []),
        ("patient, Foley, and", []),
        ("female, Crohn disease", []),
        ("This is Stable", []),
        ("commonly known as: PACERONE", []),
        ("patient was", []),
        ('Resident Orley ("Tibby")', ["Tibby"]),
        ("goes by Tibby", ["Tibby"]),
        ("surname Orley", ["Orley"]),
        ("Family calls her Tibby.", ["Tibby"]),
        ("on behalf of Pim Orley", ["Pim Orley"]),
        ('gave name as "Pim Orley"', ["Pim Orley"]),
        ("Answers to Tibby", ["Tibby"]),
        ('told "Stop" twice', []),
        ("calls her daily", []),
        ("PT, PTT, CBC", []),
        ("records under review", []),
        ("he answers to voice", []),
    ],
)
def test_patients(takes, text, expected):
    assert takes(PatientRecognizer, text) == expected
