"""A policy that claims Safe Harbor removes all eighteen identifiers of 45 CFR 164.514(b)(2)(i), or is refused."""

from pathlib import Path

import pytest

from gateway.deid.columns import build
from gateway.errors import BadInput
from gateway.policy.safe_harbor import check_safe_harbor
from gateway.records.kinds import KINDS

BASIS = "45 CFR 164.514(b)(2)"
IDENTIFYING = [
    (f"{k.family}.{leaf}" if leaf else k.family, k.hipaa) for k in KINDS if k.hipaa for leaf in k.leaves or ("",)
]
OTHERS = [f"{k.family}.{leaf}" for k in KINDS if not k.hipaa for leaf in k.leaves]
KEEPING = [("keep", None), ("shift", 365), ("hash", None), ("pseudonym", "hmac"), ("band", {"width": 5})]


def claims(pattern: str, name: str, params: object = None, basis: str = BASIS) -> None:
    check_safe_harbor(Path("p.yaml"), basis, [(pattern, build(name, params, Path()))])


def refused(pattern: str, name: str, params: object = None, basis: str = BASIS) -> str:
    with pytest.raises(BadInput) as caught:
        claims(pattern, name, params, basis)
    assert caught.value.hint
    return caught.value.what


def test_every_letter_has_a_kind() -> None:
    assert {letter for _, letter in IDENTIFYING} == set("ABCDEFGHIJKLMNOPQR")


@pytest.mark.parametrize(("kind", "letter"), IDENTIFYING, ids=[kind for kind, _ in IDENTIFYING])
def test_no_identifier_may_be_kept_or_derived_from(kind: str, letter: str) -> None:
    one = kind.replace("*", "anything")
    patterns = {kind, one, f"{kind.split('.')[0]}.*" if "." in kind else kind}
    for pattern in patterns:
        for name, params in KEEPING:
            assert refused(pattern, name, params).startswith(f"p.yaml: columns.{pattern}: `{name}` does not remove")
        claims(pattern, "drop")
    assert refused(one, "keep").endswith(f"identifier of 164.514(b)(2)(i)({letter})")


@pytest.mark.parametrize("kind", OTHERS)
def test_other_kinds_may_stay(kind: str) -> None:
    claims(kind, "keep")


ALLOWED = [
    ("geo.zip", "zip3", 2020), ("date.birth", "year", None), ("date.*", "year", None), ("age", "top_code", 89),
    ("age", "top_code", 80), ("subject", "pseudonym", "random"), ("key.*", "pseudonym", "random"),
    ("id.accession", "pseudonym", "random"), ("text.*", "scrub", "placeholder"), ("text.note", "scrub", "surrogate"),
]  # fmt: skip
STILL_REFUSED = [
    ("age", "top_code", 90, "C"),
    ("name.*", "pseudonym", "random", "A"),
    ("id.*", "pseudonym", "random", "G"),
    ("id.mrn", "pseudonym", "random", "H"),
    ("contact.phone", "scrub", "placeholder", "D"),
    ("geo.zip", "year", None, "B"),
    ("date.birth", "zip3", 2020, "C"),
    ("subject", "scrub", "placeholder", "R"),
    ("id.accession", "scrub", "placeholder", "R"),
    ("text.*", "scrub", {"mode": "placeholder", "keep": ["DATE"]}, "R"),
    ("text.note", "scrub", {"mode": "surrogate", "keep": ["STAFF"]}, "R"),
]


@pytest.mark.parametrize(("pattern", "name", "params"), ALLOWED)
def test_what_the_rule_allows(pattern: str, name: str, params: object) -> None:
    claims(pattern, name, params)


@pytest.mark.parametrize(("pattern", "name", "params", "letter"), STILL_REFUSED)
def test_what_only_looks_like_it(pattern: str, name: str, params: object, letter: str) -> None:
    assert refused(pattern, name, params).endswith(f"(i)({letter})")


@pytest.mark.parametrize(
    "basis",
    [
        "45 CFR 164.514(b)(2)",
        "§164.514 (b) (2)",
        "164.514(b)(2)(i)",
        "HIPAA Safe Harbor",
        "safe-harbour method",
        "SAFEHARBOR",
    ],
)
def test_however_it_is_claimed(basis: str) -> None:
    refused("name.*", "keep", None, basis)


@pytest.mark.parametrize("basis", ["45 CFR 164.514(b)(1)", "45 CFR 164.514(e)", "GDPR Art. 4(5)"])
def test_another_basis_is_not_held_to_it(basis: str) -> None:
    claims("date.*", "shift", 365, basis)
