"""The folder where a release grows. A killed export resumes there with the parts that are missing, or starts anew.

_staging/TABLE/part-NNNNN-ATTEMPT.parquet and .done   what attempts wrote; any number of them for a part, or none
data/TABLE/part-NNNNN.parquet                         the one that won
records/TABLE-NNNNN.json                              what the release says of it, or why the part was given up

Attempts write beside one another and never rename; the driver alone commits. A part without a record does not exist.
The job says what decides the rows (plan, sources, software …): where any of it changed, nothing of the old is used.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from gateway.errors import IntegrityError
from gateway.model import PartRecord, PlannedPart, TableCounts
from gateway.seal.parts import digests, sync_folder, write_durably

JOB, RECORDS, ATTEMPTS, PLANNED = "job.json", "records", "_staging", "planned.json"


@dataclass(frozen=True, slots=True)
class Done:
    """A part that is sealed, what was counted while it was made, and the keyed HMAC of its rows.

    part: None where the part was given up; then all its rows are counted as left out.
    """

    part: PartRecord | None
    counts: TableCounts
    content: str


class Staging:
    """The staging folder of one job. `run` tells this run's attempts from those of runs before.

    changed: what differs from the job of the run before, whose work is not used for that.
    """

    def __init__(self, folder: Path, job: Mapping[str, str], run: str = "0") -> None:
        self.folder, self.run, self.digest = folder, run, job_digest(job)
        before = _read(folder / JOB)
        self.resumed = before == dict(job)
        self.changed = tuple(sorted(n for n in {**job, **before} if job.get(n) != before.get(n))) if before else ()
        if not self.resumed:
            self.destroy()
            (folder / RECORDS).mkdir(parents=True)
            write_durably(folder / JOB, json.dumps(dict(job)).encode())

    def begin(self, planned: Sequence[PlannedPart]) -> dict[str, Done]:
        """Take over what runs before finished, by the part's name; what they left half-done is removed."""
        write_durably(self.folder / PLANNED, json.dumps({part.name: part.rows for part in planned}).encode())
        found = {}
        for part in planned:
            done = self.done(part) or self._adopted(part)
            if done:
                found[part.name] = done
        self.sweep()
        return found

    def done(self, part: PlannedPart) -> Done | None:
        """The part, if it was committed before and still has its bytes."""
        done = _done(_read(self._record(part)))
        with suppress(FileNotFoundError, IntegrityError):
            if done and done.part and _matches(self.folder / done.part.path, done.part):
                return done
        return None

    def attempt(self, part: PlannedPart, attempt: str) -> Path:
        """Where that attempt of this run writes; its record stands beside it as .done."""
        return self.folder / ATTEMPTS / part.table / f"part-{part.index:05d}-{self.run}.{attempt}.parquet"

    def commit(self, part: PlannedPart, attempt: Path) -> Done:
        """Make an attempt the part. Raises IntegrityError where it does not hold what was planned, or other bytes."""
        done = _done(_read(attempt.with_suffix(".done")))
        if done is None or done.part is None:
            raise IntegrityError(f"{part.name}: the attempt left no record", hint="check the disk, then export again")
        counts = done.counts
        if counts.read != part.rows or counts.read != counts.released + sum(counts.left_out.values()):
            what = f"{part.name}: {part.rows} rows were planned and {counts.read} read"
            raise IntegrityError(what, hint="the source changed meanwhile; run the export again")
        if not _matches(attempt, done.part) or done.part.rows != counts.released:
            raise IntegrityError(f"{part.name}: is not what was sealed", hint="check the disk, then export again")
        path = self.folder / done.part.path
        path.parent.mkdir(parents=True, exist_ok=True)
        attempt.rename(path)
        sync_folder(path.parent)
        write_durably(self._record(part), json.dumps(asdict(done)).encode())
        return done

    def give_up(self, part: PlannedPart, reason: str) -> Done:
        """Leave out the whole part; another run tries it again."""
        done = Done(None, TableCounts(part.rows, 0, {reason: part.rows}), "")
        write_durably(self._record(part), json.dumps(asdict(done)).encode())
        return done

    def sweep(self) -> None:
        """Remove what attempts left that did not win."""
        shutil.rmtree(self.folder / ATTEMPTS, ignore_errors=True)

    def finish(self) -> None:
        """Remove what only the work needed; what stays is the release."""
        self.sweep()
        shutil.rmtree(self.folder / RECORDS)
        for name in (PLANNED, JOB):
            (self.folder / name).unlink()

    def destroy(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _adopted(self, part: PlannedPart) -> Done | None:
        """What an attempt finished before the driver could commit it."""
        pattern = f"{ATTEMPTS}/{part.table}/part-{part.index:05d}-*.done"
        for record in sorted(self.folder.glob(pattern)):
            with suppress(FileNotFoundError, IntegrityError):
                return self.commit(part, record.with_suffix(".parquet"))
        return None

    def _record(self, part: PlannedPart) -> Path:
        return self.folder / RECORDS / f"{part.table}-{part.index:05d}.json"


def job_digest(job: Mapping[str, str]) -> str:
    """SHA-256 over everything that decides a release's rows."""
    return sha256(json.dumps(dict(job), sort_keys=True).encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    """A record, empty where there is none."""
    try:
        return dict(json.loads(path.read_bytes()))
    except (FileNotFoundError, ValueError):
        return {}


def _done(raw: Mapping[str, Any]) -> Done | None:
    if not raw:
        return None
    return Done(PartRecord(**raw["part"]) if raw["part"] else None, TableCounts(**raw["counts"]), raw["content"])


def _matches(path: Path, part: PartRecord) -> bool:
    return digests(path) == (part.sha256, part.footer_sha256)
