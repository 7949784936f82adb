"""FHIR Consents (R4, R4B or R5; a Bundle, one resource, or NDJSON) in, versions out.

One Consent becomes one version. It never counts for more than it says: what cannot be honoured exactly is
narrowed, and `Imported.narrowed` counts the consents by reason. Consents that are not in force (draft,
proposed, inactive, entered in error, not done, unknown) become withdrawn versions, rejected ones denied
versions.

R4 is 4.0.1; it is checked against the R4B model of fhir.resources, the nearest that there is: the Consent
resource did not change between the two, so fields cannot tell them apart, and R4B is what the caller says it is.
`recorded` is meta.lastUpdated, or the time of import: Consent.dateTime says when a consent was given, not when it was
changed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gateway.consent.dates import moment
from gateway.consent.fhirfile import Resource, read_resources
from gateway.consent.ledger import ConsentVersion, Format, Imported
from gateway.consent.provisions import (
    ALWAYS,
    Kind,
    Node,
    Release,
    common,
    denied_recipients,
    included,
    judge,
    period,
    recipient_name,
    subject_id,
)
from gateway.consent.purposes import ANY, CODES, condense, expand
from gateway.errors import BadInput

_R4_FIELDS = frozenset({"patient", "scope", "policyRule", "policy", "performer", "organization", "dateTime"})
_R5_FIELDS = frozenset(
    {"subject", "decision", "grantor", "grantee", "controller", "manager", "date", "period", "policyBasis"}
)
_FORMATS: dict[Release, Format] = {"R4": "fhir-r4", "R4B": "fhir-r4b", "R5": "fhir-r5"}
_NOT_IN_FORCE = frozenset({"draft", "proposed", "inactive", "entered-in-error", "not-done", "unknown"})
# What a consent is about (consentscope, consentcategorycodes): research; or care, which is no consent to use
# data.
_RESEARCH = frozenset({"research", "rsdid", "rsreid"})
_CARE = frozenset({"treatment", "adr", "acd", "dnr", "hcd", "polst"})


def read(path: Path, *, imported: datetime, release: Release | None = None) -> Imported:
    """Read every Consent of `path`; `imported` (UTC) is now; `release` overrides what the fields say.

    Raises BadInput that names the file and the resource for anything that is not a Consent of that release.
    """
    resources = read_resources(path)
    consents = [resource for resource in resources if resource.body.get("resourceType") == "Consent"]
    if not consents:
        raise BadInput(
            f"{path}: holds no Consent", hint="export the Consent resources, as a Bundle or NDJSON"
        )
    release = release or _release(path, consents)
    _validate(consents, release)
    narrowed: Counter[str] = Counter()
    versions = []
    for consent in consents:
        version, reasons = _version(consent, release, imported)
        versions.append(version)
        narrowed.update(reasons)
    _check_ids(consents, versions)
    return Imported(_FORMATS[release], tuple(versions), dict(sorted(narrowed.items())), len(resources) - len(consents))


def _release(path: Path, consents: Sequence[Resource]) -> Release:
    found = {kind for consent in consents for kind in _releases(consent.body)}
    if found == {"R4"}:
        return "R4"
    if found == {"R5"}:
        return "R5"
    what = "mixes FHIR R4 and R5" if found else "does not show whether it is FHIR R4 or R5"
    raise BadInput(f"{path}: {what}", hint="import one release at a time, and name the release")


def _releases(body: Node) -> set[Release]:
    provision = body.get("provision")
    found: set[Release] = set()
    if not _R4_FIELDS.isdisjoint(body) or isinstance(provision, dict):
        found.add("R4")
    if not _R5_FIELDS.isdisjoint(body) or isinstance(provision, list):
        found.add("R5")
    return found


def _validate(consents: Sequence[Resource], release: Release) -> None:
    from pydantic import ValidationError

    model = _model(release)
    for consent in consents:
        try:
            model.model_validate(consent.body)
        except ValidationError as error:
            fields = {str(part) for item in error.errors() for part in item["loc"][:1]} & set(
                model.model_fields
            )
            at = f" ({', '.join(sorted(fields))})" if fields else ""
            raise BadInput(
                f"{consent.where}: is not a FHIR {release} Consent{at}",
                hint="check it with a FHIR validator, or name the other release",
            ) from None


def _model(release: Release) -> Any:
    """Import late: fhir.resources takes a second, and most commands read no FHIR."""
    if release != "R5":
        from fhir.resources.R4B.consent import Consent as R4Consent

        return R4Consent
    from fhir.resources.consent import Consent as R5Consent

    return R5Consent


def _version(
    consent: Resource, release: Release, imported: datetime
) -> tuple[ConsentVersion, frozenset[str]]:
    body = consent.body
    subject = subject_id(body.get("subject" if release == "R5" else "patient") or {})
    if not subject:
        raise BadInput(f"{consent.where}: names no patient", hint="write the reference as Patient/ID")
    if not body.get("id"):
        raise BadInput(f"{consent.where}: has no id", hint="export it from the server with its id")
    recorded = _recorded(consent, imported)
    names = (body["id"], subject)
    if body.get("status") in _NOT_IN_FORCE:
        ended = ConsentVersion(
            *names, "withdrawn", (), (), recorded.date(), None, recorded, _FORMATS[release]
        )
        return ended, frozenset() if body.get("status") == "inactive" else frozenset({"not in force"})
    try:
        return _in_force(names, body, release, recorded)
    except ValueError:
        raise BadInput(
            f"{consent.where}: holds an unreadable date", hint="give timestamps an offset"
        ) from None


def _in_force(
    names: tuple[str, str], body: Node, release: Release, recorded: datetime
) -> tuple[ConsentVersion, frozenset[str]]:
    ceiling = expand("HRESCH" if _about(body) & _RESEARCH else "TREAT" if _about(body) & _CARE else ANY)
    if release != "R5":
        root: Node = body.get("provision") or {}
    else:
        root = {name: body[name] for name in ("decision", "period", "provision") if name in body}
    said = root.get("decision" if release == "R5" else "type")
    kind: Kind = "permit" if said == "permit" else "deny"
    problem = _problem(body) if said in ("permit", "deny") else "no decision"
    spoken_of = expand(ANY) if kind == "deny" and root.get("purpose") else ceiling
    outcome = judge(release, kind, root, spoken_of, problem)
    granted, recipients, narrowed = outcome.granted & ceiling, outcome.recipients, outcome.narrowed
    if kind == "permit" and any(code in CODES and code not in ceiling for code in _named(root)):
        narrowed |= {"a purpose outside the scope"}
    if release == "R5" and body.get("grantee"):
        grantees = frozenset(name for item in body["grantee"] if (name := recipient_name(item)))
        recipients, narrowed = common(recipients, grantees), narrowed | {"granted to its grantees only"}
    start, until = outcome.window
    source = _FORMATS[release]
    if granted and (recipients == frozenset() or (until is not None and until < start)):
        granted, narrowed = frozenset(), narrowed | {"a permit for no recipient or no day"}
    # a purpose whose narrower ones are all barred is not whole, and grants nothing
    if body.get("status") == "active" and (purposes := condense(granted)):
        denied, to = condense(outcome.barred), tuple(sorted(recipients or ()))
        categories, left = included(replace(outcome, granted=granted, recipients=recipients))
        sensitive = (tuple(sorted(categories)), tuple(sorted(outcome.withheld)))
        version = ConsentVersion(
            *names, "granted", purposes, to, start, until, recorded, source, denied, *sensitive
        )
        return version, narrowed | left
    to, start, until = _denied_scope(root, kind)
    limited = kind == "deny" and body.get("status") == "active" and not (outcome.granted or outcome.barred)
    only = tuple(sorted(outcome.withheld)) if limited else ()
    barred = _purposes_of(root) if only else outcome.granted | outcome.barred
    purposes = condense(barred or ceiling)
    return ConsentVersion(
        *names, "denied", purposes, to, start, until, recorded, source, categories=only
    ), narrowed


def _purposes_of(root: Node) -> frozenset[str]:
    """What a denial of categories names, with all that is narrower; empty where it names none or a strange one."""
    named = _named(root)
    known = [code for code in named if code in CODES]
    return frozenset[str]().union(*map(expand, known)) if len(known) == len(named) else frozenset()


def _named(root: Node) -> list[str | None]:
    return [coding.get("code") for coding in root.get("purpose") or []]


def _denied_scope(root: Node, kind: Kind) -> tuple[tuple[str, ...], date, date | None]:
    """Give for whom and when a denial holds: in its own days; a refused permit is denied to anybody."""
    start, until = period(root, shorten=False)
    if until is not None and until < start:
        start, until = ALWAYS
    return denied_recipients(root) if kind == "deny" else (), start, until


def _problem(body: Node) -> str:
    if body.get("modifierExtension") or body.get("implicitRules"):
        return "an unknown modifier"
    scope = {coding.get("code") for coding in (body.get("scope") or {}).get("coding") or []}
    if scope - _RESEARCH - {"patient-privacy"} or _about(body) & _CARE:
        return "a scope that is not the use of data"
    return ""


def _about(body: Node) -> set[str]:
    concepts = [body.get("scope") or {}, *(body.get("category") or [])]
    return {coding.get("code") for concept in concepts for coding in concept.get("coding") or []}


def _recorded(consent: Resource, imported: datetime) -> datetime:
    updated = (consent.body.get("meta") or {}).get("lastUpdated")
    if updated is None:
        return imported
    try:
        recorded = moment(updated)
    except (ValueError, OverflowError):
        raise BadInput(
            f"{consent.where}: meta.lastUpdated is not an instant", hint="give it an offset"
        ) from None
    if recorded > imported:
        raise BadInput(f"{consent.where}: meta.lastUpdated lies in the future", hint="check the clocks")
    return recorded


def _check_ids(consents: Sequence[Resource], versions: Sequence[ConsentVersion]) -> None:
    seen: dict[tuple[str, datetime], ConsentVersion] = {}
    subjects: dict[str, str] = {}
    for consent, version in zip(consents, versions, strict=True):
        if seen.setdefault((version.consent, version.recorded), version) != version:
            raise BadInput(
                f"{consent.where}: an earlier resource says something else of the same consent and time",
                hint="export versions with meta.lastUpdated",
            )
        if subjects.setdefault(version.consent, version.subject) != version.subject:
            raise BadInput(
                f"{consent.where}: an earlier resource gives the same consent to another patient",
                hint="import the files of different servers with different ids",
            )
