"""Access rules: checked when they are read, default deny, and an error denies. The shipped rules: tests/policies."""

from pathlib import Path

import pytest

from gateway.errors import BadInput, Refused
from gateway.model import Approved
from gateway.policy.decide import Access, Actor, permit

from .samples import POLICIES, REQUEST, TODAY, approval

SCHEMA = POLICIES / "access.cedarschema"
ANYBODY = '@id("anybody")\n@reason("why not")\npermit (principal, action, resource);\n'
STEWARD = Actor("sam", "data-steward")


def access(folder: Path, text: str) -> Access:
    (folder / "access.cedar").write_text(text, encoding="utf-8")
    return Access(folder / "access.cedar", SCHEMA)


def refused(folder: Path, text: str, actor: Actor = STEWARD, action: str = "export") -> Refused:
    with pytest.raises(Refused) as caught:
        access(folder, text).decide(actor, action, REQUEST, ("tess",), TODAY)
    return caught.value


REFUSED = {
    "nothing": ("", "no rules"),
    "a comment": ("// nothing yet\n", "no rules"),
    "no id": ('@reason("r")\npermit (principal, action, resource);', "rule 1 has no @id"),
    "no reason": ('@id("a")\npermit (principal, action, resource);', "rule a has no @reason"),
    "an empty reason": (ANYBODY.replace("why not", ""), "rule anybody has no @reason"),
    "an id twice": (ANYBODY + ANYBODY, "two rules have the id 'anybody'"),
    "no Cedar": ("permit everything;", ""),
    "an attribute that no person has": (ANYBODY.replace(";", " when { principal.age > 3 };"), ""),
    "a comparison of unlike types": (ANYBODY.replace(";", ' when { context.today > "x" };'), ""),
    "an action that there is not": (ANYBODY.replace("action,", 'action == Action::"fly",'), ""),
}


@pytest.mark.parametrize(("text", "what"), REFUSED.values(), ids=REFUSED)
def test_rules_that_cannot_be_used_are_refused(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(BadInput) as caught:
        access(tmp_path, text)
    assert caught.value.what.startswith(f"{tmp_path / 'access.cedar'}: {what}")
    assert "\n" not in caught.value.what
    assert caught.value.hint


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"\xe9")
    for path in (tmp_path / "none", tmp_path, tmp_path / "latin"):
        with pytest.raises(BadInput, match="cannot be read"):
            Access(path, SCHEMA)


def test_a_permit_names_the_rules_that_decide(tmp_path: Path) -> None:
    both = ANYBODY + ANYBODY.replace("anybody", "all")
    assert access(tmp_path, both).decide(STEWARD, "export", REQUEST, (), TODAY) == ("all", "anybody")


def test_what_no_rule_permits_is_denied(tmp_path: Path) -> None:
    error = refused(tmp_path, ANYBODY.replace("action,", 'action == Action::"grant",'))
    assert (error.reason, error.exit_code) == ("not-permitted", 4)
    assert error.what == "sam (data-steward) may not export: no rule permits it"


def test_a_forbid_beats_every_permit_and_its_reason_is_told(tmp_path: Path) -> None:
    forbid = '@id("not-sam")\n@reason("Sam is away")\nforbid (principal == Person::"sam", action, resource);'
    error = refused(tmp_path, ANYBODY + forbid)
    assert (error.reason, error.hint) == ("forbidden", "Sam is away")
    assert error.what.endswith("may not export: not-sam")
    access(tmp_path, ANYBODY + forbid).decide(Actor("tess", "data-steward"), "export", REQUEST, (), TODAY)


@pytest.mark.parametrize("effect", ["forbid", "permit"])
def test_a_rule_that_errors_denies(tmp_path: Path, effect: str) -> None:
    overflow = (
        f'@id("o")\n@reason("r")\n{effect} (principal, action, resource) when {{ context.today + {2**63 - 1} > 0 }};'
    )
    assert refused(tmp_path, ANYBODY + overflow).reason == "rule-error"


def test_a_request_that_the_schema_does_not_know_is_denied(tmp_path: Path) -> None:
    assert refused(tmp_path, ANYBODY, action="fly").reason == "rule-error"
    assert refused(tmp_path, ANYBODY, action="grant").reason == "rule-error"  # it needs a recipient in its context


def test_names_are_data_and_never_rules(tmp_path: Path) -> None:
    forbid = '@id("not-sam")\n@reason("r")\nforbid (principal == Person::"sam", action, resource);'
    odd = Actor('sam"; permit(principal, action, resource); //', "data-steward")
    assert access(tmp_path, ANYBODY + forbid).decide(odd, "export", REQUEST, (), TODAY) == ("anybody",)


def test_the_digest_is_of_rules_and_schema(tmp_path: Path) -> None:
    rules = access(tmp_path, ANYBODY)
    assert access(tmp_path, ANYBODY).digest == rules.digest
    assert access(tmp_path, ANYBODY + "\n").digest != rules.digest
    (tmp_path / "s").write_text(SCHEMA.read_text() + "\n")
    assert Access(tmp_path / "access.cedar", tmp_path / "s").digest != rules.digest


def test_permit_asks_with_the_approvers_of_the_request(tmp_path: Path) -> None:
    rules = access(
        tmp_path, ANYBODY.replace(";", ' when { resource has approvers && resource.approvers.contains("tess") };')
    )
    permitted = permit(Approved(REQUEST, (approval("tess"),)), STEWARD, rules, TODAY)
    assert (permitted.exporter, permitted.rules, permitted.access_digest) == ("sam", ("anybody",), rules.digest)
    with pytest.raises(Refused):
        permit(Approved(REQUEST, (approval("ben"),)), STEWARD, rules, TODAY)
