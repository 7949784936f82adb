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
        ("14 Elm Street, Larkton 04412", ["04412"]),
        ("^Larkton^ME^04412|", ["04412"]),
        ("mailed to Larkton 04412.", ["04412"]),
        ("CPT 42200", []),
        ("Platelets, Hemoglobin 13000", []),
        ("in Room 40112", []),
        ("see Figure 10203", []),
        ("Dose of Heparin 25000 units", []),
    ],
)
def test_zip(takes, text, expected):
    assert takes(ZipRecognizer, text) == expected
