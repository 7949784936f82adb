"""Which names are kinds, and which of the eighteen identifiers each is."""

import pytest

from gateway.records.kinds import KINDS, find, suggestion

NAMES = [(f"{kind.family}.{leaf}" if leaf else kind.family, kind) for kind in KINDS for leaf in kind.leaves or ("",)]
CLOSED = [(name.replace("*", "anything"), kind) for name, kind in NAMES]


@pytest.mark.parametrize(("name", "kind"), CLOSED, ids=[name for name, _ in CLOSED])
def test_every_kind_is_found_by_its_names(name: str, kind) -> None:
    assert find(name) is kind


def test_an_exact_leaf_comes_before_any_leaf() -> None:
    assert find("id.ssn").hipaa == "G"
    assert find("id.npi").hipaa == "R"


@pytest.mark.parametrize(
    "name",
    ["", ".", "subject.id", "age.years", "name", "name.", "name.*", "name.middle", "date", "date.", "date.*", "key",
     "key.*", "clinical", "geo.planet", "Name.given", "name.Given", "names.given", "text.notes", "*", "ssn"],
)  # fmt: skip
def test_what_is_no_kind(name: str) -> None:
    assert find(name) is None


def test_the_eighteen_identifiers_each_have_a_kind() -> None:
    assert {kind.hipaa for kind in KINDS} == set("ABCDEFGHIJKLMNOPQR") | {""}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("name.givn", "did you mean name.given?"),
        ("contact.mail", "did you mean contact.email?"),
        ("qqq", "dataset kinds"),
    ],
)
def test_a_near_miss_is_named(name: str, hint: str) -> None:
    assert hint in suggestion(name)
