"""A tiny fictional hospital: its tables, notes and consents, invented the same way every time."""

import contextlib
import csv
import json
from pathlib import Path

TABLES = {
    "patients": {
        "patient_id": "subject",
        "mrn": "id.mrn",
        "ssn": "id.ssn",
        "given": "name.given",
        "family": "name.family",
        "birth_date": "date.birth",
        "sex": "demographic.sex",
        "race": "demographic.race",
        "street": "geo.street",
        "zip": "geo.zip",
        "phone": "contact.phone",
        "email": "contact.email",
    },
    "encounters": {
        "encounter_id": "key.encounter",
        "patient_id": "subject",
        "admitted": "date.service",
        "unit": "admin.unit",
        "attending": "name.staff",
        "cost": {"kind": "admin.cost", "type": "number"},
    },
    "notes": {"note_id": "id.note", "patient_id": "subject", "written": "date.service", "text": "text.note"},
}
SOURCES = {"patients": "patients.csv", "encounters": "encounters.csv", "notes": "notes.jsonl"}
GIVEN = ("Ottoline", "Barnaby", "Xanthe", "Leopold", "Philippa")
FAMILY = (
    "Quillfeather",
    "Marchbanks",
    "Oyelaran",
    "Szymborska",
    "Vantongeren",
    "Applegarth",
    "Hatzidakis",
    "Brundtland",
)


def invent(folder: Path, patients: int) -> None:
    """The tables, their descriptor, and consents: all but six grant; three deny, three say nothing."""
    folder.mkdir()
    people = [
        (f"SUBJ-{n:04}", GIVEN[n % 5], FAMILY[n % 8], f"19{40 + n % 7 * 8}-0{1 + n % 9}-{10 + n % 18}")
        for n in range(patients)
    ]
    write_csv(
        folder / "patients.csv",
        list(TABLES["patients"]),
        [
            [
                id_,
                f"44{n:05}",
                f"912-{10 + n % 80}-{4000 + n}",
                given,
                family,
                born,
                "FM"[n % 2],
                ("Maori", "Samoan")[n % 3 == 0],
                f"{300 + n} Thistledown Lane",
                f"0310{n % 5}",
                f"603-555-{1000 + n}",
                f"{given}.{family}{n}@hospital-mail.example",
            ]
            for n, (id_, given, family, born) in enumerate(people)
        ],
    )
    write_csv(
        folder / "encounters.csv",
        list(TABLES["encounters"]),
        [
            [
                f"ENC-{n:06}",
                people[n % patients][0],
                f"2023-0{1 + n % 9}-{10 + n % 18}",
                ("cardiology", "oncology")[n % 2],
                f"Dr. {FAMILY[n % 7]}",
                f"{n}.25",
            ]
            for n in range(2 * patients)
        ],
    )
    write_lines(
        folder / "notes.jsonl",
        [
            {
                "note_id": f"NOTE-{n:05}",
                "patient_id": id_,
                "written": f"2023-05-{10 + n % 18}",
                "text": f"{given} {family} was seen on 05/{10 + n % 18}/2023, MRN 44{n:05}. "
                f"Phone 603-555-{1000 + n}. Stable.",
            }
            for n, (id_, given, family, _) in enumerate(people[:25])
        ],
    )
    write_csv(
        folder / "consents.csv",
        [
            "consent_id",
            "subject",
            "status",
            "purposes",
            "recipients",
            "effective_from",
            "effective_until",
            "recorded_at",
        ],
        [
            [
                f"C-{n:05}",
                id_,
                "denied" if n >= patients - 6 else "granted",
                "HRESCH",
                "",
                "2023-01-01",
                "",
                "2023-01-01",
            ]
            for n, (id_, *_) in enumerate(people[:-3])
        ],
    )


def write_csv(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows([header, *rows])


def write_lines(path: Path, items: list[dict]) -> None:
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")


def edit(path, change):
    """Rewrite a CSV file: `change` takes and gives [header, row 1, …]."""
    with path.open(newline="") as handle:
        rows = change(list(csv.reader(handle)))
    with path.open("w", newline="") as handle:
        csv.writer(handle).writerows(rows)


def at(row, column, value):
    """Set a cell; rows count from 1 after the header."""

    def change(rows):
        rows[row][rows[0].index(column)] = value
        return rows

    return change


def cells(folder: Path) -> set[str]:
    """Every cell of the source files, but for words too short to be told from the program's own."""
    found: set[str] = set()
    for path in filter(Path.is_file, folder.glob("*.csv")):
        with path.open(newline="", encoding="utf-8", errors="replace") as handle:
            found |= {cell for row in list(csv.reader(line.replace("\0", "") for line in handle))[1:] for cell in row}
    for path in folder.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with contextlib.suppress(ValueError, AttributeError):
                found |= {str(value) for value in json.loads(line).values()}
    words = {word for cell in found for word in {cell, *cell.split()} if len(word.strip(".,")) >= 4}
    return words - {"granted", "denied", "HRESCH"}  # the consents' own vocabulary, which messages share
