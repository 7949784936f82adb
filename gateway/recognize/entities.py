"""What a span can be: our entity types in HIPAA's terms, and Presidio's names for the same things.

Source of the letters: 45 CFR 164.514(b)(2)(i)(A) to (R), the eighteen identifiers of Safe Harbor.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Entity(NamedTuple):
    """A kind of identifier: what it is, and its letter in 45 CFR 164.514(b)(2)(i)."""

    description: str
    letter: str


# In order of precedence: where spans overlap equally, the entity that stands first names the union.
ENTITIES: Mapping[str, Entity] = {
    "SSN": Entity("social security number, whole or its last four digits", "G"),
    "EMAIL": Entity("electronic mail address", "F"),
    "URL": Entity("web address", "N"),
    "IP": Entity("internet protocol address", "O"),
    "MRN": Entity("medical record number", "H"),
    "HEALTH_PLAN": Entity("health plan beneficiary number", "I"),
    "ACCESSION": Entity("accession, specimen or case number", "R"),
    "ACCOUNT": Entity("account, encounter, claim or card number", "J"),
    "LICENSE": Entity("certificate or licence number, NPI and DEA among them", "K"),
    "VEHICLE": Entity("vehicle identifier, plates among them", "L"),
    "DEVICE": Entity("device identifier or serial number", "M"),
    "FAX": Entity("fax number", "E"),
    "PAGER": Entity("pager number", "D"),
    "PHONE": Entity("telephone number", "D"),
    "DATE": Entity("date more exact than a year", "C"),
    "AGE_OVER_89": Entity("age over 89, or a year that implies one", "C"),
    "STREET": Entity("street address", "B"),
    "ZIP": Entity("ZIP code", "B"),
    "COUNTY": Entity("county or precinct", "B"),
    "FACILITY": Entity("hospital, clinic, home or pharmacy", "B"),
    "CITY": Entity("city or town", "B"),
    "LOCATION": Entity("another place smaller than a state", "B"),
    "ORGANIZATION": Entity("employer, school or other organisation", "A"),
    "PATIENT": Entity("name of the patient", "A"),
    "RELATIVE": Entity("name of a relative or household member", "A"),
    "STAFF": Entity("name of a professional", "A"),
    "PERSON": Entity("name of somebody whose part is not told", "A"),
    "INITIALS": Entity("initials of a person", "A"),
    "ID": Entity("another unique number or code", "R"),
}

RANK: Mapping[str, int] = {name: rank for rank, name in enumerate(ENTITIES)}

NAMES = frozenset({"PATIENT", "RELATIVE", "STAFF", "PERSON"})

FROM_PRESIDIO: Mapping[str, str] = {
    "ABA_ROUTING_NUMBER": "ACCOUNT",
    "CREDIT_CARD": "ACCOUNT",
    "CRYPTO": "ACCOUNT",
    "DATE_TIME": "DATE",
    "EMAIL_ADDRESS": "EMAIL",
    "IBAN_CODE": "ACCOUNT",
    "IP_ADDRESS": "IP",
    "MAC_ADDRESS": "DEVICE",
    "MEDICAL_LICENSE": "LICENSE",
    "PHONE_NUMBER": "PHONE",
    "URL": "URL",
    "US_ITIN": "SSN",
    "US_MBI": "HEALTH_PLAN",
    "US_NPI": "LICENSE",
    "US_PASSPORT": "LICENSE",
    "US_SSN": "SSN",
    "UUID": "ID",
}


def ours(entity_type: str) -> str:
    """Our name for an entity type of Presidio's or of ours; a `KeyError` for one that nobody mapped."""
    return entity_type if entity_type in ENTITIES else FROM_PRESIDIO[entity_type]
