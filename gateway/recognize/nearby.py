"""The context words around a place in a note, as Presidio counts them over spaCy's tokens, made only where asked.

Presidio compares lemmas; with a blank spaCy model those are empty, so here they are the tokens in lower case. spaCy
cuts at white space first and then each word by itself, so that a word's tokens can be had without the whole note's.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import Any, NamedTuple

import spacy
from spacy.attrs import IS_PUNCT, IS_STOP
from spacy.language import Language

REMEMBERED = 50_000
# spaCy keeps every word that it has seen for good, so that it is loaded anew after this many.
STRINGS_KEPT = 50_000
# spaCy takes the marks off a word one by one, each time through the rest of it; a longer word stays whole.
LONGEST_WORD = 1_000
_RUNS = re.compile(r"\S+|\s+")


class Token(NamedTuple):
    """A token in lower case, where it ends in its word, and whether it can be context by itself."""

    lower: str
    end: int
    keyword: bool


class Nearby:
    """The words of one note. Linear: the note is cut once, and only words near the places asked for are looked at."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [run.start() for run in _RUNS.finditer(text)]

    def around(self, offset: int, before: int, after: int) -> set[str]:
        """The keyword at `offset` with `before` keywords ahead of it and `after` behind it.

        As Presidio counts them: the token at the offset counts as one more of either kind, and where it is no
        keyword, the nearest one takes its place. Raises `LookupError` behind the last token.
        """
        run, number = self._place(offset)
        here = self._tokens(run)
        later = (self._tokens(further) for further in range(run + 1, len(self._starts)))
        earlier = (self._tokens(further)[::-1] for further in range(run - 1, -1, -1))
        onward = chain(here[number:], chain.from_iterable(later))
        backward = chain(here[number::-1], chain.from_iterable(earlier))
        return {*self._keywords(backward, before + 1), *self._keywords(onward, after + 1)}

    def _place(self, offset: int) -> tuple[int, int]:
        """The run, and the number in it, of the first token that ends behind `offset`."""
        first = bisect_right(self._starts, offset) - 1
        for run in range(first, min(first + 2, len(self._starts))):
            for number, token in enumerate(self._tokens(run)):
                if self._first(run) + token.end > offset:
                    return run, number
        raise LookupError(f"no token at or behind offset {offset}")

    def _first(self, run: int) -> int:
        """Where the tokens of a run begin: the single space behind a word belongs to the word."""
        start = self._starts[run]
        return start + 1 if start and self._text[start] == " " else start

    def _tokens(self, run: int) -> tuple[Token, ...]:
        end = self._starts[run + 1] if run + 1 < len(self._starts) else len(self._text)
        first = self._first(run)
        if end - first > LONGEST_WORD:
            return (Token(self._text[first : first + LONGEST_WORD].lower(), end - first, True),)
        return tokens_of(self._text[first:end]) if first < end else ()

    def _keywords(self, tokens: Iterator[Token], count: int) -> Iterator[str]:
        wanted = (token.lower for token in tokens if token.keyword or token.lower in self._parts)
        return islice(wanted, count)

    @cached_property
    def _parts(self) -> frozenset[str]:
        """Common words that Presidio takes for keywords in this note, since one stands beside a colon in a token."""
        words = {word for word in self._text.split() if ":" in word and len(word) <= LONGEST_WORD}
        with_colon = (token.lower for word in words for token in tokens_of(word) if ":" in token.lower)
        parts = {part for lower in with_colon if _is_keyword(lower) for part in lower.split(":")}
        return frozenset(part for part in parts if not _is_keyword(part))


@lru_cache(maxsize=REMEMBERED)
def tokens_of(word: str) -> tuple[Token, ...]:
    """spaCy's tokens of one word, or of the white space between two."""
    language: Any = _language()
    if word.isascii() and (word.isalpha() or word.isdigit()) and word not in language.tokenizer.rules:
        return (Token(word.lower(), len(word), _is_keyword(word.lower())),)
    found = [(token.lower_, token.idx + len(token)) for token in language.tokenizer(word)]
    if len(language.vocab.strings) > STRINGS_KEPT:
        _language.cache_clear()
    return tuple(Token(lower, end, ":" not in lower and _is_keyword(lower)) for lower, end in found)


def _is_keyword(lower: str) -> bool:
    vocabulary: Any = _language().vocab
    getters = vocabulary.lex_attr_getters
    return not (lower == "be" or getters[IS_STOP](lower) or getters[IS_PUNCT](lower))


@lru_cache(maxsize=1)
def _language() -> Language:
    return spacy.blank("en")
