"""A site with four people and a dataset of two tables."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.crypto import identity
from gateway.crypto.identity import Identity
from gateway.desk import datasets, people
from gateway.site import Site, create_site

ROLES = {"ana": "ml-engineer", "sam": "data-steward", "tess": "data-steward", "cleo": "compliance-officer"}
DESCRIPTOR = """\
version: 1
name: hospital
subject: pid
tables:
  patients: {source: p.csv, columns: {pid: subject, family: name.family, born: date.birth}}
  visits: {source: v.csv, columns: {pid: subject, seen: date.service}}
"""


class Clock:
    """A time that passes only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(tmp_path: Path, clock: Clock, monkeypatch) -> Site:
    monkeypatch.setattr(identity, "SCRYPT_COST", 2)
    return create_site(tmp_path / "site", "harrow-lake", clock)


@pytest.fixture
def who(site: Site) -> Callable[[str], Identity]:
    """A person of the site, unlocked; made when first asked for."""

    def unlock(name: str) -> Identity:
        if not (site.folder / "keys" / f"{name}.json").exists():
            by = unlock("sam").public if name != "sam" else None
            people.create(site, name, ROLES[name], "a passphrase", by)  # type: ignore[arg-type]
        return site.unlock(name, "a passphrase")

    return unlock


@pytest.fixture
def descriptor(tmp_path: Path) -> Path:
    folder = tmp_path / "extract"
    folder.mkdir()
    (folder / "p.csv").write_text("pid,family,born\np1,Lee,1950-01-02\n")
    (folder / "v.csv").write_text("pid,seen\np1,2020-01-02\n")
    (folder / "dataset.yaml").write_text(DESCRIPTOR)
    return folder / "dataset.yaml"


@pytest.fixture
def dataset(site: Site, who: Callable[[str], Identity], descriptor: Path) -> str:
    return datasets.add(site, descriptor, who("sam")).name


def outcomes(site: Site, type: str) -> list[tuple[str, str]]:
    """Actor and outcome of each event of a type."""
    return [(entry.event.actor, entry.event.outcome) for entry in site.log.entries() if entry.event.type == type]
