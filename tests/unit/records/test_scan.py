"""A scan proposes what a steward would write, says what it is not sure of, and repeats no value."""

from pathlib import Path

import pytest

from gateway.errors import BadInput
from gateway.records import descriptor
from gateway.records.proposal import Guess, Proposal, TableGuess
from gateway.records.scan import scan

PATIENTS = """\
Id,BirthDate,FIRST,LAST,MRN,ZIP,notes_from_desk,Odd,weight_value
pat-0001,1950-01-02,Ada,Adams,MRN-100001,03101,called about MRN-100001,q1,70.5
pat-0002,1960-03-04,Bea,Brown,MRN-100002,03102,,q2,81
"""
VISITS = """\
visit_id,who,DATE,provider_id,comment_code,cost
vis-000001,pat-0002,2020-01-02,doc-0001,MRN-100001,12
vis-000002,pat-0001,2020-02-03,doc-0001,all well,13
"""
PROVIDERS = "Id,NAME,PHONE\ndoc-0001,Cid Cole,555-123-4567\n"


def extract(folder: Path, **files: str) -> Path:
    source = folder / "extract"
    source.mkdir()
    for name, body in files.items():
        (source / f"{name}.csv").write_text(body)
    return source


def guesses(proposal: Proposal) -> dict[str, Guess]:
    return {f"{table.name}.{guess.column}": guess for table in proposal.tables for guess in table.columns}


@pytest.fixture
def hospital(tmp_path: Path) -> Proposal:
    return scan(extract(tmp_path, patients=PATIENTS, visits=VISITS, providers=PROVIDERS), tmp_path)


def test_kinds_follow_links_then_names_then_values(hospital: Proposal) -> None:
    assert {place: guess.kind for place, guess in guesses(hospital).items()} == {
        "patients.Id": "subject", "patients.BirthDate": "date.birth", "patients.FIRST": "name.given",
        "patients.LAST": "name.family", "patients.MRN": "id.mrn", "patients.ZIP": "geo.zip",
        "patients.notes_from_desk": "id.other", "patients.Odd": "id.other", "patients.weight_value": "id.other",
        "visits.visit_id": "key.visit", "visits.who": "subject", "visits.DATE": "date.service",
        "visits.provider_id": "key.provider", "visits.comment_code": "text.short", "visits.cost": "admin.other",
        "providers.Id": "key.provider", "providers.NAME": "name.staff", "providers.PHONE": "contact.phone",
    }  # fmt: skip


def test_links_are_found_by_values_whatever_the_name(hospital: Proposal) -> None:
    who = guesses(hospital)["visits.who"]
    assert (who.linked, who.sure) == (True, True)
    assert who.evidence == "its values are patients.Id; 2 of 2 filled, 2 distinct"


def test_short_counts_are_no_links(tmp_path: Path) -> None:
    found = guesses(
        scan(extract(tmp_path, patients="Id,dob\n1,1950-01-02\n2,1960-03-04\n", x="score,tries\n1,2\n2,1\n"), tmp_path)
    )
    assert [found[f"x.{name}"].linked for name in ("score", "tries")] == [False, False]


def test_a_harmless_column_that_holds_identifiers_is_text_to_review(hospital: Proposal) -> None:
    comment = guesses(hospital)["visits.comment_code"]
    assert (comment.kind, comment.sure) == ("text.short", False)
    assert comment.evidence == "1 of its distinct values are in patients.MRN"


def test_the_subject_table_comes_first_and_a_table_without_patients_is_a_reference(hospital: Proposal) -> None:
    assert [(table.name, table.subject) for table in hospital.tables] == [
        ("patients", "Id"), ("providers", None), ("visits", "who")]  # fmt: skip
    assert "  providers:\n    source: extract/providers.csv\n    reference: true  # review" in hospital.to_yaml()


def test_what_it_writes_loads_again_with_every_kind_and_type(tmp_path: Path, hospital: Proposal) -> None:
    path = tmp_path / "dataset.yaml"
    path.write_text(hospital.to_yaml())
    dataset = descriptor.load(path)
    assert dataset.subject_table == "patients"
    described = {f"{t.name}.{c.name}": (c.kind, c.type) for t in dataset.tables for c in t.columns}
    assert described == {place: (guess.kind, guess.type) for place, guess in guesses(hospital).items()}
    assert described["visits.cost"] == ("admin.other", "integer")


def test_no_value_is_repeated(hospital: Proposal) -> None:
    told = hospital.to_yaml() + repr(hospital.to_json())
    cells = {
        cell for body in (PATIENTS, VISITS, PROVIDERS) for line in body.splitlines()[1:] for cell in line.split(",")
    }
    assert not {cell for cell in cells if len(cell) > 3 and cell in told}


def test_doubt_is_marked_for_review(tmp_path: Path) -> None:
    body = "patient_id,visit_date,gadget\np1,lately,x1\np2,2020-01-01,x2\n"
    text = scan(extract(tmp_path, seen=body), tmp_path).to_yaml()
    assert "visit_date: date.service  # review: by its name, but not by its values; 2 of 2 filled, 2 distinct" in text
    assert "gadget: id.other  # review: not recognised; 2 of 2 filled, 2 distinct" in text


def test_two_columns_of_subjects_leave_one(tmp_path: Path) -> None:
    found = guesses(scan(extract(tmp_path, patients=PATIENTS, x="PERSON_ID,patient\nzz-1,pat-0001\n"), tmp_path))
    assert (found["x.PERSON_ID"].kind, found["x.PERSON_ID"].sure) == ("id.other", False)
    assert found["x.patient"].kind == "subject"


@pytest.mark.parametrize(
    ("header", "cell", "kind", "type"),
    [
        ("dob", "1950-01-02", "date.birth", "text"),
        ("seen", "2020-01-02T10:00:00Z", "date.service", "text"),
        ("contact1", "555-123-4567", "contact.phone", "text"),
        ("q", "912-11-4444", "id.ssn", "text"),
        ("q", "a@b.example", "contact.email", "text"),
        ("q", "https://b.example/x", "contact.url", "text"),
        ("q", "10.0.0.1", "contact.ip", "text"),
        ("q", "129c6ac7-8d06-89de-ad63-0204a93e76c3", "key.other", "text"),
        ("q", "She was seen, examined, and sent home. " * 3, "text.note", "text"),
        ("age", "44", "age", "integer"),
        ("result", "4.5", "clinical.value", "number"),
        ("result", "007", "clinical.value", "number"),
        ("icd10_code", "I10", "clinical.code", "text"),
        ("SupervisingProviderId", "7", "key.supervising_provider", "text"),
        ("Mother's name", "x", "name.relative", "text"),
    ],
)
def test_what_a_column_looks_like(tmp_path: Path, header: str, cell: str, kind: str, type: str) -> None:
    found = guesses(scan(extract(tmp_path, t=f'row,"{header}"\n1,"{cell}"\n'), tmp_path))
    assert (found[f"t.{header}"].kind, found[f"t.{header}"].type) == (kind, type)


NASTY = (
    "no",
    "null",
    "1",
    "1.5",
    "a: b",
    "#a",
    "- a",
    "a#b",
    "'",
    '"',
    "{a}",
    "*a",
    "é",
    "😀",
    "",
    " a ",
    "2020-01-01",
    "a\\b",
)


def test_any_header_survives_as_yaml(tmp_path: Path) -> None:
    guessed = tuple(Guess(name, "id.other", "text", True, False, "e: v") for name in NASTY)
    table = TableGuess("t", tmp_path / "it's #1: a.csv", (*guessed, Guess("yes", "subject", "text", True, True, "x")))
    path = tmp_path / "dataset.yaml"
    path.write_text(Proposal("d", tmp_path, (table,)).to_yaml(), encoding="utf-8")
    [read] = descriptor.load(path).tables
    assert tuple(column.name for column in read.columns) == (*NASTY, "yes")
    assert read.source == tmp_path / "it's #1: a.csv"


@pytest.mark.parametrize(
    ("name", "table"),
    [("my table (2).csv", "my_table_2"), ("2020.csv", "t_2020"), ("é.csv", "t"), ("a" * 90 + ".csv", "a" * 64)],
    ids=["signs", "a digit first", "no letter of ASCII", "long"],
)
def test_names_of_tables_are_made_fit(tmp_path: Path, name: str, table: str) -> None:
    (tmp_path / name).write_text("patient_id\nx\n")
    proposal = scan(tmp_path / name, tmp_path)
    assert [guess.name for guess in proposal.tables] == [table]
    (tmp_path / "dataset.yaml").write_text(proposal.to_yaml())
    assert descriptor.load(tmp_path / "dataset.yaml").tables[0].name == table


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("patient_id,dob\nx,1950-01-01\n")
    (tmp_path / "p.jsonl").write_text('{"patient_id": "x"}\n')
    with pytest.raises(BadInput, match="two files would be the table 'p'"):
        scan(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("name", "what"), [("x", "no such file"), ("t.ndjson", "cannot be scanned"), ("", "no tables in it")]
)
def test_refuses(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "extract").mkdir()
    if name == "t.ndjson":
        (tmp_path / "extract" / name).write_text("{}\n")
    with pytest.raises(BadInput, match=what):
        scan(tmp_path / "extract" / name, tmp_path)


@pytest.mark.parametrize("cell", ["1950-01-02", "44", "jane@mail.example", "", "  "])
def test_a_header_that_looks_like_cells_is_refused_without_telling_them(tmp_path: Path, cell: str) -> None:
    with pytest.raises(BadInput) as caught:
        scan(extract(tmp_path, t=f'patient_id,"{cell}"\np1,x\n'), tmp_path)
    assert caught.value.what.endswith("column 2 of the header looks like a value")
    assert not cell.strip() or cell not in str(caught.value)
