"""The main job on `sample_records`, act by act, as three people would do it from the command line."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from gateway import versions
from gateway.desk import consents, datasets, handover, people, requests
from gateway.desk.drafts import Wish
from gateway.engine.local import LocalEngine
from gateway.errors import BadInput
from gateway.export import export
from gateway.model import Published
from gateway.opening import open_release
from gateway.records.subjects import subjects
from gateway.seal.opened import Release
from gateway.seal.progress import Watch
from gateway.site import create_site, shipped
from gateway.verify import verify_release

PASSPHRASE = "demo only"  # noqa: S105 - guards a fictional hospital
TABLES = ("patients", "encounters", "diagnoses", "labs", "medications", "notes")


@dataclass(frozen=True, slots=True)
class Made:
    """What the demo leaves behind to look at."""

    folder: Path
    published: Published
    grant: Path
    release: Release
    passphrase: str
    subject: str


def run(folder: Path, say: Callable[[str], None], watch: Watch) -> Made:
    """Do the whole job in `folder`. Raises BadInput where it is not empty."""
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(f"{folder}: is not empty", hint="name a new folder: gateway demo DIR")
    say("1. a site, and three people: sam (data steward), ana (ML engineer), cleo (compliance officer)")
    site = create_site(folder, "sample-hospital")
    steward = people.create(site, "sam", "data-steward", PASSPHRASE)
    people.create(site, "ana", "ml-engineer", PASSPHRASE, steward)
    people.create(site, "cleo", "compliance-officer", PASSPHRASE, steward)
    sam, ana = site.unlock("sam", PASSPHRASE), site.unlock("ana", PASSPHRASE)

    say("2. sam registers the hospital's dataset and takes in the patients' consents")
    records = folder / "datasets" / "sample_records"
    shutil.copytree(shipped("sample_records"), records, ignore=shutil.ignore_patterns("source", "invent", "*.py"))
    dataset = datasets.add(site, records / "dataset.yaml", sam)
    for file in ("consents.csv", "consents_fhir.ndjson"):
        consents.take_in(site, records / file, sam.public)

    say("3. ana asks for an extract, and sam, who is somebody else, approves it")
    until = site.today + timedelta(days=365)
    wish = Wish(dataset.name, "hipaa-safe-harbor", "HRESCH", TABLES, until, "predict 30-day readmission")
    request = requests.new(site, wish, ana)
    requests.approve(site, request.id, sam)

    say("4. sam exports: access rules, plan, consent, risk, columns, notes, encryption, verification, log")
    published = export(site, versions.first(site, request.id), sam, LocalEngine(), watch)

    say("5. sam grants ana the key; ana opens the release; anybody verifies it")
    grant = handover.issue(site, published.release, "ana", until, sam)
    verify_release(site, published.folder)
    site.log.verify()
    release = open_release(str(published.folder), grant=grant, identity=folder / "keys/ana.json", passphrase=PASSPHRASE)
    return Made(folder, published, grant, release, PASSPHRASE, subjects(dataset)[0].as_py())
