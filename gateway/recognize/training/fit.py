"""Labelled notes go in, a trained field comes out: L-BFGS by CRFsuite, its weights read back into arrays."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pycrfsuite

from gateway.recognize.crf.features import (
    FIRST_NUMBER,
    TEMPLATES,
    Featurizer,
    Vocabulary,
    lines,
    shape,
    shape_of_chunk,
    word_of,
)
from gateway.recognize.crf.field import LONGEST_CHAIN, Field
from gateway.recognize.crf.lexicon import NOWHERE, Listed
from gateway.recognize.lexicon import plain
from gateway.recognize.training.corpus import OUTSIDE, Tagged, tag
from gateway.recognize.training.slots import Filled

_SETTINGS = {"c1": 0.15, "c2": 0.02, "max_iterations": 70, "feature.minfreq": 3.0}
_UNLISTED = 0.2
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
    """Writes CRFsuite's model. In each note some names are taken off the lists, as many names are in life."""

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=True)
    trainer.set_params(_SETTINGS)
    draw = random.Random(seed)  # noqa: S311  # reproducible
    full = Featurizer(vocabulary, listed)
    for filled in notes:
        tagged = tag(filled)
        unlisted = _unlisted(tagged, draw)
        featurizer = Featurizer(vocabulary, _Without(listed, unlisted)) if unlisted else full
        _append(trainer, tagged, featurizer)
    trainer.train(str(path))


class _Without(dict[str, Listed]):
    """A lexicon in which some words are not listed."""

    def __init__(self, listed: Mapping[str, Listed], unlisted: set[str]) -> None:
        super().__init__()
        self._listed, self._unlisted = listed, unlisted

    def get(self, word: str, default: Listed = NOWHERE) -> Listed:  # type: ignore[override]
        return default if word in self._unlisted else self._listed.get(word, default)


def _unlisted(tagged: Tagged, draw: random.Random) -> set[str]:
    inside = {
        plain(token.lower())
        for token, label in zip(tagged.note.tokens, tagged.labels, strict=True)
        if label != OUTSIDE and token.isalpha()
    }
    return {word for word in sorted(inside) if draw.random() < _UNLISTED}


def _append(trainer: pycrfsuite.Trainer, tagged: Tagged, featurizer: Featurizer) -> None:
    note = tagged.note
    if not note.tokens:
        return
    keys = featurizer.keys(tagged.text, note.tokens, note.tokens_indices, note.ends)
    named = [[f"{t}:{key}" for t, key in enumerate(column)] for column in keys.T.tolist()]
    for first, last in lines(tagged.text, note.tokens_indices, note.ends):
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
