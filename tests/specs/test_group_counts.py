"""Rows by their values: the same groups on every engine, above all where engines of others disagree."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gateway.engine.keys import NULL
from gateway.errors import BadInput
from gateway.model import Column, Format, Table
from gateway.records import split

COLUMNS = (Column("x", "id.other", "number"), Column("X", "id.other"), Column("a.b c", "id.other"))
CELLS = [
    (0.0, "é", "1"),
    (-0.0, "é", "1"),  # the same group
    (0.0, "e\u0301", "1"),  # decomposed: another text, another group
    (1e300, None, "1"),
    (None, None, None),
    (None, "null", None),  # a text that looks like none
    (0.1, "\U0001f9ec", " 1"),
    (0.1, "é", "1"),
    (0.1, "E", "1"),
    (0.1, "e", "1"),
] * 30


def table(folder: Path, body: str, *columns: Column, format: Format) -> Table:
    source = folder / f"t.{format}"
    source.write_text(body)
    return Table("t", source, format, columns)


@pytest.fixture
def described(tmp_path, monkeypatch):
    """A table of many parts."""
    monkeypatch.setattr(split, "SOURCE_BYTES", 2_000)
    lines = [json.dumps({c.name: v for c, v in zip(COLUMNS, row, strict=True)}) for row in CELLS]
    found = table(tmp_path, "\n".join(lines), *COLUMNS, format="jsonl")
    assert len(split.split(found)) > 5
    return found


def groups(counted, *names: str) -> dict:
    return {tuple(row[name] for name in names): row["count"] for row in counted.to_pylist()}


def test_groups_are_texts_with_a_token_for_what_is_missing(engine, described):
    counted = engine.group_counts(described, ["x", "X"])
    assert groups(counted, "x", "X") == {
        ("0", "é"): 60, ("0", "e\u0301"): 30, ("1e+300", NULL): 30, (NULL, NULL): 30, (NULL, "null"): 30,
        ("0.1", "\U0001f9ec"): 30, ("0.1", "é"): 30, ("0.1", "E"): 30, ("0.1", "e"): 30,
    }  # fmt: skip
    assert counted.schema.names == ["x", "X", "count"]
    assert str(counted.schema.field("count").type) == "int64"


def test_names_that_other_engines_would_take_apart(engine, described):
    assert groups(engine.group_counts(described, ["a.b c"]), "a.b c") == {("1",): 210, (NULL,): 60, (" 1",): 30}


def test_the_order_is_that_of_the_keys(engine, described):
    rows = [tuple(row.values())[:-1] for row in engine.group_counts(described, ["X", "x"]).to_pylist()]
    assert rows == sorted(rows)


def test_not_a_number_is_one_group(engine, tmp_path):
    found = table(tmp_path, "", Column("x", "id.other", "number"), format="parquet")
    pq.write_table(pa.table({"x": [float("nan"), float("nan"), -0.0, None, 0.0]}), found.source)
    assert groups(engine.group_counts(found, ["x"]), "x") == {("nan",): 2, ("0",): 2, (NULL,): 1}


def test_a_source_that_cannot_be_read_is_refused_in_the_reader_s_words(engine, tmp_path):
    found = table(tmp_path, "a,b\n1,2\n3,CANARY,5\n", Column("a", "id.other"), Column("b", "id.other"), format="csv")
    with pytest.raises(BadInput) as caught:
        engine.group_counts(found, ["a"])
    assert "row 2 has 3 fields" in str(caught.value)
    assert "CANARY" not in str(caught.value)
