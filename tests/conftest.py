"""One site, made once through the command line, and a copy of it for each test."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import postgres as postgres_server
import pytest
import store as object_store

pytest.register_assert_rewrite("cli.desk", "adversary.stage")

from cli.desk import Desk, Outcome, found  # noqa: E402 - what follows is rewritten
from cli.hospital import cells  # noqa: E402


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The site: five people, a dataset, consents, and two releases that ana holds grants for."""
    desk = found(tmp_path_factory.mktemp("hospital"), patients=40)
    for name, tables in (("first", "patients,encounters,notes"), ("second", "patients,encounters")):
        release = desk.export("harrow-lake", tables=tables)["release"]
        desk.grant(release)
        (desk.home / name).write_text(release)
    return desk.home


@pytest.fixture
def desk(built, tmp_path) -> Desk:
    """A copy of the site, for one test to spoil."""
    shutil.copytree(built, tmp_path / "home")
    return Desk(tmp_path / "home")


@pytest.fixture
def release(desk) -> Path:
    """The folder of a published release, with patients, encounters and notes."""
    return desk.site / "releases" / (desk.home / "first").read_text()


@pytest.fixture
def other(desk) -> Path:
    """The folder of another one, with patients and encounters."""
    return desk.site / "releases" / (desk.home / "second").read_text()


@pytest.fixture
def refused(desk) -> Iterator[Callable[..., None]]:
    """Check a refusal: its code, that it names places and a mend, tells no cell, and published nothing."""
    before = desk.published()

    def check(done: Outcome, code: int, *places: str) -> None:
        assert done.code == code, done.err
        assert re.search(r"^gateway: \S", done.err, re.MULTILINE), done.err
        assert re.search(r"^  hint: \S", done.err, re.MULTILINE), done.err
        for place in places:
            assert place in done.err, f"{place!r} is not named in: {done.err}"
        assert "Traceback" not in done.err
        assert done.out == ""
        told = {cell for cell in cells(desk.records) if re.search(rf"(?<!\w){re.escape(cell)}(?!\w)", done.err)}
        assert not told, f"cells of the source were printed: {told}"
        assert desk.published() == before
        assert code == 8 or not desk.staged()

    yield check
    assert desk("audit", "verify").code == 0


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """A PostgreSQL server; without its binaries the tests that need one skip."""
    if not (postgres_server.BINARIES / "initdb").exists():
        pytest.skip("no binaries of PostgreSQL 15")
    with postgres_server.running() as server:
        yield server


@pytest.fixture(scope="session")
def object_store_server() -> Iterator[object_store.Store]:
    """An S3 store on loopback."""
    with object_store.running() as server:
        yield server


@pytest.fixture
def bucket(object_store_server, monkeypatch) -> object_store.Bucket:
    """A bucket of one's own, which the environment leads to."""
    for name, value in object_store_server.environment.items():
        monkeypatch.setenv(name, value)
    return object_store_server.bucket()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where corpora, PostgreSQL, Chromium or Java are promised (GATEWAY_…_REQUIRED), a test that skips has failed."""
    report = yield
    reason = str(report.longrepr[-1]) if report.skipped and isinstance(report.longrepr, tuple) else ""
    if os.environ.get("GATEWAY_CORPORA_REQUIRED") and "corpora" in reason:
        report.outcome, report.longrepr = "failed", f"the corpora were promised: {reason}"
    if os.environ.get("GATEWAY_SPARK_REQUIRED") and "Java" in reason:
        report.outcome, report.longrepr = "failed", f"Java was promised: {reason}"
    if os.environ.get("GATEWAY_POSTGRES_REQUIRED") and "PostgreSQL" in reason:
        report.outcome, report.longrepr = "failed", f"PostgreSQL was promised: {reason}"
    if os.environ.get("GATEWAY_CHROMIUM_REQUIRED") and "Chromium" in reason:
        report.outcome, report.longrepr = "failed", f"Chromium was promised: {reason}"
    return report
