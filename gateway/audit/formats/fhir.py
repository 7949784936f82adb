"""The log as FHIR R4 AuditEvent resources, one a line (NDJSON, as in Bulk Data).

Codes are those that IHE's Basic Audit Log Patterns use: DICOM for the type, HL7 v3 ActReason for the purpose. An event
without a DICOM code is Application Activity, and our own type is its subtype. A patient appears by a keyed commitment.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from gateway.audit.log import Entry

_DICOM = "http://dicom.nema.org/resources/ontology/DCM"
_NAMES = {"110100": "Application Activity", "110106": "Export", "110107": "Import", "110110": "Patient Record",
          "110113": "Security Alert", "110114": "User Authentication"}  # fmt: skip
_OUTCOMES = {"success": "0", "pending": "0", "refused": "4", "interrupted": "4", "failed": "8"}
_THINGS = ("request", "release", "dataset", "policy", "project", "grant", "key", "site", "plan_digest",
           "policy_digest", "manifest_digest", "consent_snapshot", "digest")  # fmt: skip
_HL7 = "http://terminology.hl7.org/CodeSystem/"


def lines(entries: Iterable[Entry], origin: str) -> Iterator[str]:
    """One AuditEvent an event."""
    return (json.dumps(_resource(entry, origin), separators=(",", ":")) + "\n" for entry in entries)


def _resource(entry: Entry, origin: str) -> dict[str, Any]:
    fields = json.loads(entry.body)
    facts = fields.get("facts", {})
    code = fields.get("dicom", "110100")
    purpose = fields.get("purpose", facts.get("purpose"))
    resource = {
        "resourceType": "AuditEvent",
        "id": f"event-{entry.seq}",
        "type": {"system": _DICOM, "code": code, "display": _NAMES[code]},
        "subtype": [{"system": "urn:gateway:event-type", "code": fields["type"]}],
        "action": fields["action"],
        "recorded": fields["at"],
        "outcome": _OUTCOMES[fields["outcome"]],
        "agent": _agents(fields, facts),
        "source": {"observer": {"display": origin}, "type": [{"system": _HL7 + "security-source-type", "code": "4"}]},
        "entity": [*_things(fields, facts), *_patient(fields), _details(fields, facts)],
    }
    if "reason" in fields:
        resource["outcomeDesc"] = fields["reason"]
    if purpose:
        resource["purposeOfEvent"] = [{"coding": [{"system": _HL7 + "v3-ActReason", "code": purpose}]}]
    return resource


def _agents(fields: dict[str, Any], facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Who acted, with the access rules that decided, and who receives."""
    actor = _agent(fields["actor"], "110153", "Source Role ID", requestor=True)
    actor["role"] = [{"coding": [{"system": "urn:gateway:role", "code": fields["role"]}]}]
    if facts.get("rules"):
        actor["policy"] = [f"urn:gateway:rule:{rule}" for rule in facts["rules"]]
    recipient = fields.get("recipient", facts.get("recipient"))
    return [actor, *([_agent(recipient, "110152", "Destination Role ID", requestor=False)] if recipient else [])]


def _agent(name: str, code: str, display: str, *, requestor: bool) -> dict[str, Any]:
    return {
        "type": {"coding": [{"system": _DICOM, "code": code, "display": display}]},
        "who": {"identifier": {"system": "urn:gateway:identity", "value": name}},
        "requestor": requestor,
    }


def _things(fields: dict[str, Any], facts: dict[str, Any]) -> list[dict[str, Any]]:
    told = {**facts, **fields}
    kind = {"system": _HL7 + "audit-entity-type", "code": "2", "display": "System Object"}
    return [{"what": {"identifier": {"system": f"urn:gateway:{name}", "value": told[name]}}, "type": kind}
            for name in _THINGS if name in told]  # fmt: skip


def _patient(fields: dict[str, Any]) -> list[dict[str, Any]]:
    if "subject" not in fields:
        return []
    what = {"identifier": {"system": "urn:gateway:subject-commitment", "value": fields["subject"]}}
    return [{"what": what, "type": {"system": _HL7 + "audit-entity-type", "code": "1", "display": "Person"},
             "role": {"system": _HL7 + "object-role", "code": "1", "display": "Patient"}}]  # fmt: skip


def _details(fields: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """The log itself as an entity, with all counts and lists of the event that have no place of their own."""
    told: dict[str, object] = {}
    for name, value in {**fields, **facts}.items():
        if isinstance(value, int):
            told[name] = value
        elif isinstance(value, list) and value:
            told[name] = " ".join(map(str, value))
        elif isinstance(value, dict) and name != "facts":
            told |= {f"{name}.{key}": part for key, part in value.items()}
    return {
        "what": {"display": "audit log"},
        "type": {"system": _HL7 + "audit-entity-type", "code": "2", "display": "System Object"},
        "role": {"system": _HL7 + "object-role", "code": "13", "display": "Security Resource"},
        "detail": [{"type": name, "valueString": str(value)} for name, value in told.items()],
    }
