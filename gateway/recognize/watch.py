"""Every recogniser watched: what it scanned is counted, and a failure stops the note instead of passing it.

Stock Presidio logs a regex that timed out and goes on without it; here the time-out is an error. A failure
is told by the recogniser's name and the error's type: messages of other people's errors can hold text.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from typing import NamedTuple

import regex
from presidio_analyzer import RecognizerResult

from gateway.recognize.chunks import Chunks, Mark

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
    """How many characters of `text` each recogniser scanned to the end in one pass, and what each one found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.scanned: dict[str, int] = {}
        self.found: list[Found] = []
        self._passes: list[int] = []
        self._words: dict[Mark, Chunks] = {}

    def words(self, mark: Mark) -> Chunks:
        """The note's words that hold `mark`, found once."""
        if mark not in self._words:
            self._words[mark] = mark.words(self.text)
        return self._words[mark]

    def saw(self, characters: int) -> None:
        """The recogniser that runs now has looked at all of these characters."""
        self._passes.append(characters)

    def finish(self, recognizer: str, given: int) -> None:
        """The recogniser that ran till now is done: its shortest pass is what it has covered.

        One that was `given` only the words of the note that can matter to it has covered the note with them.
        """
        covered = min(self._passes, default=0)
        self.scanned[recognizer] = len(self.text) if self._passes and covered == given else covered
        self._passes = []

    def demand(self, recognizer: str) -> None:
        """Raises `RecognizerError` unless the recogniser saw the whole text."""
        if self.scanned.get(recognizer) != len(self.text):
            raise RecognizerError(recognizer, "incomplete scan")


_coverage: ContextVar[Coverage] = ContextVar("coverage")


def begin(text: str) -> Coverage:
    """A fresh coverage for the note that is scanned next in this thread."""
    coverage = Coverage(text)
    _coverage.set(coverage)
    return coverage


def current() -> Coverage:
    """The coverage that this thread began. Raises `LookupError` where it began none."""
    return _coverage.get()


def saw(characters: int) -> None:
    """Told by a recogniser for each complete pass over the text."""
    if coverage := _coverage.get(None):
        coverage.saw(characters)


def told(results: Iterable[RecognizerResult]) -> None:
    """Told of all findings at their last score, before Presidio drops those that others cover."""
    if coverage := _coverage.get(None):
        coverage.found += map(_found, results)


def findings() -> Sequence[Found]:
    """What was found in the note that was scanned last in this thread."""
    return coverage.found if (coverage := _coverage.get(None)) else ()


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

    def matches_at(self, text: str, starts: Iterable[int]) -> "Iterator[regex.Match[str]]":
        """The matches that begin at these starts, of `REACH` characters at most.

        Without a bound the regex library looks through the rest of the text for a string that the pattern
        requires, for each start: quadratic. Asking the clock would cost more than the match does: that none of our
        patterns runs away on so few characters, tests/unit/recognize/rules/test_runaway.py tries.
        """
        match = self._compiled.match
        for start in starts:
            if found := match(text, start, start + REACH):
                yield found

    def matches_from(self, text: str, starts: Iterable[int]) -> "Iterator[regex.Match[str]]":
        """The matches that begin at these starts (ascending) and behind the match before."""
        upto = 0

        def free() -> Iterator[int]:
            return (start for start in starts if start >= upto)

        for found in self.matches_at(text, free()):
            upto = found.end()
            yield found

    def matches_before(self, text: str, ends: Iterable[int]) -> "Iterator[regex.Match[str]]":
        """The matches of a reversed pattern that end at these places, of `REACH` characters at most."""
        match = self._compiled.match
        for end in ends:
            if found := match(text, max(0, end - REACH), end):
                yield found
