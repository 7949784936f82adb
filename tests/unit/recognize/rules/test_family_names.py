import pytest

from gateway.recognize.rules.family_names import FamilyNameRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gutierrez called back", ["Gutierrez"]),
        ("told Halvard Andersson twice", ["Halvard Andersson"]),
        ("J. Rodriguez signed", ["J. Rodriguez"]),
        ("O'Sullivan is aware", ["O'Sullivan"]),
        ("asked McAllister", ["McAllister"]),
        ("The Patient Kowalski left", ["Kowalski"]),
        ("with Gonzalez Perez", ["Gonzalez Perez"]),
        ("the Gutierrez clamp", []),
        ("a Rodriguez was used", []),
        ("McMurray test", []),
        ("McBurney point", []),
        ("GARCIA", []),
        ("garcia", []),
        ("Fernandez Hospital", []),
        ("Nguyen Elementary", []),
        ("Hernandez procedure", []),
    ],
)
def test_family_names(takes, text, expected):
    assert takes(FamilyNameRecognizer, text) == expected
