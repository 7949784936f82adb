"""Write the sample hospital anew: the same bytes on every run.

python sample_records/generate.py [--output DIR]
"""

import argparse
import csv
import json
from pathlib import Path

from invent.care import invent_care
from invent.consents import invent_consents
from invent.notes import invent_notes
from invent.people import invent_patients

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--output", type=Path, default=HERE, metavar="DIR", help="where to write (default: this folder)"
    )
    output = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    patients = invent_patients()
    care = invent_care(patients)
    notes, gold = invent_notes(care)
    consents, resources = invent_consents(patients)
    write_csv(output / "patients.csv", [patient.row for patient in patients])
    write_csv(output / "encounters.csv", [stay.row for stay in care.encounters])
    write_csv(output / "diagnoses.csv", care.diagnoses)
    write_csv(output / "labs.csv", care.labs)
    write_csv(output / "medications.csv", care.medications)
    write_csv(output / "consents.csv", consents)
    write_lines(output / "notes.jsonl", notes)
    write_lines(output / "notes_gold.jsonl", gold)
    write_lines(output / "consents_fhir.ndjson", resources)


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_lines(path: Path, records: list[dict]) -> None:
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
