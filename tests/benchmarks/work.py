"""The stages of the real code, each on the hospital and the site in `folder`; `ready` makes them."""

import json
import pickle
import statistics
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from unittest import mock

import invented
import pyarrow as pa
from invented import Hospital
from measuring import Stretch, stretch

from gateway import versions
from gateway.consent.evaluate import Terms, evaluate
from gateway.crypto.identity import Identity
from gateway.deid import own_records
from gateway.deid.parts import Deidentifier
from gateway.deid.pseudonyms import ProjectSecrets
from gateway.deid.text import Scrubber
from gateway.desk import datasets
from gateway.engine.local import LocalEngine
from gateway.export import Noted, export, prepare
from gateway.model import Generalised, Sealed
from gateway.recognize.detector import Detector
from gateway.records.split import split
from gateway.records.stream import Part, parts
from gateway.records.subjects import subjects
from gateway.registry import consents
from gateway.risk.cohort import cohort
from gateway.seal import parts as seal_parts
from gateway.seal.parts import PartKey
from gateway.seal.progress import Sealing
from gateway.seal.sealing import seal
from gateway.seal.staging import Staging
from gateway.site import Site, open_site
from gateway.verify import check

TABLES, EVERYTHING = ("patients", "events"), ("patients", "events", "notes")
SAFE_HARBOR, EXPERT = "hipaa-safe-harbor", "expert-determination"
KEY = PartKey(bytes(range(32)), "rel-benchmarks")
PARTS = 4  # how many parts of the events table the stages in memory work on
CODES, CODES_AT_ONCE = 200_000, 20_000
WRITES = 15


def ready(folder: Path, patients: int, rows: int, notes: int) -> None:
    """Make the hospital, the site and approved requests, and seal the tables once."""
    hospital = invented.make(folder / "records", patients, rows, notes)
    site, dataset, sam, ana = invented.found(folder / "site", hospital)
    asked = {"safe": (SAFE_HARBOR, TABLES, "shared"), "expert": (EXPERT, TABLES, "shared"),
             "tables": (SAFE_HARBOR, TABLES, ""), "everything": (SAFE_HARBOR, EVERYTHING, "")}
    ids = {name: invented.ask(site, dataset, *terms, sam, ana) for name, terms in asked.items()}
    numbers = {**asdict(hospital), "folder": str(hospital.folder)}
    (folder / "made.json").write_text(json.dumps({"requests": ids, "hospital": numbers}))
    generalised, deidentifier = _prepared(folder, "safe")
    planned = [part for table in TABLES for part in split(_dataset(folder).table(table))]
    clean = deidentifier.cleaner(generalised)
    sealed = seal(generalised, planned, Staging(folder / "staged", {}), KEY, clean, LocalEngine(0), _silent)
    (folder / "sealed").write_bytes(pickle.dumps(sealed))


def nothing(_folder: Path) -> Stretch:
    with stretch() as done:
        pass
    return done


def reading(folder: Path) -> Stretch:
    hospital = hospital_in(folder)
    table = _dataset(folder).table("events")
    with stretch() as done:
        done.rows = sum(part.rows.num_rows for part in parts(table))
    done.bytes = hospital.size("events")
    return done


def consent(folder: Path) -> Stretch:
    site, _ = _open(folder)
    everyone = subjects(_dataset(folder))
    with stretch() as done:
        with site.registry.transaction() as tx:
            ledger = consents.read(tx, site.clock())
        consents.digest(ledger)
        evaluate(ledger, everyone, Terms(invented.PURPOSE, "anyone", site.today))
    done.rows, done.bytes = ledger.num_rows, (folder / "records/consents.csv").stat().st_size
    return done


def risk(folder: Path) -> Stretch:
    generalised, deidentifier = _prepared(folder, "safe")
    consented = generalised.consented
    names = consented.subjects.to_numpy(zero_copy_only=False)
    with stretch() as done:
        cohort(consented.plan, names, deidentifier.profiles(consented.planned.dataset, consented.subjects)).table()
    hospital = hospital_in(folder)
    done.rows, done.bytes = hospital.patients, hospital.size("patients")
    return done


def columns_safe_harbor(folder: Path) -> Stretch:
    return _columns(folder, "safe")


def columns_expert(folder: Path) -> Stretch:
    return _columns(folder, "expert")


def codes_new(folder: Path) -> Stretch:
    return _codes(_open(folder)[0].secrets("codes"))


def codes_known(folder: Path) -> Stretch:
    """Those that `codes_new` drew."""
    return _codes(_open(folder)[0].secrets("codes"))


def scrub(folder: Path) -> Stretch:
    """Bytes are characters here."""
    dataset, site = _dataset(folder), _open(folder)[0]
    texts, whose = notes_in(folder)
    scrubber = Scrubber(Detector, site.secrets("notes"), own_records.load(dataset, whose.unique()), None, site.today)
    scrubber(texts.slice(0, 1), whose.slice(0, 1), "placeholder", ())  # loads the models
    with stretch() as done:
        scrubber(texts, whose, "placeholder", ())
    done.rows, done.bytes = len(texts), sum(map(len, texts.to_pylist()))
    return done


def sealing(folder: Path) -> dict[str, Stretch]:
    """One part's rows written encrypted and plain by turns, without waiting for the disk; the medians."""
    generalised, deidentifier = _prepared(folder, "safe")
    rows = deidentifier.cleaner(generalised)(first_parts(folder)[0], _dataset(folder).table("events")).rows
    runs: dict[str, list[Stretch]] = {"encrypted": [], "plain": []}
    with mock.patch.object(seal_parts.os, "fsync"):
        for _ in range(WRITES + 1):
            runs["encrypted"].append(_written(folder, rows))
            with mock.patch.object(seal_parts.pe, "create_encryption_properties", return_value=None):
                runs["plain"].append(_written(folder, rows))
    return {name: _median(done[1:]) for name, done in runs.items()}  # the first pair warms up


def verify(folder: Path) -> Stretch:
    sealed, deidentifier = sealed_in(folder), _prepared(folder, "safe")[1]
    with stretch() as done:
        check(sealed, KEY, deidentifier, LocalEngine(0))
    done.rows, done.bytes = sum(part.rows for part in sealed.parts), sum(part.bytes for part in sealed.parts)
    return done


def export_tables(folder: Path) -> Stretch:
    return _exported(folder, "tables", TABLES)


def export_everything(folder: Path) -> Stretch:
    return _exported(folder, "everything", EVERYTHING)


# what limits need as well


def hospital_in(folder: Path) -> Hospital:
    numbers = json.loads((folder / "made.json").read_text())["hospital"]
    return Hospital(**{**numbers, "folder": Path(numbers["folder"])})


def first_parts(folder: Path) -> list[Part]:
    events = parts(_dataset(folder).table("events"))
    return [part for part, _ in zip(events, range(PARTS), strict=False)]


def notes_in(folder: Path) -> tuple[pa.StringArray, pa.StringArray]:
    """Texts and subjects."""
    rows = pa.Table.from_batches(part.rows for part in parts(_dataset(folder).table("notes")))
    return rows["text"].combine_chunks(), rows["patient_id"].combine_chunks()


def encounters() -> Iterator[list[str]]:
    for first in range(0, CODES, CODES_AT_ONCE):
        yield [f"E-{number:09}" for number in range(first, first + CODES_AT_ONCE)]


def sealed_in(folder: Path) -> Sealed:
    return pickle.loads((folder / "sealed").read_bytes())


def released(folder: Path) -> pa.StringArray:
    return sealed_in(folder).generalised.released


# the rest


def _open(folder: Path) -> tuple[Site, Identity]:
    site = open_site(folder / "site")
    return site, site.unlock("sam", invented.PASSPHRASE)


def _dataset(folder: Path):
    return datasets.get(_open(folder)[0], "invented")


def _prepared(folder: Path, request: str) -> tuple[Generalised, Deidentifier]:
    site, sam = _open(folder)
    generalised, deidentifier, _ = prepare(
        site, json.loads((folder / "made.json").read_text())["requests"][request], sam, Noted(None)
    )
    return generalised, deidentifier


def _columns(folder: Path, request: str) -> Stretch:
    """The codes of these rows are known, so that drawing them is not in the figure."""
    generalised, deidentifier = _prepared(folder, request)
    table, clean, held = _dataset(folder).table("events"), deidentifier.cleaner(generalised), first_parts(folder)
    with stretch() as done:
        for part in held:
            clean(part, table)
    done.rows, done.bytes = sum(part.rows.num_rows for part in held), sum(part.rows.nbytes for part in held)
    return done


def _codes(secrets: ProjectSecrets) -> Stretch:
    with stretch() as done:
        for values in encounters():
            secrets.codes("key.encounter", values)
    done.rows, done.bytes = CODES, sum(len(value) for values in encounters() for value in values)
    return done


def _written(folder: Path, rows: pa.RecordBatch) -> Stretch:
    with stretch() as done:
        seal_parts.write(folder / "part.parquet", [rows], KEY)
    done.rows, done.bytes = rows.num_rows, rows.nbytes
    return done


def _median(runs: list[Stretch]) -> Stretch:
    seconds, processor = (statistics.median(getattr(run, name) for run in runs) for name in ("seconds", "processor"))
    return Stretch(runs[0].rows, runs[0].bytes, seconds, processor, max(run.peak for run in runs))


def _exported(folder: Path, request: str, tables: tuple[str, ...]) -> Stretch:
    site, sam = _open(folder)
    id_ = json.loads((folder / "made.json").read_text())["requests"][request]
    with stretch() as done:
        published = export(site, versions.first(site, id_), sam, LocalEngine(0), _silent)
    counts = published.verified.sealed.counts
    done.rows, done.bytes = sum(counts[table].read for table in tables), hospital_in(folder).size(*tables)
    return done


def _silent(_sealing: Sealing) -> None:
    pass
