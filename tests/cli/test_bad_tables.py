"""Source files that are not what the descriptor says: each is refused with its place and a mend, or counted."""

import json

import pytest

from .hospital import at, edit

PATIENTS, ENCOUNTERS, NOTES = "patients.csv", "encounters.csv", "notes.jsonl"


@pytest.fixture
def refuses(desk, refused):
    """Export the changed records; the first command that fails must fail so, and the log must tell a failed export."""

    def check(code, *places, **asked):
        desk.describe()
        refused(desk.first_refusal(**asked), code, *places)
        failed = [event for event in desk.events("export.failed") if event["outcome"] == "failed"]
        assert failed or "changed" not in desk("dataset", "list").out

    return check


def without(column):
    def change(rows):
        place = rows[0].index(column)
        return [row[:place] + row[place + 1 :] for row in rows]

    return change


def test_missing_file(desk, refuses):
    (desk.records / PATIENTS).unlink()
    refuses(3, PATIENTS, "no such file", "tables.patients.source")


def test_missing_file_after_registration(desk, refused):
    desk.describe()
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    (desk.records / ENCOUNTERS).unlink()
    refused(desk("export", desk.request("changed"), who="sam"), 3, ENCOUNTERS, "no such file")


def test_a_folder_in_place_of_a_file(desk, refuses):
    (desk.records / PATIENTS).unlink()
    (desk.records / PATIENTS).mkdir()
    refuses(3, PATIENTS, "cannot be read")


def test_file_without_the_subject_column(desk, refuses):
    edit(desk.records / PATIENTS, without("patient_id"))
    refuses(3, PATIENTS, "'patient_id' is not in the file", "tables.patients.columns")


def test_described_column_that_the_file_lacks(desk, refuses):
    edit(desk.records / PATIENTS, without("race"))
    refuses(3, PATIENTS, "'race' is not in the file", "tables.patients.columns")


def test_column_that_nobody_described(desk, refuses):
    edit(desk.records / PATIENTS, lambda rows: [[*row, "a nickname" if n else "alias"] for n, row in enumerate(rows)])
    refuses(3, PATIENTS, "'alias' is not in the descriptor", "dataset scan")


def test_key_that_nobody_described(desk, refuses):
    path = desk.records / NOTES
    first, *rest = path.read_text().splitlines()
    path.write_text("\n".join([first, json.dumps(json.loads(rest[0]) | {"signed_by": "Dr. Quillfeather"}), *rest[1:]]))
    refuses(3, f"{NOTES}:2", "'signed_by' is not in the descriptor", tables="patients,notes")


def test_key_that_no_line_has(desk, refuses):
    path = desk.records / NOTES
    items = [json.loads(line) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps({k: v for k, v in item.items() if k != "written"}) + "\n" for item in items))
    refuses(3, NOTES, "'written' is not in the file", tables="patients,notes")


def test_column_twice(desk, refuses):
    edit(desk.records / PATIENTS, lambda rows: [[*row, row[1]] for row in rows])
    refuses(3, PATIENTS, "'mrn' occurs twice")


@pytest.mark.parametrize("change", [lambda row: row[:-1], lambda row: [*row, "Thistledown"]], ids=["short", "long"])
def test_ragged_row(desk, refuses, change):
    edit(desk.records / PATIENTS, lambda rows: [change(row) if n == 7 else row for n, row in enumerate(rows)])
    refuses(3, PATIENTS, "row 7 has", "the header has 12")


def test_a_refused_file_ends_the_process(desk):
    """What reads ahead of the bad row must not be in the way when the program ends."""
    path = desk.records / PATIENTS
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([header, f"{rows[0]},more", *rows * 8_000]))  # 40 MB
    process = desk.process("dataset", "scan", path, who="sam")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 3, err
    assert "row 1 has 13 fields where the header has 12" in err
    assert "Fatal" not in err


def test_unclosed_quote(desk, refuses):
    path = desk.records / PATIENTS
    path.write_text(path.read_text().replace("Ottoline", '"Ottoline', 1))
    refuses(3, PATIENTS, "quote")


def test_wrong_encoding(desk, refuses):
    path = desk.records / PATIENTS
    path.write_bytes(path.read_bytes().replace(b"Quillfeather", "Quillfæther".encode("latin-1"), 1))
    refuses(3, PATIENTS, "not utf-8 text", "tables.patients.encoding")


def test_wrong_encoding_of_a_line(desk, refuses):
    path = desk.records / NOTES
    path.write_bytes(path.read_bytes().replace(b"seen", "séen".encode("latin-1"), 1))
    refuses(3, f"{NOTES}:1", "not utf-8 text", tables="patients,notes")


def test_named_encoding_is_read(desk):
    path = desk.records / PATIENTS
    path.write_bytes(path.read_bytes().replace(b"Maori", "M\xe4ori".encode("cp1252")))
    desk.describe(lambda raw: raw["tables"]["patients"].update(encoding="windows-1252"))
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    made = desk.export("changed")
    assert "Mäori" in {row["race"] for row in desk.rows(made["release"])["patients"]}


def test_unknown_encoding(desk, refused):
    desk.describe(lambda raw: raw["tables"]["patients"].update(encoding="klingon-8"))
    refused(desk.first_refusal(), 3, "klingon-8", "encoding")


def test_nul_byte(desk, refuses):
    path = desk.records / PATIENTS
    path.write_bytes(path.read_bytes().replace(b"Barnaby", b"Barn\0by", 1))
    refuses(3, PATIENTS, "row 2 holds a NUL byte")


@pytest.mark.parametrize("nul", ["\\u0000", "\0"], ids=["escaped", "raw"])
def test_nul_in_a_line(desk, refuses, nul):
    path = desk.records / NOTES
    path.write_text(path.read_text().replace("seen", f"se{nul}en", 1))
    refuses(3, f"{NOTES}:1", "NUL", tables="patients,notes")


@pytest.mark.parametrize("name", [PATIENTS, ENCOUNTERS, NOTES])
def test_empty_file(desk, refuses, name):
    (desk.records / name).write_bytes(b"")
    refuses(3, name, "the file is empty", tables="patients,encounters,notes")


def test_header_only(desk, refuses):
    edit(desk.records / PATIENTS, lambda rows: rows[:1])
    refuses(3, PATIENTS, "a header and no rows")


@pytest.mark.parametrize("line", ["{not json", "[1, 2]", '{"text": {"nested": "Quillfeather"}}'])
def test_line_that_is_no_flat_object(desk, refuses, line):
    path = desk.records / NOTES
    path.write_text(f"{line}\n{path.read_text()}")
    refuses(3, f"{NOTES}:1", tables="patients,notes")


@pytest.mark.parametrize("damage", [lambda body: body[:-20], lambda body: b"PAR1" + body[4:-300] + bytes(300)])
def test_damaged_parquet(desk, refused, damage):
    import pyarrow.csv
    import pyarrow.parquet

    path = desk.records / "encounters.parquet"
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(desk.records / ENCOUNTERS), path)
    path.write_bytes(damage(path.read_bytes()))
    desk.describe(lambda raw: raw["tables"]["encounters"].update(source=path.name))
    refused(desk.first_refusal(), 3, "encounters.parquet", "Parquet")


def test_duplicate_subject(desk, refuses):
    edit(desk.records / PATIENTS, lambda rows: [*rows, rows[3]])
    refuses(3, PATIENTS, "rows 3 and 41 have the same subject")


def test_null_subject_in_the_subject_table(desk, refuses):
    edit(desk.records / PATIENTS, at(5, "patient_id", ""))
    refuses(3, PATIENTS, "row 5 has no subject")
