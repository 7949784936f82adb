"""Every subject once; the rows of those that are missing or repeated."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gateway.errors import BadInput
from gateway.model import Column, Table
from gateway.records import stream
from gateway.records.readers import csv
from gateway.records.subjects import subjects

from .tables import SECRET, dataset, table

PID = Column("pid", "subject")


def test_they_come_sorted_by_their_bytes(tmp_path: Path) -> None:
    found = subjects(dataset(table(tmp_path, "pid\nb\né\nZ\n10\n9\na\n", PID)))
    assert found.to_pylist() == ["10", "9", "Z", "a", "b", "é"]


def test_numbers_of_a_typed_source_become_text(tmp_path: Path) -> None:
    pq.write_table(pa.table({"pid": [10, 9]}), tmp_path / "t.parquet")
    assert subjects(dataset(Table("t", tmp_path / "t.parquet", "parquet", (PID,)))).to_pylist() == ["10", "9"]


@pytest.mark.parametrize("small", [False, True], ids=["one part", "many parts"])
@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("a\nb\n\nc\n\n", "row 3 has no subject (1 such rows)"),
        (f"a\n{SECRET}\nb\n{SECRET}\nc\n", "rows 2 and 4 have the same subject (1 repeats)"),
        (f"{SECRET}\n" * 4, "rows 1 and 2 have the same subject (3 repeats)"),
        ("".join(f"p{n}\n" for n in range(300)) + "p7\np250\n", "rows 251 and 302 have the same subject (2 repeats)"),
    ],
)
def test_missing_and_repeated_subjects_are_refused_by_row(
    tmp_path: Path, monkeypatch, body: str, what: str, small
) -> None:
    if small:
        monkeypatch.setattr(csv, "BLOCK", 64)
        monkeypatch.setattr(stream, "PART_BYTES", 1)
    lines = "pid,x\n" + "".join(f"{line},1\n" for line in body.splitlines())
    with pytest.raises(BadInput) as caught:
        subjects(dataset(table(tmp_path, lines, PID, "x")))
    assert caught.value.what.endswith(what if "no subject" not in what else "row 3 has no subject (2 such rows)")
    assert SECRET not in str(caught.value)


def test_a_subject_of_another_type_is_refused(tmp_path: Path) -> None:
    described = table(tmp_path, f"pid\n1\n{SECRET}\n", Column("pid", "subject", "integer"))
    with pytest.raises(BadInput, match="1 subjects are not of the type") as caught:
        subjects(dataset(described))
    assert SECRET not in str(caught.value)
