import pytest

from gateway.recognize.rules.zip import ZipRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Boston, MA 02115", ["02115"]),
        ("CA, 94110-1234", ["94110-1234"]),
        ("Zip code: 60614", ["60614"]),
        ("Springfield, Illinois 62701", ["62701"]),
        ("94110-1234", ["94110-1234"]),
        ("WBC 12500", []),
        ("platelets 25000", []),
        ("in 20000 cases", []),
        ("CPT 99213", []),
    ],
)
def test_zip(takes, text, expected):
    assert takes(ZipRecognizer, text) == expected
