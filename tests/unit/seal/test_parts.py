"""Parts are encrypted whole, open only under their key and release, and appear only when they are complete."""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gateway.errors import IntegrityError
from gateway.seal import parts
from gateway.seal.parts import PartKey, digests, open_part, write, write_durably

from .samples import KEY, rows

BATCH = pa.record_batch({
    "code": pa.array(["CANARY", None, "é😀"]), "n": pa.array([1, None, 3]), "x": pa.array([-0.0, 1.5, None]),
    "day": pa.array([date(2020, 2, 29), None, date(9999, 12, 31)]), "yes": pa.array([True, None, False]),
    "nothing": pa.nulls(3, pa.string()),
})  # fmt: skip


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "part-00000.parquet"
    write(path, [BATCH], KEY)
    return path


def read(path: Path, key: PartKey = KEY) -> pa.Table:
    return open_part(path, key).read()


def test_what_is_written_is_read(part: Path) -> None:
    assert read(part).to_batches() == [BATCH]
    assert list(part.parent.iterdir()) == [part]


@pytest.mark.parametrize("batch", [rows(), rows(1)], ids=["no rows", "one row"])
def test_short_parts_too(tmp_path: Path, batch: pa.RecordBatch) -> None:
    write(tmp_path / "p.parquet", [batch], KEY)
    assert read(tmp_path / "p.parquet").to_pylist() == batch.to_pylist()


def test_row_groups_are_cut(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(parts, "ROW_GROUP", 10)
    write(tmp_path / "p.parquet", [rows(*range(25))], KEY)
    assert open_part(tmp_path / "p.parquet", KEY).metadata.num_row_groups == 3


def test_nothing_of_the_rows_stands_in_the_file(part: Path) -> None:
    body = part.read_bytes()
    assert body[:4] == body[-4:] == b"PARE"
    assert not [word for word in (b"CANARY", b"code", b"nothing", b"rel-1") if word in body]


@pytest.mark.parametrize(
    "key",
    [PartKey(b"K" * 32, "rel-1"), PartKey(b"k" * 32, "rel-2"), PartKey(b"k" * 32, "")],
    ids=["key", "release", "none"],
)
def test_another_key_or_another_release_opens_nothing(part: Path, key: PartKey) -> None:
    with pytest.raises(IntegrityError, match=r"part-00000\.parquet: cannot be decrypted"):
        read(part, key)


def test_a_part_in_the_clear_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.parquet"
    pq.write_table(pa.Table.from_batches([BATCH]), path)
    for refuse in (lambda: open_part(path, KEY), lambda: digests(path)):
        with pytest.raises(IntegrityError):
            refuse()


@pytest.mark.parametrize("size", [0, 1, 4, 8, 11, 12, 100, -1, -4, -9])
def test_a_part_that_was_cut_is_refused(part: Path, size: int) -> None:
    part.write_bytes(part.read_bytes()[:size])
    with pytest.raises(IntegrityError):
        read(part)
    if size != -9 and size != 100:
        with pytest.raises(IntegrityError, match="not a sealed part"):
            digests(part)


def test_no_changed_byte_is_read_as_another_row(part: Path) -> None:
    """GCM refuses all but the first magic and three bytes of the footer's frame, which the digest covers."""
    whole, random, read_all_the_same = part.read_bytes(), Random(5), 0
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1 << random.randrange(8)
        part.write_bytes(bytes(changed))
        with suppress(IntegrityError, OSError):
            assert read(part).to_batches() == [BATCH]
            read_all_the_same += 1
    assert read_all_the_same <= 7


def test_the_footer_s_digest_is_of_the_footer(part: Path) -> None:
    whole, footer = digests(part)
    body = bytearray(part.read_bytes())
    length = int.from_bytes(body[-8:-4], "little")
    body[10] ^= 1
    part.write_bytes(bytes(body))
    assert digests(part)[0] != whole
    assert digests(part)[1] == footer
    body[-8 - length] ^= 1
    part.write_bytes(bytes(body))
    assert digests(part)[1] != footer


def test_equal_rows_are_sealed_unlike(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", [BATCH], KEY)
    write(tmp_path / "b.parquet", [BATCH], KEY)
    assert digests(tmp_path / "a.parquet") != digests(tmp_path / "b.parquet")


class Torn(Exception):
    """Power is lost."""


def test_a_small_file_is_replaced_whole_or_not(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "f.json"
    write_durably(path, b"old")

    def lose_power(_descriptor: int) -> None:
        raise Torn

    monkeypatch.setattr(os, "fsync", lose_power)
    with pytest.raises(Torn):
        write_durably(path, b"new")
    assert path.read_bytes() == b"old"
    monkeypatch.undo()
    write_durably(path, b"new")
    assert [path.read_bytes(), list(tmp_path.iterdir())] == [b"new", [path]]
