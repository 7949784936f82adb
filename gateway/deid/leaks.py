"""Known identifiers in, the places in released text where they still stand out: an independent last look.

It knows nothing of recognisers or rules: it compares word sequences with the values of the subject table.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pandas.util import hash_array

from gateway.model import Dataset
from gateway.records.stream import parts

_WORD = re.compile(r"\w+")
_LONGEST = 6  # words
_SHORTEST = 6  # characters; a shorter value meets too much by chance
SCANNED = ("contact.phone", "contact.fax", "contact.email", "geo.street")

_WORDS_AT_ONCE = 200_000
_AT_ONCE = 20_000  # sequences
_PRIME = 0x100000001B3  # odd, so that no bit of a word's hash is lost

Hashes = npt.NDArray[np.uint64]


class KnownIdentifiers:
    """Word sequences of identifiers, kept as 64-bit hashes: some 20 bytes an identifier."""

    def __init__(self, values: Iterable[str]) -> None:
        self._lengths: set[int] = set()
        self._hashes = np.unique(np.fromiter(self._hashed(values), dtype=np.uint64))
        bits = (8 * len(self._hashes)).bit_length()
        self._mask = np.uint64((1 << bits) - 1)
        self._ends = np.zeros(1 << bits, dtype=bool)  # the low bits that occur: they rule out most sequences at once
        self._ends[self._hashes & self._mask] = True

    def occurrences(self, *texts: str) -> int:
        """How many known identifiers stand in `texts`."""
        return sum(map(self._count, _words(texts)))

    def _hashed(self, values: Iterable[str]) -> Iterator[int]:
        sequences = (words for value in values for words in _sequences(value))
        while run := list(islice(sequences, _AT_ONCE)):
            hashes = iter(_of_words([word for words in run for word in words]).tolist())
            for words in run:
                self._lengths.add(len(words))
                yield _joined(islice(hashes, len(words)))

    def _count(self, words: list[str]) -> int:
        hashes = _of_words(words)
        sequences, found = np.zeros(len(words) + 1, dtype=np.uint64), 0
        for length in range(1, min(len(words), max(self._lengths, default=0)) + 1):
            sequences = sequences[:-1] * np.uint64(_PRIME) + hashes[length - 1 :]  # as `_hash`, from every word on
            if length in self._lengths:
                found += self._known(sequences)
        return found

    def _known(self, hashes: Hashes) -> int:
        asked = hashes[self._ends[hashes & self._mask]]
        at = np.minimum(np.searchsorted(self._hashes, asked), len(self._hashes) - 1)
        return int((self._hashes[at] == asked).sum())


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
    """The value's first words as they are written, and its digits run together where it is a number."""
    words = tuple(_split(value))
    joined = "".join(words)
    if len(joined) < _SHORTEST or not (any(map(str.isdigit, joined)) or "@" in value):
        return
    yield words[:_LONGEST]
    if joined.isdigit():
        yield (joined,)


def _split(text: str) -> list[str]:
    return _WORD.findall(normalize("NFKC", text).casefold())


def _words(texts: Iterable[str]) -> Iterator[list[str]]:
    """The words of whole texts, some at a time; behind each text a mark that no identifier holds."""
    words: list[str] = []
    for text in texts:
        words += _split(text)
        words.append("\n")
        if len(words) > _WORDS_AT_ONCE:
            yield words
            words = []
    yield words


def _of_words(words: list[str]) -> Hashes:
    """64 bits of each word, the same in every process."""
    return hash_array(np.array(words, dtype=object), categorize=False) if words else np.zeros(0, dtype=np.uint64)


def _joined(hashes: Iterable[int]) -> int:
    """64 bits of a sequence, in arithmetic that NumPy does for all sequences of a text at once."""
    value = 0
    for one in hashes:
        value = (value * _PRIME + one) & 0xFFFFFFFFFFFFFFFF
    return value
