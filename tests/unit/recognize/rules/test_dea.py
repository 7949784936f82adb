import pytest

from gateway.recognize.rules.dea import DeaRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DEA # AB1234563", ["AB1234563"]),
        ("DEA: AB1234560", ["AB1234560"]),
        ("script FM1234563 sent", ["FM1234563"]),
        ("AB1234560", []),
        ("idea AB12", []),
        ("T1234567", []),
    ],
)
def test_dea(takes, text, expected):
    assert takes(DeaRecognizer, text) == expected
