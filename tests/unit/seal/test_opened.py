"""An opened release: tables by name, decrypted as they are read."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from crypto.people import SITE

from gateway.crypto.trust import Trust
from gateway.errors import BadInput, IntegrityError
from gateway.seal.grants import Terms, make
from gateway.seal.manifest import read
from gateway.seal.opened import Release, open_release

from .samples import ANA, KEY, SAM, rows

TODAY = date(2026, 6, 1)


@pytest.fixture
def grant(folder: Path, tmp_path: Path) -> Path:
    terms = Terms("grant-1", "HRESCH", date(2026, 12, 31))
    signed = make(read(folder, Trust(SITE.public)), KEY.key, ANA.public, terms, SAM, datetime(2026, 6, 1, tzinfo=UTC))
    (tmp_path / "grant.json").write_bytes(signed.body)
    return tmp_path / "grant.json"


@pytest.fixture
def opened(folder: Path, grant: Path) -> Release:
    return open_release(folder, grant, ANA, TODAY)


def test_gives_every_row_of_every_table_in_order(opened: Release) -> None:
    assert list(opened) == ["patients", "visits"]
    assert len(opened) == 2
    assert opened["patients"].to_table().column("code").to_pylist() == ["CANARY1", "CANARY2", "CANARY3"]
    assert [row for batch in opened.rows("visits") for row in batch.to_pylist()] == rows(4, 5, 6).to_pylist()


def test_an_unknown_table_is_refused_with_those_that_are_there(opened: Release) -> None:
    assert "labs" not in opened
    with pytest.raises(BadInput, match="no table 'labs'") as caught:
        next(opened.rows("labs"))
    assert caught.value.hint == "it has patients, visits"


def test_no_grant_no_release(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such grant"):
        open_release(folder, tmp_path / "none.json", ANA, TODAY)


def test_a_changed_page_is_refused_when_it_is_read(folder: Path, grant: Path) -> None:
    path = folder / "data/visits/part-00000.parquet"
    body = bytearray(path.read_bytes())
    body[30] ^= 1
    path.write_bytes(bytes(body))
    opened = open_release(folder, grant, ANA, TODAY)
    with pytest.raises(IntegrityError, match="visits: cannot be decrypted"):
        list(opened.rows("visits"))
    assert opened["patients"].count_rows() == 3


def test_a_part_of_another_place_in_the_release_is_refused(folder: Path, grant: Path) -> None:
    shutil.copy(folder / "data/visits/part-00000.parquet", folder / "data/patients/part-00000.parquet")
    with pytest.raises(IntegrityError):
        open_release(folder, grant, ANA, TODAY)
