"""No pattern that looks without a clock runs away: the worst of texts, as far as it may reach, ends soon."""

from collections.abc import Iterator
from itertools import product

import pytest
import regex

from gateway.recognize.detector import RECOGNIZERS
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.watch import REACH

SECONDS = 2.0  # where a match that backtracks without end would take years
KINDS = ("a", "A", "1", " ", ".", ",", "-", "/", ":", "'", "\n", "&", "#", "(", "@")
UNITS = [*map("".join, product(KINDS, repeat=2)), *map("".join, product(KINDS[:9], repeat=3)),
         "Ab ", "Ab-", "Ab, ", "A. ", "12/", "1-2 ", "Ab 1 ", "ab 12 ", "the ", "of the "]  # fmt: skip
# What patterns require somewhere: without it the library does not begin.
TAILS = ("", " ! St. Dr MD, RN; Road Hospital years old @ab.com 555-1234 10001) of Ann Lee's")
SHELF = {name: make() for name, make in sorted(RECOGNIZERS.items())}
OF_RULES = [one for one in SHELF.values() if isinstance(one, RuleRecognizer)]
RULES = [rule for one in OF_RULES for rule in one.RULES if rule.cues or rule.digit]


def texts(start: str, *, backwards: bool = False) -> Iterator[str]:
    for unit, tail in product(UNITS, TAILS):
        filler = unit * (REACH // len(unit))
        if backwards:
            yield tail + (filler + " " + start.strip())[len(tail) - REACH :]
        else:
            yield (start + filler)[: REACH - len(tail)] + tail


def try_all(pattern: regex.Pattern, start: str, *, backwards: bool = False, seconds: float = SECONDS) -> None:
    """Raises TimeoutError."""
    for text in texts(start, backwards=backwards):
        pattern.match(text, 0, len(text), timeout=seconds)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=f"{n} {rule.name}") for n, rule in enumerate(RULES)])
def test_a_bounded_match_ends(rule: Rule) -> None:
    pattern = regex.compile("(?r)" + rule.pattern if rule.after else rule.pattern)
    cues = sorted(rule.cues)
    for start in ["7"] if rule.digit else [f"{cue} " for cue in cues[:: max(1, len(cues) // 3)]]:
        try_all(pattern, start, backwards=rule.after)


@pytest.mark.parametrize("recognizer", [pytest.param(one, id=type(one).__name__) for one in OF_RULES])
def test_the_joined_patterns_end(recognizer: RuleRecognizer) -> None:
    for gate in (recognizer._digit_gate, recognizer._cue_gate):
        try_all(gate._pattern._compiled, "7")


def test_the_trial_finds_one_that_runs_away() -> None:
    with pytest.raises(TimeoutError):
        try_all(regex.compile(r"(?:\w|\w\w)+[!?]"), "7", seconds=0.2)


def test_there_are_rules_to_try() -> None:
    assert len(RULES) > 100
