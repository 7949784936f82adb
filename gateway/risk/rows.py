"""A subject's rows in, one value of the subject out: the set of its values, the rarest of them, or how many.

Risk is of the subject: forty rows of one subject are one profile, however many rows others have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gateway.risk.arrays import Ints, first_places, group

Texts = npt.NDArray[np.object_]

NULL = "\x00null"  # a missing value is a value of its own: group-bys disagree about nulls
NONE = "\x00none"  # a subject without rows


@dataclass(frozen=True, eq=False)
class Values:
    """n subjects' values: codes 0…m-1 into m texts, each of which occurs."""

    codes: Ints
    texts: Texts


def encode(column: pa.ChunkedArray) -> tuple[Ints, Texts]:
    """Dense codes of a column's values and the values as text; codes follow the order of the texts."""
    if pa.types.is_floating(column.type):
        column = pc.add(column, 0.0)  # −0.0 becomes 0.0: Arrow groups them apart
    texts = pc.fill_null(column.cast(pa.string()), NULL).combine_chunks().dictionary_encode()
    values = np.array(texts.dictionary.to_pylist(), dtype=object)
    order = np.argsort(values)
    place = np.empty(len(values), dtype=np.int64)
    place[order] = np.arange(len(values))
    return place[np.asarray(texts.indices, dtype=np.int64)], values[order]


def join(columns: Sequence[tuple[Ints, Texts]]) -> tuple[Ints, Texts]:
    """Columns of equal length as one: codes of the combinations that occur."""
    (codes, texts), *rest = columns
    for more, others in rest:
        size = max(1, len(others))
        left, (codes, count) = codes, group(codes * size + more, max(1, len(texts)) * size)
        first = first_places(codes, count)
        pairs = zip(texts[left[first]], others[more[first]], strict=True)
        texts = np.array([f"{a}\x1e{b}" for a, b in pairs], dtype=object)
    return codes, texts


def one_each(subjects: Ints, codes: Ints, texts: Texts, people: int) -> Values:
    """Each subject's set of values. subjects: the subject 0…people-1 of each row."""
    who, what = distinct(subjects, codes, max(1, len(texts)))
    starts = np.searchsorted(who, np.arange(people))
    sizes = np.diff(np.append(starts, len(who)))
    found, total = np.zeros(people, dtype=np.int64), 1
    for step in range(int(sizes.max(initial=0))):
        longer = np.flatnonzero(sizes > step)
        key = found[longer] * max(1, len(texts)) + what[starts[longer] + step]
        numbers, count = group(key, int(key.max()) + 1)
        found[longer] = total + numbers  # a set differs from all sets that are shorter
        total += count
    dense, count = group(found, total)
    first = first_places(dense, count)
    labels = [_label(texts[what[starts[one] : starts[one] + sizes[one]]]) for one in first]
    return Values(dense, np.array(labels, dtype=object))


def rarest(subjects: Ints, codes: Ints, texts: Texts, people: int, held: Mapping[str, int]) -> Values:
    """Each subject's value that the fewest subjects have. held: how many have each; of equals, the first text."""
    known = np.array([held.get(text, 0) for text in texts], dtype=np.int64)
    order = np.lexsort((np.arange(len(texts)), known))
    rank = np.empty(len(texts), dtype=np.int64)
    rank[order] = np.arange(len(texts))
    least = np.full(people, len(texts))
    np.minimum.at(least, subjects, rank[codes])
    dense, count = group(least, len(texts) + 1)
    labels = np.append(texts[order], NONE)[least[first_places(dense, count)]]
    return Values(dense, labels)


def holders(subjects: Ints, codes: Ints, texts: Texts) -> dict[str, int]:
    """How many subjects have each value."""
    counts = np.bincount(distinct(subjects, codes, max(1, len(texts)))[1], minlength=len(texts))
    return dict(zip(texts.tolist(), counts.tolist(), strict=True))


def distinct(subjects: Ints, codes: Ints, size: int) -> tuple[Ints, Ints]:
    """The different pairs of a subject and a code (0…size-1), in order."""
    pairs = np.sort(subjects * size + codes)
    first = np.ones(len(pairs), dtype=bool)
    np.not_equal(pairs[1:], pairs[:-1], out=first[1:])
    who, what = np.divmod(pairs[first], size)
    return who, what


def counted(numbers: Ints, bands: Sequence[int]) -> Values:
    """Each subject's number, or the band that it lies in."""
    value = np.searchsorted(np.array(bands), numbers, side="right") if bands else numbers
    lowest = np.array([0, *bands])[value] if bands else numbers
    dense, count = group(value.astype(np.int64), int(value.max(initial=0)) + 1)
    return Values(dense, np.array([str(n) for n in lowest[first_places(dense, count)]], dtype=object))


def _label(texts: Texts) -> str:
    return "\x1f".join(texts) if len(texts) else NONE
