"""A generalised export in; the work of sealing it out: planned parts, a staging folder, a data key.

The work is the same as that of a run before where all that decides its rows is the same: the plan, the bytes of the
sources, the models, the subjects, the program.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from gateway import versions
from gateway.errors import IntegrityError
from gateway.model import Generalised, Planned, PlannedPart, Table
from gateway.records.readers.source import digest
from gateway.records.split import split
from gateway.seal.parts import PartKey
from gateway.seal.progress import Staged, read
from gateway.seal.staging import Staging
from gateway.site import Site
from gateway.version import __version__
from gateway.versions import Target

TEXT_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Status:
    """Where an export stands; `staged` where parts of it are planned."""

    release: str
    state: Literal["not begun", "running", "stopped", "published"]
    staged: Staged | None


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be sealed, where, and under which key."""

    parts: tuple[PlannedPart, ...]
    staging: Staging
    key: PartKey


def fingerprint(planned: Planned) -> dict[str, str]:
    """SHA-256 (hex) of the sources that the release is made of, by table. Raises BadInput."""
    names = sorted({*planned.request.tables, planned.dataset.subject_table})
    return {name: digest(planned.dataset.table(name)) for name in names}


def begin(site: Site, release: str, generalised: Generalised, sources: Mapping[str, str]) -> Work:
    """Plan the parts, and take up the staging folder of a killed run if it did the very same job."""
    planned = generalised.consented.planned
    tables = map(planned.dataset.table, planned.request.tables)
    parts = tuple(part for table in tables for part in split(table, _size(generalised, table)))
    job = {
        "plan": generalised.plan.digest,
        "software": __version__,
        "models": sha256(site.models.read_bytes() if site.models else b"").hexdigest(),
        "released subjects": sha256("\0".join(generalised.released.to_pylist()).encode()).hexdigest(),
        "left out of subjects": generalised.consented.closed.digest,
        "parts": sha256(repr(parts).encode()).hexdigest(),
        **{f"source of {name}": sha for name, sha in sources.items()},
    }
    staging = Staging(staging_folder(site, release), job, site.random(4).hex())
    return Work(parts, staging, site.data_key(release, make=True))


def _size(generalised: Generalised, table: Table) -> int | None:
    """Bytes of a part; texts take a hundred times as long, and a part is what a kill may cost."""
    return TEXT_BYTES if table.name in generalised.plan.text_tables else None


def status(site: Site, target: Target) -> Status:
    """How far an export is, asked from another process."""
    staged = read(staging_folder(site, target.release))
    if versions.is_published(site, target.release):
        return Status(target.release, "published", None)
    if site.busy(target.release):
        return Status(target.release, "running", staged)
    return Status(target.release, "stopped" if staged else "not begun", staged)


def staging_folder(site: Site, release: str) -> Path:
    """Where a release grows until it is published."""
    return site.folder / "releases" / f".staging-{release}"


def demand_same_sources(planned: Planned, sources: Mapping[str, str]) -> None:
    """Raise IntegrityError where a source is not what it was when the export began."""
    now = fingerprint(planned)
    if changed := sorted(name for name, sha in sources.items() if now[name] != sha):
        hint = "export again when nobody writes to it; better, export from a copy"
        raise IntegrityError(f"the source of {', '.join(changed)} was changed during the export", hint=hint)
