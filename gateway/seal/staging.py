"""The folder where a release grows. A killed export resumes there at the first missing part, or starts anew.

Each part has a record beside it, written after the part itself; a part without a record does not exist. The
job's digest covers plan, inputs and consents: where it changed, nothing of the old work is used.
"""

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from gateway.errors import IntegrityError
from gateway.model import PartRecord, TableCounts
from gateway.seal.parts import PartKey, digests, write, write_durably

JOB, RECORDS = "job", "records"


@dataclass(frozen=True, slots=True)
class Done:
    """A part that is sealed, and what was counted while it was made."""

    part: PartRecord
    counts: TableCounts


class Staging:
    """The staging folder of one job."""

    def __init__(self, folder: Path, job: str) -> None:
        self.folder = folder
        self.resumed = (folder / JOB).is_file() and (folder / JOB).read_text() == job
        if not self.resumed:
            self.destroy()
            (folder / RECORDS).mkdir(parents=True)
            write_durably(folder / JOB, job.encode())

    def done(self, table: str, index: int) -> Done | None:
        """The part, if it was sealed before and still has its bytes."""
        record = self._record(table, index)
        if not record.is_file():
            return None
        raw = json.loads(record.read_bytes())
        done = Done(PartRecord(**raw["part"]), TableCounts(**raw["counts"]))
        with suppress(FileNotFoundError, IntegrityError):
            if digests(self.folder / done.part.path) == (done.part.sha256, done.part.footer_sha256):
                return done
        return None

    def seal(self, table: str, index: int, rows: pa.RecordBatch, key: PartKey, counts: TableCounts) -> Done:
        """Encrypt `rows` into the next part and record it."""
        relative = f"data/{table}/part-{index:05d}.parquet"
        path = self.folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, rows, key)
        whole, footer = digests(path)
        part = PartRecord(relative, table, "data", rows.num_rows, path.stat().st_size, whole, footer)
        done = Done(part, counts)
        write_durably(self._record(table, index), json.dumps(asdict(done)).encode())
        return done

    def finish(self) -> None:
        """Remove what only the work needed; what stays is the release."""
        shutil.rmtree(self.folder / RECORDS)
        (self.folder / JOB).unlink()

    def destroy(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _record(self, table: str, index: int) -> Path:
        return self.folder / RECORDS / f"{table}-{index:05d}.json"


def job_digest(parts: Mapping[str, str]) -> str:
    """SHA-256 over everything that decides a release's rows."""
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
