"""dataset.yaml: what it may say, and the place of everything that it may not."""

from pathlib import Path

import pytest

from gateway.errors import BadInput
from gateway.model import Column
from gateway.records import descriptor

GOOD = """\
version: 1
name: hospital
subject: pid
tables:
  visits:
    source: v.csv
    columns: {pid: subject, at: date.service}
  patients:
    source: data/p.CSV
    delimiter: "\\t"
    encoding: windows-1252
    columns:
      pid: subject
      weight: {kind: clinical.value, type: number}
  labs:
    source: l.bin
    format: parquet
    reference: true
    columns: {code: clinical.code}
"""

REFUSED = {
    "another version": ("version: 1", "version: 2", "version: Input should be 1"),
    "a version in quotes": ("version: 1", "version: '1'", "version: Input should be 1"),
    "no version": ("version: 1\n", "", "version: is missing"),
    "no name": ("name: hospital\n", "", "name: is missing"),
    "a name with a blank": ("name: hospital", "name: the hospital", "name: String should match pattern"),
    "a table's name with a slash": ("  visits:", "  vis/its:", "tables.vis/its.[key]: String should match pattern"),
    "no tables": (GOOD[GOOD.index("tables:") :], "tables: {}\n", "tables: Dictionary should have at least 1 item"),
    "an unknown key": ("name: hospital", "name: hospital\nowner: x", "owner: is not a known key"),
    "an unknown key of a table": ("source: v.csv", "source: v.csv\n    sep: x", "tables.visits.sep: is not a known"),
    "an unknown key of a column": ("type: number", "typ: number", "tables.patients.columns.weight.typ: is not a known"),
    "an unknown type": ("type: number", "type: float", "tables.patients.columns.weight.type: Input should be"),
    "no columns": ("{code: clinical.code}", "{}", "tables.labs.columns: Dictionary should have at least 1 item"),
    "no source": ("    source: v.csv\n", "", "tables.visits.source: is missing"),
    "a long delimiter": ('"\\t"', '"||"', "tables.patients.delimiter: String should match pattern"),
    "a quote as delimiter": ('"\\t"', "'\"'", "tables.patients.delimiter: String should match pattern"),
    "a delimiter beyond ASCII": ('"\\t"', "§", "tables.patients.delimiter: String should match pattern"),
    "an unknown encoding": ("windows-1252", "klingon", "tables.patients.encoding: unknown encoding 'klingon'"),
    "an encoding of bytes": ("windows-1252", "base64", "tables.patients.encoding: unknown encoding 'base64'"),
    "an encoding with a NUL": ("windows-1252", '"a\\0"', "tables.patients.encoding: unknown encoding"),
    "an unknown ending": ("v.csv", "v.xlsx", "tables.visits.source: unknown ending '.xlsx'"),
    "an unknown format": ("format: parquet", "format: orc", "tables.labs.format: Input should be"),
    "an unknown kind": ("date.service", "date", "tables.visits.columns.at: unknown kind 'date'"),
    "two subjects": ("at: date.service", "at: subject", "tables.visits: has 2 subject columns"),
    "no subject": ("{pid: subject, at", "{pid: id.mrn, at", "tables.visits: has no subject columns"),
    "a reference with a subject": ("code: clinical.code", "code: subject", "tables.labs: a reference table has no"),
    "a subject that no table has": ("subject: pid", "subject: id", "subject: no table has a subject column 'id'"),
    "a number for a kind": ("at: date.service", "at: 7", "tables.visits.columns.at: must be a mapping"),
}  # fmt: skip


def load(folder: Path, text: str):
    path = folder / "dataset.yaml"
    path.write_text(text, encoding="utf-8")
    return descriptor.load(path)


def test_reads_all_that_it_may_say(tmp_path: Path) -> None:
    dataset = load(tmp_path, GOOD)
    visits, patients, labs = dataset.tables
    assert (dataset.name, dataset.subject_table) == ("hospital", "visits")
    assert visits.columns == (Column("pid", "subject"), Column("at", "date.service"))
    assert (visits.format, visits.delimiter, visits.encoding, visits.subject) == ("csv", ",", "utf-8", "pid")
    assert (patients.source, patients.delimiter, patients.encoding) == (tmp_path / "data/p.CSV", "\t", "windows-1252")
    assert patients.columns[1] == Column("weight", "clinical.value", "number")
    assert (labs.format, labs.reference, labs.subject) == ("parquet", True, None)


@pytest.mark.parametrize(("old", "new", "what"), REFUSED.values(), ids=REFUSED)
def test_refuses(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(BadInput) as caught:
        load(tmp_path, GOOD.replace(old, new))
    assert caught.value.what.startswith(f"{tmp_path / 'dataset.yaml'}: {what}")
    assert caught.value.hint


def test_sources_are_relative_to_the_folder_that_is_named(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    elsewhere = descriptor.load(tmp_path / "dataset.yaml", Path("/srv/extract"))
    assert elsewhere.tables[0].source == Path("/srv/extract/v.csv")


def test_the_digest_is_of_what_is_said_and_not_of_how(tmp_path: Path) -> None:
    digest = load(tmp_path, GOOD).digest
    assert load(tmp_path, GOOD.replace("{pid: subject, at", "# why\n      {'pid': subject,  at")).digest == digest
    assert load(tmp_path, GOOD.replace("type: number", "type: integer")).digest != digest


def test_a_table_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        load(tmp_path, GOOD).table("drugs")
    assert caught.value.what == "dataset hospital has no table 'drugs'"
    assert caught.value.hint == "its tables are visits, patients, labs"
