import pytest

from gateway.recognize.rules.phone import PhoneShapeRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(617) 555-0123", ["(617) 555-0123"]),
        ("617.555.0123 x402", ["617.555.0123 x402"]),
        ("001-773-555-0148x4410", ["001-773-555-0148x4410"]),
        ("cell 6175550123", ["6175550123"]),
        ("call 555-0123", ["555-0123"]),
        ("+44 20 7946 0958", ["+44 20 7946 0958"]),
        ("ext. 4471", ["4471"]),
        ("1-800-555-HELP", ["1-800-555-HELP"]),
        ("BP 120/80, HR 72", []),
        ("WBC 7.5 555-0123", []),
        ("Na 140 K 4.0", []),
        ("sodium 135-145", []),
        ("reach me at x5512", ["5512"]),
        ("text 555-0199", ["555-0199"]),
        ("direct from 482-0199", ["482-0199"]),
        ("x 3 days", []),
        ("x10", []),
        ("normal 232-1137", []),
        ("4-0 nylon", []),
    ],
)
def test_phone(takes, text, expected):
    assert takes(PhoneShapeRecognizer, text) == expected
