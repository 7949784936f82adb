import pytest

from gateway.recognize.rules.street import StreetRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lives at 1420 N. Maple Street, Apt 4B", ["1420 N. Maple Street, Apt 4B"]),
        ("12 Oak Ave", ["12 Oak Ave"]),
        ("7120 Odette Forge", ["7120 Odette Forge"]),
        ("PO Box 1182", ["PO Box 1182"]),
        ("P.O. Box 44", ["P.O. Box 44"]),
        ("221 42nd St", ["221 42nd St"]),
        ("500 Broadway", ["500 Broadway"]),
        ("88 elm street", ["88 elm street"]),
        ("3 Saint Paul Court", ["3 Saint Paul Court"]),
        ("2 French Foley catheters", []),
        ("gave 3 tablets by mouth", []),
        ("5 Drains in place", []),
        ("RR 18, HR 90", []),
        ("Room 5", []),
        ("44 Rue Lavande", ["44 Rue Lavande"]),
        ("1200 Calle de la Luna", ["1200 Calle de la Luna"]),
        ("0920 Dr Orley Rattling Hill", []),
    ],
)
def test_street(takes, text, expected):
    assert takes(StreetRecognizer, text) == expected
