"""Codes and their categories: the shipped lists, ranges, systems by name, and what a table's rows carry."""

import csv
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from gateway.errors import BadInput
from gateway.model import Column, Dataset, Table
from gateway.records import descriptor
from gateway.records.sensitive import BIT, CATEGORIES, SYSTEMS, bits, names, system_of, union
from gateway.records.sensitive.held import coded, held, needed, of_rows


@pytest.mark.parametrize(
    ("code", "system", "expected"),
    [
        ("F11.20", "icd10cm", ("substance-use",)),
        ("f1120", "icd10cm", ("substance-use",)),
        ("F17.210", "icd10cm", ()),
        ("F19.99", "icd10cm", ("substance-use",)),
        ("F20", "icd10cm", ("mental-health",)),
        ("F1", "icd10cm", ()),
        ("B20", "icd10cm", ("hiv",)),
        ("Z31.441", "icd10cm", ("genetics", "reproductive-health")),
        ("Z31.45", "icd10cm", ("reproductive-health",)),
        ("R78.6", "icd10cm", ()),
        ("Z83.0", "icd10cm", ("hiv", "genetics")),
        ("T74.11XA", "icd10cm", ("abuse",)),
        ("I10", "icd10cm", ()),
        ("75544000", "snomed", ("substance-use",)),
        ("75544000", "loinc", ()),
        ("44261-6", "loinc", ("mental-health",)),
        ("6813", "rxnorm", ("substance-use",)),
        ("", "icd10cm", ()),
        ("I10 B20|F32.1", "icd10cm", ("hiv", "mental-health")),
        ("86406008", "", ("hiv",)),
        ("B20", "", ("hiv",)),
    ],
)
def test_codes(code: str, system: str, expected: tuple[str, ...]) -> None:
    assert names(bits(code, system)) == expected


def test_bits_are_those_of_the_categories() -> None:
    assert union(CATEGORIES) == 63
    assert names(union(("hiv", "abuse"))) == ("hiv", "abuse")
    assert names(0) == ()


@pytest.mark.parametrize("system", SYSTEMS)
def test_lists_name_known_categories_and_each_code_once(system: str) -> None:
    text = files("gateway.records.sensitive").joinpath(f"{system}.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["category"] for row in rows} <= set(BIT)
    pairs = [(row["category"], row["codes"]) for row in rows]
    assert len(set(pairs)) == len(pairs)
    assert all(row["what"] and None not in row for row in rows)


def test_a_loinc_code_has_its_check_digit() -> None:
    """Mod 10 (Luhn), LOINC users' guide appendix: what tells a mistyped code."""
    text = files("gateway.records.sensitive").joinpath("loinc.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        number, _, digit = row["codes"].partition("-")
        doubled = "".join(str(int(d) * (2 if place % 2 == 0 else 1)) for place, d in enumerate(reversed(number)))
        assert (10 - sum(map(int, doubled)) % 10) % 10 == int(digit), row["codes"]


def test_systems_by_their_names() -> None:
    assert system_of("http://snomed.info/sct") == "snomed"
    assert system_of(" SNOMED-CT ") == "snomed"
    assert system_of("http://loinc.org") == "loinc"
    assert system_of("urn:local") == ""


TABLE = Table("t", Path("t.csv"), "csv", (
    Column("pid", "subject"), Column("dx", "clinical.code", system="icd10cm"),
    Column("code", "clinical.code", system_in="system"), Column("system", "clinical.value"),
    Column("what", "clinical.description"), Column("other", "clinical.code.local"),
))  # fmt: skip


def test_what_the_rows_of_a_table_carry() -> None:
    rows = pa.record_batch({
        "pid": ["p1", "p2", "p3", "p4", "p5", None],
        "dx": ["B20", None, "I10", None, None, None],
        "code": [None, "86406008", "86406008", "6813 55680006", "F11.20 x", None],
        "system": [None, "http://snomed.info/sct", "http://loinc.org", "http://loinc.org http://snomed.info/sct",
                   "urn:local", None],
        "what": ["HIV"] * 6,
        "other": [None, None, None, None, None, "F32"],
    })  # fmt: skip
    assert list(map(names, of_rows(rows, TABLE).tolist())) == [
        ("hiv",), ("hiv",), (), ("substance-use",), ("substance-use",), ("mental-health",),
    ]  # fmt: skip
    assert [column.name for column in coded(TABLE)] == ["dx", "code", "other"]
    assert needed(TABLE) == ("dx", "code", "system", "other")


def test_what_a_subject_holds_is_of_all_tables(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("pid,dx\np1,B20\np1,I10\np9,B20\n,F32\n")
    (tmp_path / "b.csv").write_text("pid,dx\np1,F32\np2,I10\n")
    tables = tuple(
        Table(name, tmp_path / f"{name}.csv", "csv", (Column("pid", "subject"), Column("dx", "clinical.code")))
        for name in "ab"
    )
    subjects = pa.array(["p1", "p2", "p3"])
    dataset = Dataset("d", tables, "a", "")
    assert held(dataset, subjects).tolist() == [union(("hiv", "mental-health")), 0, 0]
    assert held(dataset, subjects, tables[:1]).tolist() == [BIT["hiv"], 0, 0]
    assert held(dataset, pa.array([], pa.string())).dtype == np.uint8


@pytest.mark.parametrize(
    ("system", "what"), [("icd9", "no lists for 'icd9'"), ("{column: where}", "no column 'where'")]
)
def test_a_descriptor_names_a_system_that_is_there(tmp_path: Path, system: str, what: str) -> None:
    (tmp_path / "dataset.yaml").write_text(
        "version: 1\nname: d\nsubject: pid\ntables:\n  t:\n    source: t.csv\n    columns:\n"
        f"      pid: subject\n      dx: {{kind: clinical.code, system: {system}}}\n"
    )
    with pytest.raises(BadInput, match=what):
        descriptor.load(tmp_path / "dataset.yaml")
