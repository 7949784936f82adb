"""The whole export, in order: an approved request in, a published release out, or a refusal with its reason.

Each line takes the value of the line before, so no stage can be left out. All of it happens inside the log's
attempt, so that refusals and crashes are recorded.
"""

import errno
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from gateway import report
from gateway.audit.attempt import Attempt
from gateway.audit.exports import ExportFacts, ExportIntent, ExportInterrupted
from gateway.audit.schema import Stage
from gateway.consent.cover import cover
from gateway.counting import public_counts
from gateway.crypto.documents import stamp
from gateway.crypto.identity import Identity
from gateway.deid import originals, own_records
from gateway.deid.columns import build
from gateway.deid.parts import Deidentifier
from gateway.deid.population import people
from gateway.deid.text import Scrubber
from gateway.desk import budgets, datasets, earlier, requests
from gateway.errors import Interrupted, Refused
from gateway.logged import risk_facts
from gateway.model import (
    Approved,
    Consented,
    Generalised,
    Permitted,
    Planned,
    Published,
    Sealed,
    Verified,
)
from gateway.model.states import ACTS
from gateway.policy.approve import approve
from gateway.policy.decide import Actor, permit
from gateway.policy.plan import plan
from gateway.recall import facts as recall_facts
from gateway.records.readers.source import digest as source_digest
from gateway.records.subjects import subjects
from gateway.registry import consents, documents, members
from gateway.registry.db import Connection
from gateway.registry.documents import Document
from gateway.risk.gate import generalise
from gateway.seal.parts import PartKey
from gateway.seal.publish import describe, publish
from gateway.seal.sealing import Progress, seal
from gateway.seal.staging import Staging, job_digest
from gateway.site import Site
from gateway.verify import check
from gateway.version import __version__

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Flowing = Approved | Permitted | Planned | Consented | Generalised | Sealed | Verified
Value = TypeVar("Value", bound=Flowing)


def export(site: Site, request_id: str, exporter: Identity, progress: Progress) -> Published:
    """Make the release that `request_id` asks for; a run that was killed is taken up where it stopped.

    Raises Refused, RiskRefused, BadInput, IntegrityError, or Interrupted (run it again); each is in the log.
    """
    release = release_id(requests.get(site, request_id).request.id)
    with (
        site.lock(release),
        _attempt(site, request_id, release, exporter) as attempt,
        _destroying(site, request_id, release),
    ):
        noted = Noted(attempt)
        _demand_unpublished(site, request_id, release)
        generalised, deidentifier = prepare(site, request_id, exporter, noted)
        staging, key = _staging(site, release, generalised)
        sealed = noted(seal(generalised, staging, key, deidentifier.cleaner(generalised), progress))
        verified = noted(check(sealed, key, deidentifier))
        return _publish(site, verified, staging, exporter, attempt)


def prepare(site: Site, request_id: str, exporter: Identity, noted: "Noted") -> tuple[Generalised, Deidentifier]:
    """All that happens before a part is sealed; `export --dry-run` ends here."""
    file, actor = requests.get(site, request_id), Actor(exporter.public.name, exporter.public.role)
    policy, dataset = site.policy(file.request.policy), datasets.get(site, file.request.dataset)

    approved = noted(approve(file.request, file.approvals, file.state(site.today), policy.approvals))
    permitted = noted(permit(approved, actor, site.access, site.today))
    planned = noted(plan(permitted, dataset, policy, site.today, build("drop", None, site.folder)))
    budgets.demand(site, planned.plan)
    consented = noted(cover(planned, subjects(dataset), *_ledger(site)))
    deidentifier = _deidentifier(site, consented)
    others = people(deidentifier, consented.plan, dataset)
    before = earlier.compare(site, consented)
    profiles = deidentifier.profiles(planned.dataset, consented.subjects)
    generalised = noted(generalise(consented, profiles, others, before))
    return generalised, deidentifier


def release_id(request_id: str) -> str:
    """One request makes one release."""
    return request_id.replace("req-", "rel-", 1)


class Noted:
    """Tells the log's attempt what each value says and which stage begins, and passes the value on."""

    def __init__(self, attempt: Attempt | None) -> None:
        self._attempt = attempt

    def __call__(self, value: Value) -> Value:
        if self._attempt:
            stage, facts = _facts(value)
            self._attempt.note(stage=stage, **facts)
        return value


def _facts(value: Flowing) -> tuple[Stage, ExportFacts]:
    match value:
        case Approved(request=r):
            return "permit", {
                "dataset": r.dataset,
                "policy": r.policy,
                "purpose": r.purpose,
                "project": r.project,
                "recipient": r.requester,
            }
        case Permitted(rules=rules):
            return "plan", {"rules": rules}
        case Planned(plan=p):
            return "consent", {"policy_digest": p.policy_digest, "plan_digest": p.digest}
        case Consented(subjects=kept, excluded=excluded, digest=digest, reasons=reasons):
            dropped = {reason: count for reason, count in reasons.items() if reason != "covered"}
            return "generalise", {
                "consent_snapshot": digest,
                "subjects_in": len(kept) + len(excluded),
                "subjects_dropped": dropped,
            }
        case Generalised(before=before, after=after, suppressed=suppressed, consented=c):
            return "seal", {
                "k_required": c.plan.risk.k or 0,
                "k_before": before.k,
                "k_after": after.k,
                "subjects_out": len(c.subjects) - len(suppressed),
            }
        case Sealed(parts=sealed, counts=counts):
            rows_dropped: Counter[str] = Counter()
            for table in counts.values():
                rows_dropped.update({reason.partition(":")[0]: count for reason, count in table.left_out.items()})
            return "verify", {
                "parts": len(sealed),
                "bytes": sum(part.bytes for part in sealed),
                "rows_in": sum(c.read for c in counts.values()),
                "rows_out": sum(c.released for c in counts.values()),
                "rows_dropped": dict(rows_dropped),
                "recognisers": {"presidio-analyzer": version("presidio-analyzer")},
            }
        case Verified(recall=recall):
            return "publish", {**risk_facts(value), **(recall_facts(recall) if recall else {})}


@contextmanager
def _attempt(site: Site, request_id: str, release: str, exporter: Identity) -> Iterator[Attempt]:
    """The log's attempt, after runs that were killed are closed."""
    actor, role = exporter.public.name, exporter.public.role
    for seq, intent in site.log.open_intents().items():
        if intent.request == request_id:
            site.log.close_intent(
                ExportInterrupted(
                    actor=actor, role=role, request=request_id, intent=seq, reason="killed", facts=intent.facts
                )
            )
    facts: ExportFacts = {"release": release, "software": __version__}
    with site.log.attempt(ExportIntent(actor=actor, role=role, request=request_id, facts=facts)) as attempt:
        yield attempt


def _demand_unpublished(site: Site, request_id: str, release: str) -> None:
    """Raise Refused where the release is out already; remove one that a crash left before the log knew of it."""
    if requests.get(site, request_id).release:
        raise Refused(
            f"request {request_id} is published as {release}", hint="ask for a new extract", reason="published"
        )
    shutil.rmtree(site.release_folder(release), ignore_errors=True)


@contextmanager
def _destroying(site: Site, request_id: str, release: str) -> Iterator[None]:
    """A refused or failed release leaves nothing behind; one that was interrupted can be taken up again."""
    try:
        yield
    except (KeyboardInterrupt, Interrupted):
        raise
    except OSError as error:
        what = f"the export stopped: {os.strerror(error.errno) if error.errno else type(error).__name__}"
        hint = "make room on the disk" if error.errno in _NO_ROOM else "mend the cause"
        raise Interrupted(what, hint=f"{hint}, then run the same command again: it resumes") from None
    except Exception:
        shutil.rmtree(_staging_folder(site, release), ignore_errors=True)
        if requests.get(site, request_id).release is None:
            site.destroy_data_key(release)
        raise


def _ledger(site: Site) -> tuple[pa.Table, str]:
    """The consent ledger as it is now, and its digest."""
    with site.registry.transaction() as tx:
        ledger = consents.read(tx, site.clock())
    return ledger, consents.digest(ledger)


def _deidentifier(site: Site, consented: Consented) -> Deidentifier:
    plan_, planned = consented.plan, consented.planned
    secrets = site.secrets(planned.request.project)
    has_notes = any(column.transform.name == "scrub" for column in plan_.columns)
    records = own_records.load(planned.dataset, consented.subjects) if has_notes else None
    known = partial(originals.load, planned.dataset)
    detector = partial(site.detector, plan_.notes.strictness)
    return Deidentifier(plan_, secrets, Scrubber(detector, secrets, records, plan_.shift_days, plan_.as_of, known))


def _staging(site: Site, release: str, generalised: Generalised) -> tuple[Staging, PartKey]:
    """The folder to seal into, with the work of a killed run in it if that did the very same job."""
    planned = generalised.consented.planned
    plan_, dataset, request = generalised.plan, planned.dataset, planned.request
    job = {
        "plan": plan_.digest,
        "software": __version__,
        "models": sha256(site.models.read_bytes() if site.models else b"").hexdigest(),
        "released": sha256("\0".join(generalised.released.to_pylist()).encode()).hexdigest(),
        **{
            f"source {name}": source_digest(dataset.table(name))
            for name in sorted({*request.tables, dataset.subject_table})
        },
    }
    return Staging(_staging_folder(site, release), job_digest(job)), site.data_key(release, make=True)


def _staging_folder(site: Site, release: str) -> Path:
    return site.folder / "releases" / f".staging-{release}"


def _demand_consent_still(verified: Verified, ledger: pa.Table) -> None:
    """Raise Interrupted where a released subject's consent ended while the export ran."""
    generalised = verified.sealed.generalised
    now = cover(generalised.consented.planned, generalised.released, ledger, generalised.consented.digest)
    if gone := len(now.excluded):
        hint = "run the same command again: it starts anew, without them"
        raise Interrupted(f"{gone} consents ended while the export ran", hint=hint)


def _demand_same_releases(tx: Connection, site: Site, verified: Verified) -> None:
    """Raise Interrupted where a release was published meanwhile that this one was not compared with."""
    generalised = verified.sealed.generalised
    if new := set(earlier.live(tx, site, generalised.consented)) - set(generalised.compared):
        hint = "run the same command again: it compares with them too"
        raise Interrupted(f"{len(new)} releases that may be put together with this one came out meanwhile", hint=hint)


def _publish(site: Site, verified: Verified, staging: Staging, exporter: Identity, attempt: Attempt) -> Published:
    """Manifest, then the log's outcome and the release's members in one transaction; all of it or nothing."""
    request_id = verified.sealed.generalised.consented.planned.request.id
    release = release_id(request_id)
    at = stamp(site.clock())
    fields = {
        "release": release,
        "site": site.name,
        "created": at,
        "software": __version__,
        "checkpoint": site.log.checkpoint(),
        "meaning": ACTS["export"].words,
        **describe(verified),
        **public_counts(verified.sealed.generalised.consented),
    }
    published = publish(verified, fields, report.documents(fields), staging, site.release_folder(release), exporter)
    try:
        with attempt.publish(manifest_digest=published.manifest_digest) as tx:
            _demand_consent_still(verified, consents.read(tx, site.clock()))
            budgets.demand_in(site, tx, verified.sealed.plan)
            _demand_same_releases(tx, site, verified)
            documents.add(tx, Document(requests.RELEASE, release, request_id, published.signed_manifest, at))
            generalised = verified.sealed.generalised
            released = earlier.commitments(site, generalised.released.to_pylist())
            members.add(tx, release, released.tolist())
            earlier.record(tx, release, generalised, released)
    except BaseException:
        if requests.get(site, request_id).release is None:  # else the log has it, and only then did something fail
            shutil.rmtree(published.folder, ignore_errors=True)
        raise
    return published
