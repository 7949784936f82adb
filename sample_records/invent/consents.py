"""Patients come in; what each has agreed to goes out, as table rows and as FHIR R4 Consent resources.

Thirty patients gave consent electronically (FHIR), the others on paper (the table), a few not at all. On paper half
of those in addiction, HIV or psychiatric care let that be used too; in FHIR all withhold it.
Versions of one consent share a `consent_id`; the one recorded last counts.
"""

from datetime import date, timedelta
from random import Random

from .common import TODAY, Row, age_on, digits, stream
from .people import Patient

ELECTRONIC = 30
PLANS = {
    "none": 6,
    "denied": 9,
    "expired": 7,
    "withdrawn": 7,
    "treatment only": 6,
    "trial only": 5,
    "named project": 9,
}
PROJECTS = ["readmission-model", "sepsis-early-warning", "postpartum-risk", "imaging-triage"]
BROAD = [
    "HRESCH TREAT HPAYMT HOPERAT",
    "HRESCH TREAT",
    "HRESCH PUBHLTH TREAT HPAYMT HOPERAT",
    "HRESCH",
    "HRESCH CLINTRCH TREAT",
]
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
SENSITIVE = {"opioid_use": "ETH", "hiv": "HIV", "depression": "PSY"}
CATEGORIES = {"opioid_use": "substance-use", "hiv": "hiv", "depression": "mental-health"}
FHIR_STATUS = {"granted": "active", "denied": "rejected", "withdrawn": "inactive"}


def invent_consents(patients: list[Patient]) -> tuple[list[Row], list[dict]]:
    rng, naming = stream("consents"), stream("categories")
    plans = _plans(rng, patients)
    asked = [patient for patient in patients if plans[patient.id] != "none"]
    electronic = {patient.id for patient in rng.sample(asked, ELECTRONIC)}
    rows: list[Row] = []
    resources: list[dict] = []
    for patient in asked:
        versions = _versions(rng, patient, plans[patient.id])
        names = patient.profile in CATEGORIES and naming.random() < 0.5
        if patient.id in electronic:
            resources += [_fhir(row, number, patient) for number, row in enumerate(versions, 1)]
        else:
            named = CATEGORIES[patient.profile] if names else ""
            rows += [{**row, "categories": named if row["status"] == "granted" else ""} for row in versions]
    rows.sort(key=lambda row: (row["recorded_at"], row["consent_id"]))
    return rows, resources


def _plans(rng: Random, patients: list[Patient]) -> dict[str, str]:
    """Every patient's plan: broad research consent unless drawn for another."""
    plans = dict.fromkeys((patient.id for patient in patients), "broad")
    plain = [patient.id for patient in patients if patient.extra["origin"] != "black"]
    cohort = [patient.id for patient in patients if patient.extra["origin"] == "black"]
    drawn = rng.sample(plain, sum(PLANS.values()) - 4) + rng.sample(cohort, 4)
    rng.shuffle(drawn)
    for plan, count in PLANS.items():
        for _ in range(count):
            plans[drawn.pop()] = plan
    return plans


def _versions(rng: Random, patient: Patient, plan: str) -> list[Row]:
    start = max(patient.birth + timedelta(days=3), TODAY - timedelta(days=rng.randint(90, 1000)))
    row: Row = {
        "consent_id": "C" + digits(rng, 7),
        "subject": patient.id,
        "status": "granted",
        "purposes": rng.choice(BROAD),
        "recipients": "",
        "effective_from": start.isoformat(),
        "effective_until": "",
        "recorded_at": _recorded(rng, start),
    }
    if rng.random() < 0.3:
        row["effective_until"] = (TODAY + timedelta(days=rng.randint(200, 1500))).isoformat()
    if plan == "denied":
        row.update(status="denied", purposes="HRESCH", effective_until="")
    elif plan == "expired":
        row["effective_until"] = (TODAY - timedelta(days=rng.randint(3, 60))).isoformat()
    elif plan == "treatment only":
        row["purposes"] = "TREAT"
    elif plan == "trial only":
        row["purposes"] = "CLINTRCH"
    elif plan == "named project":
        row["recipients"] = " ".join(rng.sample(PROJECTS, rng.randint(1, 2)))
    elif plan == "withdrawn":
        day = start + timedelta(days=rng.randint(20, (TODAY - start).days - 5))
        end = {"status": "withdrawn", "effective_from": day.isoformat(), "effective_until": ""}
        return [row, {**row, **end, "recorded_at": _recorded(rng, day)}]
    return [row]


def _recorded(rng: Random, day: date) -> str:
    """Paper reaches the record up to four days after it is signed."""
    recorded = min(day + timedelta(days=rng.randint(0, 4)), TODAY)
    return f"{recorded.isoformat()}T{rng.randint(8, 17):02d}:{rng.randint(0, 59):02d}:00-05:00"


def _coded(system: str, code: str) -> dict:
    return {"coding": [{"system": system, "code": code}]}


def _fhir(row: Row, version: int, patient: Patient) -> dict:
    period = {"start": row["effective_from"]}
    if row["effective_until"]:
        period["end"] = row["effective_until"]
    provision: dict = {
        "type": "permit" if row["status"] == "granted" else "deny",
        "period": period,
        "purpose": [{"system": ACT_REASON, "code": code} for code in row["purposes"].split()],
    }
    if row["recipients"]:
        provision["actor"] = [
            {
                "role": _coded("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"),
                "reference": {
                    "identifier": {"system": "https://harrowlake.example/projects", "value": project}
                },
            }
            for project in row["recipients"].split()
        ]
    if row["status"] == "granted" and patient.profile in SENSITIVE:
        label = {"system": ACT_CODE, "code": SENSITIVE[patient.profile]}
        provision["provision"] = [{"type": "deny", "securityLabel": [label]}]
    resource = {
        "resourceType": "Consent",
        "id": row["consent_id"],
        "meta": {"versionId": str(version), "lastUpdated": row["recorded_at"]},
        "status": FHIR_STATUS[row["status"]],
        "scope": _coded(SCOPE, "research"),
        "category": [_coded("http://loinc.org", "59284-0")],
        "patient": {"reference": f"Patient/{row['subject']}"},
        "dateTime": row["effective_from"],
        "organization": [{"display": "Harrow Lake Regional Medical Center"}],
        "policyRule": _coded(ACT_CODE, "OPTIN"),
        "provision": provision,
    }
    if age_on(patient.birth, TODAY) < 18:
        resource["performer"] = [{"display": "parent or guardian"}]
    return resource
