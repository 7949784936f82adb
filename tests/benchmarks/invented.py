"""A fictional hospital of any size, the same bytes every time: patients, events, notes, consents; and a site for it."""

import json
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import yaml

from gateway.crypto.identity import Identity
from gateway.desk import consents, datasets, people, requests
from gateway.desk.drafts import Wish
from gateway.model import Dataset
from gateway.site import Site, create_site

PASSPHRASE = "benchmarks only"
PURPOSE = "HRESCH"
AT_ONCE = 200_000  # rows made in one go
PER_ENCOUNTER = 12

COLUMNS = {
    "patients": {
        "patient_id": "subject", "mrn": "id.mrn", "ssn": "id.ssn", "given": "name.given", "family": "name.family",
        "birth_date": "date.birth", "sex": "demographic.sex", "race": "demographic.race", "street": "geo.street",
        "city": "geo.city", "county": "geo.county", "state": "geo.state", "zip": "geo.zip", "phone": "contact.phone",
        "email": "contact.email",
    },
    "events": {
        "encounter_id": "key.encounter", "patient_id": "subject", "recorded": "date.service", "code": "clinical.code",
        "description": "clinical.description", "value": {"kind": "clinical.value", "type": "number"},
        "unit": "clinical.unit", "flag": "clinical.flag", "comment": "clinical.comment",
    },
    "notes": {"note_id": "id.note", "patient_id": "subject", "written": "date.service", "text": "text.note"},
}  # fmt: skip
SOURCES = {"patients": "patients.csv", "events": "events.csv", "notes": "notes.jsonl"}

GIVEN = ("Ottoline", "Barnaby", "Xanthe", "Leopold", "Philippa", "Mireille", "Tadeusz", "Anjali", "Hyun-woo", "Ngozi")
FAMILY = ("Quillfeather", "Marchbanks", "Oyelaran", "Szymborska", "Vantongeren", "Applegarth", "Hatzidakis", "Brandt")
RACES = ("White", "Black", "Asian", "Native American", "Pacific Islander", "Other")
COUNTIES = ("Hillsborough", "Merrimack", "Strafford")
TESTS = (
    "Hemoglobin A1c/Hemoglobin.total in Blood", "Cholesterol in LDL [Mass/volume] in Serum", "Potassium in Serum",
    "Creatinine [Mass/volume] in Serum", "Body temperature", "Heart rate", "Pain severity - 0-10 verbal rating",
)  # fmt: skip
UNITS = ("%", "mg/dL", "mmol/L", "mg/dL", "Cel", "/min", "{score}")
WHAT = ("seen in clinic", "taken at the bedside", "fasting sample", "repeat of an outlier", "reported by the ward")
THEN = ("recheck in", "follow-up after", "dose held for", "call back within", "trend reviewed over")


@dataclass(frozen=True)
class Hospital:
    """The input's folder, and how much of what it holds."""

    folder: Path
    patients: int
    rows: int
    notes: int

    def size(self, *tables: str) -> int:
        """Bytes of the sources."""
        return sum((self.folder / SOURCES[table]).stat().st_size for table in tables)


def make(folder: Path, patients: int, rows: int, notes: int) -> Hospital:
    """Write sources, consents and the descriptor; nothing of it is held in memory as a whole."""
    folder.mkdir(parents=True)
    _write(folder / "patients.csv", "patients", patients, patients)
    _write(folder / "events.csv", "events", rows, patients)
    _write_notes(folder / "notes.jsonl", notes, patients)
    _write_consents(folder / "consents.csv", patients)
    tables = {table: {"source": source, "columns": COLUMNS[table]} for table, source in SOURCES.items()}
    descriptor = {"version": 1, "name": "invented", "subject": "patient_id", "tables": tables}
    (folder / "dataset.yaml").write_text(yaml.safe_dump(descriptor, sort_keys=False))
    return Hospital(folder, patients, rows, notes)


def found(folder: Path, hospital: Hospital) -> tuple[Site, Dataset, Identity, Identity]:
    """A site with the dataset and its consents: site, dataset, data steward, engineer."""
    site = create_site(folder, "benchmarks")
    steward = people.create(site, "sam", "data-steward", PASSPHRASE)
    people.create(site, "ana", "ml-engineer", PASSPHRASE, steward)
    sam, ana = site.unlock("sam", PASSPHRASE), site.unlock("ana", PASSPHRASE)
    dataset = datasets.add(site, hospital.folder / "dataset.yaml", sam)
    consents.take_in(site, hospital.folder / "consents.csv", sam.public)
    return site, dataset, sam, ana


def ask(site: Site, dataset: Dataset, policy: str, tables: tuple[str, ...], project: str, sam: Identity,
        ana: Identity) -> str:
    """An approved request."""
    until = site.today + timedelta(days=30)
    wish = Wish(dataset.name, policy, PURPOSE, tables, until, "a measurement", project)
    request = requests.new(site, wish, ana)
    requests.approve(site, request.id, sam)
    return request.id


def _write(path: Path, table: str, rows: int, patients: int) -> None:
    make_rows = {"patients": _patients, "events": _events}[table]
    schema = pa.schema([(name, pa.string()) for name in COLUMNS[table]])
    with pacsv.CSVWriter(path, schema, write_options=pacsv.WriteOptions(quoting_style="none")) as writer:
        for first in range(0, rows, AT_ONCE):
            numbers = np.arange(first, min(rows, first + AT_ONCE))
            writer.write_batch(pa.record_batch(make_rows(numbers, patients), schema=schema))


def _patients(n: np.ndarray, _patients: int) -> list[pa.Array]:
    draw = _mixed(n, 1)
    given, family = _pick(GIVEN, draw), _pick(FAMILY, draw >> 8)
    born = np.datetime64("1934-01-01") + (draw % 30_000).astype("timedelta64[D]")
    return [
        _code("P-", n, 7), _code("44", n, 7), _join("9", draw % 90 + 10, "-", n % 90 + 10, "-", n % 9000 + 1000),
        given, family, pa.array(born.astype(str)), _pick(("F", "M"), draw >> 3), _pick(RACES, draw >> 5),
        _join(n + 100, " Thistledown Lane"), _pick(("Manchester", "Concord", "Dover"), n), _pick(COUNTIES, n),
        _pick(("NH",), n), _join("0310", n % 6), _join("603-555-", n % 9000 + 1000),
        _join(given, ".", family, n, "@hospital-mail.example"),
    ]  # fmt: skip


def _events(n: np.ndarray, patients: int) -> list[pa.Array]:
    encounter, draw = n // PER_ENCOUNTER, _mixed(n, 2)
    at = np.datetime64("2018-01-01T00:00") + (_mixed(encounter, 3) % 2_600_000).astype("timedelta64[m]")
    test = (draw % len(TESTS)).astype(np.int64)
    comment = _join(_pick(WHAT, draw >> 9), "; ", _pick(THEN, draw >> 13), " ", (draw >> 17) % 90 + 2, " days")
    return [
        _code("E-", encounter, 9), _code("P-", _mixed(encounter, 4) % patients, 7), pa.array(at.astype(str)),
        _join((draw % 89) + 2000, "-", draw % 9), _pick(TESTS, test), _join((draw >> 20) % 400, ".", draw % 10),
        _pick(UNITS, test), _pick(("", "H", "L", "N"), draw >> 11), pc.if_else(pa.array(draw % 3 == 0), comment, ""),
    ]  # fmt: skip


def _write_notes(path: Path, notes: int, patients: int) -> None:
    sample = Path(__file__).parents[2] / "sample_records/notes.jsonl"
    texts = [json.loads(line)["text"] for line in sample.read_text(encoding="utf-8").splitlines()]
    with path.open("w", encoding="utf-8") as handle:
        for number, text in enumerate(islice(cycle(texts), max(1, notes))):
            item = {"note_id": f"N-{number:07}", "patient_id": f"P-{number % patients:07}", "written": "2023-05-12",
                    "text": text}
            handle.write(json.dumps(item) + "\n")


def _write_consents(path: Path, patients: int) -> None:
    """Of each twenty subjects one denies and one says nothing."""
    with path.open("w") as handle:
        handle.write("consent_id,subject,status,purposes,recipients,effective_from,effective_until,recorded_at\n")
        for n in range(patients):
            if n % 20 != 7:
                status = "denied" if n % 20 == 3 else "granted"
                handle.write(f"C-{n:07},P-{n:07},{status},{PURPOSE},,2023-01-01,,2023-01-01T09:00:00Z\n")


def _mixed(n: np.ndarray, seed: int) -> np.ndarray:
    """63 well-mixed bits for each number (the finaliser of SplitMix64)."""
    z = n.astype(np.uint64) + np.uint64(seed * 0x9E3779B97F4A7C15 % 2**64)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(1)).astype(np.int64)


def _pick(words: tuple[str, ...], draw: np.ndarray) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(draw % len(words)))


def _code(prefix: str, numbers: np.ndarray, width: int) -> pa.Array:
    return _join(prefix, pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0"))


def _join(*pieces: object) -> pa.Array:
    texts = [pa.array(p).cast(pa.string()) if isinstance(p, np.ndarray) else p for p in pieces]
    return pc.binary_join_element_wise(*texts, "")
