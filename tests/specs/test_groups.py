"""Group counts agree on every engine, also about what engines like to disagree on: nulls, -0.0, large numbers."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gateway.engine.keys import NULL
from gateway.model import Column, Table

COLUMNS = (Column("zip", "geo.zip"), Column("age", "age", "integer"), Column("dose", "clinical.dose", "number"),
           Column("born", "date.birth", "date"))  # fmt: skip

CSV = """zip,age,dose,born
03101,7,0.0,2020-02-29
03101,7,-0.0,2020-02-29
,7,,
,7,,
NULL,,1e300,
"0,1",,1e300,
03101,x,0.0,2020-02-29
"""
COUNTED = [
    (NULL, "7", NULL, NULL, 2),
    ("0,1", NULL, "1e+300", NULL, 1),
    ("03101", "7", "0", "2020-02-29", 2),
    ("NULL", NULL, "1e+300", NULL, 1),
]


def rows(counted: pa.Table) -> list[tuple]:
    return [tuple(row.values()) for row in counted.to_pylist()]


def test_groups_of_text(engine, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(CSV)
    counted = engine.group_counts(Table("t", tmp_path / "t.csv", "csv", COLUMNS), ["zip", "age", "dose", "born"])
    assert counted.column_names == ["zip", "age", "dose", "born", "count"]
    assert rows(counted) == COUNTED


def test_groups_of_several_parts(engine, tmp_path: Path, monkeypatch) -> None:
    values = pa.table({"zip": [f"0{n % 7}" if n % 5 else None for n in range(1000)], "age": range(1000)})
    pq.write_table(values, tmp_path / "t.parquet", row_group_size=100)
    monkeypatch.setattr("gateway.records.split.SOURCE_BYTES", 1)
    counted = engine.group_counts(Table("t", tmp_path / "t.parquet", "parquet", COLUMNS[:2]), ["zip"])
    found = dict(rows(counted))
    assert found[NULL] == 200
    assert sum(found.values()) == 1000
    assert list(found) == sorted(found)


def test_a_part_that_cannot_be_counted_is_no_zero(engine, tmp_path: Path) -> None:
    from gateway.errors import BadInput

    (tmp_path / "t.csv").write_text("zip\n1\n2,3\n")
    with pytest.raises(BadInput, match="row 2 has 2 fields"):
        engine.group_counts(Table("t", tmp_path / "t.csv", "csv", COLUMNS[:1]), ["zip"])
