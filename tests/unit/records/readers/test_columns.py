"""The column names of a file that nobody has described yet."""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gateway.errors import BadInput
from gateway.records.readers.columns import column_names

from ..tables import SECRET, table


def parquet(columns: dict) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("format", "body", "names"),
    [
        ("csv", 'a,"b, c"\r\n1,2\n', ["a", "b, c"]),
        ("csv", "\ufeffa,é\n", ["a", "é"]),
        ("jsonl", '{"a": 1}\n\n{"b": 2, "a": 3}\n', ["a", "b"]),
        ("parquet", parquet({"b": [1], "a": [2]}), ["b", "a"]),
    ],
)
def test_names_stand_in_source_order(tmp_path: Path, format, body: str | bytes, names: list[str]) -> None:
    assert column_names(table(tmp_path, body, format=format)) == names


@pytest.mark.parametrize(
    ("format", "body"),
    [
        ("csv", ""),
        ("csv", b"\xe9,b\n"),
        ("jsonl", "{\n"),
        ("jsonl", f'["{SECRET}", {{}}]\n'),
        ("jsonl", f'"{SECRET}"\n'),
        ("jsonl", "3\n"),
        ("parquet", "PAR1"),
    ],
)
def test_what_has_no_names_is_refused(tmp_path: Path, format, body: str | bytes) -> None:
    with pytest.raises(BadInput) as caught:
        column_names(table(tmp_path, body, format=format))
    assert SECRET not in str(caught.value)
