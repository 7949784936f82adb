"""The trained model as a recogniser of Presidio's: names, places, organisations, dates, ages and numbers by context."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from gateway.recognize.lexicon import listed, plain
from gateway.recognize.lexicon.eponyms import COMPOUNDS, EPONYMS
from gateway.recognize.lexicon.words import PEOPLES
from gateway.recognize.nlp import Note
from gateway.recognize.rules.base import Found
from gateway.recognize.rules.names import Name, names_thing
from gateway.recognize.tagger import field, net
from gateway.recognize.tagger.features import Featurizer, lines
from gateway.recognize.tagger.field import Field
from gateway.recognize.tagger.lexicon import NOWHERE, SIZES, lexicon
from gateway.recognize.tagger.net import Net
from gateway.recognize.tagger.table import Scores
from gateway.recognize.watch import saw

OUTSIDE = "O"
# A character that is an identifier with this probability or more is redacted.
THRESHOLDS: Mapping[str, float] = {"balanced": 0.010, "strict": 0.001, "maximum": 0.0005}
_LEAST_SCORE = 0.4
_ENTITIES: Mapping[str, str] = {"AGE": "AGE_OVER_89", "WEB": "URL"}
_PROPER = frozenset({"patient", "relative", "staff", "facility", "organization", "city"})
_KINDS = listed(
    "city town county village hospital clinic facility organization patient staff relative university college center"
    " centre school institute department unit ward laboratory pharmacy office program"
)
_AROUND = listed("of in on at to by with for from since until before after and or our his her their")
_EMPTY = _AROUND | listed("the a last next this that these")
_SURE = 0.9
_IMPOSSIBLE = 1e-12
_DOUBT = 6  # times the threshold: an eponym that stands by itself is a person from there on
_LONGEST = 40  # characters of what is looked at ahead of a name
_LAST_WORD = regex.compile(r"\w+$")
_COMPOUND = regex.compile(r"(?:[-–]\p{Lu}\p{L}+)*")  # of Jackson-Pratt the model may take only Jackson
_AHEAD = regex.compile(r"(?r)(?:\p{Lu}\p{L}+[-–])*")
_CALLED = regex.compile(
    r"(?r)(?:(?i:\b(?:mrs?|ms|miss|mx|dr|prof|rev|sgt|officer|nurse|patient|pt))\.?|\p{Lu}\p{L}+)[ ]+"
)
_CLOCK = r"(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}(?:[ ]?[aApP]\.?[mM]?\b\.?)?|(?:1[0-2]|[1-9])[ ]?[aApP]\.?[mM]\b\.?"
_MILITARY = r"(?!19|20)(?:[01]\d|2[0-3])[0-5]\d"  # what may be a year stays
_CLOCK_BEHIND = regex.compile(rf"(?<=\p{{L}}{{3}}\.?|\d)(?:[,@]|[ ]+|[ ]at[ ])[ ]*(?:{_CLOCK}|{_MILITARY})$")
_CLOCK_AHEAD = regex.compile(rf"(?:{_CLOCK})[ ,]+(?=\p{{L}}{{3}}|\d+[/\-.])")
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
                    if found.rule not in _PROPER or not _stands_for_thing(text, found, self._threshold):
                        yield found

    def _named(self, text: str, note: Note, chances: Scores, start: int, end: int) -> Iterator[Found]:
        """One span for each kind in a run of tokens; none of nothing but small words."""
        others = chances[start:end].copy()
        others[:, self._outside] = 0
        kinds = [self._labels[number] for number in others.argmax(axis=1)]
        at = start
        for number in range(start, end + 1):
            if number == end or _breaks(kinds[at - start], kinds[number - start]):
                first, last = _trimmed(note, at, number)
                if not _EMPTY.issuperset(note.tokens[first:last]):
                    label = kinds[at - start]
                    score = float(1.0 - chances[first:last, self._outside].min())
                    entity = _ENTITIES.get(label, label)
                    place = (note.tokens_indices[first], note.ends[last - 1])
                    place = _without_clock(text, *place) if label == "DATE" else place
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


def _stands_for_thing(text: str, found: Found, threshold: float) -> bool:
    """Whether it is a people, a mere kind (the city), or an eponym ahead of its sign, disease or instrument."""
    written = text[found.start : found.end]
    if written.lower() in PEOPLES or _KINDS.issuperset(written.split()):
        return True
    start = _AHEAD.match(text, max(0, found.start - _LONGEST), found.start).start()
    end = _COMPOUND.match(text, found.end).end()
    if plain(text[start:end].lower()).replace("–", "-") in COMPOUNDS:
        return not _CALLED.match(text, max(0, start - _LONGEST), start)
    last = _LAST_WORD.search(text[found.start : end])
    word = plain(last[0].lower()) if last else ""
    if word in EPONYMS and found.score < _DOUBT * threshold:
        return True
    known = word in EPONYMS or lexicon().get(word, NOWHERE).medical == SIZES.medical - 1
    possessive = text[end : end + 2] in ("'s", "’s")
    return (known or found.score < _SURE) and names_thing(
        text, Name(found.start, end, (word,), possessive), alone=True
    )


def _without_clock(text: str, start: int, end: int) -> tuple[int, int]:
    """A date without the time of day behind it or ahead of it, which tells nobody."""
    behind = _CLOCK_BEHIND.search(text, start, end)
    end = behind.start() if behind else end
    ahead = _CLOCK_AHEAD.match(text, start, end)
    return ahead.end() if ahead else start, end


def _runs(inside: "np.ndarray[tuple[int], np.dtype[np.bool_]]", first: int, last: int) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(inside[first:last].astype(np.int8), prepend=0, append=0)) + first
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _breaks(one: str, other: str) -> bool:
    return one != other and not {one, other} <= _NAMES


def _trimmed(note: Note, first: int, last: int) -> tuple[int, int]:
    """Without the marks and the small words at its edges."""
    while first < last and _is_around(note.tokens[first]):
        first += 1
    while first < last and _is_around(note.tokens[last - 1]):
        last -= 1
    return first, last


def _is_around(token: str) -> bool:
    return token in _AROUND or not any(map(str.isalnum, token))
