import pytest

from gateway.recognize.rules.email import EmailRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to j.doe@example.org.", ["j.doe@example.org"]),
        ("mary+hosp@mail.co.uk", ["mary+hosp@mail.co.uk"]),
        ("ana@clinic.local", ["ana@clinic.local"]),
        ("rate @ 125 mL/hr", []),
        ("5 mg @ bedtime", []),
    ],
)
def test_email(takes, text, expected):
    assert takes(EmailRecognizer, text) == expected
