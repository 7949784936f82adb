"""Planned parts, read one by one, are the table: every row once, in order, and as many as planned."""

import contextlib
import csv as writer
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import BadInput
from gateway.model import Column, Table
from gateway.records.readers import READERS, csv
from gateway.records.split import split
from gateway.records.stream import parts

from .readers.test_csv import READ
from .readers.test_jsonl import READ as LINES
from .tables import SECRET, table, values


def by_part(described: Table, size: int) -> list[tuple]:
    """Every row, part by part; each part holds the rows that were planned."""
    rows, end = [], None
    names = [column.name for column in described.columns]
    for index, part in enumerate(split(described, size)):
        assert (part.table, part.index, part.first_row) == (described.name, index, len(rows))
        assert end is None or part.start == end
        end = part.end
        found = [row for batch in READERS[described.format](described, part) for row in batch.to_pylist()]
        assert len(found) == part.rows > 0
        rows += [tuple(row[name] for name in names) for row in found]
    return rows


@pytest.mark.parametrize("size", [1, 5, 1 << 20])
@pytest.mark.parametrize("body", [body for body, _ in READ.values()], ids=READ)
def test_csv(tmp_path: Path, body: str, size: int) -> None:
    described = table(tmp_path, body, "a", "b")
    assert by_part(described, size) == values(described)


@pytest.mark.parametrize("size", [1, 5, 1 << 20])
@pytest.mark.parametrize("body", [body for body, _ in LINES.values()], ids=LINES)
def test_json_lines(tmp_path: Path, body: str, size: int) -> None:
    described = table(tmp_path, body, "a", "b", format="jsonl")
    assert by_part(described, size) == values(described)


CSV = st.text(st.sampled_from('ab",\n\r; é"\n'), max_size=40)


@settings(max_examples=500)
@given(CSV, st.integers(1, 12), st.integers(8, 40), st.booleans())
def test_any_bytes_that_arrow_reads_as_csv(tmp_path_factory, body: str, size: int, block: int, mark: bool) -> None:
    """What is no CSV at all need not be split, but it is never split into other rows."""
    described = table(tmp_path_factory.mktemp("csv"), "\ufeff" * mark + "a,b\n" + body, "a", "b")
    try:
        whole = values(described)
    except BadInput:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv, "BLOCK", block)
        found = None
        with contextlib.suppress(BadInput):  # a record that is longer than a block
            found = by_part(described, size)
        assert found in (None, whole)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=30), st.sampled_from(["\n", "\r\n"]),
       st.integers(1, 200))  # fmt: skip
def test_what_is_written_is_read_part_by_part(tmp_path_factory, pairs: list, newline: str, size: int) -> None:
    text = io.StringIO()
    writer.writer(text, quoting=writer.QUOTE_ALL, lineterminator=newline).writerows([("a", "b"), *pairs])
    described = table(tmp_path_factory.mktemp("csv"), text.getvalue(), "a", "b")
    assert by_part(described, size) == values(described)


@pytest.mark.parametrize("encoding", ["windows-1252", "latin-1", "utf-16", "shift_jis"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    body = "a,b\r\n" + 'x,"y\nz"\r\n' * 40
    described = table(tmp_path, body.encode(encoding), "a", "b", encoding=encoding)
    assert by_part(described, 30) == [("x", "y\nz")] * 40
    assert (len(split(described, 30)) > 1) == (encoding in ("windows-1252", "latin-1"))


def test_one_column_with_blank_lines(tmp_path: Path) -> None:
    described = table(tmp_path, "a\n1\n\n3\n\n", "a")
    assert by_part(described, 1) == values(described) == [("1",), (None,), ("3",), (None,)]


@pytest.mark.parametrize("row", [1, 15, 400])
def test_a_ragged_row_is_numbered_in_the_file(tmp_path: Path, row: int) -> None:
    described = table(tmp_path, "a,b\n" + '1,"x\ny"\n' * (row - 1) + f"{SECRET}\n" + "5,6\n" * 50, "a", "b")
    with pytest.raises(BadInput, match=rf"row {row} has 1 fields"):
        by_part(described, 40)


@pytest.mark.parametrize("body", ['a,b\n1,2\n3,"' + "x\n" * 60, 'a,b\n1,2\n3,"x\n'])
def test_an_unclosed_quote(tmp_path: Path, monkeypatch, body: str) -> None:
    monkeypatch.setattr(csv, "BLOCK", 64)
    described = table(tmp_path, body, "a", "b")
    with pytest.raises(BadInput, match=r"unclosed quote|is longer than"):
        by_part(described, 10)


def test_a_line_is_numbered_in_the_file(tmp_path: Path) -> None:
    described = table(tmp_path, '{"a": 1}\n\n' * 30 + "{\n" + '{"a": 1}\n' * 9, "a", format="jsonl")
    with pytest.raises(BadInput, match=":61: not JSON"):
        by_part(described, 50)


def test_a_column_that_no_line_has(tmp_path: Path) -> None:
    described = table(tmp_path, '{"a": "b"}\n' * 9, "a", "b", format="jsonl")
    with pytest.raises(BadInput, match="column 'b' is not in the file"):
        split(described)
    escaped = table(tmp_path, '{"a": 1}\n{"\\u0062": 1}\n', "a", "b", format="jsonl")
    assert by_part(escaped, 1) == [("1", None), (None, "1")]


def test_resources(tmp_path: Path) -> None:
    patients = [{"id": str(n), "name": [{"family": f"F{n}"}], **({"birthDate": "1970-01-01"} if n == 9 else {})}
                for n in range(10)]  # fmt: skip
    body = "".join(json.dumps(patient) + "\n" for patient in patients)
    described = table(tmp_path, body, "id", "name[0].family", "birthDate", format="fhir")
    assert by_part(described, 100) == values(described)
    assert len(split(described, 100)) > 2
    with pytest.raises(BadInput, match=r"no resource has 'name\[0\]\.given'"):
        split(table(tmp_path, body, "id", "name[0].given", format="fhir"))


@pytest.mark.parametrize(("size", "cut"), [(1, 10), (1 << 20, 1)])
def test_row_groups(tmp_path: Path, size: int, cut: int) -> None:
    rows = pa.table({"a": range(1000), "b": [f"x{n}" for n in range(1000)]})
    pq.write_table(rows, tmp_path / "t.parquet", row_group_size=100)
    described = Table("t", tmp_path / "t.parquet", "parquet", (Column("b", "id.other"), Column("a", "id.other")))
    assert by_part(described, size) == list(zip(rows["b"].to_pylist(), rows["a"].to_pylist(), strict=True))
    assert len(split(described, size)) == cut


def test_runs_of_a_part_begin_where_it_does(tmp_path: Path) -> None:
    described = table(tmp_path, "a\n" + "".join(f"{n}\n" for n in range(100)), "a")
    for planned in split(described, 50):
        runs = list(parts(described, planned=planned))
        assert runs[0].first_row == planned.first_row == int(runs[0].rows.column(0)[0].as_py())
