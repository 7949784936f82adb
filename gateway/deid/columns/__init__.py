"""A policy's rule for a column in, a transform out that turns one Arrow array into another of equal length.

A new transform is one file with one subclass of `Transform`, and one line in `TRANSFORMS`.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from gateway.deid.columns.band import Band
from gateway.deid.columns.base import Column, Rows, Transform, Unreadable
from gateway.deid.columns.drop import Drop
from gateway.deid.columns.generalise import RULES, Generalise
from gateway.deid.columns.hash import Hash
from gateway.deid.columns.keep import Keep
from gateway.deid.columns.map import Map
from gateway.deid.columns.pseudonym import Pseudonym
from gateway.deid.columns.scrub import Scrub
from gateway.deid.columns.shift import Shift, offset_days
from gateway.deid.columns.top_code import TopCode
from gateway.deid.columns.year import Year
from gateway.deid.columns.zip3 import Zip3
from gateway.errors import BadInput

__all__ = ["TRANSFORMS", "Column", "Rows", "Transform", "Unreadable", "build", "offset_days"]

TRANSFORMS: Mapping[str, type[Transform]] = MappingProxyType(
    {
        "keep": Keep,
        "drop": Drop,
        "pseudonym": Pseudonym,
        "year": Year,
        "shift": Shift,
        "zip3": Zip3,
        "top_code": TopCode,
        "band": Band,
        "map": Map,
        "hash": Hash,
        "scrub": Scrub,
    }
)


def build(name: str, params: object, base: Path) -> Transform:
    """Make the transform that a policy's rule names, with its parameters checked.

    params: None for no parameter, a mapping of parameters, or one value for the primary parameter.
    base: the policy's folder, to which file names are relative.
    Raises BadInput for an unknown transform and for an unknown, missing or ill-typed parameter.
    """
    if name in RULES:
        return _by_rule(name, params)
    if name not in TRANSFORMS:
        raise BadInput(f"unknown transform {name!r}", hint=_suggest(name, [*TRANSFORMS, *RULES]))
    transform = TRANSFORMS[name]
    fields = _fields(transform, params)
    known = transform.model_fields.keys() - transform.derived
    for key in sorted(fields.keys() - known):
        raise BadInput(f"transform {name!r} has no parameter {key!r}", hint=_suggest(key, known))
    try:
        return transform.from_policy(fields, base)
    except ValidationError as error:
        raise BadInput(_explain(name, error), hint=_parameters(known)) from None


def _by_rule(kind: str, params: object) -> Transform:
    try:
        return Generalise.by(kind, params)
    except ValidationError as error:
        raise BadInput(_explain(kind, error), hint=_parameters(RULES[kind].model_fields)) from None


def _fields(transform: type[Transform], params: object) -> dict[str, object]:
    if params is None:
        return {}
    if isinstance(params, Mapping):
        return {str(key): value for key, value in params.items()}
    if transform.primary is None:
        raise BadInput(
            f"transform {transform.name!r} takes no single value",
            hint=_parameters(transform.model_fields.keys() - transform.derived),
        )
    return {transform.primary: params}


def _explain(name: str, error: ValidationError) -> str:
    """The first thing that is wrong, in Pydantic's words but without the input."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    what = first["msg"].removeprefix("Value error, ")
    what = what[0].lower() + what[1:]
    return f"transform {name!r}, parameter {place!r}: {what}" if place else f"transform {name!r}: {what}"


def _suggest(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"did you mean {close[0]!r}?" if close else _parameters(known, "known: ")


def _parameters(known: Iterable[str], lead: str = "its parameters: ") -> str:
    names = ", ".join(sorted(known))
    return f"{lead}{names}" if names else "it takes no parameters"
