"""Hierarchies in ARX's format: what they become, and how a bad one is refused without a value being named."""

from pathlib import Path

import pytest

from gateway.errors import BadInput
from gateway.hierarchies.hierarchy import Hierarchy

CANARY = "Zanzibar-7731"


def test_levels_become_codes(tmp_path: Path) -> None:
    file = tmp_path / "h.csv"
    file.write_text('b;x;*\na;x;*\n"c;d";y;*\n;y;*\n', encoding="utf-8-sig")
    hierarchy = Hierarchy.read(file, ";")
    assert hierarchy.leaves == ("", "a", "b", "c;d")
    assert hierarchy.cards == (4, 2, 1)
    generalised = [
        tuple(hierarchy.labels[i][codes[leaf]] for i, codes in enumerate(hierarchy.maps)) for leaf in range(4)
    ]
    assert generalised == [("", "y", "*"), ("a", "x", "*"), ("b", "x", "*"), ("c;d", "y", "*")]


def test_the_order_of_lines_does_not_matter() -> None:
    rows = [["b", "x"], ["a", "x"], ["c", "y"]]
    one, other = Hierarchy.build(rows, "h"), Hierarchy.build(rows[::-1], "h")
    assert one.labels == other.labels
    assert [m.tolist() for m in one.maps] == [m.tolist() for m in other.maps]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "is empty"),
        ([["a", "*"], [CANARY]], "row 2 has 1 levels, row 1 has 2"),
        ([["a", "*"], [CANARY, "*"], [CANARY, "*"]], "row 3 repeats"),
        ([["a", "x", "p"], ["b", CANARY, "p"], ["c", "x", "q"]], "row 3: level 2 splits a value of level 1"),
    ],
)
def test_a_bad_hierarchy_is_refused_by_row(rows: list[list[str]], message: str) -> None:
    with pytest.raises(BadInput, match=message) as refused:
        Hierarchy.build(rows, "h.csv")
    assert "h.csv" in str(refused.value)
    assert CANARY not in str(refused.value)
    assert refused.value.hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.csv"):
        Hierarchy.read(tmp_path / "nowhere.csv", ";")
