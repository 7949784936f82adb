"""The trained model as a recogniser of Presidio's: names, places, organisations, dates, ages and numbers by context."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from gateway.recognize.nlp import Note
from gateway.recognize.rules.base import Found
from gateway.recognize.tagger import field, net
from gateway.recognize.tagger.features import Featurizer, lines
from gateway.recognize.tagger.field import Field
from gateway.recognize.tagger.lexicon import lexicon
from gateway.recognize.tagger.net import Net
from gateway.recognize.tagger.nobody import stands_for_thing, trimmed, without_clock
from gateway.recognize.tagger.table import Scores
from gateway.recognize.watch import saw

OUTSIDE = "O"
# A character that is an identifier with this probability or more is redacted.
THRESHOLDS: Mapping[str, float] = {"balanced": 0.010, "strict": 0.001, "maximum": 0.0005}
_LEAST_SCORE = 0.4
_ENTITIES: Mapping[str, str] = {"AGE": "AGE_OVER_89", "WEB": "URL"}
_PROPER = frozenset({"patient", "relative", "staff", "facility", "organization", "city"})
_IMPOSSIBLE = 1e-12
_NAMES = frozenset({"PATIENT", "RELATIVE", "STAFF"})


@lru_cache(maxsize=1)
def model() -> tuple[Featurizer, Field, Net]:
    """The shipped field and net with their featurizer, loaded once a process."""
    learnt = field.load()
    return Featurizer(learnt.vocabulary, lexicon()), learnt, net.load()


@lru_cache(maxsize=1)
def _probabilities(text: str, note: Note) -> tuple[list[tuple[int, int]], Scores]:
    """The chains of a note and the probabilities of each token's labels, once for all strictnesses."""
    featurizer, learnt, network = model()
    chains = lines(text, note.tokens_indices)
    attributes = featurizer.attributes(text, note.tokens, note.tokens_indices, note.ends)
    by_field = learnt.marginals(featurizer.keys(attributes), chains)
    return chains, pooled(by_field, network.probabilities(note.tokens, attributes))


def pooled(by_field: Scores, by_net: Scores) -> Scores:
    """A logarithmic opinion pool (Genest & Zidek 1986): where one is sure and the other doubts, the doubt counts.

    Nothing is impossible to either, or two that contradict each other would leave no probability at all.
    Raises ArithmeticError for what is no number, which would stay below every threshold.
    """
    pool = np.sqrt(np.maximum(by_field, _IMPOSSIBLE))
    pool *= np.sqrt(np.maximum(by_net, _IMPOSSIBLE))
    pool /= pool.sum(axis=1, keepdims=True)
    if not np.isfinite(pool).all():
        raise ArithmeticError("the model gives no probabilities")
    return pool


class ModelRecognizer(LocalRecognizer):
    """Takes what is an identifier with at least the probability that the strictness sets."""

    name: str

    def __init__(self, strictness: str = "balanced") -> None:
        self._labels = model()[1].labels
        self._threshold = THRESHOLDS[strictness]
        self._outside = self._labels.index(OUTSIDE)
        entities = {_ENTITIES.get(label, label) for label in self._labels if label != OUTSIDE}
        super().__init__(supported_entities=sorted(entities))

    def load(self) -> None:
        """The model is loaded when the recogniser is made."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:  # noqa: ARG002
        """Spans of tokens that belong together, scored by their probability."""
        if not isinstance(nlp_artifacts, Note):
            raise TypeError("our recognisers need our NLP engine")
        results = [self._result(found) for found in self.find(text, nlp_artifacts)]
        saw(nlp_artifacts.length)
        return results

    def find(self, text: str, note: Note) -> Iterator[Found]:
        """Runs of tokens that are identifiers; a run ends with its line or where another kind begins."""
        if not note.tokens:
            return
        chains, chances = _probabilities(text, note)
        inside = 1.0 - chances[:, self._outside] >= self._threshold
        for first, last in chains:
            for start, end in _runs(inside, first, last):
                for found in self._named(text, note, chances, start, end):
                    if found.rule not in _PROPER or not stands_for_thing(text, found, self._threshold):
                        yield found

    def _named(self, text: str, note: Note, chances: Scores, start: int, end: int) -> Iterator[Found]:
        """One span for each kind in a run of tokens."""
        others = chances[start:end].copy()
        others[:, self._outside] = 0
        kinds = [self._labels[number] for number in others.argmax(axis=1)]
        at = start
        for number in range(start, end + 1):
            if number == end or _breaks(kinds[at - start], kinds[number - start]):
                first, last = trimmed(note, at, number)
                if first < last:
                    label = kinds[at - start]
                    score = float(1.0 - chances[first:last, self._outside].min())
                    entity = _ENTITIES.get(label, label)
                    place = (note.tokens_indices[first], note.ends[last - 1])
                    place = without_clock(text, *place) if label == "DATE" else place
                    yield Found(*place, label.lower(), score, entity)
                at = number

    def _result(self, found: Found) -> RecognizerResult:
        return RecognizerResult(
            entity_type=found.entity,
            start=found.start,
            end=found.end,
            score=max(found.score, _LEAST_SCORE),
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                "rule": found.rule,
            },
        )


def _runs(inside: "np.ndarray[tuple[int], np.dtype[np.bool_]]", first: int, last: int) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(inside[first:last].astype(np.int8), prepend=0, append=0)) + first
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _breaks(one: str, other: str) -> bool:
    return one != other and not {one, other} <= _NAMES
