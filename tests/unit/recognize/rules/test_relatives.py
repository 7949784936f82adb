import pytest

from gateway.recognize.rules.relatives import RelativeRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("daughter Maria", ["Maria"]),
        ("husband (Piers Tolland)", ["Piers Tolland"]),
        ("Mom Linus Orr is here", ["Linus Orr"]),
        ("his wife, Ana,", ["Ana"]),
        ("Maria Lopez (daughter)", ["Maria Lopez"]),
        ("son named Wei", ["Wei"]),
        ("sister is Rosa.", ["Rosa"]),
        ("mother died of Crohn's disease", []),
        ("father with Parkinson disease", []),
        ("MOTHER: DECEASED", []),
        ("brother. She", []),
        ("wife reports pain", []),
        ("his father Alive", []),
        ("husband Bruce has", ["Bruce"]),
        ("Neighbor Grant on", ["Grant"]),
        ("MY daughter MARGO", ["MARGO"]),
        ("dad/partner Warren", ["Warren"]),
        ("landlord is Pim Orley", ["Pim Orley"]),
        ("husband Dmitri de los Reyes", ["Dmitri de los Reyes"]),
        ('sister "Tibby"', ["Tibby"]),
        ("mother Down syndrome", []),
        ("coach Class", []),
        ("FATHER DIED", []),
        ("friend in Crisis", []),
    ],
)
def test_relatives(takes, text, expected):
    assert takes(RelativeRecognizer, text) == expected
