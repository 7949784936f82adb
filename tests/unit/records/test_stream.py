"""Parts: all rows in order, bounded, in the declared types, and the same on every run."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.model import Column, ColumnType, Table
from gateway.records import stream
from gateway.records.readers import csv
from gateway.records.stream import ARROW, parts

from .tables import table, values

T = datetime(2020, 1, 31, 10, 5)
TYPED: dict[ColumnType, dict[str, object]] = {
    "integer": {"7": 7, "-3": -3, "+5": 5, "007": 7, " 8 ": 8, "999999999999999999": 999999999999999999},
    "number": {"1": 1.0, "1.50": 1.5, "-.5": -0.5, "5.": 5.0, "+1e3": 1000.0, " 2 ": 2.0},
    "boolean": {"true": True, "False": False, "TRUE": True, "1": True, "0": False},
    "date": {"2020-02-29": date(2020, 2, 29), "9999-12-31": date(9999, 12, 31), "0001-01-01": date(1, 1, 1),
             "2020-01-31T23:59": date(2020, 1, 31), "2020-01-31 23:59:59-05:00": date(2020, 1, 31)},
    "timestamp": {"2020-01-31T10:05": T, "2020-01-31 10:05:00": T, "2020-01-31T10:05:00.000000": T,
                  "2020-01-31T10:05:00Z": T, "2020-01-31T12:05:00+02:00": T, "2020-01-31T04:35-0530": T,
                  "2020-01-31T10:05:00.000000999": T, "2020-01-31": datetime(2020, 1, 31)},
}  # fmt: skip
UNTYPED: dict[ColumnType, list[str]] = {
    "integer": ["1.0", "1e3", "0x1F", "1_000", "1,000", "x", "9999999999999999999", "٣"],
    "number": ["nan", "inf", "1,5", "1_0", "0x1p3", "--1", "1.2.3", " "],
    "boolean": ["yes", "t", "2", "on", ""],
    "date": ["2020", "2020-01", "20200131", "2020-02-30", "2019-02-29", "2020-13-01", "0000-01-01", "31/01/2020",
             "today"],
    "timestamp": ["2020", "2020-01-31T10", "2020-01-31T25:00", "2020-02-30T10:00Z", "2020-01-31T10:05+99:00", "now"],
}  # fmt: skip


def typed(type: ColumnType, *texts: str | None) -> tuple[list[object], int]:
    """What a text column of that type becomes, and how many rows were left out."""
    column = Column("c", "clinical.value", type)
    rows, quarantined = stream._typed(pa.record_batch({"c": pa.array(texts, pa.string())}), (column,))
    assert rows.column(0).type == ARROW[type]
    return rows.column(0).to_pylist(), quarantined.get(f"c: not of type {type}", 0)


@pytest.mark.parametrize("type", TYPED)
def test_a_text_of_its_type_is_read_whatever_stands_beside_it(type: ColumnType) -> None:
    for text, value in TYPED[type].items():
        assert typed(type, text) == ([value], 0)
        assert typed(type, "CANARY", text, None) == ([value, None], 1)
    assert typed(type, *TYPED[type], None) == ([*TYPED[type].values(), None], 0)


@pytest.mark.parametrize("type", UNTYPED)
def test_a_text_of_another_type_is_left_out_and_counted(type: ColumnType) -> None:
    good, value = next(iter(TYPED[type].items()))
    for text in UNTYPED[type]:
        assert typed(type, text) == ([], 1)
        assert typed(type, good, text, good) == ([value, value], 1)
    assert typed(type, good, *UNTYPED[type]) == ([value], len(UNTYPED[type]))


@given(st.sampled_from(list(TYPED)), st.data())
def test_no_value_s_fate_hangs_on_another_s(type: ColumnType, data) -> None:
    text = (
        st.sampled_from([*TYPED[type], *UNTYPED[type]])
        | st.dates().map(str)
        | st.integers().map(str)
        | st.text(max_size=5)
    )
    texts = data.draw(st.lists(text, max_size=12))
    alone = [typed(type, text) for text in texts]
    assert typed(type, *texts) == ([value for found, _ in alone for value in found], sum(count for _, count in alone))


def test_a_row_bad_in_two_columns_is_counted_once(tmp_path: Path) -> None:
    columns = (Column("n", "clinical.value", "integer"), Column("d", "date.service", "date"), Column("t", "clinical.x"))
    [part] = parts(table(tmp_path, "n,d,t\n1,2020-01-01,a\nx,y,b\n2,z,c\n,,d\n", *columns))
    assert part.rows.to_pylist() == [{"n": 1, "d": date(2020, 1, 1), "t": "a"}, {"n": None, "d": None, "t": "d"}]
    assert part.quarantined == {"n: not of type integer": 1, "d: not of type date": 1}


@pytest.mark.parametrize(
    ("type", "column", "read", "left_out"),
    [
        ("text", pa.array([1, 2]), [1, 2], 0),
        ("text", pa.array(["a", "b"]).dictionary_encode(), ["a", "b"], 0),
        ("text", pa.array([timedelta(1)]), ["86400000000"], 0),
        ("integer", pa.array([1.0, 1.5, None]), [1, None], 1),
        ("number", pa.array([1, None]), [1.0, None], 0),
        ("date", pa.array([T, None]), [date(2020, 1, 31), None], 0),
        ("date", pa.array([True]), [], 1),
        ("timestamp", pa.array([date(2020, 1, 31)]), [datetime(2020, 1, 31)], 0),
        ("timestamp", pa.array([1.5]), [], 1),
        ("boolean", pa.array(["true", "maybe"]), [True], 1),
    ],
)
def test_types_of_parquet_are_kept_or_cast(tmp_path: Path, type: ColumnType, column, read: list, left_out: int) -> None:
    pq.write_table(pa.table({"c": column}), tmp_path / "t.parquet")
    [part] = parts(Table("t", tmp_path / "t.parquet", "parquet", (Column("c", "clinical.x", type),)))
    assert part.rows.column(0).to_pylist() == read
    assert sum(part.quarantined.values()) == left_out


BODY = "a,b\n" + "".join(f"{n},{'x' * (n % 37)}\n" for n in range(400))


@pytest.mark.parametrize("block", [64, 100, 1 << 20])
@pytest.mark.parametrize("size", [1, 500, 1 << 20])
def test_parts_in_a_row_are_the_source(tmp_path: Path, monkeypatch, block: int, size: int) -> None:
    monkeypatch.setattr(csv, "BLOCK", block)
    monkeypatch.setattr(stream, "PART_BYTES", size)
    described = table(tmp_path, BODY, "a", "b")
    cut = list(parts(described))
    assert [tuple(row.values()) for part in cut for row in part.rows.to_pylist()] == values(described)
    assert [part.index for part in cut] == list(range(len(cut)))
    assert [part.first_row for part in cut] == [int(part.rows.column(0)[0].as_py()) for part in cut]
    assert all(part.rows.nbytes <= size + 10 * block for part in cut)
    assert [part.rows for part in parts(described)] == [part.rows for part in cut]


def test_left_out_rows_do_not_move_the_next_part(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(csv, "BLOCK", 64)
    monkeypatch.setattr(stream, "PART_BYTES", 1)
    body = "n,i\n" + "".join(f"{'x' if i % 3 else i},{i}\n" for i in range(100))
    cut = list(parts(table(tmp_path, body, Column("n", "clinical.value", "integer"), "i")))
    assert len(cut) > 3
    sizes = [part.rows.num_rows + sum(part.quarantined.values()) for part in cut]
    assert [part.first_row for part in cut] == [sum(sizes[:n]) for n in range(len(cut))]
    assert sum(sizes) == 100
    for part, size in zip(cut, sizes, strict=True):
        assert all(part.first_row <= int(i) < part.first_row + size for i in part.rows.column("i").to_pylist())


def test_only_the_columns_that_are_asked_for(tmp_path: Path) -> None:
    described = table(tmp_path, "a,n,b\n1,x,2\n", "a", Column("n", "clinical.value", "integer"), "b")
    [part] = parts(described, ("b", "a"))
    assert part.rows.to_pylist() == [{"a": "1", "b": "2"}]
    assert part.quarantined == {}
