import pytest

from gateway.recognize.rules.rows import RowRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marlowe, Tessaly | 5550192 | F", ["Marlowe, Tessaly"]),
        ("DE LA ROSA, IMELDA   MRN 220", ["DE LA ROSA, IMELDA"]),
        ("van 't Wout, Els (3300192), 61", ["van 't Wout, Els"]),
        ("Orley, Pim, 12/04/1970", ["Orley, Pim"]),
        ("Zand, Miro  34yo  G2", ["Zand, Miro"]),
        ("\nSTONE, MARY\n", ["STONE, MARY"]),
        ("ORLEY/3300192 | 4/8", ["ORLEY"]),
        ("Pim Orley 3300192", ["Pim Orley"]),
        ("Nadia 617-555-0199", ["Nadia"]),
        ("Pim Orley, 44, says", ["Pim Orley"]),
        ("PID|1||3300192||ORLEY^PIM^Q||19700412", ["ORLEY^PIM^Q"]),
        ("\n331-B ORLEY P. 69M", ["ORLEY P"]),
        ("[4/4 06:12] PIM ORLEY: hello", ["PIM ORLEY"]),
        ("CHEST, LUNGS, 12/04/1970", []),
        ("Heart, Lungs clear", []),
        ("Springfield, IL 62701", []),
        ("pain, Nausea", []),
        ("Account Number 5550192", []),
        ("MRN/3300192", []),
        ("hemoglobin, 12, low", []),
        ("Labs, CT 12/04/1970", []),
        ("|ADT^A01|", []),
        ("12^Boston^MA", []),
        ("Clinic 617-555-0199", []),
    ],
)
def test_rows(takes, text, expected):
    assert takes(RowRecognizer, text) == expected
