"""The same job on every engine: equal content HMACs for every part, and equal counts."""

import shutil

import pytest
import yaml
from adversary.test_synthea import CORPUS, REVIEWED
from adversary.test_synthea import pytestmark as needs_synthea
from cli.desk import PASSPHRASE, PEOPLE, Desk
from cli.hospital import write_csv

from gateway.engine.local import LocalEngine
from gateway.export import prepare
from gateway.noted import Noted
from gateway.records import split
from gateway.seal.sealing import seal
from gateway.site import open_site, shipped
from gateway.work import begin

SAMPLE = "patients,encounters,notes"


def people(desk: Desk) -> None:
    for name in ("sam", "ana"):
        desk.does("keys", "create", name, "--role", PEOPLE[name], who="sam")


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> tuple[Desk, str]:
    """A site with the sample hospital, and an approved request; the first notes alone, for they take long."""
    desk = Desk(tmp_path_factory.mktemp("sample"))
    desk.does("init", desk.site, "--name", "sample")
    people(desk)
    shutil.copytree(shipped("sample_records"), desk.records, ignore=shutil.ignore_patterns("source", "invent", "*.py"))
    notes = desk.records / "notes.jsonl"
    notes.write_text("".join(notes.read_text().splitlines(keepends=True)[:8]))
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    desk.does("consent", "import", desk.records / "consents.csv", who="sam")
    return desk, desk.request("sample-hospital", "gdpr-pseudonymised", SAMPLE)


@pytest.fixture(scope="session")
def synthea(tmp_path_factory) -> tuple[Desk, str]:
    """A site with the tables of Synthea, and an approved request for them."""
    desk = Desk(tmp_path_factory.mktemp("synthea"))
    desk.records.mkdir()
    desk.does("init", desk.site, "--name", "synthea")
    people(desk)
    described = desk.records / "dataset.yaml"
    desk.does("dataset", "scan", CORPUS, "--output", described)
    raw = yaml.safe_load(described.read_text())
    for (table, column), kind in REVIEWED.items():
        (raw["tables"][table] if column == "reference" else raw["tables"][table]["columns"])[column] = kind
    described.write_text(yaml.safe_dump(raw | {"name": "synthea"}, sort_keys=False))
    desk.does("dataset", "add", described, who="sam")
    header = ["consent_id", "subject", "status", "purposes", "recipients", "effective_from", "effective_until",
              "recorded_at"]  # fmt: skip
    ids = [line.partition(",")[0] for line in (CORPUS / "patients.csv").read_text().splitlines()[4:]]
    granted = ["granted", "HRESCH", "", "2020-01-01", "", "2020-01-01T00:00:00Z"]
    rows = [[f"C{number}", patient, *granted] for number, patient in enumerate(ids)]
    write_csv(desk.records / "consents.csv", header, rows)
    desk.does("consent", "import", desk.records / "consents.csv", who="sam")
    return desk, desk.request("synthea", "gdpr-pseudonymised", ",".join(raw["tables"]))


def sealed(made: tuple[Desk, str], engine, home) -> tuple[dict[str, str], dict]:
    """The content HMAC of each part, and what was counted, of the job on a copy of the site."""
    desk, request = made
    site = open_site(desk.site)
    release = request.replace("req-", "rel-")
    site.data_key(release, make=True)  # the copies share it
    shutil.copytree(desk.site, home)
    site = open_site(home)
    generalised, deidentifier, sources = prepare(site, request, site.unlock("sam", PASSPHRASE), Noted(None))
    work = begin(site, release, generalised, sources)
    clean = deidentifier.cleaner(generalised)
    found = seal(generalised, work.parts, work.staging, work.key, clean, engine, lambda _sealing: None)
    done = {part.name: work.staging.done(part) for part in work.parts}
    assert all(done.values()), "every part is committed, with the bytes that its record says"
    assert {part.path for part in found.parts} == {f"data/{name}.parquet" for name in done}
    return {name: one.content for name, one in done.items()}, dict(found.counts)


@pytest.mark.parametrize(
    ("hospital", "size", "parts"), [("sample", 16_000, 8), pytest.param("synthea", 150_000, 20, marks=needs_synthea)]
)
def test_equal_content_for_every_part(hospital, size, parts, engine, request, tmp_path, monkeypatch):
    monkeypatch.setattr(split, "SOURCE_BYTES", size)
    made = request.getfixturevalue(hospital)
    contents, counts = sealed(made, engine, tmp_path / "there")
    assert len(contents) >= parts
    assert len(set(contents.values())) == len(contents)
    assert (contents, counts) == sealed(made, LocalEngine(0), tmp_path / "here")
