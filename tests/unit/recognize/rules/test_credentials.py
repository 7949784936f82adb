import pytest

from gateway.recognize.rules.credentials import CredentialRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Signed, Ana Ortiz, MD", ["Ana Ortiz"]),
        ("Tom Reed RN", ["Tom Reed"]),
        ("J. K. Long, PA-C", ["J. K. Long"]),
        ("Wei Zhang, M.D.", ["Wei Zhang"]),
        ("ORTIZ, Ana MD", ["ORTIZ, Ana"]),
        ("discussed with MD", []),
        ("The Attending MD", []),
        ("Baltimore hospital", []),
        ("RN aware", []),
        ("per the RN", []),
    ],
)
def test_credentials(takes, text, expected):
    assert takes(CredentialRecognizer, text) == expected
