import pytest

from gateway.recognize.rules.npi import NpiRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NPI: 1234567893", ["1234567893"]),
        ("NPI# 1234567890", ["1234567890"]),
        ("ordered by 1234567893", ["1234567893"]),
        ("1234567890", []),
        ("platelets 1234567893.5", []),
        ("2212345678", []),
    ],
)
def test_npi(takes, text, expected):
    assert takes(NpiRecognizer, text) == expected
