"""Data-use terms against what a request tells: permit, deny, or a question for a person."""

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from gateway.consent.duo import RESEARCH, check_research, match, within
from gateway.errors import BadInput
from gateway.model import DataUse, Request
from gateway.records.data_use import ONTOLOGY, PERMISSIONS, TERMS, parse

REQUEST = Request(
    id="req-1", dataset="hospital", policy="plain", tables=("patients",), purpose="HRESCH", project="sepsis",
    until=date(2026, 12, 31), why="a test", requester="ana", role="ml-engineer", requested="2026-05-01T00:00:00Z",
    digest="0" * 64, dataset_digest="d" * 64, policy_digest="p" * 64,
)  # fmt: skip
PARAMETERS = {"DS": ["I30-I52"], "GS": ["US"], "MOR": ["2027-01-01"], "TS": ["2026-12-31"], "US": ["ana"],
              "IS": ["harrow"], "PS": ["sepsis"]}  # fmt: skip


def decide(*terms: str, purpose: str = "HRESCH", **research: str) -> str:
    use = DataUse(ONTOLOGY, {term: tuple(PARAMETERS.get(term, ())) for term in terms})
    return match(use, replace(REQUEST, purpose=purpose, research=research)).decision


@pytest.mark.parametrize(
    ("term", "research", "decision"),
    [
        ("NRES", {}, "permit"),
        ("GRU", {}, "permit"),
        ("HMB", {}, "abstain"),
        ("HMB", {"topic": "health"}, "permit"),
        ("HMB", {"disease": "I50.1"}, "permit"),
        ("HMB", {"topic": "ancestry"}, "deny"),
        ("HMB", {"topic": "methods"}, "abstain"),
        ("DS", {}, "abstain"),
        ("DS", {"disease": "I50.1"}, "permit"),
        ("DS", {"disease": "I30"}, "permit"),
        ("DS", {"disease": "C50.911"}, "deny"),
        ("DS", {"disease": "MONDO:0005009"}, "abstain"),
        ("POA", {"topic": "ancestry"}, "permit"),
        ("POA", {"disease": "I50"}, "deny"),
        ("POA", {}, "abstain"),
    ],
)
def test_permissions(term: str, research: dict[str, str], decision: str) -> None:
    assert decide(term, **research) == decision


@pytest.mark.parametrize(
    ("term", "research", "decision"),
    [
        ("NPU", {"organisation": "nonprofit"}, "permit"),
        ("NPU", {"organisation": "forprofit"}, "deny"),
        ("NCU", {"commercial": "no"}, "permit"),
        ("NCU", {"commercial": "yes"}, "deny"),
        ("NCU", {}, "abstain"),
        ("NPUNCU", {"commercial": "no"}, "abstain"),
        ("NPUNCU", {"commercial": "yes"}, "deny"),
        ("NPUNCU", {"commercial": "no", "organisation": "nonprofit"}, "permit"),
        ("NPOA", {"topic": "ancestry"}, "deny"),
        ("NMDS", {"disease": "I50"}, "permit"),
        ("IRB", {}, "deny"),
        ("IRB", {"ethics": "2026-17"}, "abstain"),
        ("GS", {"country": "US"}, "permit"),
        ("GS", {"country": "FR"}, "deny"),
        ("IS", {}, "abstain"),
        ("IS", {"institution": "harrow"}, "permit"),
        ("MOR", {}, "permit"),
        ("TS", {}, "permit"),
        ("US", {}, "permit"),
        ("PS", {}, "permit"),
        ("RS", {"topic": "health"}, "abstain"),
        ("COL", {}, "abstain"),
    ],
)
def test_modifiers_beside_general_research(term: str, research: dict[str, str], decision: str) -> None:
    assert decide("GRU", term, **research) == decision


def test_terms_that_bind_the_request_itself() -> None:
    use = DataUse(ONTOLOGY, {"GRU": (), "TS": ("2026-12-31",), "US": ("ana",), "PS": ("sepsis",)})
    assert match(use, REQUEST).decision == "permit"
    for changes in ({"until": date(2027, 1, 1)}, {"requester": "bo"}, {"project": "other"}):
        assert match(use, replace(REQUEST, **changes)).decision == "deny"  # type: ignore[arg-type]


def test_one_permission_is_enough_and_every_modifier_must_hold() -> None:
    """Two terms together decide as their decisions say, whichever they are."""
    order = ("permit", "abstain", "deny")
    told = [{}, {"topic": "health"}, {"disease": "C50"}, {"topic": "ancestry", "commercial": "yes"}]
    for one, other, research in product(TERMS, TERMS, told):
        alone = [decide(term, **research) if term in PERMISSIONS else decide("NRES", term, **research)
                 for term in (one, other)]  # fmt: skip
        both = [alone[i] for i, term in enumerate((one, other)) if term in PERMISSIONS]
        rest = [alone[i] for i, term in enumerate((one, other)) if term not in PERMISSIONS]
        if both:
            expected = max([min(both, key=order.index), *rest], key=order.index)
            assert decide(one, other, **research) == expected, (one, other, research)


def test_a_purpose_that_is_not_research_is_a_question() -> None:
    assert decide("GRU", purpose="PUBHLTH") == "abstain"
    assert decide("GRU", purpose="CLINTRCH") == "permit"


@pytest.mark.parametrize(
    ("disease", "wider", "answer"),
    [("I50.21", "I50", True), ("I50.21", "I50.2", True), ("I50", "I50.2", False), ("I51", "I50", False),
     ("I52.9", "I30-I52", True), ("I53", "I30-I52", False), ("C50", "I30-I52", False), ("MONDO:1", "I50", None)],
)  # fmt: skip
def test_the_hierarchy_of_diseases(disease: str, wider: str, answer: bool | None) -> None:
    assert within(disease, wider) is answer


@pytest.mark.parametrize(
    "research",
    [{"colour": "red"}, {"topic": "fun"}, {"topic": "ancestry", "disease": "I50"}, {"disease": ""}],
)
def test_what_nobody_asks_for_is_refused(research: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        check_research(research)


def test_every_key_that_is_asked_for_can_be_told() -> None:
    check_research({key: values[0] if values else "x" for key, values in RESEARCH.items() if key != "disease"})


@pytest.mark.parametrize(
    ("terms", "what"),
    [
        (["NPU"], "nothing is permitted"),
        (["GRU", "XYZ"], "no term"),
        (["GRU", "GRU"], "twice"),
        ([{"GRU": ["x"]}], "takes no values"),
        (["DS"], "missing or unreadable"),
        ([{"DS": ["heart"]}], "missing or unreadable"),
        (["GRU", {"TS": ["2027-02-30"]}], "no such day"),
    ],
)
def test_unfit_terms_are_refused(terms: list, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        parse(Path("dataset.yaml"), ONTOLOGY, terms)


def test_another_release_of_the_ontology_is_refused() -> None:
    with pytest.raises(BadInput, match="not the release of DUO"):
        parse(Path("dataset.yaml"), "2020-02-03", ["GRU"])
