"""Keys depend on the note alone, never on what was read before, and tell apart what has to be told apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.recognize.nlp import Note, TokenEngine
from gateway.recognize.tagger.features import TEMPLATES, Featurizer, Keys, lines, shape, shape_of_chunk
from gateway.recognize.tagger.field import load
from gateway.recognize.tagger.lexicon import lexicon

ENGINE = TokenEngine()
VOCABULARY = load().vocabulary


def _keys(featurizer: Featurizer, text: str) -> Keys:
    note = Note(text, ENGINE, "en")
    return featurizer.keys(featurizer.attributes(text, note.tokens, note.tokens_indices, note.ends))


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_memory_changes_nothing(texts: list[str]) -> None:
    used = Featurizer(VOCABULARY, lexicon())
    for text in texts:
        np.testing.assert_array_equal(_keys(used, text), _keys(Featurizer(VOCABULARY, lexicon()), text))


def test_one_row_a_template_and_one_column_a_token() -> None:
    assert _keys(Featurizer(VOCABULARY, lexicon()), "Seen by J. Doe 3/14\n\nBP 120/80").shape == (len(TEMPLATES), 12)


def test_a_date_and_a_score_differ() -> None:
    featurizer = Featurizer(VOCABULARY, lexicon())
    assert (_keys(featurizer, "on 3/14 and")[:, 1] != _keys(featurizer, "on 9/10 and")[:, 1]).any()


def test_lines() -> None:
    note = Note("a b\n\n c\n", ENGINE, "en")
    assert lines("a b\n\n c\n", note.tokens_indices) == [(0, 2), (2, 3)]


@pytest.mark.parametrize(("token", "written"), [("Smith", "Xxx"), ("ICU", "XXX"), ("12", "dd"), ("A4", "Xd")])
def test_shape(token: str, written: str) -> None:
    assert shape(token) == written


@pytest.mark.parametrize(
    ("chunk", "written"),
    [("03/14/2023", "00/00/0000"), ("SN4471", "XX0000"), ("(555)0199", "(000)0000"), ("x4471", "xx0000")],
)
def test_shape_of_a_chunk(chunk: str, written: str) -> None:
    assert shape_of_chunk(chunk) == written
