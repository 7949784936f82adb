"""The two ways in which our recognisers look: by a shape in the text, or from a cue word of its index."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from gateway.recognize.nlp import Note
from gateway.recognize.watch import WatchedRegex, saw

_UNJOINABLE = regex.compile(r"\\[1-9]|\(\?[a-zA-Z0-9]*\)")


class Rule(NamedTuple):
    """One pattern. What it takes is its group `phi`, or the whole match where it has no such group.

    Without `cues` the pattern is searched in the whole text; with cues it is matched only where one of
    these words (lower case) stands, beginning at the cue. `after` says that the cue ends the match; `digit`
    that it begins with a digit that no other precedes, so that it is tried nowhere else.
    """

    name: str
    pattern: str
    score: float
    cues: frozenset[str] = frozenset()
    entity: str = ""
    after: bool = False
    digit: bool = False


class Found(NamedTuple):
    """Characters `start` to `end` under a rule of a recogniser."""

    start: int
    end: int
    rule: str
    score: float
    entity: str


class RuleRecognizer(LocalRecognizer):
    """A subclass names its `ENTITY`, its `RULES` and, where it must look closer, overrides `accept`."""

    ENTITY: ClassVar[str]
    RULES: ClassVar[tuple[Rule, ...]]
    name: str

    def __init__(self) -> None:
        self._cues = frozenset[str]().union(*(rule.cues for rule in self.RULES))
        self._rules = [
            (rule, WatchedRegex("(?r)" + rule.pattern if rule.after else rule.pattern)) for rule in self.RULES
        ]
        self._digit_gate = _Gate([rule for rule in self.RULES if rule.digit])
        self._cue_gate = _Gate([rule for rule in self.RULES if rule.cues and not rule.after])
        entities = {rule.entity or self.ENTITY for rule in self.RULES} | {self.ENTITY}
        super().__init__(supported_entities=sorted(entities))

    def load(self) -> None:
        """Patterns are compiled when the recogniser is made."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:  # noqa: ARG002
        """What the rules take and `accept` confirms."""
        if not isinstance(nlp_artifacts, Note):
            raise TypeError("our recognisers need our NLP engine")
        found = self.find(text, nlp_artifacts)
        results = [self._result(one) for one in found]
        saw(nlp_artifacts.length)
        return results

    def find(self, text: str, note: Note) -> Iterator[Found]:
        """All findings, in the order of the rules."""
        present = self._cues & note.positions.keys()
        at_digits = self._digit_gate.places(text, note.digits)
        at_cues = self._cue_gate.places(text, (start for cue in present for start in note.starts(cue)))
        for rule, pattern in self._rules:
            if rule.digit:
                matches = pattern.matches_from(text, self._digit_gate.pass_on(rule, note.digits, at_digits))
            elif rule.cues:
                cues = sorted(rule.cues & present)
                if rule.after:
                    matches = pattern.matches_before(text, (end for cue in cues for end in note.stops(cue)))
                else:
                    starts = (start for cue in cues for start in note.starts(cue))
                    matches = pattern.matches_at(text, self._cue_gate.pass_on(rule, starts, at_cues))
            else:
                matches = pattern.finditer(text)
            for match in matches:
                for start, end in self.accept(rule, match, text):
                    yield Found(start, end, rule.name, rule.score, rule.entity or self.ENTITY)

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:  # noqa: ARG002
        """The spans to take of this match; none where a closer look speaks against it."""
        return match.spans("phi") if "phi" in match.re.groupindex else [match.span()]

    def _result(self, found: Found) -> RecognizerResult:
        return RecognizerResult(
            entity_type=found.entity,
            start=found.start,
            end=found.end,
            score=found.score,
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                "rule": found.rule,
            },
        )


class _Gate:
    """Where any of several rules matches: one look instead of one for each rule, since most places hold none."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        # Beside other patterns numbered groups and flags mean something else: such rules are always tried.
        joined = [rule for rule in rules if not _UNJOINABLE.search(rule.pattern)]
        self._joined = frozenset(rule.name for rule in joined) if len(joined) > 1 else frozenset[str]()
        self._pattern = WatchedRegex("|".join(f"(?:{rule.pattern})" for rule in joined))

    def places(self, text: str, starts: Iterable[int]) -> frozenset[int]:
        """The starts at which one of the joined rules matches."""
        if not self._joined:
            return frozenset()
        return frozenset(match.start() for match in self._pattern.matches_at(text, starts))

    def pass_on(self, rule: Rule, starts: Iterable[int], places: frozenset[int]) -> Iterable[int]:
        """Those of the starts at which the rule may match."""
        return filter(places.__contains__, starts) if rule.name in self._joined else starts
