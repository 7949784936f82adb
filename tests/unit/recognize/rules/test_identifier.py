import pytest

from gateway.recognize.rules.identifier import IdentifierRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Study ID: ABC-001", ["ABC-001"]),
        ("Subject 4: stable", []),
        ("Rx # 7712345", ["7712345"]),
        ("RX-55301927", ["RX-55301927"]),
        ("#440917", ["440917"]),
        ("789-654-321", ["789-654-321"]),
        ("1234567", ["1234567"]),
        ("reference number 88-A2", ["88-A2"]),
        ("1000000 units", []),
        ("platelets 250000", []),
        ("7-0 Prolene", []),
        ("COVID-19", []),
        ("10-20-30", []),
        ("$1234567", []),
        ("1234567 IU", []),
        ("docket 55-20391", ["55-20391"]),
        ("grievance 22-81004 opened", ["22-81004"]),
        ("K25117-550192", ["K25117-550192"]),
        ("Bands 550192", ["550192"]),
        ("ORLEY / 3300192 / bed", ["3300192"]),
        ("confirmation Z55109", ["Z55109"]),
        ("Ref #: QX-118", ["QX-118"]),
        ("8XK2-55019203", ["8XK2-55019203"]),
        ("band 3 present", []),
        ("case 2 of 3", []),
        ("report 2 days", []),
        ("T12-L1", []),
        ("B12", []),
        ("10-15 units", []),
        ("SARS-CoV-2", []),
        ("CA 19-9", []),
        ("1/2", []),
    ],
)
def test_identifier(takes, text, expected):
    assert takes(IdentifierRecognizer, text) == expected
