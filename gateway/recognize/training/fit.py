"""Labelled notes go in, a trained field comes out: L-BFGS by CRFsuite, its weights read back into arrays."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pycrfsuite

from gateway.recognize.lexicon import plain
from gateway.recognize.tagger.features import (
    FIRST_NUMBER,
    TEMPLATES,
    Featurizer,
    Vocabulary,
    lines,
    shape,
    shape_of_chunk,
    word_of,
)
from gateway.recognize.tagger.field import LONGEST_CHAIN, Field
from gateway.recognize.tagger.lexicon import NOWHERE, Listed
from gateway.recognize.training.corpus import OUTSIDE, Tagged, tag
from gateway.recognize.training.slots import Filled

_SETTINGS = {"c1": 0.15, "c2": 0.02, "max_iterations": 70, "feature.minfreq": 3.0}
_UNLISTED = 0.2  # share of a note's names that stand on no list
_UNKNOWN = 0.04  # share of its other words that nobody knows, of those with
_LONG = 6  # letters or more: few short words are missing from lists
_LEAST = 1e-3


def vocabulary(notes: Iterable[Filled]) -> Vocabulary:
    """What the texts themselves say, often enough; names come from slots and must not be learnt by heart.

    A word counts where it stands outside of spans; of facilities and organisations also inside, where it occurs
    so often that it is a kind ("Clinic") rather than a name.
    """
    outside: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    chunks: Counter[str] = Counter()

    for filled in notes:
        tagged = tag(filled)
        chunks.update(shape_of_chunk(c[:40].rstrip(".,;:)")) for c in filled.text.split() if any(map(str.isdigit, c)))
        for token, label in zip(tagged.note.tokens, tagged.labels, strict=True):
            shapes[shape(token)] += 1
            (outside if label == OUTSIDE else inside)[word_of(token)] += 1
            if token.isalpha() and len(token) > 2:
                low = plain(token.lower())
                starts[low[:3]] += 1
                ends[low[-3:]] += 1
    known = {word for word, count in outside.items() if count >= 4}
    known |= {word for word, count in inside.items() if count >= 150}
    numbered = [
        sorted(known),
        *(sorted(w for w, count in found.items() if count >= 20) for found in (shapes, starts, ends, chunks)),
    ]
    return Vocabulary(*({word: number for number, word in enumerate(words, FIRST_NUMBER)} for words in numbered))


def train(notes: Iterable[Filled], vocabulary: Vocabulary, listed: Mapping[str, Listed], seed: str, path: Path) -> None:
    """Writes CRFsuite's model."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=True)
    trainer.set_params(_SETTINGS)
    for tagged, featurizer in unlisting(map(tag, notes), vocabulary, listed, seed):
        _append(trainer, tagged, featurizer)
    trainer.train(str(path))


def unlisting(
    notes: Iterable[Tagged], vocabulary: Vocabulary, listed: Mapping[str, Listed], seed: str
) -> Iterator[tuple[Tagged, Featurizer]]:
    """Each note that has tokens with a featurizer to which, as in life, some of its words are unknown.

    Names are on no list; other words are on none, and not of the texts either: else what nobody knows were a name.
    """
    draw = random.Random(seed)  # noqa: S311  # reproducible
    for tagged in notes:
        if tagged.note.tokens:
            names = _drawn({word_of(t) for t, label in _words(tagged) if label != OUTSIDE}, _UNLISTED, draw)
            others = _drawn({word_of(t) for t, label in _words(tagged) if label == OUTSIDE}, _UNKNOWN, draw)
            unknown = {word for word in others if len(word) >= _LONG}
            known = {**vocabulary.words, **dict.fromkeys(unknown & vocabulary.words.keys(), 0)}
            yield tagged, Featurizer(vocabulary._replace(words=known), _Without(listed, names | unknown))


def _words(tagged: Tagged) -> Iterator[tuple[str, str]]:
    return ((t, label) for t, label in zip(tagged.note.tokens, tagged.labels, strict=True) if t.isalpha())


def _drawn(words: set[str], share: float, draw: random.Random) -> set[str]:
    return {word for word in sorted(words) if draw.random() < share}


class _Without(dict[str, Listed]):
    """A lexicon in which some words are not listed."""

    def __init__(self, listed: Mapping[str, Listed], unlisted: set[str]) -> None:
        super().__init__()
        self._listed, self._unlisted = listed, unlisted

    def get(self, word: str, default: Listed = NOWHERE) -> Listed:  # type: ignore[override]  # the lexicon is asked in this way only
        return default if word in self._unlisted else self._listed.get(word, default)


def _append(trainer: pycrfsuite.Trainer, tagged: Tagged, featurizer: Featurizer) -> None:
    note = tagged.note
    keys = featurizer.keys(featurizer.attributes(tagged.text, note.tokens, note.tokens_indices, note.ends))
    named = [[f"{t}:{key}" for t, key in enumerate(column)] for column in keys.T.tolist()]
    for first, last in lines(tagged.text, note.tokens_indices):
        for at in range(first, last, LONGEST_CHAIN):
            end = min(at + LONGEST_CHAIN, last)
            trainer.append(named[at:end], tagged.labels[at:end])


def read(path: Path, vocabulary: Vocabulary) -> Field:
    """CRFsuite's model as a field, without weights that change nothing."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    info = tagger.info()
    labels = tuple(sorted(info.labels))
    number = {label: n for n, label in enumerate(labels)}
    moves = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (one, other), weight in info.transitions.items():
        moves[number[one], number[other]] = weight
    rows: list[dict[int, np.ndarray]] = [
        defaultdict(lambda: np.zeros(len(labels), dtype=np.float32)) for _ in TEMPLATES
    ]
    for (name, label), weight in info.state_features.items():
        if abs(weight) >= _LEAST:
            template, key = name.split(":")
            rows[int(template)][int(key)][number[label]] = weight
    keys = tuple(np.array(sorted(found), dtype=np.int64) for found in rows)
    empty = np.zeros((0, len(labels)), dtype=np.float32)
    weights = tuple(
        np.stack([found[int(k)] for k in known]) if len(known) else empty
        for found, known in zip(rows, keys, strict=True)
    )
    return Field(labels, vocabulary, keys, weights, moves)
