"""A described table's coded columns in, the sensitive categories of its rows and of its subjects out."""

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.model import Column, Dataset, Table
from gateway.records.sensitive import Bits, bits, system_of
from gateway.records.stream import parts


def coded(table: Table) -> tuple[Column, ...]:
    """The columns that hold codes: of a kind `clinical.code`, or with a code system."""
    return tuple(c for c in table.columns if f"{c.kind}.".startswith("clinical.code.") or c.system or c.system_in)


def needed(table: Table) -> tuple[str, ...]:
    """What of a table is read to tell its rows' categories: coded columns, and those that name their systems."""
    wanted = {name for column in coded(table) for name in (column.name, column.system_in) if name}
    return tuple(column.name for column in table.columns if column.name in wanted)


def of_rows(rows: pa.RecordBatch, table: Table) -> Bits:
    """The categories that each row carries."""
    found = np.zeros(rows.num_rows, dtype=np.uint8)
    for column in coded(table):
        codes = rows.column(column.name).cast(pa.string())
        if column.system_in:
            systems = rows.column(column.system_in).cast(pa.string())
            pairs = pc.binary_join_element_wise(pc.fill_null(systems, ""), pc.fill_null(codes, ""), "\0")
            found |= _each(pairs, _of_pair)
        else:
            found |= _each(codes, partial(bits, system=column.system))
    return found


def held(dataset: Dataset, subjects: pa.StringArray, tables: Iterable[Table] | None = None) -> Bits:
    """The categories that any row of each subject carries, in all tables of the dataset or in some."""
    found = np.zeros(len(subjects), dtype=np.uint8)
    for table in dataset.tables if tables is None else tables:
        if not table.subject or not coded(table):
            continue
        for part in parts(table, tuple({table.subject, *needed(table)})):
            place = pc.index_in(part.rows.column(table.subject).cast(pa.string()), value_set=subjects)
            known = np.asarray(place.is_valid())
            where = place.fill_null(0).to_numpy()[known]
            np.bitwise_or.at(found, where, of_rows(part.rows, table)[known])
    return found


def _each(texts: pa.Array, tell: Callable[[str], int]) -> Bits:
    """Ask once for each distinct text."""
    coded_ = texts.dictionary_encode()
    told: Bits = np.array([*(tell(text) if text else 0 for text in coded_.dictionary.to_pylist()), 0], dtype=np.uint8)
    places = coded_.indices.fill_null(len(told) - 1).to_numpy().astype(np.int64)
    found: Bits = told[places]
    return found


def _of_pair(pair: str) -> int:
    """Systems and codes side by side; where they do not pair, each code may be of each system."""
    systems, codes = (text.split() for text in pair.split("\0", 1))
    if len(systems) == len(codes):
        return _any(bits(code, system_of(system)) for system, code in zip(systems, codes, strict=True))
    return _any(bits(code, "") for code in codes)


def _any(found: Iterable[int]) -> int:
    told = 0
    for one in found:
        told |= one
    return told
