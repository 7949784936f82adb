"""Purposes of use as HL7 v3 ActReason codes, with the hierarchy that decides what a grant covers.

Source: HL7 Terminology (THO), code system ActReason 4.0.0, the codes subsumed by PurposeOfUse; CC0.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

SYSTEMS = frozenset({"http://terminology.hl7.org/CodeSystem/v3-ActReason", "urn:oid:2.16.840.1.113883.5.8"})
ANY = "PurposeOfUse"

_CHILDREN: Mapping[str, str] = {
    ANY: "HMARKT HOPERAT HPAYMT HRESCH PATRQT PUBHLTH TREAT",
    "HOPERAT": "CAREMGT DONAT FRAUD GOV HACCRED HCOMPL HDECD HDIRECT HDM HLEGAL HOUTCOMS HPRGRP HQUALIMP "
    "HSYSADMIN MEMADMIN MILCDM MLTRAINING PATADMIN PATSFTY PERFMSR RECORDMGT SYSDEV TRAIN",
    "HSYSADMIN": "LABELING METAMGT",
    "SYSDEV": "HTEST",
    "HPAYMT": "CLMATTCH COVAUTH COVERAGE PMTDS REMITADV",
    "COVERAGE": "ELIGDTRM ELIGVER ENROLLM MILDCRG",
    "HRESCH": "BIORCH CLINTRCH DSRCH POARCH TRANSRCH",
    "CLINTRCH": "CLINTRCHNPC CLINTRCHPC PRECLINTRCH",
    "PATRQT": "FAMRQT PWATRNY SUPNWK",
    "PUBHLTH": "DISASTER THREAT",
    "TREAT": "CLINTRL COC ETREAT POPHLTH TREATDS",
    "ETREAT": "BTG ERTREAT",
}

PARENT: Mapping[str, str] = MappingProxyType(
    {child: parent for parent, children in _CHILDREN.items() for child in children.split()}
)
CODES = frozenset(PARENT) | {ANY}


def covers(granted: str, asked: str) -> bool:
    """Say whether `granted` is `asked` or a broader purpose; False where either is not a known code."""
    if granted not in CODES or asked not in CODES:
        return False
    return granted in _self_and_broader(asked)


def touches(denied: str, asked: str) -> bool:
    """Say whether some use for `asked` would be a use for `denied`.

    True where either covers the other: who asks for HRESCH may run a clinical trial, so a denied CLINTRCH
    stands against it. A denied code that this program does not know stands against everything.
    """
    return denied not in CODES or covers(denied, asked) or covers(asked, denied)


def expand(code: str) -> frozenset[str]:
    """Give `code` and every narrower purpose."""
    return frozenset(candidate for candidate in CODES if covers(code, candidate))


def condense(codes: Iterable[str]) -> tuple[str, ...]:
    """Give the fewest codes whose expansions are exactly `codes`, sorted.

    A purpose stays out when one narrower than it is missing: granting it would grant the missing one too.
    """
    held = frozenset(codes)
    whole = {code for code in held if expand(code) <= held}
    return tuple(sorted(code for code in whole if PARENT.get(code) not in whole))


def _self_and_broader(code: str) -> tuple[str, ...]:
    parent = PARENT.get(code)
    return (code, *_self_and_broader(parent)) if parent else (code,)
