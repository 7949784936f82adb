"""One sealed part: Parquet under uniform AES-256-GCM Modular Encryption, written as its rows come.

The direct key API only: the KMS path reads plaintext files without complaint, column keys leave unlisted
columns in the clear, and AES_GCM_CTR_V1 does not authenticate.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest, sha256
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

from gateway import storage
from gateway.crypto.primitives import derive
from gateway.errors import IntegrityError
from gateway.model import Location

MAGIC = b"PARE"  # a Parquet file with an encrypted footer begins and ends with it
ROW_GROUP = 65_536  # rows
_TAIL = 8  # bytes: footer length and magic


@dataclass(frozen=True, slots=True)
class PartKey:
    """The data key of one tier of one release, and the external AAD prefix that binds parts to the release."""

    key: bytes
    release: str

    @property
    def aad_prefix(self) -> bytes:
        return f"gw/{self.release}".encode()

    def tier(self, name: str) -> "PartKey":
        """The key of another tier, which the data key gives and which does not give the data key."""
        return self if name == "data" else PartKey(derive(self.key, f"tier/{name}"), f"{self.release}/{name}")


def write(path: Path, batches: Iterable[pa.RecordBatch], key: PartKey) -> None:
    """Write `batches`, one at least, to `path` as they come, and fsync. Raises OSError (disk full)."""
    properties = pe.create_encryption_properties(key.key, aad_prefix=key.aad_prefix, store_aad_prefix=False)
    iterator = iter(batches)
    first = next(iterator)
    with path.open("wb") as handle:
        with pq.ParquetWriter(handle, first.schema, compression="zstd", encryption_properties=properties) as writer:
            for rows in chain([first], iterator):
                writer.write_table(pa.Table.from_batches([rows]), row_group_size=ROW_GROUP)
        handle.flush()
        os.fsync(handle.fileno())
    sync_folder(path.parent)


def open_part(path: Location, key: PartKey) -> pq.ParquetFile:
    """Open an encrypted part. Raises IntegrityError where the key, the footer or the release does not fit."""
    properties = pe.create_decryption_properties(key.key, aad_prefix=key.aad_prefix)
    try:
        return pq.ParquetFile(storage.open_native(path), decryption_properties=properties, pre_buffer=False)
    except (OSError, ValueError, pa.ArrowException) as error:
        storage.reraise(path, error)
        hint = "the part was changed, or belongs to another release"
        raise IntegrityError(f"{path.name}: cannot be decrypted", hint=hint) from None


def read_batches(path: Location, key: PartKey, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """Decrypt a part, batch by batch. Raises IntegrityError where GCM refuses."""
    file = open_part(path, key)
    try:
        yield from file.iter_batches(batch_size=ROW_GROUP, columns=columns)
    except (OSError, ValueError, pa.ArrowException) as error:
        storage.reraise(path, error)
        raise IntegrityError(f"{path.name}: cannot be decrypted", hint="the part was changed") from None


def digests(path: Location) -> tuple[str, str]:
    """SHA-256 (hex) of the file and of its encrypted footer. Raises IntegrityError for anything not sealed."""
    size = storage.size(path)
    with storage.open_bytes(path) as handle:
        whole = file_digest(handle, "sha256").hexdigest()
        handle.seek(0)
        head = handle.read(4)
        handle.seek(max(0, size - _TAIL))
        tail = handle.read()
        length = int.from_bytes(tail[:4], "little")
        if head != MAGIC or tail[4:] != MAGIC or length > size - _TAIL:
            where = "/".join(str(path).split("/")[-3:])
            raise IntegrityError(f"{where}: not a sealed part", hint="it was truncated or replaced")
        handle.seek(size - _TAIL - length)
        return whole, sha256(handle.read()).hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, body: bytes) -> None:
    """Write a small file whole or not at all."""
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as handle:
        handle.write(body)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.rename(path)
    sync_folder(path.parent)
