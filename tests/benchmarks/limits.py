"""What bounds each stage: tools that do less with the same data, on the hospital and the site in `folder`."""

import hmac
import os
import re
import sqlite3
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import work
from invented import COLUMNS
from measuring import Stretch, stretch

from gateway.records.readers.csv import BLOCK
from gateway.seal.parts import ROW_GROUP, open_part

STOCK = (  # what Presidio loads for English by default, but for the recogniser of a trained model
    "CreditCardRecognizer", "CryptoRecognizer", "DateRecognizer", "EmailRecognizer", "IbanRecognizer", "IpRecognizer",
    "MedicalLicenseRecognizer", "PhoneRecognizer", "UrlRecognizer", "UsBankRecognizer", "UsItinRecognizer",
    "UsLicenseRecognizer", "UsPassportRecognizer", "UsSsnRecognizer", "NhsRecognizer",
)  # fmt: skip


def plain_read(folder: Path) -> Stretch:
    return _read([folder / "records/events.csv"], work.hospital_in(folder).rows)


def arrow_csv(folder: Path) -> Stretch:
    hospital = work.hospital_in(folder)
    with stretch() as done:
        done.rows = sum(batch.num_rows for batch in _open_csv(hospital.folder / "events.csv", "events"))
    done.bytes = hospital.size("events")
    return done


def sqlite_ledger(folder: Path) -> Stretch:
    database = sqlite3.connect(folder / "site/registry.db")
    with stretch() as done:
        done.rows = sum(1 for _ in database.execute("SELECT * FROM consents ORDER BY version"))
    done.bytes = (folder / "records/consents.csv").stat().st_size
    return done


def pandas_groupby(folder: Path) -> Stretch:
    path = folder / "records/patients.csv"
    quasi = [name for name, kind in COLUMNS["patients"].items() if kind in ("date.birth", "geo.zip", "geo.state")
             or str(kind).startswith("demographic.")]
    frame = pd.read_csv(path, usecols=quasi, dtype=str, keep_default_na=False)
    with stretch() as done:
        frame.groupby(quasi).size()
    done.rows, done.bytes = len(frame), path.stat().st_size
    return done


def keep_only(folder: Path) -> Stretch:
    held, released = work.first_parts(folder), work.released(folder)
    with stretch() as done:
        for part in held:
            part.rows.filter(pc.is_in(part.rows.column("patient_id"), value_set=released))
    done.rows, done.bytes = sum(part.rows.num_rows for part in held), sum(part.rows.nbytes for part in held)
    return done


def sqlite_insert(folder: Path) -> Stretch:
    """Rows as the crosswalk's, durably, in transactions of the same size."""
    database = sqlite3.connect(folder / "limit.db", isolation_level=None)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE crosswalk (domain TEXT, "
                           "lookup BLOB, code TEXT, sealed BLOB, PRIMARY KEY (domain, lookup)) WITHOUT ROWID")
    runs = [[("codes/key.encounter", os.urandom(16), "a" * 26, os.urandom(39)) for _ in keys]
            for keys in work.encounters()]
    with stretch() as done:
        for rows in runs:
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO crosswalk VALUES (?, ?, ?, ?)", rows)
            database.execute("COMMIT")
    return _coded(done)


def hmac_alone(_folder: Path) -> Stretch:
    with stretch() as done:
        for keys in work.encounters():
            for key in keys:
                hmac.digest(b"k" * 32, key.encode(), "sha256")
    return _coded(done)


def tokenizer(folder: Path) -> Stretch:
    texts = work.notes_in(folder)[0].to_pylist()
    with stretch() as done:
        for text in texts:
            for _ in re.finditer(r"\w+", text):
                pass
    done.rows, done.bytes = len(texts), sum(map(len, texts))
    return done


def presidio(folder: Path) -> Stretch:
    """AnalyzerEngine with its own pattern recognisers and a blank spaCy model: it finds less and replaces nothing."""
    texts = work.notes_in(folder)[0].to_pylist()
    engine = _stock_engine()
    engine.analyze(texts[0], "en")
    with stretch() as done:
        for text in texts:
            engine.analyze(text, "en")
    done.rows, done.bytes = len(texts), sum(map(len, texts))
    return done


def decrypt(folder: Path) -> Stretch:
    sealed = work.sealed_in(folder)
    with stretch() as done:
        for part in sealed.parts:
            file = open_part(sealed.staging / part.path, work.KEY)
            done.rows += sum(batch.num_rows for batch in file.iter_batches())
            done.bytes += part.bytes
    return done


def read_parts(folder: Path) -> Stretch:
    sealed = work.sealed_in(folder)
    return _read([sealed.staging / part.path for part in sealed.parts], sum(part.rows for part in sealed.parts))


def parquet_copy(folder: Path) -> Stretch:
    hospital = work.hospital_in(folder)
    with stretch() as done:
        for table in work.TABLES:
            reader = _open_csv(hospital.folder / f"{table}.csv", table)
            with pq.ParquetWriter(folder / f"{table}.parquet", reader.schema, compression="zstd") as writer:
                for batch in reader:
                    writer.write_batch(batch, row_group_size=ROW_GROUP)
                    done.rows += batch.num_rows
    done.bytes = hospital.size(*work.TABLES)
    return done


def _open_csv(path: Path, table: str) -> pacsv.CSVStreamingReader:
    """The settings of our reader, without its checks."""
    return pacsv.open_csv(
        path,
        read_options=pacsv.ReadOptions(use_threads=False, block_size=BLOCK),
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(column_types=dict.fromkeys(COLUMNS[table], pa.string())),
    )


def _read(paths: list[Path], rows: int) -> Stretch:
    with stretch() as done:
        for path in paths:
            with path.open("rb", buffering=0) as handle:
                while chunk := handle.read(BLOCK):
                    done.bytes += len(chunk)
    done.rows = rows
    return done


def _coded(done: Stretch) -> Stretch:
    done.rows, done.bytes = work.CODES, sum(len(key) for keys in work.encounters() for key in keys)
    return done


def _stock_engine():
    """Each recogniser is named: Presidio's loader would take one of ours for its own of the same name."""
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, predefined_recognizers
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())  # else it asks the network
    nlp = SpacyNlpEngine()
    nlp.nlp = {"en": spacy.blank("en")}
    recognizers = [getattr(predefined_recognizers, name)() for name in STOCK]
    return AnalyzerEngine(nlp_engine=nlp, registry=RecognizerRegistry(recognizers))
