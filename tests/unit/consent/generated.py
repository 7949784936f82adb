"""Patients with consents in FHIR and CSV, invented by a seed: exceptions within exceptions, overlapping consents,
withdrawals, moments in several time zones, and sensitive categories."""

from datetime import UTC, date, datetime, timedelta

TODAY = date(2026, 3, 1)
ZONES = ("+00:00", "-05:00", "+13:00", "-11:00", "+05:30", "Z")
REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
PURPOSES = ("HRESCH", "HRESCH", "CLINTRCH", "CLINTRCHPC", "BIORCH", "TREAT", "ETREAT", "PurposeOfUse", "unknown")
CATEGORIES = ("substance-use", "hiv", "mental-health", "genetics")


def some(rng, values, most):
    return rng.sample(values, rng.randint(1, most))


def moment(rng):
    """A day near today, or a moment of it somewhere."""
    day = TODAY + timedelta(days=rng.choice((-400, -2, -1, 0, 1, 2, 400)))
    if rng.random() < 0.4:
        return day.isoformat()
    return f"{day}T{rng.choice(('00:30', '11:59', '23:30'))}:00{rng.choice(ZONES)}"


def period(rng):
    """Mostly one that holds today; sometimes with an end only, or none that is yet to come."""
    found = {}
    if rng.random() < 0.6:
        before = TODAY - timedelta(days=rng.randint(3, 500))
        found["start"] = before.isoformat() if rng.random() < 0.6 else moment(rng)
    if rng.random() < 0.4:
        after = TODAY + timedelta(days=rng.randint(3, 500))
        found["end"] = after.isoformat() if rng.random() < 0.6 else moment(rng)
    return found


def provision(rng, kind, depth, release):
    """One provision; in R5 its kind is told by its level alone."""
    node = {"type": kind} if release == "R4" else {}
    if rng.random() < 0.35 and (found := period(rng)):
        node["period"] = found
    if rng.random() < (0.75 if kind == "permit" else 0.5):
        node["purpose"] = [{"system": REASON, "code": code} for code in some(rng, PURPOSES, 2)]
    if rng.random() < 0.2:
        role = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]}
        node["actor"] = [{"role": role, "reference": {"reference": f"Organization/{name}"}}
                         for name in some(rng, ("sepsis", "other"), 2)]  # fmt: skip
    if rng.random() < 0.3:
        codes = some(rng, ("ETH", "HIV", "PSY", "GDIS", "BH", "N", "R", "L") if kind == "permit" else
                     ("ETH", "HIV", "PSY", "GDIS", "BH", "R"), 2)  # fmt: skip
        node["securityLabel"] = [{"system": CONFIDENTIALITY if len(code) == 1 else ACT, "code": code} for code in codes]
    if depth and rng.random() < 0.7:
        other = {"permit": "deny", "deny": "permit"}[kind]
        kinds = [other if release == "R5" or rng.random() < 0.85 else kind for _ in range(rng.randint(1, 2))]
        node["provision"] = [provision(rng, one, depth - 1, release) for one in kinds]
    return node


def resource(rng, number, subject, recorded):
    release = rng.choice(("R4", "R5"))
    kind = rng.choice(("permit", "permit", "permit", "deny"))
    root = provision(rng, kind, 3, release)
    about = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "research"}]}
    body = {"resourceType": "Consent", "id": f"c{number}", "meta": {"lastUpdated": recorded},
            "status": rng.choice(("active",) * 8 + ("inactive", "draft"))}  # fmt: skip
    reference = {"reference": f"Patient/{subject}"}
    if release == "R4":
        scope = about if rng.random() < 0.5 else None
        body |= {"patient": reference, "provision": root, "policyRule": {"text": "x"},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "scope": scope or {"coding": [{"code": "patient-privacy"}]}}  # fmt: skip
    else:
        body |= {"subject": reference, "decision": kind, **{k: root[k] for k in ("period", "provision") if k in root}}
        if rng.random() < 0.5:
            body["category"] = [about]
    return release, body


def row(rng, number, subject, recorded):
    status = rng.choice(("granted", "granted", "granted", "denied", "withdrawn"))
    start = moment(rng) if rng.random() < 0.3 else "2025-01-01"
    until = f"{rng.randint(2025, 2027)}-{rng.choice(('02-28', '03-01', '03-02', '12-31'))}"
    until = until if until > start[:10] and rng.random() < 0.4 else ""
    told = " ".join(sorted(some(rng, CATEGORIES, 2))) if status != "withdrawn" and rng.random() < 0.4 else ""
    return {"consent_id": f"c{number}", "subject": subject, "status": status,
            "purposes": " ".join(some(rng, PURPOSES[:-1], 2)) if status != "withdrawn" else "",
            "recipients": rng.choice(("sepsis", "other")) if rng.random() < 0.2 else "", "effective_from": start,
            "effective_until": until, "recorded_at": recorded, "categories": told}  # fmt: skip


def patients(rng, count):
    """For each patient the documents about it: (consent, recorded as UTC, kind, document), in the order of import."""
    number = 0
    for place in range(count):
        documents = []
        for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3))):
            number += 1
            made = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randint(0, 10_000))
            for version in range(rng.choice((1, 1, 2))):
                at = made + timedelta(hours=7 * version)
                zone = rng.choice(ZONES[:-1])
                hours, minutes = int(zone[:3]), int(zone[0] + zone[4:])
                local = (at + timedelta(hours=hours, minutes=minutes)).replace(tzinfo=None)
                recorded = f"{local.isoformat()}{zone}"
                if rng.random() < 0.65:
                    kind, document = resource(rng, number, f"p{place}", recorded)
                else:
                    kind, document = "csv", row(rng, number, f"p{place}", recorded)
                documents.append((f"c{number}", at, kind, document))
        yield f"p{place}", documents
