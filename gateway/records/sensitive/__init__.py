"""Sensitive categories: codes in, the categories that each of them tells of out, one bit a category.

The lists are ours, one CSV file for each code system: ICD-10-CM by ranges and beginnings (checked against the 2025
release), SNOMED CT, LOINC and RxNorm by single codes. SNOMED CT and RxNorm have hierarchies that are not shipped, so
their lists hold common codes only: a concept below a listed one is not found.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

CATEGORIES = ("substance-use", "hiv", "mental-health", "genetics", "reproductive-health", "abuse")
BIT: Mapping[str, int] = MappingProxyType({category: 1 << place for place, category in enumerate(CATEGORIES)})

# What goes with data of a category to whoever gets it.
NOTICES: Mapping[str, str] = MappingProxyType({
    "substance-use": "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",  # 42 CFR 2.32(a)(2)
})  # fmt: skip

# Code systems, and how sources name them.
SYSTEMS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "icd10cm": ("http://hl7.org/fhir/sid/icd-10-cm", "http://hl7.org/fhir/sid/icd-10", "icd-10-cm", "icd-10", "icd10",
                "urn:oid:2.16.840.1.113883.6.90"),
    "snomed": ("http://snomed.info/sct", "snomed-ct", "snomed ct", "snomedct", "urn:oid:2.16.840.1.113883.6.96"),
    "loinc": ("http://loinc.org", "urn:oid:2.16.840.1.113883.6.1"),
    "rxnorm": ("http://www.nlm.nih.gov/research/umls/rxnorm", "urn:oid:2.16.840.1.113883.6.88"),
})  # fmt: skip
_NAMES = {name: system for system, names in SYSTEMS.items() for name in (system, *names)}
_BETWEEN = re.compile(r"[\s|,;]+")

Bits = npt.NDArray[np.uint8]


def system_of(name: str) -> str:
    """The code system that a source names in its own way; "" for one without lists."""
    return _NAMES.get(name.strip().lower(), "")


def bits(codes: str, system: str) -> int:
    """The categories of a cell with one code or several. `system` "" is not known: all lists are asked."""
    found = 0
    for code in _BETWEEN.split(codes.strip().upper()):
        for one in (system,) if system else SYSTEMS:
            found |= _of_code(code, one)
    return found


def names(held: int) -> tuple[str, ...]:
    """The categories of some bits."""
    return tuple(category for category, bit in BIT.items() if held & bit)


def union(categories: Iterable[str]) -> int:
    """The bits of some categories."""
    return sum({BIT[category] for category in categories})


@cache
def _of_code(code: str, system: str) -> int:
    if system != "icd10cm":
        return _single(system).get(code, 0)
    bare, found = code.replace(".", ""), 0
    for first, last, bit in _ranges():
        if first <= bare[: len(first)] <= last:
            found |= bit
    return found


@cache
def _single(system: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for category, code in _listed(system):
        found[code] = found.get(code, 0) | BIT[category]
    return found


@cache
def _ranges() -> tuple[tuple[str, str, int], ...]:
    """First and last beginning of a code, without its point; both of one length."""
    pairs = ((category, codes.replace(".", "").partition("-")) for category, codes in _listed("icd10cm"))
    return tuple((first, last or first, BIT[category]) for category, (first, _, last) in pairs)


def _listed(system: str) -> list[tuple[str, str]]:
    text = files(__package__).joinpath(f"{system}.csv").read_text(encoding="utf-8")
    return [(row["category"], row["codes"]) for row in csv.DictReader(text.splitlines())]
