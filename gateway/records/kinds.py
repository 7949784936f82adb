"""The kinds a column can be. The descriptor names one for every column; the policy says what happens to it.

`hipaa` is the letter of 45 CFR 164.514(b)(2)(i) under which Safe Harbor removes the kind, where it does.
"""

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Kind:
    """A family of kinds: its closed list of leaves, or any leaf (`*`), or none (the family's name itself)."""

    family: str
    leaves: tuple[str, ...]
    meaning: str
    hipaa: str = ""


KINDS = (
    Kind("subject", (), "the data subject's identifier, which links the subject's rows", "R"),
    Kind("key", ("*",), "a key that links rows across tables (encounter, provider, claim …)", "R"),
    Kind("name", ("given", "family", "maiden", "full", "prefix", "suffix", "alias", "initials"), "the subject", "A"),
    Kind("name", ("relative", "staff"), "another person's name", "A"),
    Kind("geo", ("street", "unit", "city", "county", "zip", "place", "latitude", "longitude"), "within a state", "B"),
    Kind("geo", ("state", "country"), "a state or larger"),
    Kind("date", ("*",), "a date or time about the subject (birth, death, service …)", "C"),
    Kind("age", (), "age in years", "C"),
    Kind("contact", ("phone",), "telephone number", "D"),
    Kind("contact", ("fax",), "fax number", "E"),
    Kind("contact", ("email",), "e-mail address", "F"),
    Kind("contact", ("url",), "web address", "N"),
    Kind("contact", ("ip",), "IP address", "O"),
    Kind("id", ("ssn",), "social security number", "G"),
    Kind("id", ("mrn",), "medical record number", "H"),
    Kind("id", ("health_plan",), "health plan beneficiary number", "I"),
    Kind("id", ("account",), "account number", "J"),
    Kind("id", ("license",), "certificate, licence or passport number", "K"),
    Kind("id", ("vehicle",), "vehicle identifier or plate", "L"),
    Kind("id", ("device",), "device identifier or serial number", "M"),
    Kind("id", ("*",), "any other unique number or code", "R"),
    Kind("biometric", ("*",), "finger print, voice print, genome …", "P"),
    Kind("image", ("*",), "full-face photograph or comparable image", "Q"),
    Kind("org", ("*",), "an employer, school or facility that the subject can be traced through", "A"),
    Kind("demographic", ("*",), "sex, race, ethnicity, language, marital status …"),
    Kind("clinical", ("*",), "what was found, done or given: codes, values, units, doses"),
    Kind("admin", ("*",), "costs, counts, payers, dispositions"),
    Kind("text", ("note", "short"), "free text that may name anybody", "R"),
)


def find(name: str) -> Kind | None:
    """The kind that `name` (`family` or `family.leaf`) belongs to, the exact leaf before `*`."""
    family, _, leaf = name.partition(".")
    candidates = [kind for kind in KINDS if kind.family == family]
    if name == family:
        return next((kind for kind in candidates if not kind.leaves), None)
    exact = (kind for kind in candidates if leaf in kind.leaves)
    open_ = (kind for kind in candidates if leaf and "*" in kind.leaves)
    return None if leaf == "*" else next(exact, next(open_, None))


def suggestion(name: str) -> str:
    """A hint for a name that is no kind."""
    known = [f"{kind.family}.{leaf}" if leaf else kind.family for kind in KINDS for leaf in kind.leaves or ("",)]
    near = get_close_matches(name, [k for k in known if not k.endswith("*")], n=1)
    return f"did you mean {near[0]}?" if near else "see `gateway dataset kinds` for the list"
