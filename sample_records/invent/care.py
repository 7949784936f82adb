"""Patients come in; their encounters, diagnoses, laboratory values and medications go out."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from .common import TODAY, Row, age_on, digits, source, stamp, stream
from .people import Patient

CARE, STAFF, PLACES = source("care"), source("staff"), source("places")
LAST_DAY = TODAY - timedelta(days=12)
DIALYSIS_SITE = PLACES["dialysis"][0]


@dataclass
class Encounter:
    patient: Patient
    scenario: str
    admitted: datetime
    discharged: datetime
    back_soon: bool
    row: Row = field(default_factory=dict)
    labs: list[Row] = field(default_factory=list)


@dataclass
class Care:
    encounters: list[Encounter]
    diagnoses: list[Row]
    labs: list[Row]
    medications: list[Row]


def invent_care(patients: list[Patient]) -> Care:
    npis = _npis()
    encounters = [stay for patient in patients for stay in _stays(patient)]
    encounters.sort(key=lambda stay: (stay.admitted, stay.patient.id))
    ids: set[str] = set()
    for stay in encounters:
        stay.row = _encounter_row(stay, npis, ids)
    _mark_readmissions(encounters)
    _mark_deaths(encounters)
    care = Care(encounters, [], [], [])
    for stay in encounters:
        rng = stream("care", stay.row["encounter_id"])
        care.diagnoses += _diagnoses(stay, rng)
        stay.labs = _labs(stay, rng)
        care.labs += stay.labs
        care.medications += _medications(stay, rng)
    return care


def _stays(patient: Patient) -> list[Encounter]:
    """The visits along the patient's path, none before the birth or after the last day."""
    rng = stream("stays", patient.id)
    path = [rng.choice(step.split("|")) for step in CARE["profiles"][patient.profile]["path"]]
    day, stays = _first_day(rng, patient), []
    for scenario in path:
        plan = CARE["scenarios"][scenario]
        left = rng.randint(*plan["visits"])
        while left > 0 and day <= LAST_DAY:
            stay = _stay(rng, patient, scenario, day)
            if stay.discharged.date() > LAST_DAY:
                break
            stays.append(stay)
            gap = rng.randint(3, 27) if stay.back_soon else rng.randint(*plan["gap"])
            day = stay.discharged.date() + timedelta(days=gap)
            left -= 0 if stay.back_soon else 1
    return stays


def _first_day(rng: Random, patient: Patient) -> date:
    if patient.profile == "newborn":
        return patient.birth
    if patient.profile == "mother":
        return TODAY - timedelta(days=rng.randint(110, 560))
    recent = age_on(patient.birth, TODAY) < 19 or age_on(patient.birth, TODAY) > 88
    return TODAY - timedelta(days=rng.randint(60, 300 if recent else 640))


def _stay(rng: Random, patient: Patient, scenario: str, day: date) -> Encounter:
    plan = CARE["scenarios"][scenario]
    clinic = plan["kind"] == "outpatient"
    if clinic:
        day -= timedelta(days=max(0, day.weekday() - 4))
    hour = (
        rng.randint(8, 16)
        if clinic
        else 4
        if scenario in {"delivery", "cesarean", "newborn"}
        else rng.randint(0, 23)
    )
    admitted = datetime(day.year, day.month, day.day, hour, rng.randint(0, 59))
    length = rng.randint(*plan["days"])
    if length:
        end = day + timedelta(days=length)
        discharged = datetime(end.year, end.month, end.day, rng.randint(10, 17), rng.randint(0, 59))
    else:
        discharged = admitted + timedelta(minutes=rng.randint(35, 110) if clinic else rng.randint(150, 420))
    return Encounter(patient, scenario, admitted, discharged, rng.random() < plan.get("readmit", 0))


def _npis() -> dict[str, str]:
    """Ten digits per physician that fail the NPI check digit, so none can be a real number."""
    rng, npis = stream("npi"), {}
    for names in STAFF["doctors"].values():
        for name in names:
            number = "1" + digits(rng, 9)
            while luhn_holds("80840" + number) or number in npis.values():
                number = "1" + digits(rng, 9)
            npis[name] = number
    return npis


def luhn_holds(number: str) -> bool:
    """ISO/IEC 7812-1 check digit, as used for NPIs with the prefix 80840."""
    doubled = (int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(number)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _encounter_row(stay: Encounter, npis: dict[str, str], ids: set[str]) -> Row:
    plan, rng = CARE["scenarios"][stay.scenario], stream("encounter", stay.patient.id, stamp(stay.admitted))
    number = "E" + digits(rng, 8)
    while number in ids:
        number = "E" + digits(rng, 8)
    ids.add(number)
    attending = rng.choice(STAFF["doctors"][plan["specialty"]])
    age = age_on(stay.patient.birth, stay.admitted.date())
    band = "old" if age >= 65 else "child" if age < 19 else "adult"
    usual = stream("payer", stay.patient.id, band).choice(PLACES["payers"][band])
    return {
        "encounter_id": number,
        "patient_id": stay.patient.id,
        "kind": plan["kind"],
        "admitted": stamp(stay.admitted),
        "discharged": stamp(stay.discharged),
        "facility": DIALYSIS_SITE if stay.scenario == "dialysis" else PLACES["hospital"]["full"],
        "unit": plan["unit"],
        "attending_name": attending,
        "attending_npi": npis[attending],
        "discharge_disposition": rng.choice(plan["to"]),
        "payer": usual if rng.random() > 0.01 else "",
        "readmitted_30d": "",
    }


def _mark_readmissions(encounters: list[Encounter]) -> None:
    """1 where another inpatient stay of the patient begins within 30 days, 0 where none does."""
    inpatient = [stay for stay in encounters if stay.row["kind"] == "inpatient"]
    for stay in inpatient:
        window = stay.discharged, stay.discharged + timedelta(days=30)
        stay.back_soon = any(
            window[0] < other.admitted <= window[1] for other in inpatient if other.patient is stay.patient
        )
        stay.row["readmitted_30d"] = "1" if stay.back_soon else "0"


def _mark_deaths(encounters: list[Encounter]) -> None:
    """Some older patients die: in hospital, or within weeks of the last discharge."""
    last = {stay.patient.id: stay for stay in encounters}
    grave = [
        stay
        for stay in last.values()
        if stay.row["kind"] == "inpatient"
        and date(1930, 1, 1) < stay.patient.birth < date(1950, 1, 1)
        and stay.scenario in {"heart_failure", "stroke", "pneumonia", "copd"}
    ]
    rng = stream("deaths")
    for index, stay in enumerate(rng.sample(grave, 6)):
        if index < 3:
            stay.row.update(discharge_disposition="Expired", readmitted_30d="")
            day = stay.discharged.date()
        else:
            day = min(stay.discharged.date() + timedelta(days=rng.randint(20, 80)), TODAY - timedelta(days=1))
        stay.patient.row["death_date"] = day.isoformat()


def _keys(stay: Encounter) -> Row:
    return {"encounter_id": stay.row["encounter_id"], "patient_id": stay.patient.id}


def _diagnoses(stay: Encounter, rng: Random) -> list[Row]:
    plan = CARE["scenarios"][stay.scenario]
    more = [code for code in plan["more"] if rng.random() < 0.5]
    return [
        {
            **_keys(stay),
            "icd10": code,
            "description": text if rng.random() > 0.01 else "",
            "recorded_on": stay.discharged.date().isoformat(),
        }
        for code, text in plan["dx"] + more
    ]


def _labs(stay: Encounter, rng: Random) -> list[Row]:
    plan = CARE["scenarios"][stay.scenario]
    nights = (stay.discharged.date() - stay.admitted.date()).days
    draws = [stay.admitted + timedelta(minutes=rng.randint(12, 50))]
    morning = datetime(stay.admitted.year, stay.admitted.month, stay.admitted.day, 5)
    draws += [morning + timedelta(days=day, minutes=rng.randint(0, 59)) for day in range(1, nights + 1, 2)]
    rows = []
    for index, moment in enumerate(draws):
        accession = f"L{moment:%y%j}-{digits(rng, 6)}"
        for code, (low, high) in plan["labs"].items():
            missing = index > 0 and rng.random() < 0.03
            row = _lab(rng, code, low, high, plan.get("worse", {}).get(code) if stay.back_soon else None)
            if missing:
                row.update(value="", abnormal="")
            rows.append({**_keys(stay), **row, "collected_at": stamp(moment), "accession": accession})
    return rows


def _lab(rng: Random, code: str, low: float, high: float, worse: str | None) -> Row:
    """One result; before an early return the value is the worse of two draws."""
    loinc, test, unit, normal_low, normal_high, places = CARE["tests"][code]
    draws = [rng.uniform(low, high), rng.uniform(low, high)]
    value = max(draws) if worse == "high" else min(draws) if worse == "low" else draws[0]
    flag = "H" if value > normal_high else "L" if value < normal_low else ""
    text = f"{value:.{places}f}"
    if code == "TROP" and value < 0.04:
        text, flag = "<0.01", ""
    if code == "VL" and value < 20:
        text = "<20"
    if code == "DRUG":
        text, flag = "POSITIVE", ""
    return {"loinc": loinc, "test": test, "value": text, "unit": unit, "abnormal": flag}


def _medications(stay: Encounter, rng: Random) -> list[Row]:
    plan, rows = CARE["scenarios"][stay.scenario], []
    for drug in plan["drugs"]:
        spared = 0.5 if drug == plan.get("sparing") and stay.back_soon else 0.12
        if drug != plan["drugs"][0] and rng.random() < spared:
            continue
        code, doses, route, instructions = CARE["drugs"][drug]
        short = route in {"IV", "SC", "IM"} or drug in {"prednisone", "azithromycin", "oxycodone"}
        rows.append(
            {
                **_keys(stay),
                "rxnorm": code,
                "drug": drug,
                "dose": rng.choice(doses),
                "route": route,
                "instructions": instructions if rng.random() > 0.1 else "",
                "started_on": stay.admitted.date().isoformat(),
                "stopped_on": stay.discharged.date().isoformat() if short else "",
            }
        )
    return rows
