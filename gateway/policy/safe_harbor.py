"""45 CFR 164.514(b)(2) as a check on policies: one that claims Safe Harbor must remove what Safe Harbor removes."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from gateway.errors import BadInput
from gateway.model import Transform
from gateway.records.kinds import KINDS, Kind

SAFE_HARBOR = "164.514(b)(2)"
OLDEST = 89  # 164.514(b)(2)(i)(C): ages over it become one category

# Letter of 164.514(b)(2)(i) → what may be done instead of dropping. Other letters allow nothing but dropping.
ALLOWED: Mapping[str, frozenset[str]] = {
    "B": frozenset({"zip3"}),
    "C": frozenset({"year", "top_code"}),
    "R": frozenset({"pseudonym", "scrub"}),  # 164.514(c): a random code, not derived from the person
}


def check_safe_harbor(path: Path, basis: str, rules: Iterable[tuple[str, Transform]]) -> None:
    """Raise BadInput where a policy with a Safe Harbor basis keeps, shifts or derives from an identifier."""
    if SAFE_HARBOR not in basis.replace(" ", "") and not re.search(r"safe\W?harbou?r", basis, re.IGNORECASE):
        return
    for pattern, transform in rules:
        for kind in KINDS:
            if kind.hipaa and _matches(pattern, kind) and not _removes(transform, kind):
                what = f"`{transform.name}` does not remove an identifier of {SAFE_HARBOR}(i)({kind.hipaa})"
                hint = "use drop, year, zip3, top_code: 89, a random pseudonym or a full scrub, or claim another basis"
                raise BadInput(f"{path}: columns.{pattern}: {what}", hint=hint)


def _removes(transform: Transform, kind: Kind) -> bool:
    """Whether what the transform leaves of a kind with a letter may stay."""
    if transform.drops:
        return True
    params = json.loads(transform.model_dump_json())
    underived = params.get("method") != "hmac"  # 164.514(c)
    whole = not params.get("keep") and params.get("limit", 0) <= OLDEST
    in_place = transform.name != "scrub" or kind.family == "text"  # a lone number gives a recogniser no context
    return transform.name in ALLOWED.get(kind.hipaa, ()) and underived and whole and in_place


def _matches(pattern: str, kind: Kind) -> bool:
    family, _, leaf = pattern.partition(".")
    if family != kind.family:
        return False
    if not leaf or leaf == "*":
        return True
    specific = any(leaf in other.leaves for other in KINDS if other.family == family)
    return leaf in kind.leaves or ("*" in kind.leaves and not specific)
