import pytest

from gateway.recognize.rules.titles import TitleRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Ana Ortiz-Reyes will", ["Ana Ortiz-Reyes"]),
        ("Dr Smith.", ["Smith"]),
        ("dr. patel said", ["patel"]),
        ("Drs. Long and Hope", ["Long", "Hope"]),
        ("Mr. O'Brien's wife", ["O'Brien"]),
        ("Nurse Kelly Adams", ["Kelly Adams"]),
        ("Mrs. de la Cruz", ["de la Cruz"]),
        ("MRS. WASHINGTON", ["WASHINGTON"]),
        ("Officer Dan Reed", ["Dan Reed"]),
        ("880 ms.  Adjusted", []),
        ("the doctor said", []),
        ("her doctor. She left", []),
        ("nurse Foley catheter", []),
        ("Dr. will call", []),
    ],
)
def test_titles(takes, text, expected):
    assert takes(TitleRecognizer, text) == expected
