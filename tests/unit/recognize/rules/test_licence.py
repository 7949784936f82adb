import pytest

from gateway.recognize.rules.licence import LicenceRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("License #: CLN-704518", ["CLN-704518"]),
        ("Driver's license D1234567", ["D1234567"]),
        ("Lic. No. 88-1234", ["88-1234"]),
        ("Passport: 912770431", ["912770431"]),
        ("DL# 44551234", ["44551234"]),
        ("licensed practical nurse 3 days a week", []),
        ("certificate signed", []),
        ("license suspended", []),
    ],
)
def test_licence(takes, text, expected):
    assert takes(LicenceRecognizer, text) == expected
