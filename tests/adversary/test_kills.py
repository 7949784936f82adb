"""A few of the events that `kills.py` makes in any number."""

from pathlib import Path

from .kills import rounds


def test_kills(tmp_path: Path) -> None:
    assert sum(rounds(tmp_path, 4, seed=7).values()) == 4
