"""A small published release, made from its pieces."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
from crypto.people import person

from gateway.crypto.identity import Identity
from gateway.model import TableCounts
from gateway.seal import manifest
from gateway.seal.parts import PartKey
from gateway.seal.staging import Done, Staging

KEY = PartKey(b"k" * 32, "rel-1")
SAM, ANA = person("sam"), person("ana", "ml-engineer")
DOCUMENTS = {"card.html": b"<p>a card</p>", "croissant.json": b"{}"}


def rows(*values: object) -> pa.RecordBatch:
    return pa.record_batch(
        {"code": pa.array([f"CANARY{value}" for value in values]), "n": pa.array(range(len(values)))}
    )


def seal_parts(staging: Staging) -> list[Done]:
    """Two parts of patients and one of visits."""
    made = [("patients", 0, rows(1, 2)), ("patients", 1, rows(3)), ("visits", 0, rows(4, 5, 6))]
    return [staging.seal(name, n, batch, KEY, TableCounts(batch.num_rows, batch.num_rows)) for name, n, batch in made]


def release(folder: Path, signer: Identity = SAM, **changes: Any) -> Path:
    """A release folder; `changes` go into the manifest before it is signed."""
    staging = Staging(folder, "job")
    parts = [vars_of(done) for done in seal_parts(staging)]
    staging.finish()
    digests = {name: sha256(body).hexdigest() for name, body in DOCUMENTS.items()}
    body, signature = manifest.sign({"release": "rel-1", "parts": parts, "documents": digests, **changes}, signer)
    for name, content in {**DOCUMENTS, manifest.MANIFEST: body, manifest.SIGNATURE: signature}.items():
        (folder / name).write_bytes(content)
    return folder


def vars_of(done: Done) -> dict[str, Any]:
    return {name: getattr(done.part, name) for name in done.part.__slots__}
