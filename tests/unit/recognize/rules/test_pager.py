import pytest

from gateway.recognize.rules.pager import PagerRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pager 4417", ["4417"]),
        ("pgr: 617-555-0110", ["617-555-0110"]),
        ("Pager #12345", ["12345"]),
        ("paged 55-1234", ["55-1234"]),
        ("4471 (pager)", ["4471"]),
        ("page 2 of 4", []),
        ("Page 3", []),
        ("paged twice overnight", []),
        ("pages 10-12", []),
        ("paged Orley (55102)", ["55102"]),
        ("paged Orley (again)", []),
    ],
)
def test_pager(takes, text, expected):
    assert takes(PagerRecognizer, text) == expected
