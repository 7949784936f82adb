"""Ways to spoil the sources of a job with a canary of their own, and the exit code that each must have."""

import json


def ragged(records, canary):
    path = records / "visits.csv"
    path.write_text(path.read_text() + f"{canary},{canary}\n")


def nul(records, canary):
    path = records / "visits.csv"
    path.write_text(path.read_text() + f"{canary}\0,,,,,,\n")


def encoding(records, canary):
    path = records / "visits.csv"
    path.write_bytes(path.read_bytes() + canary.encode() + b"\xff,,,,,,\n")


def quote(records, canary):
    path = records / "visits.csv"
    path.write_text(path.read_text() + f'"{canary},,,,,,\n')


def unreadable_dates(records, canary):
    path = records / "visits.csv"
    path.write_text(path.read_text().replace("2019-1", f"{canary}-"))


def unreadable_birth_dates(records, canary):
    path = records / "patients.csv"
    path.write_text(path.read_text().replace(",19", f",{canary}19"))


def not_json(records, canary):
    path = records / "notes.jsonl"
    path.write_text(path.read_text() + f'{{"note": "{canary}", \n')


def nested(records, canary):
    path = records / "notes.jsonl"
    path.write_text(path.read_text() + json.dumps({"note": {"name": canary}}) + "\n")


def subject_twice(records, _):
    path = records / "patients.csv"
    path.write_text(path.read_text() + path.read_text().splitlines()[2] + "\n")


def identifier_in_a_kept_column(records, _):
    path = records / "visits.csv"
    header, *rows = path.read_text().splitlines()
    numbers = [line.split(",")[2] for line in (records / "patients.csv").read_text().splitlines()[1:]]
    path.write_text(
        "\n".join([header, *(row.replace(",east", f",{ssn}") for row, ssn in zip(rows, numbers * 2, strict=True))])
    )


def notes_of_strangers(records, canary):
    path = records / "notes.jsonl"
    item = {"note": canary, "patient_id": f"{canary}9", "day": "2019-10-10", "text": f"{canary} was seen"}
    path.write_text(path.read_text() + json.dumps(item) + "\n")


SPOILERS = {
    ragged: 3, nul: 3, encoding: 3, quote: 3, unreadable_dates: 5, unreadable_birth_dates: 5, not_json: 3, nested: 3,
    subject_twice: 3, identifier_in_a_kept_column: 5, notes_of_strangers: 0,
}  # fmt: skip
