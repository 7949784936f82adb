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
        ("PCP Orley visit", ["Orley"]),
        ("anes Dunmore (spinal)", ["Dunmore"]),
        ("RN Orley at chair", ["Orley"]),
        ("Pim Orley (scrub)", ["Pim Orley"]),
        ("technologist Orley notes", ["Orley"]),
        ("MD Orley", ["Orley"]),
        ("x2 RN (Orley)", ["Orley"]),
        ("PA Chest", []),
        ("RT Breast", []),
        ("RN Foley catheter", []),
        ("MD PhD", []),
        ("clerk will call", []),
        ("DO NOT", []),
        ("attending Physician", []),
        ("Dr kim came", ["kim"]),
        ("IR (Orley) to see", ["Orley"]),
        ("Dr notified", []),
        ("GI (Upper) bleed", []),
    ],
)
def test_titles(takes, text, expected):
    assert takes(TitleRecognizer, text) == expected
