import pytest

from gateway.recognize.rules.account import AccountRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Account #: 100245988", ["100245988"]),
        ("Acct No. A-55123", ["A-55123"]),
        ("FIN: 90021456", ["90021456"]),
        ("CSN 200144556", ["200144556"]),
        ("Claim number: CLM-88123", ["CLM-88123"]),
        ("visa ending in 4242", ["4242"]),
        ("IBAN DE89 3704 0044 0532 0130 00 on file", ["DE89 3704 0044 0532 0130 00"]),
        ("took this into account on day 3", []),
        ("DE12 3704 0044 0532 0130 00", []),
        ("visit in 2 weeks", []),
        ("the bill of 40 dollars", []),
        ("account ends 4471", ["4471"]),
        ("account ends soon", []),
    ],
)
def test_account(takes, text, expected):
    assert takes(AccountRecognizer, text) == expected
