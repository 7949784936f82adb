"""A subject's own record: which columns make it, and whose it is."""

from pathlib import Path

import pyarrow as pa
import pytest

from gateway.deid.own_records import OwnRecords, identifying, load, values
from gateway.model import Column, Dataset, Identifier, PatientRecord, Table
from gateway.records import stream
from gateway.records.kinds import KINDS
from gateway.records.readers import csv

KINDS_IN_NOTES = {
    "subject", "name.given", "name.relative", "name.staff", "contact.phone", "contact.email", "id.ssn", "id.anything",
    "org.anything", "biometric.anything", "geo.street", "geo.city", "geo.county", "geo.zip", "geo.place", "date.birth",
    "date.death",
}  # fmt: skip
KINDS_OF_ANYBODY = {
    "key.visit", "geo.state", "geo.country", "geo.unit", "geo.latitude", "date.service", "age", "demographic.sex",
    "clinical.code", "admin.payer", "text.note", "image.face",
}  # fmt: skip


def strings(*words: str | None) -> pa.StringArray:
    return pa.array(words, pa.string())


@pytest.mark.parametrize(("kinds", "found"), [(KINDS_IN_NOTES, True), (KINDS_OF_ANYBODY, False)])
def test_what_may_stand_in_a_note(kinds: set[str], found: bool) -> None:
    for kind in kinds:
        table = Table("t", Path(), "csv", (Column("c", kind),))
        assert identifying(table) == ({"c": kind} if found else {}), kind


def test_every_family_was_thought_of() -> None:
    told = {kind.split(".")[0] for kind in KINDS_IN_NOTES | KINDS_OF_ANYBODY}
    assert told == {kind.family for kind in KINDS}


def dataset(folder: Path, rows: list[str]) -> Dataset:
    source = folder / "p.csv"
    source.write_text("pid,given,family,sex,born\n" + "".join(row + "\n" for row in rows))
    columns = (Column("pid", "subject"), Column("given", "name.given"), Column("family", "name.family"),
               Column("sex", "demographic.sex"), Column("born", "date.birth", "date"))  # fmt: skip
    return Dataset("d", (Table("p", source, "csv", columns),), "p", "")


@pytest.mark.parametrize("small", [False, True], ids=["one part", "many parts"])
def test_each_subject_has_its_own_and_no_other_s(tmp_path: Path, monkeypatch, small: bool) -> None:
    if small:
        monkeypatch.setattr(csv, "BLOCK", 64)
        monkeypatch.setattr(stream, "PART_BYTES", 1)
    described = dataset(
        tmp_path, [f"p{n},Given{n},{'' if n % 3 else f'Family{n}'},F,19{n:02}-01-02" for n in range(60)]
    )
    records = load(described, strings(*(f"p{n}" for n in range(0, 60, 2))))
    found = records.of(strings("p4", "p7", "nobody", "p6"))
    assert found == {
        "p4": PatientRecord((Identifier("subject", "p4"), Identifier("name.given", "Given4"),
                             Identifier("demographic.sex", "F"), Identifier("date.birth", "1904-01-02"))),
        "p6": PatientRecord((Identifier("subject", "p6"), Identifier("name.given", "Given6"),
                             Identifier("name.family", "Family6"), Identifier("demographic.sex", "F"),
                             Identifier("date.birth", "1906-01-02"))),
    }  # fmt: skip


def test_nobody_consented_nobody_has_a_record(tmp_path: Path) -> None:
    records = load(dataset(tmp_path, ["p1,Ada,Lee,F,1950-01-02"]), strings())
    assert records.of(strings("p1")) == {}
    assert records.of(strings()) == {}


def test_rows_that_cannot_be_read_have_no_record(tmp_path: Path) -> None:
    records = load(dataset(tmp_path, ["p1,Ada,Lee,F,soon", "p2,Bea,Poe,F,1950-01-02"]), strings("p1", "p2"))
    assert list(records.of(strings("p1", "p2"))) == ["p2"]


def test_empty_values_are_no_identifiers() -> None:
    rows = pa.table({"pid": strings("p1"), "given": strings(""), "family": strings(None)})
    columns = {"pid": "subject", "given": "name.given", "family": "name.family"}
    assert OwnRecords(columns, rows, "pid").of(strings("p1")) == {"p1": PatientRecord((Identifier("subject", "p1"),))}


def test_values_of_several_records_are_each_told_once() -> None:
    one, two = Identifier("name.given", "Ada"), Identifier("name.given", "Bea")
    assert values([PatientRecord((one, two)), PatientRecord((two,))]) == {one, two}
