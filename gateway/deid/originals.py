"""A dataset's names, numbers, contacts and places in; whether an invented value is one of them out.

They are kept as 64-bit hashes: some 100 bytes a patient. A false yes, which one invented value in 10¹² may meet, only
makes another one be invented.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gateway.model import Column, Dataset, Table
from gateway.records.stream import parts

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PLACES = frozenset({"geo.street", "geo.city", "geo.county", "geo.zip", "geo.place"})
_NUMBERED = frozenset({"id", "contact"})
_NAMED = frozenset({"name", "org"})

Hashes = npt.NDArray[np.int64]


class Originals:
    """Values that no invented one may equal, whatever their case, accents and punctuation."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._hashes = _hashed(values)

    def __contains__(self, value: object) -> bool:
        wanted = _hash(key(str(value)))
        at = int(np.searchsorted(self._hashes, wanted))
        return at < len(self._hashes) and int(self._hashes[at]) == wanted

    def add(self, values: Iterable[str]) -> None:
        """Take in more values."""
        self._hashes = np.union1d(self._hashes, _hashed(values))


def load(dataset: Dataset) -> Originals:
    """The identifying values of the subject table; of other tables the names of persons and organisations."""
    found = Originals()
    for table in dataset.tables:
        kinds = {c.name: c.kind for c in table.columns if _is_original(c, table, dataset)}
        for part in parts(table, tuple(kinds)) if kinds else ():
            for name, kind in kinds.items():
                found.add(_values(part.rows.column(name), kind))
    return found


def _is_original(column: Column, table: Table, dataset: Dataset) -> bool:
    family = column.kind.partition(".")[0]
    own = family in _NUMBERED or column.kind in _PLACES
    return family in _NAMED or (own and table.name == dataset.subject_table)


def _values(column: pa.Array, kind: str) -> Iterator[str]:
    """Each value, and each word of a name."""
    for value in column.cast(pa.string()).unique().drop_null().to_pylist():
        yield value
        if kind.startswith("name"):
            yield from _WORD.findall(value)


def _hashed(values: Iterable[str]) -> Hashes:
    keys = filter(None, map(key, values))
    return np.unique(np.fromiter(map(_hash, keys), dtype=np.int64))


def _hash(value: str) -> int:
    """The same in every process, as `hash` is not."""
    return int.from_bytes(blake2b(value.encode(), digest_size=8).digest(), signed=True)


def key(value: str) -> str:
    """What two ways to write one value share: its letters and digits, without case and accents."""
    return "".join(filter(str.isalnum, normalize("NFKD", value).casefold()))
