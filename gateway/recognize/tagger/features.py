"""The features of a note's tokens as integer keys: one row a template, one column a token.

What depends on a token's letters alone is computed once a word and remembered; what depends on its place, once a
token. A template combines such attributes at given offsets into one key; 0 stands beyond the note's ends.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gateway.recognize.lexicon import plain
from gateway.recognize.tagger import layout
from gateway.recognize.tagger.layout import lines as lines
from gateway.recognize.tagger.lexicon import NOWHERE, SIZES, Listed

Keys = npt.NDArray[np.int64]
REMEMBERED = 100_000
FIRST_NUMBER = 2
_PUNCTUATION = {mark: number for number, mark in enumerate(".,:;/-()'’#@&\"*|^_[]=+<>?!%~\\", start=1)}
_MARKS = len(_PUNCTUATION) + 2
_WORDS = 5 * 3 * 3
_LONGEST_CHUNK = 40
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_STROKE = re.compile(r"(\d{1,2})/(\d{1,2})", re.ASCII)


class Vocabulary(NamedTuple):
    """What has a number of its own, from `FIRST_NUMBER`; all else is 0, an unknown chunk 1."""

    words: Mapping[str, int]
    shapes: Mapping[str, int]
    starts: Mapping[str, int]
    ends: Mapping[str, int]
    chunks: Mapping[str, int]


WORD, SHAPE, CASE, NAME, ENGLISH, PLACE, KIND, START, END, VALUE = range(10)
GAP, CAPS, LABEL, COLUMN, LOWER, CHUNK, FRACTION, BEFORE, AFTER = range(10, 19)
OF_WORD = 10
KINDS = 1 + _MARKS + 6 + _WORDS

# Attributes at offsets. What is combined is what decides together: a word and the kind of its neighbour.
TEMPLATES: tuple[tuple[tuple[int, int], ...], ...] = (
    ((WORD, 0),),
    ((WORD, -1),),
    ((WORD, 1),),
    ((WORD, -2),),
    ((WORD, 2),),
    ((WORD, -3),),
    ((WORD, 3),),
    ((WORD, -2), (WORD, -1)),
    ((WORD, -1), (WORD, 0)),
    ((WORD, 0), (WORD, 1)),
    ((WORD, 1), (WORD, 2)),
    ((WORD, -1), (WORD, 1)),
    ((SHAPE, 0), (CAPS, 0)),
    ((SHAPE, -1),),
    ((SHAPE, 1),),
    ((START, 0),),
    ((END, 0),),
    ((NAME, 0), (CASE, 0)),
    ((ENGLISH, 0), (CASE, 0)),
    ((PLACE, 0), (CASE, 0)),
    ((NAME, 0), (ENGLISH, 0), (CASE, 0), (CAPS, 0)),
    ((NAME, 0), (PLACE, 0), (ENGLISH, 0)),
    ((NAME, -1), (NAME, 0)),
    ((NAME, 0), (NAME, 1)),
    ((PLACE, -1), (PLACE, 0), (CASE, 0)),
    ((ENGLISH, -1), (CASE, -1)),
    ((ENGLISH, 1), (CASE, 1)),
    ((KIND, -1), (KIND, 0)),
    ((KIND, 0), (KIND, 1)),
    ((KIND, -1), (KIND, 0), (KIND, 1)),
    ((KIND, -2), (KIND, -1), (KIND, 0)),
    ((KIND, 0), (KIND, 1), (KIND, 2)),
    ((KIND, -2), (KIND, -1), (KIND, 0), (KIND, 1), (KIND, 2)),
    ((WORD, -1), (KIND, 0)),
    ((WORD, 1), (KIND, 0)),
    ((WORD, -2), (KIND, -1), (KIND, 0)),
    ((WORD, 2), (KIND, 0), (KIND, 1)),
    ((WORD, -1), (KIND, 0), (KIND, 1)),
    ((LABEL, 0),),
    ((LABEL, 0), (KIND, 0)),
    ((GAP, 0), (KIND, -1), (KIND, 0)),
    ((GAP, 1), (KIND, 0), (KIND, 1)),
    ((COLUMN, 0), (CAPS, 0), (KIND, 0)),
    ((COLUMN, 0), (GAP, 0), (NAME, 0), (CASE, 0)),
    ((LOWER, 0), (KIND, 0)),
    ((CHUNK, 0), (KIND, 0)),
    ((CHUNK, 0), (FRACTION, 0)),
    ((BEFORE, 0), (CHUNK, 0)),
    ((AFTER, 0), (CHUNK, 0)),
    ((BEFORE, 0), (FRACTION, 0)),
    ((AFTER, 0), (FRACTION, 0)),
    ((BEFORE, 0), (AFTER, 0), (FRACTION, 0)),
    ((LABEL, 0), (CHUNK, 0)),
    ((VALUE, 0), (WORD, -1)),
    ((VALUE, 0), (WORD, 1)),
    ((VALUE, 0), (KIND, -1), (KIND, 1)),
    ((VALUE, 0), (CHUNK, 0)),
)
_REACH = 3
_BLOCK = 2048
_LENGTHS = sorted({len(template) for template in TEMPLATES})
# Templates of one length are combined at once: their numbers, and for each of their parts all attributes and offsets.
_BY_LENGTH = [
    (
        [number for number, template in enumerate(TEMPLATES) if len(template) == length],
        [
            tuple(np.array([(t[part][0], t[part][1] + _REACH) for t in TEMPLATES if len(t) == length]).T)
            for part in range(length)
        ],
    )
    for length in _LENGTHS
]


class Featurizer:
    """Turns tokens into attributes, and these into keys; remembers what it found out about each word."""

    def __init__(self, vocabulary: Vocabulary, listed: Mapping[str, Listed]) -> None:
        self._vocabulary = vocabulary
        self._listed = listed
        self.sizes = np.array(_sizes(vocabulary))
        self._forget()

    def attributes(self, text: str, tokens: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> Keys:
        """`(ATTRIBUTES, len(tokens))` numbers, each below its entry of `sizes`; the first `OF_WORD` hang on the token
        alone."""
        if len(self._known) > REMEMBERED:
            self._forget()
        attributes = np.empty((len(self.sizes), len(tokens)), dtype=np.int64)
        for token in set(tokens).difference(self._known):
            self._learn(token)
        attributes[:OF_WORD] = self._table[list(map(self._known.__getitem__, tokens))].T
        attributes[OF_WORD:] = self._of_place(text, tokens, starts, ends, attributes[WORD])
        return attributes

    def keys(self, attributes: Keys) -> Keys:
        """`(len(TEMPLATES), tokens)` keys."""
        padded = np.pad(attributes, ((0, 0), (_REACH, _REACH)))
        count = attributes.shape[1]
        keys = np.empty((len(TEMPLATES), count), dtype=np.int64)
        for at in range(0, count, _BLOCK):
            end = min(at + _BLOCK, count)
            shifted = np.stack([padded[:, at + step : end + step] for step in range(2 * _REACH + 1)], axis=1)
            for templates, parts in _BY_LENGTH:
                block = shifted[parts[0]]
                for attribute, offset in parts[1:]:
                    block = block * self.sizes[attribute][:, None] + shifted[attribute, offset]
                keys[templates, at:end] = block
        return keys

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        self._table = np.zeros((1024, OF_WORD), dtype=np.int64)

    def _learn(self, token: str) -> None:
        row = len(self._known) + 1
        if row == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        self._table[row] = self._of_word(token)
        self._known[token] = row

    def _of_word(self, token: str) -> tuple[int, ...]:
        low = plain(token.lower())
        listed = self._listed.get(low, NOWHERE)
        case = _case(token)
        words, shapes, beginnings, endings, _ = self._vocabulary
        return (
            words.get(word_of(token), 0),
            shapes.get(shape(token), 0),
            case,
            listed.family * SIZES.given + listed.given,
            listed.english * SIZES.medical + listed.medical,
            listed.place,
            _kind(token, case, listed),
            beginnings.get(low[:3], 0),
            endings.get(low[-3:], 0),
            _value(token),
        )

    def _of_place(
        self, text: str, tokens: Sequence[str], starts: Sequence[int], ends: Sequence[int], words: Keys
    ) -> Keys:
        chains = layout.lines(text, starts)
        return np.vstack(
            [
                layout.gaps(text, starts, ends, chains),
                layout.capitals(text, starts, ends, chains),
                layout.labels(tokens, words, chains),
                layout.columns(len(tokens), chains),
                layout.in_lower_case(tokens),
                layout.chunks(text, tokens, starts, ends, words, self._describe),
            ]
        )

    def _describe(self, written: str) -> tuple[int, int] | None:
        """The number of what is written without a space if it holds a digit, and what a fraction can be."""
        written = written[:_LONGEST_CHUNK].rstrip(".,;:)")
        if not any(map(str.isdigit, written)):
            return None
        return self._vocabulary.chunks.get(shape_of_chunk(written), 1), _fraction(written)


def word_of(token: str) -> str:
    """The token as the vocabulary knows it: lower case, each digit a 0."""
    return re.sub(r"\d", "0", plain(token.lower()))


def shape(token: str) -> str:
    """X for capitals, x for others, d for digits, runs of more than four cut to four."""
    classes = "".join(
        "d" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c for c in token[:40]
    )
    return re.sub(r"(.)\1{4,}", r"\1\1\1\1", re.sub(r"x{3,}", "xx", classes))


def shape_of_chunk(written: str) -> str:
    """Each digit a 0, letters cut to two a run: 0/00, (000)000-0000, XX000000."""
    return _LETTERS.sub(lambda run: _letters(run[0]), _DIGIT.sub("0", written))


def _letters(run: str) -> str:
    if run.islower():
        return "xx"
    return "X" * min(len(run), 3) if run.isupper() else "Xx"


def _value(token: str) -> int:
    """What a number can be: a month, a day, an age, an age over 89, a year."""
    digits = token.rstrip("yoYOfmFM") if token[0].isdigit() else ""
    if not digits.isascii() or not digits.isdigit() or len(digits) > 4:
        return 0
    value = int(digits)
    if 1900 <= value <= 2035:
        return 6
    return 7 if value > 109 else 1 + sum(value > bound for bound in (12, 31, 89, 99))


def _fraction(written: str) -> int:
    """Whether two numbers with a stroke between can be month and day, and whether they look like a score."""
    match = _STROKE.fullmatch(written)
    if not match:
        return 0
    one, other = int(match[1]), int(match[2])
    if not (1 <= one <= 12 and 1 <= other <= 31):
        return 1
    if other in (5, 10, 6, 4, 30) and one <= other:
        return 2 + (one == other)
    return 4 if other <= 12 else 5


def _sizes(vocabulary: Vocabulary) -> tuple[int, ...]:
    words, shapes, starts, ends, chunks = (len(numbers) + 2 for numbers in vocabulary)
    names, english = SIZES.family * SIZES.given, SIZES.english * SIZES.medical
    of_word = (words, shapes, 8, names, english, SIZES.place, KINDS, starts, ends, 8)
    return (*of_word, 5, 3, words, 4, 3, chunks, 6, words, words)


def _case(token: str) -> int:
    if token.isdigit():
        return 5
    if not token.isalpha():
        return 6 if any(map(str.isalnum, token)) else 7
    if token.islower():
        return 0
    if len(token) == 1:
        return 3
    if token.isupper():
        return 2
    return 1 if token[1:].islower() else 4


def _kind(token: str, case: int, listed: Listed) -> int:
    """A coarse class, from 1: which mark, how many digits, or how a word is written, a name, and English."""
    if case == 7:
        return 1 + _PUNCTUATION.get(token, _MARKS - 1)
    if case == 5:
        return 1 + _MARKS + min(len(token), 5) - 1
    if case == 6:
        return 1 + _MARKS + 5
    name = max(listed.family, listed.given)
    english = listed.english
    nameness, commonness = (name > 0) + (name > 2), (english > 0) + (english > 2)
    return 1 + _MARKS + 6 + (case * 3 + nameness) * 3 + commonness
