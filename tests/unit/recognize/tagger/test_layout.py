"""Whole rows of place features against a plain loop over the tokens."""

from hypothesis import example, given
from hypothesis import strategies as st

from gateway.recognize.nlp import Note, TokenEngine
from gateway.recognize.tagger import layout

TEXTS = st.text(alphabet=st.sampled_from("aAbB:1/.,² \t\n"), max_size=80)


def by_loop(text: str, note: Note, words: list[int]) -> list[list[int]]:
    """Gaps, capitals, labels, columns and lower case, token by token."""
    tokens, starts, ends = note.tokens, note.tokens_indices, note.ends
    lower = {token for token in tokens if token.islower()}
    rows: list[list[int]] = []
    for number, token in enumerate(tokens):
        ahead = text[ends[number - 1] : starts[number]] if number else ""
        if not number or "\n" in ahead:
            first, label, since = number, 0, 99
            gap = 4 if not number or ahead.count("\n") > 1 else 3
        else:
            gap = 2 if "\t" in ahead else min(len(ahead), 2)
        line = text[starts[first] :].split("\n")[0].rstrip()
        upper = line.isupper() and sum(map(str.isupper, line)) > 5
        since += 1
        if token == ":" and number > first:
            label, since = words[number - 1], 0
        elsewhere = 0 if token in lower or not token.isalpha() else 1 + (token.lower() in lower)
        capitals = 2 if text == text.lower() else int(upper)
        rows.append([gap, capitals, label if since <= 8 else 0, min(number - first, 3), elsewhere])
    return [list(row) for row in zip(*rows, strict=True)]


@given(TEXTS)
@example("Name: a b c d e f g h i j\nDOB:\t1/2\n\nAAAAAA B\n")
def test_rows(text):
    note = Note(text, TokenEngine(), "en")
    if not note.tokens:
        return
    words = list(range(1, len(note.tokens) + 1))
    chains = layout.lines(text, note.tokens_indices)
    rows = [
        layout.gaps(text, note.tokens_indices, note.ends, chains),
        layout.capitals(text, note.tokens_indices, note.ends, chains),
        layout.labels(note.tokens, words, chains),
        layout.columns(len(note.tokens), chains),
        layout.in_lower_case(note.tokens),
    ]
    assert [list(map(int, row)) for row in rows] == by_loop(text, note, words)


def test_what_is_written_around_a_digit():
    text = "on 3/4, or (5)x"
    note = Note(text, TokenEngine(), "en")
    words = list(range(1, len(note.tokens) + 1))
    told: list[str] = []

    def describe(written: str) -> tuple[int, int]:
        told.append(written)
        return len(written), 7

    rows = layout.chunks(text, note.tokens, note.tokens_indices, note.ends, words, describe)
    assert told == ["3/4,", "(5)x"]
    assert rows.tolist() == [
        [0, 4, 4, 4, 4, 0, 4, 4, 4, 4],
        [0, 7, 7, 7, 7, 0, 7, 7, 7, 7],
        [0, 1, 1, 1, 1, 0, 6, 6, 6, 6],
        [0, 6, 6, 6, 6, 0, 0, 0, 0, 0],
    ]
