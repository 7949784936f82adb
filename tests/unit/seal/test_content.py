"""A content's digest tells what rows say, and nothing of how Arrow holds them."""

import itertools
from datetime import date

import pyarrow as pa
import pytest

from gateway.seal.content import Content

ROWS = pa.record_batch({
    "text": pa.array(["a", None, "", "bc", "déf"]), "n": pa.array([1, 2, None, 4, 5]),
    "x": pa.array([0.5, None, 1.5, 2.0, 3.0]), "yes": pa.array([True, None, False, True, True]),
    "day": pa.array([date(2020, 1, 1), None, None, date(2021, 1, 1), date(1900, 2, 3)]),
})  # fmt: skip


def digest(*batches: pa.RecordBatch, key: bytes = b"k" * 32) -> str:
    content = Content(key)
    for batch in batches:
        content.add(batch)
    return content.hexdigest()


@pytest.mark.parametrize("cuts", [(1,), (2, 3), (0, 5), (1, 2, 3, 4)])
def test_however_rows_are_cut(cuts: tuple[int, ...]) -> None:
    bounds = [0, *cuts, 5]
    slices = [ROWS.slice(a, b - a) for a, b in itertools.pairwise(bounds)]
    assert digest(*slices) == digest(ROWS)


def test_whatever_stands_behind_a_null() -> None:
    hidden = pa.Array.from_buffers(pa.int64(), 2, [pa.py_buffer(b"\x01"), pa.py_buffer(bytes([1] + [0] * 7 + [9] * 8))])
    assert digest(pa.record_batch({"n": hidden})) == digest(pa.record_batch({"n": pa.array([1, None])}))


def changed(name: str, *values: object) -> pa.RecordBatch:
    field = ROWS.schema.field(name)
    columns = {f.name: ROWS.column(f.name) for f in ROWS.schema}
    return pa.record_batch({**columns, name: pa.array(values, field.type)})


OTHERS = {
    "a character": changed("text", "a", None, "", "bc", "dèf"),
    "empty is not missing": changed("text", "a", "", "", "bc", "déf"),
    "where a text ends": changed("text", "a", None, "b", "c", "déf"),
    "a number": changed("n", 1, 2, None, 4, 6),
    "which is missing": changed("n", 1, None, 2, 4, 5),
    "a date": changed("day", date(2020, 1, 2), None, None, date(2021, 1, 1), date(1900, 2, 3)),
    "the order": ROWS.take(pa.array([1, 0, 2, 3, 4])),
    "a row fewer": ROWS.slice(0, 4),
    "a name": ROWS.rename_columns(["text", "n", "x", "no", "day"]),
    "a type": pa.record_batch({**dict(zip(ROWS.schema.names, ROWS.columns, strict=True)),
                               "n": ROWS.column("n").cast(pa.int32())}),
}  # fmt: skip


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_other_rows_have_another(other: pa.RecordBatch) -> None:
    assert digest(other) != digest(ROWS)


def test_another_key_has_another() -> None:
    assert digest(ROWS, key=b"j" * 32) != digest(ROWS)
