import pytest

from gateway.recognize.rules.url import UrlRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://example.org/x?id=3.", ["https://example.org/x?id=3"]),
        ("www.myclinic.com", ["www.myclinic.com"]),
        ("portal at mychart.example.org/login", ["mychart.example.org/login"]),
        ("resolved.She went home", []),
        ("lungs.Clear", []),
        ("1.5 cm.In the", []),
        ("q.i.d", []),
        ("vs.no change", []),
    ],
)
def test_url(takes, text, expected):
    assert takes(UrlRecognizer, text) == expected
