"""The two ways in which our recognisers look: by a shape in the text, or from a cue word of its index."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import ClassVar, NamedTuple

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from gateway.recognize.nlp import Note
from gateway.recognize.watch import WatchedRegex, saw


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
        for rule, pattern in self._rules:
            for match in _matches(rule, pattern, text, note, present):
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


def _matches(
    rule: Rule, pattern: WatchedRegex, text: str, note: Note, present: AbstractSet[str]
) -> "Iterator[regex.Match[str]]":
    if rule.digit:
        yield from _from_digits(pattern, text, note)
        return
    if not rule.cues:
        yield from pattern.finditer(text)
        return
    for cue in sorted(rule.cues & present):
        for number in note.positions[cue]:
            if rule.after:
                match = pattern.match_before(text, note.ends[number])
            else:
                match = pattern.match_at(text, note.tokens_indices[number])
            if match:
                yield match


def _from_digits(pattern: WatchedRegex, text: str, note: Note) -> "Iterator[regex.Match[str]]":
    upto = 0
    for start in note.digits:
        if start >= upto and (match := pattern.match_at(text, start)):
            upto = match.end()
            yield match
