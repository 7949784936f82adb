"""What a dataset may be used for, in terms of the GA4GH Data Use Ontology, as its descriptor says it.

Codes, identifiers and labels are of DUO release 2021-02-23 (CC BY 4.0). A descriptor names the release that its terms
were chosen from; another one is refused, for a term could mean something else there.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from gateway.errors import BadInput
from gateway.model import DataUse

ONTOLOGY = "2021-02-23"

PERMISSIONS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "NRES": ("DUO:0000004", "no restriction"),
    "GRU": ("DUO:0000042", "general research use"),
    "HMB": ("DUO:0000006", "health or medical or biomedical research"),
    "DS": ("DUO:0000007", "disease specific research"),
    "POA": ("DUO:0000011", "population origins or ancestry research only"),
})  # fmt: skip
MODIFIERS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "NPU": ("DUO:0000045", "not for profit organisation use only"),
    "NCU": ("DUO:0000046", "non-commercial use only"),
    "NPUNCU": ("DUO:0000018", "not for profit, non-commercial use only"),
    "NPOA": ("DUO:0000044", "population origins or ancestry research prohibited"),
    "NMDS": ("DUO:0000015", "no general methods research"),
    "IRB": ("DUO:0000021", "ethics approval required"),
    "GS": ("DUO:0000022", "geographical restriction"),
    "MOR": ("DUO:0000024", "publication moratorium"),
    "TS": ("DUO:0000025", "time limit on use"),
    "US": ("DUO:0000026", "user specific restriction"),
    "IS": ("DUO:0000028", "institution specific restriction"),
    "PS": ("DUO:0000027", "project specific restriction"),
    "COL": ("DUO:0000020", "collaboration required"),
    "PUB": ("DUO:0000019", "publication required"),
    "RTN": ("DUO:0000029", "return to database or resource"),
    "GSO": ("DUO:0000016", "genetic studies only"),
    "RS": ("DUO:0000012", "research specific restrictions"),
    "CC": ("DUO:0000043", "clinical care use"),
})  # fmt: skip
TERMS: Mapping[str, tuple[str, str]] = MappingProxyType({**PERMISSIONS, **MODIFIERS})

_ICD10CM = r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?"
_FORMS = {  # what a term's parameters look like; terms that are not here have none
    "DS": (rf"{_ICD10CM}|[A-Z]\d[0-9A-Z]-[A-Z]\d[0-9A-Z]|[A-Za-z]+:\S+", "ICD-10-CM codes or ranges such as I30-I52"),
    "GS": (r"[A-Z]{2}", "countries as ISO 3166 codes of two letters"),
    "MOR": (r"\d{4}-\d\d-\d\d", "a day as YYYY-MM-DD, in quotes"),
    "TS": (r"\d{4}-\d\d-\d\d", "a day as YYYY-MM-DD, in quotes"),
    "US": (r"[a-z][a-z0-9._-]{0,63}", "names of identities"),
    "IS": (r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "names of institutions, without spaces"),
    "PS": (r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "names of projects"),
}  # fmt: skip


def parse(path: Path, ontology: str, raw: list[str | dict[str, list[str]]]) -> DataUse:
    """Check the descriptor's terms. Raises BadInput."""
    where = f"{path}: data_use"
    if ontology != ONTOLOGY:
        hint = f"this program knows {ONTOLOGY}: check each term against it, then name it"
        raise BadInput(f"{where}.ontology: not the release of DUO that this program knows", hint=hint)
    terms: dict[str, tuple[str, ...]] = {}
    for term in raw:
        code, values = next(iter(term.items())) if isinstance(term, dict) and len(term) == 1 else (term, [])
        if not isinstance(code, str) or code not in TERMS:
            raise BadInput(f"{where}.terms: holds what is no term", hint=f"there are {', '.join(TERMS)}")
        if code in terms:
            raise BadInput(f"{where}.terms.{code}: is there twice", hint="name it once, with all its values")
        terms[code] = tuple(values)
        _check_values(f"{where}.terms.{code}", code, terms[code])
    if not PERMISSIONS.keys() & terms.keys():
        raise BadInput(f"{where}.terms: nothing is permitted", hint=f"name one of {', '.join(PERMISSIONS)}")
    return DataUse(ontology, terms)


def _check_values(where: str, code: str, values: tuple[str, ...]) -> None:
    if code not in _FORMS:
        if values:
            raise BadInput(f"{where}: takes no values", hint=f"write {code} alone")
        return
    form, told = _FORMS[code]
    if not values or not all(re.fullmatch(form, value) for value in values):
        raise BadInput(f"{where}: values are missing or unreadable", hint=f"list {told}")
    if code in ("MOR", "TS"):
        try:
            list(map(date.fromisoformat, values))
        except ValueError:
            raise BadInput(f"{where}: no such day", hint=f"list {told}") from None
