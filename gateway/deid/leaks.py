"""Known identifiers in, the places in released text where they still stand out: an independent last look.

It knows nothing of recognisers or rules: it compares word sequences with the values of the subject table.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gateway.model import Dataset
from gateway.records.stream import parts

_WORD = re.compile(r"\w+")
_LONGEST = 6  # words
_SHORTEST = 6  # characters; a shorter value meets too much by chance
SCANNED = ("contact.phone", "contact.fax", "contact.email", "geo.street")

Hashes = npt.NDArray[np.int64]


class KnownIdentifiers:
    """Word sequences of identifiers, kept as 64-bit hashes: 16 bytes an identifier."""

    def __init__(self, values: Iterable[str]) -> None:
        sequences = {words for value in values for words in _sequences(value)}
        self._first = _sorted_hashes(words[0] for words in sequences)
        self._whole = _sorted_hashes(sequences)
        self._lengths = sorted({len(words) for words in sequences})

    def occurrences(self, text: str) -> int:
        """How many known identifiers stand in `text`."""
        words = _WORD.findall(text.casefold())
        starts = np.flatnonzero(_member(self._first, _hashes(words))) if words else ()
        candidates = [tuple(words[at : at + n]) for at in starts for n in self._lengths if at + n <= len(words)]
        return int(_member(self._whole, _hashes(candidates)).sum()) if candidates else 0


def load(dataset: Dataset, kept: Mapping[str, str]) -> KnownIdentifiers:
    """The numbers, contacts and streets of every subject, but for the columns in `kept` that the policy keeps."""
    table = dataset.table(dataset.subject_table)
    columns = tuple(c.name for c in table.columns
                    if (c.kind.startswith("id.") or c.kind in SCANNED) and c.name not in kept)
    return KnownIdentifiers(_values(dataset, columns))


def _values(dataset: Dataset, columns: tuple[str, ...]) -> Iterator[str]:
    if not columns:
        return
    for part in parts(dataset.table(dataset.subject_table), columns):
        for column in part.rows.columns:
            yield from column.cast(pa.string()).unique().drop_null().to_pylist()


def _sequences(value: str) -> Iterator[tuple[str, ...]]:
    """The value as it is written, and its digits run together where it is a number."""
    words = tuple(_WORD.findall(value.casefold()))
    joined = "".join(words)
    if len(joined) < _SHORTEST or not any(char.isdigit() for char in joined):
        return
    if len(words) <= _LONGEST:
        yield words
    if joined.isdigit():
        yield (joined,)


def _hashes(items: Iterable[object]) -> Hashes:
    return np.fromiter((hash(item) for item in items), dtype=np.int64)


def _sorted_hashes(items: Iterable[object]) -> Hashes:
    return np.unique(_hashes(items))


def _member(known: Hashes, asked: Hashes) -> npt.NDArray[np.bool_]:
    if not len(known):
        return np.zeros(len(asked), dtype=bool)
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.asarray(known[at] == asked)
