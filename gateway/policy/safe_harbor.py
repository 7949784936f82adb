"""45 CFR 164.514(b)(2) as a check on policies: one that claims Safe Harbor must remove what Safe Harbor removes."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from gateway.errors import BadInput
from gateway.model import Transform
from gateway.records.kinds import KINDS, Kind

SAFE_HARBOR = "164.514(b)(2)"

# Letter of 164.514(b)(2)(i) → what may be done instead of dropping. Other letters allow nothing but dropping.
ALLOWED: Mapping[str, frozenset[str]] = {
    "B": frozenset({"zip3"}),
    "C": frozenset({"year", "top_code"}),
    "R": frozenset({"pseudonym", "scrub"}),  # 164.514(c): a random code, not derived from the person
}


def check_safe_harbor(path: Path, basis: str, rules: Iterable[tuple[str, Transform]]) -> None:
    """Raise BadInput where a policy with a Safe Harbor basis keeps, shifts or derives from an identifier."""
    if SAFE_HARBOR not in basis:
        return
    for pattern, transform in rules:
        letters = {kind.hipaa for kind in KINDS if _matches(pattern, kind)}
        for letter in sorted(letters - {""}):
            derived = transform.name == "pseudonym" and '"hmac"' in transform.model_dump_json()
            if not transform.drops and (transform.name not in ALLOWED.get(letter, ()) or derived):
                what = f"`{transform.name}` does not remove an identifier of {SAFE_HARBOR}(i)({letter})"
                hint = "use drop, year, zip3, top_code or a random pseudonym, or claim another basis"
                raise BadInput(f"{path}: columns.{pattern}: {what}", hint=hint)


def _matches(pattern: str, kind: Kind) -> bool:
    family, _, leaf = pattern.partition(".")
    if family != kind.family:
        return False
    if not leaf or leaf == "*":
        return True
    specific = any(leaf in other.leaves for other in KINDS if other.family == family)
    return leaf in kind.leaves or ("*" in kind.leaves and not specific)
