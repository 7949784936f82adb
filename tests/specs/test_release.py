"""The same release on every engine: equal rows, equal counts, and equal keyed digests of every part's content."""

import json
import shutil
from pathlib import Path

import pytest
from cli.desk import PASSPHRASE, Desk

from gateway.engine.local import LocalEngine
from gateway.export import prepare
from gateway.noted import Noted
from gateway.records import split
from gateway.seal.parts import PartKey, read_batches
from gateway.seal.sealing import seal
from gateway.seal.staging import Staging
from gateway.site import open_site
from gateway.verify import check
from gateway.work import begin

TABLES = "patients,encounters,notes"


@pytest.fixture(scope="module")
def sealing(built, tmp_path_factory):
    """Seals one request on the engine that is asked for: (sealed, check's findings, digests of contents, rows)."""

    home = tmp_path_factory.mktemp("specs") / "home"
    shutil.copytree(built, home)
    request = Desk(home).request("harrow-lake", "gdpr-pseudonymised", TABLES)
    site = open_site(home / "site")
    sam = site.unlock("sam", PASSPHRASE)
    patch = pytest.MonkeyPatch()
    patch.setattr(split, "SOURCE_BYTES", 1 << 10)
    patch.setattr("gateway.work.TEXT_BYTES", 1 << 10)

    def run(engine, folder: Path):
        generalised, deidentifier, sources = prepare(site, request, sam, Noted(None))
        work = begin(site, "rel-specs", generalised, sources)
        staging, key = Staging(folder, {"plan": "a"}), PartKey(bytes(32), "rel-specs")
        clean = deidentifier.cleaner(generalised)
        sealed = seal(generalised, work.parts, staging, key, clean, engine, lambda _: None)
        records = sorted((folder / "records").glob("*.json"))
        contents = {path.stem: json.loads(path.read_text())["content"] for path in records}
        rows = {part.path: [b.to_pylist() for b in read_batches(folder / part.path, key)] for part in sealed.parts}
        return sealed.counts, check(sealed, key, deidentifier, engine).checks, contents, rows

    yield run
    patch.undo()


@pytest.fixture(scope="module")
def expected(sealing, tmp_path_factory):
    return sealing(LocalEngine(0), tmp_path_factory.mktemp("expected") / "staging")


def test_a_release_is_the_same_wherever_it_is_made(sealing, expected, engine, tmp_path) -> None:
    counts, checks, contents, rows = sealing(engine, tmp_path / "staging")
    assert len(contents) > 8
    assert contents == expected[2]
    assert rows == expected[3]
    assert counts == expected[0]
    assert checks == expected[1]
