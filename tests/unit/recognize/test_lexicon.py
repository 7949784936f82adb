"""The word lists: one form for each word, and no word in two lists that exclude each other."""

import pytest

from gateway.recognize.lexicon import plain
from gateway.recognize.lexicon.cities import CITIES
from gateway.recognize.lexicon.eponyms import EPONYMS
from gateway.recognize.lexicon.given import GIVEN
from gateway.recognize.lexicon.surnames import SURNAMES
from gateway.recognize.lexicon.words import STOPPERS, WORDLIKE


@pytest.mark.parametrize("words", [CITIES, EPONYMS, GIVEN, SURNAMES, STOPPERS, WORDLIKE])
def test_words_are_in_lower_case_with_single_spaces(words):
    assert all(word == " ".join(word.lower().split()) != "" for word in words)


def test_a_family_name_of_the_list_is_neither_a_word_nor_an_eponym():
    assert not SURNAMES & (EPONYMS | WORDLIKE | STOPPERS)


@pytest.mark.parametrize(
    ("word", "expected"), [("inés", "ines"), ("łukasz", "lukasz"), ("søren", "soren"), ("ana", "ana")]
)
def test_plain_takes_the_marks_from_letters(word, expected):
    assert plain(word) == expected
