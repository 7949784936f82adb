"""Data keys in escrow, their destruction, and what a copy from before can open."""

import shutil
from itertools import count
from pathlib import Path

import pytest

from gateway.errors import KeyRefused
from gateway.seal import escrow as module
from gateway.seal.escrow import Escrow

GONE, KEPT = "rel-20261120-0a1b2c3d", "rel-20261120-0a1b2c3d-v2"


@pytest.fixture
def escrow(tmp_path: Path) -> Escrow:
    (tmp_path / "keys/data").mkdir(parents=True)
    numbers = count(1)
    return Escrow(tmp_path / "keys", b"r" * 32, lambda size: bytes([next(numbers)]) * size)


def files(tmp_path: Path) -> list[str]:
    return sorted(str(path.relative_to(tmp_path / "keys")) for path in (tmp_path / "keys").rglob("*") if path.is_file())


def test_a_key_is_made_once_and_read_again(escrow: Escrow) -> None:
    assert escrow.make(GONE) == escrow.make(GONE) == escrow.get(GONE)
    assert escrow.make(KEPT) != escrow.get(GONE)


def test_destruction_leaves_the_other_keys_and_makes_an_epoch(escrow: Escrow, tmp_path: Path) -> None:
    escrow.make(GONE)
    kept = escrow.make(KEPT)
    assert (escrow.destroy(GONE), escrow.get(KEPT), escrow.holds(GONE)) == (1, kept, False)
    assert files(tmp_path) == [f"data/{KEPT}.1.key", "epochs/1.key"]
    assert (tmp_path / "keys/epochs/1.key").stat().st_mode & 0o077 == 0
    with pytest.raises(KeyRefused, match="is not in escrow"):
        escrow.get(GONE)
    another = escrow.make("rel-20261121-00000000")
    assert escrow.destroy(KEPT) == 2
    assert escrow.get("rel-20261121-00000000") == another


def test_a_wrapped_key_from_a_backup_does_not_open_after_its_epoch(escrow: Escrow, tmp_path: Path) -> None:
    escrow.make(KEPT)
    escrow.destroy("rel-20200101-00000000")
    escrow.make(GONE)
    backup = shutil.copy(tmp_path / f"keys/data/{GONE}.1.key", tmp_path)
    escrow.destroy(GONE)
    shutil.copy(backup, tmp_path / "keys/data")
    with pytest.raises(KeyRefused, match="epoch 1 is missing"):
        escrow.get(GONE)


@pytest.mark.parametrize("killed_at", range(1, 5))
def test_a_killed_destruction_is_taken_up_again(escrow: Escrow, tmp_path: Path, monkeypatch, killed_at: int) -> None:
    kept = [escrow.make(KEPT), escrow.make("rel-20261121-00000000")]
    escrow.make(GONE)
    calls, step = count(1), {name: getattr(module, name) for name in ("_write", "_shred")}

    def dying(name):
        def call(*args):
            if next(calls) == killed_at:
                raise KeyboardInterrupt
            step[name](*args)

        return call

    for name in step:
        monkeypatch.setattr(module, name, dying(name))
    with pytest.raises(KeyboardInterrupt):
        escrow.destroy(GONE)
    monkeypatch.undo()
    assert [escrow.get(KEPT), escrow.get("rel-20261121-00000000")] == kept
    assert escrow.holds(GONE)
    epoch = escrow.destroy(GONE)
    assert [escrow.get(KEPT), escrow.get("rel-20261121-00000000")] == kept
    assert [name for name in files(tmp_path) if name.startswith("epochs")] == [f"epochs/{epoch}.key"]
    assert not escrow.holds(GONE)
