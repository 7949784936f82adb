"""Every recogniser watched: what it scanned is counted, and a failure stops the note instead of passing it.

Stock Presidio logs a regex that timed out and goes on without it; here the time-out is an error. A failure
is told by the recogniser's name and the error's type: messages of other people's errors can hold text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from typing import Any, NamedTuple

import regex
from presidio_analyzer import EntityRecognizer, LocalRecognizer, Pattern, PatternRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

PATTERN_SECONDS = 30.0
REACH = 400


class RecognizerError(Exception):
    """A recogniser crashed, timed out or did not see the whole text."""

    def __init__(self, recognizer: str, kind: str) -> None:
        super().__init__(f"recogniser {recognizer} failed: {kind}")


class PatternTimeLimitError(Exception):
    """A pattern ran for longer than its time; not a `TimeoutError`, which Presidio would swallow."""


class Found(NamedTuple):
    """What one recogniser found at one place, by which of its rules; without any text."""

    start: int
    end: int
    recognizer: str
    rule: str
    score: float


class Coverage:
    """How many characters each recogniser scanned to the end, in one pass over one note, and what each one found."""

    def __init__(self) -> None:
        self.scanned: dict[str, int] = {}
        self.found: list[Found] = []
        self._passes: list[int] = []

    def saw(self, characters: int) -> None:
        """The recogniser that runs now has looked at all of these characters."""
        self._passes.append(characters)

    def finish(self, recognizer: str) -> None:
        """The recogniser that ran till now is done: its shortest pass is what it has covered."""
        self.scanned[recognizer] = min(self._passes, default=0)
        self._passes = []


_coverage: ContextVar[Coverage] = ContextVar("coverage")


def begin() -> Coverage:
    """A fresh coverage for the note that is scanned next in this thread."""
    coverage = Coverage()
    _coverage.set(coverage)
    return coverage


def saw(characters: int) -> None:
    """Told by a recogniser for each complete pass over the text."""
    _coverage.get(Coverage()).saw(characters)


def told(results: Iterable[RecognizerResult]) -> None:
    """Told of all findings at their last score, before Presidio drops those that others cover."""
    _coverage.get(Coverage()).found += map(_found, results)


def findings() -> Sequence[Found]:
    """What was found in the note that was scanned last in this thread."""
    return _coverage.get(Coverage()).found


def _found(result: RecognizerResult) -> Found:
    name, _, rule = result.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY].partition(": ")
    pattern = result.analysis_explanation.pattern_name if result.analysis_explanation else None
    return Found(result.start, result.end, name, rule or pattern or "", result.score)


class WatchedRegex:
    """A compiled pattern with our time limit, which counts a pass when its last match was drawn."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._compiled = regex.compile(pattern, flags)

    def finditer(self, text: str, timeout: float = PATTERN_SECONDS) -> "Iterator[regex.Match[str]]":
        """All matches in `text`; `timeout` is Presidio's and yields to ours.

        Raises `PatternTimeLimitError` after `PATTERN_SECONDS`.
        """
        try:
            yield from self._compiled.finditer(text, timeout=min(timeout, PATTERN_SECONDS))
        except TimeoutError:
            raise PatternTimeLimitError from None
        saw(len(text))

    def match_at(self, text: str, start: int) -> "regex.Match[str] | None":
        """The match that begins at `start`, of `REACH` characters at most.

        Without a bound the regex library looks through the rest of the text for a string that the pattern
        requires, for each call: quadratic.
        """
        return self._match(text, start, start + REACH)

    def match_before(self, text: str, end: int) -> "regex.Match[str] | None":
        """The match of a reversed pattern that ends at `end`, of `REACH` characters at most."""
        return self._match(text, max(0, end - REACH), end)

    def _match(self, text: str, start: int, end: int) -> "regex.Match[str] | None":
        try:
            return self._compiled.match(text, start, end, timeout=PATTERN_SECONDS)
        except TimeoutError:
            raise PatternTimeLimitError from None


class Watched(LocalRecognizer):
    """A recogniser of the shelf under its shelf name; its results and its id stay its own.

    A text in which `needs` (a pattern, in any case) occurs nowhere holds nothing for the recogniser: then
    this search is its pass over the text.
    """

    name: str

    def __init__(self, name: str, inner: EntityRecognizer, needs: str = "") -> None:
        super().__init__(
            supported_entities=inner.supported_entities,
            name=name,
            context=inner.context,
            score_thresholds=inner.score_thresholds,
        )
        self._id = inner.id
        self._inner = inner
        self._needs = re.compile(needs, re.IGNORECASE)

    def load(self) -> None:
        """Nothing: the recogniser inside is loaded already."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """The inner recogniser's results, each under the shelf name. Raises `RecognizerError`."""
        if not self._needs.search(text):
            saw(len(text))
            _coverage.get().finish(self.name)
            return []
        try:
            results = self._inner.analyze(text, entities, nlp_artifacts)
        except Exception as error:
            raise RecognizerError(self.name, type(error).__name__) from None
        _coverage.get().finish(self.name)
        key = RecognizerResult.RECOGNIZER_NAME_KEY
        for result in results:
            rule = result.recognition_metadata.get("rule", "")
            result.recognition_metadata[key] = f"{self.name}: {rule}" if rule else self.name
        return results


def _own_pattern(pattern: Pattern, flags: int) -> Any:
    own: Any = Pattern(pattern.name, pattern.regex, pattern.score)
    own.compiled_with_flags = flags
    own.compiled_regex = WatchedRegex(pattern.regex, flags)
    return own


def watched(name: str, inner: EntityRecognizer, needs: str = "") -> Watched:
    """`inner`, watched; a stock pattern recogniser gets patterns of its own that count and time out."""
    if isinstance(inner, PatternRecognizer):
        flags = inner.global_regex_flags or 0
        # Presidio sets its attributes in functions without types, hence the Any.
        stock: Any = inner
        stock.patterns = [_own_pattern(pattern, flags) for pattern in stock.patterns]
    return Watched(name, inner, needs)
