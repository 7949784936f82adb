"""A small published release, made from its pieces."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
from crypto.people import person

from gateway.crypto.identity import Identity
from gateway.model import PlannedPart, TableCounts
from gateway.seal import manifest
from gateway.seal.parts import PartKey
from gateway.seal.staging import Done, Staging
from gateway.seal.task import seal_attempt

JOB = {"plan": "a"}
KEY = PartKey(b"k" * 32, "rel-1")
SAM, ANA = person("sam"), person("ana", "ml-engineer")
DOCUMENTS = {"card.html": b"<p>a card</p>", "croissant.json": b"{}"}


def rows(*values: object) -> pa.RecordBatch:
    return pa.record_batch(
        {"code": pa.array([f"CANARY{value}" for value in values]), "n": pa.array(range(len(values)))}
    )


@dataclass(frozen=True)
class Cleaned:
    """What a test cleaned."""

    rows: pa.RecordBatch
    read: int
    left_out: Mapping[str, int]
    tally: TableCounts
    groups: Mapping[str, int]
    sensitive: Mapping[str, int]


def planned(table: str, index: int, rows: int) -> PlannedPart:
    return PlannedPart(table, index, 0, 0, 0, rows)


def attempt(staging: Staging, part: PlannedPart, batch: pa.RecordBatch, counts: TableCounts, number: str = "1") -> Path:
    cleaned = Cleaned(batch, counts.read, counts.left_out, counts, counts.groups, counts.sensitive)
    seal_attempt(staging, part, number, [cleaned], KEY)
    return staging.attempt(part, number)


def seal_part(staging: Staging, table: str, index: int, batch: pa.RecordBatch, counts: TableCounts | None = None
              ) -> Done:  # fmt: skip
    counts = counts or TableCounts(batch.num_rows, batch.num_rows)
    part = planned(table, index, counts.read)
    return staging.commit(part, attempt(staging, part, batch, counts))


PARTS = (planned("patients", 0, 2), planned("patients", 1, 1), planned("visits", 0, 3))


def seal_parts(staging: Staging) -> list[Done]:
    """Two parts of patients and one of visits."""
    staging.begin(PARTS)
    made = zip(PARTS, (rows(1, 2), rows(3), rows(4, 5, 6)), strict=True)
    return [seal_part(staging, part.table, part.index, batch) for part, batch in made]


def release(folder: Path, signer: Identity = SAM, **changes: Any) -> Path:
    """A release folder; `changes` go into the manifest before it is signed."""
    staging = Staging(folder, JOB)
    parts = [vars_of(done) for done in seal_parts(staging)]
    staging.finish()
    digests = {name: sha256(body).hexdigest() for name, body in DOCUMENTS.items()}
    body, signature = manifest.sign({"release": "rel-1", "parts": parts, "documents": digests, **changes}, signer)
    for name, content in {**DOCUMENTS, manifest.MANIFEST: body, manifest.SIGNATURE: signature}.items():
        (folder / name).write_bytes(content)
    return folder


def vars_of(done: Done) -> dict[str, Any]:
    return {name: getattr(done.part, name) for name in done.part.__slots__}
