"""What typing, dictating and exporting do to a note: capitals lost or locked, letters swapped, lines wrapped."""

import random
from collections.abc import Callable

import regex

from gateway.recognize.training.slots import Filled, Labelled

_WORD = regex.compile(r"\p{L}{4,}")
_SPACE = regex.compile(r"(?<=\S) (?=\S)")


def worn(note: Filled, draw: random.Random) -> Filled:
    """The note as it might have come out of a system; spans follow their characters."""
    chance = draw.random()
    if chance < 0.07:
        note = Filled(_same_length(note.text, str.upper), note.spans)
    elif chance < 0.12:
        note = Filled(_same_length(note.text, str.lower), note.spans)
    elif chance < 0.16:
        note = _some_lines_upper(note, draw)
    if draw.random() < 0.25:
        note = _edited(note, _typos(note.text, draw))
    if draw.random() < 0.12:
        note = _wrapped(note, draw.randrange(55, 90))
    return note


def _same_length(text: str, change: Callable[[str], str]) -> str:
    changed = [(c, change(c)) for c in text]
    return "".join(new if len(new) == 1 else old for old, new in changed)


def _some_lines_upper(note: Filled, draw: random.Random) -> Filled:
    lines = note.text.split("\n")
    return Filled(
        "\n".join(_same_length(line, str.upper) if draw.random() < 0.3 else line for line in lines), note.spans
    )


def _typos(text: str, draw: random.Random) -> list[tuple[int, int, str]]:
    """A few words with letters swapped, dropped or doubled, and a few spaces doubled or lost."""
    edits: list[tuple[int, int, str]] = []
    for match in _WORD.finditer(text):
        if draw.random() < 0.015:
            at = match.start() + draw.randrange(1, len(match[0]) - 1)
            pair = text[at : at + 2]
            edits.append((at, at + 2, draw.choice((pair[::-1], pair[0], pair[0] * 2 + pair[1:]))))
    taken = {at for at, _, _ in edits}
    for match in _SPACE.finditer(text):
        if draw.random() < 0.006 and match.start() - 1 not in taken:
            edits.append((match.start(), match.end(), draw.choice(("  ", "  ", " "))))
    return sorted(edits)


def _edited(note: Filled, edits: list[tuple[int, int, str]]) -> Filled:
    parts: list[str] = []
    at = 0
    moved: list[tuple[int, int]] = []
    shift = 0
    for start, end, new in edits:
        if start < at:
            continue
        parts += [note.text[at:start], new]
        at = end
        shift += len(new) - (end - start)
        moved.append((end, shift))
    parts.append(note.text[at:])

    def new_place(old: int) -> int:
        return old + next((by for behind, by in reversed(moved) if behind <= old), 0)

    return Filled("".join(parts), tuple(Labelled(new_place(s), new_place(e), label) for s, e, label in note.spans))


def _wrapped(note: Filled, width: int) -> Filled:
    """Long lines broken at spaces, as fixed-width systems do; no character moves."""
    characters = list(note.text)
    since, space = 0, -1
    for at, character in enumerate(characters):
        if character == "\n":
            since, space = at + 1, -1
        elif character == " ":
            if at - since > width and space >= 0:
                characters[space] = "\n"
                since = space + 1
            space = at
    return Filled("".join(characters), note.spans)
