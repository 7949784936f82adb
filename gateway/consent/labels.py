"""What a FHIR provision says of the data it is about in; the sensitive categories that it means out.

Sensitivities are of HL7 v3 ActCode, under _InformationSensitivityPolicy (THO 9.0.0); clinical codes are those of the
shipped lists. Within one element codes are alternatives; the elements of a provision hold together.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from gateway.records.sensitive import bits, names, system_of

Node = Mapping[str, Any]

_ACT_CODE = frozenset({"http://terminology.hl7.org/CodeSystem/v3-ActCode", "urn:oid:2.16.840.1.113883.5.4"})
_CONFIDENTIALITY = frozenset({
    "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "urn:oid:2.16.840.1.113883.5.25",
})  # fmt: skip
_NORMAL_OR_MORE = frozenset({"N", "R", "V"})  # a label holds for all that is labelled so or lower
SENSITIVITIES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "ETH": ("substance-use",), "ETHUD": ("substance-use",), "OPIOIDUD": ("substance-use",), "SUD": ("substance-use",),
    "SUDPT2": ("substance-use",), "42CFRPart2": ("substance-use",),
    "HIV": ("hiv",),
    "MH": ("mental-health",), "PSY": ("mental-health",), "PSYTHPN": ("mental-health",), "MENCAT": ("mental-health",),
    "BH": ("mental-health", "substance-use"),
    "GDIS": ("genetics",),
    "SEX": ("reproductive-health",), "STD": ("reproductive-health",), "SEXREPRO": ("reproductive-health",),
    "SDV": ("abuse",), "VIO": ("abuse",),
})  # fmt: skip
_CODED = ("securityLabel", "class", "documentType", "resourceType", "code")
_OTHER = ("dataPeriod", "data", "expression")


def restricts(node: Node) -> bool:
    """Whether the provision is about some of the data only."""
    return any(node.get(name) for name in (*_CODED, *_OTHER))


def denied_categories(node: Node) -> frozenset[str]:
    """The fewest categories that hold all that a denial is about; empty where it may reach beyond them."""
    found = [told for name in _CODED if (codings := _codings(node, name)) and (told := _whole(codings))]
    return min(found, key=len, default=frozenset())


def permitted_categories(node: Node) -> frozenset[str] | None:
    """The categories that a permit's security labels name; None where it is restricted in a way that is not known."""
    if any(node.get(name) for name in (*_CODED[1:], *_OTHER)):
        return None
    said = _codings(node, "securityLabel")
    sensitive = [_categories(coding) for coding in said if not _is_confidentiality(coding)]
    low = any(_is_confidentiality(coding) and coding.get("code") not in _NORMAL_OR_MORE for coding in said)
    return None if low or not all(sensitive) else frozenset().union(*sensitive)


def is_of_labelled_data_only(node: Node) -> bool:
    """Whether a permit's labels leave out data of no sensitive category."""
    labels = _codings(node, "securityLabel")
    return bool(labels) and not any(map(_is_confidentiality, labels))


def _whole(codings: Iterable[Node]) -> frozenset[str]:
    found = list(map(_categories, codings))
    return frozenset().union(*found) if all(found) else frozenset()


def _categories(coding: Node) -> frozenset[str]:
    system, code = str(coding.get("system") or ""), str(coding.get("code") or "")
    if system in _ACT_CODE:
        return frozenset(SENSITIVITIES.get(code, ()))
    known = system_of(system)
    return frozenset(names(bits(code, known))) if known else frozenset()


def _is_confidentiality(coding: Node) -> bool:
    return coding.get("system") in _CONFIDENTIALITY


def _codings(node: Node, name: str) -> list[Node]:
    """Coding elements, and those of CodeableConcepts; a concept without a coding is one that is not known."""
    found: list[Node] = []
    for item in node.get(name) or []:
        found += (item.get("coding") or [{}]) if "coding" in item or "text" in item else [item]
    return found
