"""The legal basis a policy names in; what that makes of the data, and what the reader has to mind, out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LegalPath:
    """One way in which data is de-identified under the law. `marks` of it stand in a policy's basis.

    standing: what the data is in law. caution: it stays personal data, or needs a paper that this program cannot see.
    """

    name: str
    marks: tuple[str, ...]
    standing: str
    caution: bool
    duties: tuple[str, ...]


SAFE_HARBOR = LegalPath(
    "HIPAA Safe Harbor",
    ("164.514(b)(2)",),
    "De-identified: not protected health information, as long as the points below hold.",
    False,
    (
        "The 18 kinds of identifiers of 45 CFR 164.514(b)(2)(i) are treated: of the patient, and of relatives, "
        "employers and household members. Of dates only the year stays, and all ages over 89 are one category.",
        "The hospital must also have no actual knowledge that what is left could identify somebody, "
        "164.514(b)(2)(ii). No program can vouch for that; a person has to.",
    ),
)

EXPERT = LegalPath(
    "HIPAA Expert Determination",
    ("164.514(b)(1)",),
    "De-identified only together with an expert’s written determination.",
    True,
    (
        "An expert has to determine, and to document, that the risk of identification is very small, "
        "45 CFR 164.514(b)(1). This card is evidence for the expert; it is not the determination.",
        "This is not Safe Harbor: shifted dates, finer places and keyed codes may be in the data.",
        "The determination is for the named recipient and use. For others, or later, it has to be made anew.",
    ),
)

LIMITED = LegalPath(
    "HIPAA limited data set",
    ("164.514(e)",),
    "Still protected health information (PHI). Needs a data use agreement.",
    True,
    (
        "Dates, towns, ZIP codes and ages may stand in it unchanged; only the direct identifiers of "
        "45 CFR 164.514(e)(2) are gone.",
        "Do not open it without a signed data use agreement, 164.514(e)(4). It serves research, public health and "
        "health care operations, and nothing else.",
        "The recipient must not identify or contact anybody in it, and must report any use that the agreement does "
        "not allow.",
    ),
)

GDPR = LegalPath(
    "GDPR pseudonymisation",
    ("GDPR",),
    "Pseudonymised: still personal data.",
    True,
    (
        "Pseudonymised data stays personal data, Art. 4(5) and recital 26; the rights of the data subjects go on.",
        "The recipient needs a legal basis of its own: Art. 6, and Art. 9 for data about health.",
        "It may be used inside the pseudonymisation domain only. The keys stay at the hospital and must not follow "
        "the data (EDPB Guidelines 01/2025).",
    ),
)

UNKNOWN = LegalPath(
    "Another basis",
    (),
    "This card does not know the basis that the policy names. Treat the data as identifiable.",
    True,
    ("A compliance officer has to say what the basis means before the release is used.",),
)

PATHS = (SAFE_HARBOR, EXPERT, LIMITED, GDPR)


def paths(basis: str) -> tuple[LegalPath, ...]:
    """Every path that `basis` names, in the order of `PATHS`; `UNKNOWN` where it names none."""
    return tuple(path for path in PATHS if any(mark in basis for mark in path.marks)) or (UNKNOWN,)


def threshold(found: tuple[LegalPath, ...], risk: Mapping[str, Any]) -> str:
    """What was demanded of the smallest class, in a sentence."""
    k = risk["k_required"]
    if SAFE_HARBOR in found:
        own = f"The policy demands k = {k} beyond it." if k else "So k is measured and reported here, not demanded."
        return f"Safe Harbor sets no k. {own}"
    return f"The policy demands k = {k}." if k else "The policy demands no k: it is measured and reported here."
