"""Open intents of the log in, closed by what the disk tells of them: exports that were killed have an outcome too."""

from contextlib import ExitStack
from dataclasses import dataclass

from gateway import storage, versions
from gateway.audit.exports import ExportIntent, ExportInterrupted
from gateway.audit.schema import Stage
from gateway.crypto.identity import PublicIdentity
from gateway.errors import Interrupted
from gateway.site import Site
from gateway.work import staging_folder


@dataclass(frozen=True, slots=True)
class Closed:
    """A killed export: the event that it began with, and how many sealed parts wait to be taken up."""

    intent: int
    request: str
    release: str
    parts: int


def close_killed(site: Site, actor: PublicIdentity | None, holding: str = "") -> list[Closed]:
    """Close the open intents that no process is at; `holding` names the release whose lock the caller has.

    A folder that was named but not logged is no release, and is removed: the same export makes it again. The actor is
    the site where nobody said who. Raises IntegrityError where the log does not hold.
    """
    closed = []
    for seq, intent in site.log.open_intents().items():
        release = intent.facts["release"]
        with ExitStack() as locks:
            try:
                if release != holding:
                    locks.enter_context(site.lock(release))
            except Interrupted:
                continue  # it runs
            if seq in site.log.open_intents():  # another process may have closed it meanwhile
                closed.append(_close(site, seq, intent, actor))
    return closed


def _close(site: Site, seq: int, intent: ExportIntent, actor: PublicIdentity | None) -> Closed:
    release = intent.facts["release"]
    parts = len(list((staging_folder(site, release) / "data").glob("*/part-*.parquet")))
    stage: Stage | None = "seal" if parts else None
    if not versions.is_published(site, release) and storage.files(site.release_folder(release)):
        stage = "publish"
        storage.remove(site.release_folder(release))
    name, role = (actor.name, actor.role) if actor else ("site", intent.role)
    event = ExportInterrupted(
        actor=name, role=role, request=intent.request, intent=seq, reason="killed", stage=stage,
        facts={**intent.facts, "parts": parts},
    )  # fmt: skip
    site.log.close_intent(event)
    return Closed(seq, intent.request, release, parts)
