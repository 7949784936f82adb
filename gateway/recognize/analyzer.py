"""Presidio's analyzer over watched recognisers: a note goes in, every recogniser's results come out, or an error.

A recogniser is given the whole note, or, where that is proven to make no difference, only the note's words that can
matter to it.
"""

from collections.abc import Iterable
from typing import Any

import regex
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    LocalRecognizer,
    Pattern,
    PatternRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from gateway.recognize.chunks import Chunks
from gateway.recognize.context import IndexedContextEnhancer
from gateway.recognize.stock import Proof, proof_of, quickened
from gateway.recognize.watch import RecognizerError, WatchedRegex, begin, current, saw, told

LANGUAGE = "en"


class Watched(LocalRecognizer):
    """A recogniser under its shelf name; its results and its id stay its own.

    A text in which the proof's `needs` occurs nowhere holds nothing for the recogniser: then this search is
    its pass over the text.
    """

    name: str

    def __init__(self, name: str, inner: EntityRecognizer, proof: Proof) -> None:
        super().__init__(
            supported_entities=inner.supported_entities,
            name=name,
            context=inner.context,
            score_thresholds=inner.score_thresholds,
        )
        self._id = inner.id
        self._inner = inner
        self._mark = proof.mark
        self._needs = regex.compile(proof.needs, regex.IGNORECASE) if proof.needs else None

    def load(self) -> None:
        """Nothing: the recogniser inside is loaded already."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """The inner recogniser's results, each under the shelf name. Raises `RecognizerError`."""
        coverage = current()
        words = coverage.words(self._mark) if self._mark else None
        given = text if words is None else words.text
        results: list[RecognizerResult] = []
        if not given or (self._needs and not self._needs.search(given)):
            saw(len(given))
        else:
            try:
                results = self._inner.analyze(given, entities, nlp_artifacts)
            except Exception as error:  # its message can hold text, so only its type goes on
                raise RecognizerError(self.name, type(error).__name__) from None
        coverage.finish(self.name, len(given))
        for result in results:
            self._place(result, words)
        return results

    def _place(self, result: RecognizerResult, words: Chunks | None) -> None:
        if words:
            length = result.end - result.start
            result.start = words.origin(result.start)
            result.end = result.start + length
        rule = result.recognition_metadata.get("rule", "")
        key = RecognizerResult.RECOGNIZER_NAME_KEY
        result.recognition_metadata[key] = f"{self.name}: {rule}" if rule else self.name


def watched(name: str, inner: EntityRecognizer, needs: str = "") -> Watched:
    """`inner`, watched; a stock pattern recogniser gets patterns of its own that count and time out.

    needs: a pattern that every match of a recogniser of ours contains, in any case.
    """
    proof = Proof(None, needs) if needs else proof_of(inner)
    inner = quickened(inner)
    if isinstance(inner, PatternRecognizer):
        flags = inner.global_regex_flags or 0
        # Presidio sets its attributes in functions without types, hence the Any.
        stock: Any = inner
        stock.patterns = [_own_pattern(pattern, flags) for pattern in stock.patterns]
    return Watched(name, inner, proof)


def _own_pattern(pattern: Pattern, flags: int) -> Any:
    own: Any = Pattern(pattern.name, pattern.regex, pattern.score)
    own.compiled_with_flags = flags
    own.compiled_regex = WatchedRegex(pattern.regex, flags)
    return own


class Analyzer(AnalyzerEngine):
    """The stock engine's results, which proves that every recogniser saw the whole note."""

    def __init__(self, recognizers: Iterable[Watched], nlp_engine: NlpEngine, threshold: float = 0.0) -> None:
        shelved: list[Any] = list(recognizers)
        self._required = [recognizer.name for recognizer in shelved]
        super().__init__(
            registry=RecognizerRegistry(shelved),
            nlp_engine=nlp_engine,
            context_aware_enhancer=IndexedContextEnhancer(),
            default_score_threshold=threshold,
        )
        self._entities = super().get_supported_entities(LANGUAGE)

    def results(self, text: str, artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        """What the recognisers found, with context. Raises `RecognizerError`."""
        coverage = begin(text)
        results = self.analyze(text, LANGUAGE, nlp_artifacts=artifacts)
        for name in self._required:
            coverage.demand(name)
        return results

    def further(self, recognizer: Watched, text: str, artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """What one more recogniser finds in the text of the last `results`. Raises `RecognizerError`."""
        found = recognizer.analyze(text, recognizer.supported_entities, artifacts)
        current().demand(recognizer.name)
        told(found)
        return found

    def get_supported_entities(self, language: str | None = None) -> list[str]:  # noqa: ARG002
        """Those of all recognisers; the stock engine collects them for each note."""
        return self._entities

    def _enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        # The stock engine lets every recogniser look through the results of all others; ours have no such step.
        return self.context_aware_enhancer.enhance_using_context(text, raw_results, nlp_artifacts, recognizers, context)
