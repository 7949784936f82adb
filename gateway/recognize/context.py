"""Presidio's context words in linear time: the same scores as `LemmaContextAwareEnhancer`, from an index.

The stock enhancer walks the note from its beginning once for each match (quadratic) and copies every
result deeply; this one looks the match's token up in the sorted token ends.
"""

import copy

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer, LemmaContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts

from gateway.recognize.nearby import Nearby
from gateway.recognize.nlp import ContextIndex, Note
from gateway.recognize.watch import told


class IndexedContextEnhancer(LemmaContextAwareEnhancer):
    """Takes the stock enhancer's parameters and gives its scores."""

    def enhance_using_context(
        self,
        text: str,  # noqa: ARG002
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """The results, those with a context word of their recogniser nearby with a higher score."""
        wanted = {recognizer.id: recognizer.context for recognizer in recognizers if recognizer.context}
        outer = {word.lower() for word in context or ()}
        index: ContextIndex | Nearby | None = None
        enhanced = []
        for result in raw_results:
            metadata = result.recognition_metadata or {}
            words = wanted.get(metadata.get(RecognizerResult.RECOGNIZER_IDENTIFIER_KEY))
            if words and not metadata.get(RecognizerResult.IS_SCORE_ENHANCED_BY_CONTEXT_KEY):
                index = index or _index(nlp_artifacts)
                near = outer | index.around(result.start, self.context_prefix_count, self.context_suffix_count)
                supportive = self._find_supportive_word_in_context(list(near), words, self.context_matching_mode)
                result = self._raised(result, supportive) if supportive else result
            enhanced.append(result)
        told(enhanced)
        return enhanced

    def _raised(self, result: RecognizerResult, word: str) -> RecognizerResult:
        raised = copy.copy(result)
        score = max(result.score + self.context_similarity_factor, self.min_score_with_context_similarity)
        raised.score = min(score, ContextAwareEnhancer.MAX_SCORE)
        if raised.analysis_explanation:
            raised.analysis_explanation = copy.copy(raised.analysis_explanation)
            raised.analysis_explanation.set_supportive_context_word(word)
            raised.analysis_explanation.set_improved_score(raised.score)
        return raised


def _index(artifacts: NlpArtifacts) -> ContextIndex | Nearby:
    return artifacts.nearby if isinstance(artifacts, Note) else ContextIndex(artifacts)
