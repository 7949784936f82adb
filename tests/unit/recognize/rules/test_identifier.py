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
    ],
)
def test_identifier(takes, text, expected):
    assert takes(IdentifierRecognizer, text) == expected
