import pytest

from gateway.recognize.rules.accession import AccessionRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Accession #: 26-CT-004512", ["26-CT-004512"]),
        ("ACC: 7781234", ["7781234"]),
        ("Specimen No. P26-1182", ["P26-1182"]),
        ("S26-12345 received", ["S26-12345"]),
        ("SP-24-001234", ["SP-24-001234"]),
        ("Case #: JH-99", ["JH-99"]),
        ("discs L4-5 and T12-L1", []),
        ("COVID-19 negative", []),
        ("case was discussed on rounds", []),
        ("ICD-10 code F32", []),
    ],
)
def test_accession(takes, text, expected):
    assert takes(AccessionRecognizer, text) == expected
