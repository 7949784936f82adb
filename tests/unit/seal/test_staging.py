"""Staging: a killed job is taken up at the first missing part, and another job begins anew."""

from pathlib import Path

import pytest

from gateway.model import TableCounts
from gateway.seal.parts import open_part
from gateway.seal.staging import Staging, job_digest

from .samples import KEY, rows, seal_parts

PART = "data/patients/part-00001.parquet"
RECORD = "records/patients-00001.json"


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    staging = Staging(tmp_path / "staging", "job")
    seal_parts(staging)
    return staging


def test_a_new_folder_holds_nothing_done(tmp_path: Path) -> None:
    staging = Staging(tmp_path / "deep" / "staging", "job")
    assert not staging.resumed
    assert staging.done("patients", 0) is None


def test_the_same_job_takes_every_part_that_is_done(tmp_path: Path, staging: Staging) -> None:
    again = Staging(staging.folder, "job")
    assert again.resumed
    found = [again.done(name, n) for name, n in (("patients", 0), ("patients", 1), ("visits", 0))]
    assert [done and (done.part.path, done.part.rows, done.counts.read) for done in found] == [
        ("data/patients/part-00000.parquet", 2, 2), (PART, 1, 1), ("data/visits/part-00000.parquet", 3, 3)]  # fmt: skip
    assert again.done("patients", 2) is None
    assert again.done("labs", 0) is None


def test_counts_come_back_as_they_were(staging: Staging) -> None:
    counts = TableCounts(9, 1, {"no-consent": 8}, {"DATE": 4})
    made = staging.seal("notes", 3, rows(1), KEY, counts)
    assert Staging(staging.folder, "job").done("notes", 3) == made
    assert made.counts == counts


def test_another_job_wipes_the_folder(staging: Staging) -> None:
    other = Staging(staging.folder, "another job")
    assert not other.resumed
    assert other.done("patients", 0) is None
    assert not list(staging.folder.rglob("*.parquet"))
    assert Staging(staging.folder, "another job").resumed


def spoil(staging: Staging, how: str) -> None:
    part, record = staging.folder / PART, staging.folder / RECORD
    body = bytearray(part.read_bytes())
    match how:
        case "a bit":
            body[len(body) // 2] ^= 1
            part.write_bytes(bytes(body))
        case "the end":
            part.write_bytes(bytes(body[:-1]))
        case "everything":
            part.write_bytes(b"")
        case "no part":
            part.unlink()
        case "no record":
            record.unlink()
        case "another part":
            part.write_bytes((staging.folder / "data/patients/part-00000.parquet").read_bytes())


@pytest.mark.parametrize("how", ["a bit", "the end", "everything", "no part", "no record", "another part"])
def test_a_part_whose_bytes_changed_is_done_again(staging: Staging, how: str) -> None:
    spoil(staging, how)
    again = Staging(staging.folder, "job")
    assert again.done("patients", 1) is None
    assert again.done("patients", 0)
    done = again.seal("patients", 1, rows(3), KEY, TableCounts(1, 1))
    assert again.done("patients", 1) == done
    assert open_part(again.folder / PART, KEY).read().to_pylist() == rows(3).to_pylist()


def test_a_folder_without_its_job_is_not_trusted(staging: Staging) -> None:
    (staging.folder / "job").unlink()
    assert not Staging(staging.folder, "job").resumed


def test_what_is_left_in_the_end_is_the_release(staging: Staging) -> None:
    staging.finish()
    assert sorted(str(path.relative_to(staging.folder)) for path in staging.folder.rglob("*") if path.is_file()) == [
        "data/patients/part-00000.parquet", PART, "data/visits/part-00000.parquet"]  # fmt: skip
    staging.destroy()
    assert not staging.folder.exists()


def test_a_job_is_all_that_decides_its_rows() -> None:
    digest = job_digest({"plan": "a", "source": "b"})
    assert job_digest({"source": "b", "plan": "a"}) == digest
    others = [
        {"plan": "a"},
        {"plan": "b", "source": "a"},
        {"plan": "ab", "source": ""},
        {"plan": "a", "source": "b", "x": ""},
    ]
    assert digest not in map(job_digest, others)
