"""Name lists and profiles come in; 200 patients, each with an address and an emergency contact, go out."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .common import TODAY, Row, age_on, birthday, digits, phone, source, stream

PEOPLE, PLACES, CARE = source("people"), source("places"), source("care")
SPOUSES = {"F": "husband", "M": "wife"}
FEMALE = {"mother", "wife", "sister", "daughter", "niece", "aunt"}
MALE = {"father", "husband", "brother", "son", "nephew", "uncle"}


@dataclass
class Patient:
    row: Row
    profile: str
    birth: date
    extra: Row = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.row["patient_id"]


class Unused:
    """Draws each value of a kind at most once."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def draw(self, make) -> str:
        while (value := make()) in self.seen:
            pass
        self.seen.add(value)
        return value


def invent_patients() -> list[Patient]:
    rng, unused = stream("people"), Unused()
    homes = _homes(rng)
    patients = [_patient(rng, unused, profile, special, homes) for profile, special in _cast(rng)]
    rng.shuffle(patients)
    return patients


def _cast(rng: Random) -> list[tuple[str, dict]]:
    """Every (profile, fixed or drawn traits) pair; the special ones first."""
    cast = [(special["profile"], dict(special)) for special in PEOPLE["special"]]
    taken = [profile for profile, _ in cast]
    origins = dict(PEOPLE["origin_counts"])
    for _, special in cast:
        origins[special["origin"]] -= 1
    for name, profile in CARE["profiles"].items():
        for _ in range(profile["count"] - taken.count(name)):
            traits = {"sex": profile.get("sex") or rng.choice("FM")}
            if "origin" in profile:
                traits["origin"] = profile["origin"]
                origins[profile["origin"]] -= 1
            cast.append((name, traits))
    pool = [origin for origin, count in origins.items() for _ in range(count)]
    rng.shuffle(pool)
    for _, traits in cast:
        if "origin" not in traits:
            traits["origin"] = pool.pop()
    return cast


def _homes(rng: Random) -> list[tuple]:
    homes = [town for town in PLACES["towns"] for _ in range(town[4])]
    rng.shuffle(homes)
    return homes


def _birth(rng: Random, profile: str) -> date:
    if profile == "newborn":
        return TODAY - timedelta(days=rng.randint(45, 480))
    low, high = CARE["profiles"][profile]["ages"]
    youngest, oldest = birthday(TODAY, -low), birthday(TODAY, -high - 1) + timedelta(days=1)
    return oldest + timedelta(days=rng.randint(0, (youngest - oldest).days))


def _patient(rng: Random, unused: Unused, profile: str, traits: dict, homes: list) -> Patient:
    origin = PEOPLE["origins"][traits["origin"]]
    birth = date.fromisoformat(traits["birth_date"]) if "birth_date" in traits else _birth(rng, profile)
    young = "_young" if birth.year > 1988 and "m_young" in origin else ""
    sex = traits["sex"]

    def name() -> str:
        return f"{rng.choice(origin[sex.lower() + young])}|{rng.choice(origin['family'])}"

    given, family = unused.draw(name).split("|")
    if "family_name" in traits:
        given, family = traits["given_name"], traits["family_name"]
    row: Row = {
        "patient_id": "P-"
        + unused.draw(lambda: "".join(rng.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in "12345")),
        "mrn": unused.draw(lambda: rng.choice("1234567") + digits(rng, 6)),
        "ssn": unused.draw(lambda: _ssn(rng)),
        "given_name": given,
        "family_name": family,
        "maiden_name": _maiden(rng, origin, profile, sex, age_on(birth, TODAY), family),
        "birth_date": birth.isoformat(),
        "death_date": "",
        "sex": sex,
        "race": origin["race"] if rng.random() > 0.02 else "",
        "ethnicity": origin["ethnicity"],
        "language": traits.get("language") or rng.choice(origin["languages"]),
    }
    age = age_on(birth, TODAY)
    row["marital_status"] = _marital(rng, age)
    _add_home(
        rng,
        row,
        next(t for t in PLACES["towns"] if t[0] == traits["city"]) if "city" in traits else homes.pop(),
    )
    _add_reach(rng, unused, row, age)
    _add_contact(rng, row, profile, age)
    row["employer"] = rng.choice(PLACES["employers"]) if 18 <= age < 70 and rng.random() < 0.85 else ""
    return Patient(row, profile, birth, {"origin": traits["origin"]})


def _ssn(rng: Random) -> str:
    """900-999 and 000 are never issued as the first group of a social security number."""
    area = "000" if rng.random() < 0.1 else "9" + digits(rng, 2)
    return f"{area}-{rng.randint(1, 49):02d}-{rng.randint(1, 9999):04d}"


def _maiden(rng: Random, origin: dict, profile: str, sex: str, age: int, family: str) -> str:
    likely = 0.7 if profile in {"mother", "breast_cancer"} else 0.12
    if sex == "M" or age < 20 or rng.random() > likely:
        return ""
    return rng.choice([name for name in origin["family"] if name != family])


def _marital(rng: Random, age: int) -> str:
    if age < 18:
        return "Never married"
    if age > 78:
        return rng.choice(["Widowed", "Widowed", "Married", ""])
    return rng.choice(["Married", "Married", "Married", "Never married", "Divorced", "Partnered"])


def _add_home(rng: Random, row: Row, town: list) -> None:
    city, county, state, zips, _ = town
    unit = rng.choice(["", "", "", f", Apt {rng.randint(1, 24)}", f" #{rng.randint(2, 9)}B"])
    row["street"] = f"{rng.randint(2, 1480)} {rng.choice(PLACES['streets'])}{unit}"
    row.update(city=city, county=county, state=state, zip=rng.choice(zips))


def _add_reach(rng: Random, unused: Unused, row: Row, age: int) -> None:
    plain = unicodedata.normalize("NFKD", row["given_name"][:1] + row["family_name"].split(",")[0])
    local = "".join(c for c in plain.lower() if c.isascii() and c.isalnum())
    row["phone"] = (
        phone(rng, rng.choice(["603", "603", "603", "978", "802", "774"])) if rng.random() > 0.04 else ""
    )
    wired = age >= 18 and rng.random() < (0.85 if age < 70 else 0.4)
    row["email"] = (
        unused.draw(lambda: f"{local}{rng.randint(1, 99)}@{rng.choice(PLACES['mail_domains'])}")
        if wired
        else ""
    )
    prefix = rng.choice(["GMX", "PVP", "NHM", "1EG4-", "ATF"])
    row["health_plan_id"] = unused.draw(lambda: prefix + digits(rng, 8)) if rng.random() > 0.05 else ""


def _relation(rng: Random, row: Row, profile: str, age: int) -> str:
    if profile == "newborn":
        return "mother"
    if age < 18:
        return rng.choice(["mother", "mother", "father"])
    if row["marital_status"] == "Married":
        return SPOUSES[row["sex"]]
    if row["marital_status"] == "Partnered":
        return "partner"
    older = ["daughter", "son", "niece", "nephew", "daughter"]
    return rng.choice(older if age > 60 else ["mother", "sister", "brother", "friend", "father"])


def _add_contact(rng: Random, row: Row, profile: str, age: int) -> None:
    relation = _relation(rng, row, profile, age)
    pool = "f" if relation in FEMALE else "m" if relation in MALE else rng.choice("fm")
    own = row["family_name"].split(",")[0]
    family = own if relation not in {"friend", "partner"} and rng.random() < 0.65 else None
    names = PEOPLE["relatives"]
    row["emergency_contact_name"] = f"{rng.choice(names[pool])} {family or rng.choice(names['family'])}"
    row["emergency_contact_relation"] = relation
    row["emergency_contact_phone"] = phone(rng) if rng.random() > 0.02 else ""
    if age >= 18 and rng.random() < 0.03:
        row.update(emergency_contact_name="", emergency_contact_relation="", emergency_contact_phone="")
