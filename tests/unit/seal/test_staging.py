"""Staging: a killed job is taken up at the first missing part, and another job begins anew."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from gateway.errors import IntegrityError
from gateway.model import TableCounts
from gateway.seal.parts import open_part
from gateway.seal.staging import Staging, job_digest

from .samples import JOB, KEY, PARTS, attempt, planned, rows, seal_part, seal_parts

PART = "data/patients/part-00001.parquet"
RECORD = "records/patients-00001.json"


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    staging = Staging(tmp_path / "staging", JOB)
    seal_parts(staging)
    return staging


def test_a_new_folder_holds_nothing_done(tmp_path: Path) -> None:
    staging = Staging(tmp_path / "deep" / "staging", JOB)
    assert not staging.resumed
    assert staging.changed == ()
    assert staging.begin(PARTS) == {}


def test_the_same_job_takes_every_part_that_is_done(tmp_path: Path, staging: Staging) -> None:
    again = Staging(staging.folder, JOB)
    assert again.resumed
    found = again.begin([*PARTS, planned("patients", 2, 1), planned("labs", 0, 1)])
    assert [(done.part.path, done.part.rows, done.counts.read) for done in found.values()] == [
        ("data/patients/part-00000.parquet", 2, 2), (PART, 1, 1), ("data/visits/part-00000.parquet", 3, 3)]  # fmt: skip


def test_counts_come_back_as_they_were(staging: Staging) -> None:
    counts = TableCounts(9, 1, {"no-consent": 8}, {"DATE": 4})
    made = seal_part(staging, "notes", 3, rows(1), counts)
    assert Staging(staging.folder, JOB).done(planned("notes", 3, 9)) == made
    assert made.counts == counts


def test_another_job_wipes_the_folder_and_says_what_changed(staging: Staging) -> None:
    other = Staging(staging.folder, {"plan": "b", "source of t": "c"})
    assert not other.resumed
    assert other.changed == ("plan", "source of t")
    assert other.begin(PARTS) == {}
    assert not list(staging.folder.rglob("*.parquet"))
    assert Staging(staging.folder, {"plan": "b", "source of t": "c"}).resumed


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
        case "half a record":
            record.write_bytes(record.read_bytes()[:50])
        case "another part":
            part.write_bytes((staging.folder / "data/patients/part-00000.parquet").read_bytes())


@pytest.mark.parametrize("how", ["a bit", "the end", "everything", "no part", "no record", "half a record",
                                 "another part"])  # fmt: skip
def test_a_part_whose_bytes_changed_is_done_again(staging: Staging, how: str) -> None:
    spoil(staging, how)
    again = Staging(staging.folder, JOB)
    assert again.begin(PARTS).keys() == {"patients/part-00000", "visits/part-00000"}
    done = seal_part(again, "patients", 1, rows(3))
    assert again.done(PARTS[1]) == done
    assert open_part(again.folder / PART, KEY).read().to_pylist() == rows(3).to_pylist()


def test_of_several_attempts_one_is_the_part_and_the_others_go(tmp_path: Path) -> None:
    staging, counts = Staging(tmp_path / "s", JOB), TableCounts(1, 1)
    first, second = (attempt(staging, PARTS[1], rows(3), counts, number) for number in ("1", "2"))
    assert first != second
    done = staging.commit(PARTS[1], second)
    staging.sweep()
    assert staging.done(PARTS[1]) == done
    assert [path.name for path in staging.folder.rglob("*.parquet")] == ["part-00001.parquet"]


def test_an_attempt_that_a_dead_driver_did_not_commit_is_taken(tmp_path: Path) -> None:
    staging, counts = Staging(tmp_path / "s", JOB, "first"), TableCounts(1, 1)
    attempt(staging, PARTS[0], rows(1), counts)  # a record of another number of rows than planned
    broken = attempt(staging, PARTS[1], rows(3), counts, "1")
    broken.write_bytes(broken.read_bytes()[:-3])
    attempt(staging, PARTS[1], rows(3), counts, "2")
    attempt(staging, PARTS[2], rows(4, 5, 6), TableCounts(3, 3)).with_suffix(".done").unlink()
    again = Staging(staging.folder, JOB, "second")
    assert again.attempt(PARTS[1], "1") != staging.attempt(PARTS[1], "1")
    assert again.begin(PARTS).keys() == {"patients/part-00001"}
    assert len(list(again.folder.rglob("*.parquet"))) == 1


class Torn(Exception):
    """Power is lost."""


@pytest.mark.parametrize("moment", ["fsync", "write"])
def test_an_attempt_that_was_not_finished_has_no_record(tmp_path: Path, monkeypatch, moment: str) -> None:
    def lose_power(*_args: object, **_named: object) -> None:
        raise Torn

    staging = Staging(tmp_path / "s", JOB)
    monkeypatch.setattr(*((os, "fsync") if moment == "fsync" else (pq.ParquetWriter, "write_table")), lose_power)
    with pytest.raises(Torn):
        attempt(staging, PARTS[1], rows(3), TableCounts(1, 1))
    assert not list(tmp_path.rglob("*.done"))
    monkeypatch.undo()
    staging = Staging(tmp_path / "s", JOB)
    assert staging.begin(PARTS) == {}
    assert not list(tmp_path.rglob("*.parquet"))


def forged(staging: Staging, **changes: object) -> Path:
    """An attempt at the second part whose record says something else."""
    path = attempt(staging, PARTS[1], rows(3), TableCounts(1, 1))
    record = json.loads(path.with_suffix(".done").read_text())
    for name, value in changes.items():
        record["counts" if name in record["counts"] else "part"][name] = value
    path.with_suffix(".done").write_text(json.dumps(record))
    return path


@pytest.mark.parametrize("changes", [{"read": 2}, {"released": 0}, {"rows": 2}, {"sha256": "0" * 64},
                                     {"footer_sha256": "0" * 64}, {"left_out": {"suppressed": 1}}])  # fmt: skip
def test_an_attempt_is_not_taken_at_its_word(tmp_path: Path, changes: dict) -> None:
    staging = Staging(tmp_path / "s", JOB)
    with pytest.raises(IntegrityError):
        staging.commit(PARTS[1], forged(staging, **changes))
    assert staging.done(PARTS[1]) is None


def test_a_part_that_was_given_up_is_tried_again_by_the_next_run(staging: Staging) -> None:
    done = staging.give_up(PARTS[1], "quarantined: part 1")
    assert asdict(done.counts) == asdict(TableCounts(1, 0, {"quarantined: part 1": 1}))
    assert Staging(staging.folder, JOB).begin(PARTS).keys() == {"patients/part-00000", "visits/part-00000"}


@pytest.mark.parametrize("body", [None, b"{", b"[]"])
def test_a_folder_without_its_job_is_not_trusted(staging: Staging, body: bytes | None) -> None:
    job = staging.folder / "job.json"
    job.unlink() if body is None else job.write_bytes(body)
    assert not Staging(staging.folder, JOB).resumed


def test_what_is_left_in_the_end_is_the_release(staging: Staging) -> None:
    staging.finish()
    assert sorted(str(path.relative_to(staging.folder)) for path in staging.folder.rglob("*") if path.is_file()) == [
        "data/patients/part-00000.parquet", PART, "data/visits/part-00000.parquet"]  # fmt: skip
    assert not (staging.folder / "_staging").exists()
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
