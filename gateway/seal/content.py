"""Rows in, a keyed digest of what they say out: the same however the rows were cut into batches, on any engine."""

import hmac
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.crypto.primitives import derive


class Content:
    """HMAC-SHA256 over columns: their names and types, which values are missing, and the others."""

    def __init__(self, key: bytes) -> None:
        self._key = derive(key, "content")
        self._columns: list[_Column] | None = None
        self._head = b""

    def add(self, rows: pa.RecordBatch) -> None:
        """Take in the next rows."""
        if self._columns is None:
            self._columns = [_Column(self._key) for _ in rows.columns]
            self._head = "\0".join(f"{field.name}\0{field.type}" for field in rows.schema).encode()
        for column, values in zip(self._columns, rows.columns, strict=True):
            column.add(values)

    def hexdigest(self) -> str:
        """Of all rows so far."""
        parts: Sequence[bytes] = [column.digest() for column in self._columns or ()]
        return hmac.digest(self._key, self._head + b"".join(parts), "sha256").hex()


class _Column:
    """Presence, lengths and bytes of one column's values, each under its own HMAC."""

    def __init__(self, key: bytes) -> None:
        self._present, self._lengths, self._bytes = (hmac.new(key, digestmod="sha256") for _ in range(3))

    def add(self, values: pa.Array) -> None:
        self._present.update(np.asarray(values.is_valid()).tobytes())
        held = values.drop_null()
        if pa.types.is_boolean(held.type) or pa.types.is_integer(held.type) or pa.types.is_floating(held.type):
            self._bytes.update(np.ascontiguousarray(held.to_numpy(zero_copy_only=False)).data)
            return
        if pa.types.is_date32(held.type):
            self._bytes.update(held.cast(pa.int32()).to_numpy().tobytes())
            return
        texts = held.cast(pa.string())
        self._lengths.update(pc.binary_length(texts).to_numpy().tobytes())
        offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
        data = texts.buffers()[2]
        if data is not None and len(texts):
            self._bytes.update(memoryview(data)[offsets[0] : offsets[-1]])

    def digest(self) -> bytes:
        return self._present.digest() + self._lengths.digest() + self._bytes.digest()
