import pytest

from gateway.recognize.rules.ssn import SsnRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SSN: 123-45-6789", ["123-45-6789"]),
        ("ssn 987 65 4321 on file", ["987 65 4321"]),
        ("Social Security Number is 123456789", ["123456789"]),
        ("xxx-xx-4321", ["xxx-xx-4321"]),
        ("SSN ending in 4321", ["4321"]),
        ("last four of her SSN: 0042", ["0042"]),
        ("call 555-12-34", []),
        ("ratio 123-45-678901", []),
        ("Lives alone, social drinker, 12 beers", []),
        ("glucose 123 45 67", []),
        ("last 4: 0042", ["0042"]),
        ("SSN 0042", ["0042"]),
        ("last 4 weeks", []),
        ("lasts 4000 hours", []),
        ("ss 12345", []),
    ],
)
def test_ssn(takes, text, expected):
    assert takes(SsnRecognizer, text) == expected
