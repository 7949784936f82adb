"""The whole export, in order: an approved request in, a published release out, or a refusal with its reason.

Each line takes the value of the line before, so no stage can be left out. All of it happens inside the log's
attempt, so that refusals and crashes are recorded.
"""

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import pyarrow as pa

from gateway import recovery, report, storage, versions
from gateway.audit.attempt import Attempt
from gateway.audit.exports import ExportFacts, ExportIntent
from gateway.augment import augment, demand_installed
from gateway.consent.cover import cover, still
from gateway.counting import public_counts
from gateway.crypto.documents import stamp
from gateway.crypto.identity import Identity
from gateway.deid import originals, own_records
from gateway.deid.columns import build
from gateway.deid.parts import Deidentifier
from gateway.deid.population import people
from gateway.deid.text import Scrubber
from gateway.desk import budgets, datasets, earlier, requests
from gateway.desk import ledger as ledgers
from gateway.engine.base import Engine
from gateway.errors import Interrupted
from gateway.model import (
    Augmented,
    Consented,
    Generalised,
    Published,
    Verified,
)
from gateway.model.states import ACTS
from gateway.noted import Noted
from gateway.policy.approve import approve
from gateway.policy.decide import Actor, permit
from gateway.policy.plan import plan
from gateway.records.subjects import subjects
from gateway.registry import consents, documents, members
from gateway.registry.db import Connection
from gateway.registry.documents import Document
from gateway.represented import represented
from gateway.risk.gate import generalise
from gateway.seal.progress import Watch
from gateway.seal.publish import describe, publish
from gateway.seal.sealing import seal
from gateway.seal.staging import Staging
from gateway.site import Site, detector_of
from gateway.verify import check
from gateway.version import __version__
from gateway.versions import Target
from gateway.work import begin, demand_same_sources, fingerprint, staging_folder

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def export(site: Site, target: Target, exporter: Identity, engine: Engine, watch: Watch) -> Published:
    """Make a release that was asked for; a run that was killed is taken up where it stopped.

    Raises Refused, RiskRefused, BadInput, IntegrityError, or Interrupted (run it again); each is in the log.
    """
    with (
        site.lock(target.release),
        _attempt(site, target, exporter) as attempt,
        _destroying(site, target.release),
    ):
        noted = Noted(attempt)
        versions.demand_unpublished(site, target)
        generalised, deidentifier, sources = prepare(site, target.request, exporter, noted)
        work = begin(site, target.release, generalised, sources)
        clean = deidentifier.cleaner(generalised)
        sealed = noted(seal(generalised, work.parts, work.staging, work.key, clean, engine, watch))
        verified = noted(check(sealed, work.key, deidentifier, engine))
        demand_same_sources(generalised.consented.planned, sources)
        augmented = noted(augment(site, verified, work.staging.folder, work.key, deidentifier, watch))
        return _publish(site, target, augmented, work.staging, exporter, attempt)


def prepare(site: Site, request_id: str, exporter: Identity, noted: "Noted"
            ) -> tuple[Generalised, Deidentifier, Mapping[str, str]]:  # fmt: skip
    """All that happens before a part is sealed; `export --dry-run` ends here."""
    file, actor = requests.get(site, request_id), Actor(exporter.public.name, exporter.public.role)
    policy, dataset = site.policy(file.request.policy), datasets.get(site, file.request.dataset)

    approved = noted(approve(file.request, file.approvals, file.state(site.today), policy.approvals))
    permitted = noted(permit(approved, actor, site.access, site.today))
    planned = noted(plan(permitted, dataset, policy, site.today, build("drop", None, site.folder)))
    budgets.demand(site, planned.plan)
    demand_installed(planned.plan.synthetic)
    sources = fingerprint(planned)
    consented = noted(cover(planned, subjects(dataset), *_ledger(site)))
    deidentifier = _deidentifier(site, consented)
    others = people(deidentifier, consented.plan, dataset)
    before = earlier.compare(site, consented)
    profiles = deidentifier.profiles(planned.dataset, consented.subjects, consented.closed)
    generalised = noted(generalise(consented, profiles, others, before))
    return generalised, deidentifier, sources


@contextmanager
def _attempt(site: Site, target: Target, exporter: Identity) -> Iterator[Attempt]:
    """The log's attempt, after runs that were killed are closed."""
    actor, role = exporter.public.name, exporter.public.role
    recovery.close_killed(site, exporter.public, holding=target.release)
    facts: ExportFacts = {"release": target.release, "software": __version__}
    if target.supersedes:
        facts["supersedes"] = target.supersedes
    with site.log.attempt(ExportIntent(actor=actor, role=role, request=target.request, facts=facts)) as attempt:
        yield attempt


@contextmanager
def _destroying(site: Site, release: str) -> Iterator[None]:
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
        shutil.rmtree(staging_folder(site, release), ignore_errors=True)
        if not versions.is_published(site, release):
            site.escrow.remove(release)
        raise


def _ledger(site: Site) -> tuple[pa.Table, str]:
    """The consent ledger as it is now, and its digest. Raises IntegrityError where it is not what the log says."""
    told = ledgers.said(site)
    with site.registry.transaction() as tx:
        ledgers.demand_whole(tx, told)
        ledger = consents.read(tx, site.clock())
    return ledger, consents.digest(ledger)


def _deidentifier(site: Site, consented: Consented) -> Deidentifier:
    plan_, planned = consented.plan, consented.planned
    secrets = site.secrets(planned.request.project)
    records = own_records.load(planned.dataset, consented.subjects) if plan_.text_tables else None
    known = partial(originals.load, planned.dataset)
    detector = partial(detector_of, plan_.notes.strictness, site.models)
    return Deidentifier(plan_, secrets, Scrubber(detector, secrets, records, plan_.shift_days, plan_.as_of, known))


def _demand_consent_still(verified: Verified, ledger: pa.Table) -> None:
    """Raise Interrupted where a released subject's consent ended while the export ran."""
    generalised = verified.sealed.generalised
    if gone := still(generalised.consented, generalised.released, ledger):
        hint = "run the same command again: it starts anew, without them"
        raise Interrupted(f"{gone} consents ended while the export ran", hint=hint)


def _demand_same_releases(tx: Connection, site: Site, verified: Verified) -> None:
    """Raise Interrupted where a release was published meanwhile that this one was not compared with."""
    generalised = verified.sealed.generalised
    if new := set(earlier.live(tx, site, generalised.consented)) - set(generalised.compared):
        hint = "run the same command again: it compares with them too"
        raise Interrupted(f"{len(new)} releases that may be put together with this one came out meanwhile", hint=hint)


def _publish(site: Site, target: Target, augmented: Augmented, staging: Staging, exporter: Identity,
             attempt: Attempt) -> Published:  # fmt: skip
    """Manifest, then the log's outcome and the release's members in one transaction; all of it or nothing."""
    release, at, verified = target.release, stamp(site.clock()), augmented.verified
    fields = {
        "release": release,
        "site": site.name,
        "created": at,
        "software": __version__,
        "checkpoint": site.log.checkpoint(),
        "meaning": ACTS["supersede" if target.supersedes else "export"].words,
        "supersedes": target.supersedes or None,
        **describe(augmented),
        **represented(verified, augmented.fields.get("synthetic", {}).get("groups")),
        **public_counts(verified.sealed.generalised.consented),
    }
    published = publish(verified, fields, report.documents(fields), staging, site.release_folder(release), exporter)
    try:
        with attempt.publish(manifest_digest=published.manifest_digest) as tx:
            _demand_consent_still(verified, consents.read(tx, site.clock()))
            budgets.demand_in(site, tx, verified.sealed.plan)
            _demand_same_releases(tx, site, verified)
            documents.add(tx, Document(requests.RELEASE, release, target.request, published.signed_manifest, at))
            generalised = verified.sealed.generalised
            released = earlier.commitments(site, generalised.released.to_pylist())
            members.add(tx, release, released.tolist())
            earlier.record(tx, release, generalised, released)
            versions.end_grants(tx, site, target, exporter)
    except BaseException:
        if not versions.is_published(site, release):  # else the log has it, and only then did something fail
            storage.remove(published.folder)
        raise
    versions.remove_grants(site, target)
    return published
