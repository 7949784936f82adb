"""Parquet with its own types; what is nested, damaged or empty is refused."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gateway.errors import BadInput
from gateway.records.readers import parquet

from ..tables import SECRET, refused, rows, table, values


def written(columns: dict, **settings) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, **settings)
    return sink.getvalue()


COLUMNS = {
    "a": pa.array(["x", None, ""]),
    "n": pa.array([1, None, 3]),
    "f": pa.array([1.5, None, -0.0]),
    "d": pa.array([date(2020, 2, 29), None, date(9999, 12, 31)]),
    "m": pa.array([Decimal("1.50"), None, Decimal("0.01")]),
    "c": pa.array(["u", None, "u"]).dictionary_encode(),
}


def test_reads_the_types_of_the_file_in_declared_order(tmp_path: Path) -> None:
    described = table(tmp_path, written(COLUMNS), *reversed(COLUMNS), format="parquet")
    assert values(described) == list(zip(*(column.to_pylist() for column in reversed(COLUMNS.values())), strict=True))


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_batches_make_no_difference(tmp_path: Path, monkeypatch, size: int) -> None:
    monkeypatch.setattr(parquet, "ROWS", size)
    numbers = list(range(25))
    described = table(tmp_path, written({"n": numbers}, row_group_size=7), "n", format="parquet")
    assert values(described) == [(n,) for n in numbers]


@pytest.mark.parametrize(
    ("column", "shown"),
    [([[SECRET]], "list<"), ([{"x": SECRET}], "struct<"), ([SECRET.encode()], "binary"), ([[("k", SECRET)]], "list<")],
)
def test_nested_and_binary_columns_are_refused(tmp_path: Path, column: list, shown: str) -> None:
    assert f"column 'b' has type {shown}" in refused(table(tmp_path, written({"b": column}), "b", format="parquet"))


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    body = written({"a": pa.array([], pa.string())})
    assert refused(table(tmp_path, body, "a", format="parquet")).endswith("no rows")


def test_columns_must_be_those_of_the_descriptor(tmp_path: Path) -> None:
    body = written({"a": [1], "b": [2]})
    assert "column 'b' is not in the descriptor" in refused(table(tmp_path, body, "a", format="parquet"))
    assert "column 'c' is not in the file" in refused(table(tmp_path, body, "a", "b", "c", format="parquet"))


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    column = pa.StringArray.from_buffers(
        2, pa.py_buffer(b"\0\0\0\0\6\0\0\0\7\0\0\0"), pa.py_buffer(SECRET.encode() + b"\xe9")
    )
    assert "damaged" in refused(table(tmp_path, written({"a": column}), "a", format="parquet"))


@pytest.mark.parametrize("body", [b"PAR1", b"PAR1" * 20, b"a,b\n1,2\n", written(COLUMNS)[:-5]])
def test_what_is_no_whole_parquet_file_is_refused(tmp_path: Path, body: bytes) -> None:
    assert "not a readable Parquet file" in refused(table(tmp_path, body, "a", format="parquet"))


def test_a_damaged_file_is_refused_or_read_and_never_crashes(tmp_path: Path) -> None:
    whole, random = written({"a": [f"{SECRET}{n}" for n in range(500)]}, compression="gzip"), Random(1)
    refusals = []
    for _ in range(300):
        body = bytearray(whole)
        body[random.randrange(len(body))] ^= 1 << random.randrange(8)
        try:
            rows(table(tmp_path, bytes(body), "a", format="parquet"))
        except BadInput as error:
            refusals.append(str(error))
    assert refusals
    assert not any(SECRET in refusal for refusal in refusals)
