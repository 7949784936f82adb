"""The texts go in, thousands of labelled notes come out: always the same for the same seed."""

import random
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from gateway.recognize.nlp import Note, TokenEngine
from gateway.recognize.training.noise import worn
from gateway.recognize.training.slots import Filled, fill

_BREAK = re.compile(r"(?m)^=====[ \t]*$")
_ENGINE = TokenEngine()
OUTSIDE = "O"


class Template(NamedTuple):
    """One hand-written text with slots, and its kind (the name of its file)."""

    kind: str
    text: str


class Tagged(NamedTuple):
    """A note's tokens with a label for each."""

    text: str
    note: Note
    labels: list[str]


def templates() -> list[Template]:
    """Every training text."""
    found: list[Template] = []
    for file in sorted(files(__package__).joinpath("texts").iterdir(), key=lambda file: file.name):
        texts = (text.strip("\n") for text in _BREAK.split(file.read_text(encoding="utf-8")))
        found += [Template(file.name.removesuffix(".txt"), text) for text in texts if text.strip()]
    return found


def notes(texts: list[Template], count: int, seed: str) -> Iterator[Filled]:
    """`count` notes: every text in turn, filled anew and worn each time."""
    for number in range(count):
        draw = random.Random(f"{seed}/{number}")  # noqa: S311  # invented texts, reproducible
        yield worn(fill(texts[number % len(texts)].text, draw), draw)


def tag(filled: Filled) -> Tagged:
    """The tokens of a note, each with the label of the span that it lies in."""
    note = Note(filled.text, _ENGINE, "en")
    labels = [OUTSIDE] * len(note.tokens)
    for start, end, label in filled.spans:
        number = note.token_at(start)
        while number < len(labels) and note.tokens_indices[number] < end:
            labels[number] = label
            number += 1
    return Tagged(filled.text, note, labels)
