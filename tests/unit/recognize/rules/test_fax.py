import pytest

from gateway.recognize.rules.fax import FaxRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fax: (617) 555-0199", ["(617) 555-0199"]),
        ("faxed to 617.555.0199", ["617.555.0199"]),
        ("fax # 5550199555", ["5550199555"]),
        ("617-555-0199 (fax)", ["617-555-0199"]),
        ("fax received", []),
        ("faxed 3 pages", []),
    ],
)
def test_fax(takes, text, expected):
    assert takes(FaxRecognizer, text) == expected
