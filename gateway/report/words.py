"""The manifest's codes in plain words. A code without words of its own is shown as it is."""

from collections.abc import Mapping

from gateway.recognize.entities import ENTITIES

# HL7 v3 ActReason (THO 4.0.0), the codes under PurposeOfUse, in our words.
PURPOSES: Mapping[str, str] = {
    "BIORCH": "biomedical research",
    "BTG": "emergency access (break the glass)",
    "CAREMGT": "care management",
    "CLINTRCH": "clinical trial research",
    "CLINTRCHNPC": "clinical trial research without patient care",
    "CLINTRCHPC": "clinical trial research with patient care",
    "CLINTRL": "treatment in a clinical trial",
    "CLMATTCH": "claim attachments",
    "COC": "coordination of care",
    "COVAUTH": "coverage authorisation",
    "COVERAGE": "coverage under a policy or programme",
    "DISASTER": "public health in a disaster",
    "DONAT": "organ and tissue donation",
    "DSRCH": "research into a specific disease",
    "ELIGDTRM": "determining eligibility",
    "ELIGVER": "verifying eligibility",
    "ENROLLM": "enrolment",
    "ERTREAT": "emergency room treatment",
    "ETREAT": "emergency treatment",
    "FAMRQT": "a request by the family",
    "FRAUD": "detection of fraud",
    "GOV": "government business",
    "HACCRED": "accreditation",
    "HCOMPL": "compliance",
    "HDECD": "matters of the deceased",
    "HDIRECT": "directories",
    "HDM": "management of care delivery",
    "HLEGAL": "legal matters",
    "HMARKT": "marketing",
    "HOPERAT": "health care operations",
    "HOUTCOMS": "measuring outcomes",
    "HPAYMT": "payment",
    "HPRGRP": "reporting to health programmes",
    "HQUALIMP": "quality improvement",
    "HRESCH": "health care research",
    "HSYSADMIN": "system administration",
    "HTEST": "testing of systems",
    "LABELING": "labelling of data",
    "MEMADMIN": "member administration",
    "METAMGT": "management of metadata",
    "MILCDM": "military command",
    "MILDCRG": "military discharge",
    "MLTRAINING": "training of machine learning models",
    "PATADMIN": "patient administration",
    "PATRQT": "a request by the patient",
    "PATSFTY": "patient safety",
    "PERFMSR": "measuring performance",
    "PMTDS": "payment data",
    "POARCH": "research into origins or ancestry of populations",
    "POPHLTH": "population health",
    "PRECLINTRCH": "preclinical research",
    "PUBHLTH": "public health",
    "PWATRNY": "a request under power of attorney",
    "RECORDMGT": "records management",
    "REMITADV": "remittance advice",
    "SUPNWK": "a request by the support network",
    "SYSDEV": "development of systems",
    "THREAT": "averting a threat to public health",
    "TRAIN": "training of staff",
    "TRANSRCH": "translational research",
    "TREAT": "treatment",
    "TREATDS": "disclosure for treatment",
}

CONSENT: Mapping[str, str] = {
    "category": "consent leaves out a sensitive category that the subject table tells",
    "denied": "denied this use",
    "withdrawn": "withdrew the consent",
    "expired": "consent has expired",
    "not-yet-effective": "consent is not in force yet",
    "recipient": "consent is for other recipients",
    "purpose": "consent is for other purposes",
    "no-record": "no consent on record",
}

LEFT_OUT: Mapping[str, str] = {
    "no-consent": "of subjects without consent for this use",
    "suppressed": "of subjects suppressed for too small a class",
    "unknown-subject": "of subjects that the subject table does not know",
}

ROLES: Mapping[str, str] = {
    "data-steward": "data steward",
    "ml-engineer": "ML engineer",
    "compliance-officer": "compliance officer",
}

ATTACKERS: Mapping[str, str] = {
    "prosecutor": "knows that the person is in the release",
    "journalist": "knows that the person could be in it",
    "marketer": "matches everybody, and counts on being right on average",
}

# By the beginning of a transform's summary; the first that fits speaks.
_TRANSFORMS = (
    ("keep", "kept as it is"),
    ("drop", "left out"),
    ("pseudonym method=random", "replaced by a random code"),
    ("pseudonym method=hmac", "replaced by a keyed code"),
    ("hash", "each code replaced by a keyed hash"),
    ("year", "only the year stays"),
    ("shift", "moved by each subject’s secret number of days"),
    ("zip3", "first three digits stay; 000 where few people live"),
    ("top_code", "highest ages put into one category"),
    ("band", "put into bands"),
    ("map", "replaced by a broader value"),
    ("scrub mode=placeholder", "identifying spans replaced by placeholders"),
    ("scrub mode=surrogate", "identifying spans replaced by invented ones"),
)


def left_out(reason: str) -> str:
    """Why rows were left out; `quarantined: …` says it in words already."""
    family, _, category = reason.partition(".")
    if family == "category":
        name, _, text = category.partition(".")
        what = "with text, of subjects who hold" if text else "of"
        return f"{what} the sensitive category {name}, which consent does not name"
    return LEFT_OUT.get(reason, reason)


def transform(summary: str) -> str:
    """What a transform did, by its summary in the manifest."""
    return next((words for start, words in _TRANSFORMS if summary.startswith(start)), summary)


def entity(name: str) -> str:
    """What sort of span it is."""
    return ENTITIES[name].description if name in ENTITIES else name


def group(name: str) -> str:
    """A protected group for reading: `demographic.race.native` is `race: native`."""
    parts = [part.split(".") for part in name.split("-demographic.")]
    return ", ".join(f"{': '.join(part[-2:])}".replace("-", " ").replace("_", " ") for part in parts)
