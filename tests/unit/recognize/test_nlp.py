"""Tokens, their index and what of them is context."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.recognize.nlp import ContextIndex, Note, TokenEngine


def note(text: str) -> Note:
    return Note(text, TokenEngine(), "en")


@given(st.text())
def test_every_visible_character_is_in_a_token(text):
    made = note(text)
    covered = {i for a, b in zip(made.tokens_indices, made.ends, strict=True) for i in range(a, b)}
    assert covered == {i for i, character in enumerate(text) if not character.isspace()}


@given(st.text())
def test_tokens_are_the_text_at_their_offsets(text):
    made = note(text)
    assert [text[a : a + len(t)] for a, t in zip(made.tokens_indices, made.tokens, strict=True)] == made.tokens


def test_keywords_leave_out_stop_words_and_punctuation():
    assert note("The SSN, of the Patient").keywords == ["ssn", "patient"]


def test_positions_index_lower_cased_tokens():
    assert note("Dr. A and DR. B").positions["dr"] == [0, 4]


def test_batch_gives_the_same_as_one_by_one():
    engine = TokenEngine()
    assert [a.tokens for _, a in engine.process_batch(["a b", "c"], "en")] == [["a", "b"], ["c"]]


def test_no_token_behind_the_text_is_an_error_without_text():
    with pytest.raises(LookupError, match=r"^no token at or behind offset 99$"):
        ContextIndex(note("secret")).around(99, 5, 0)
