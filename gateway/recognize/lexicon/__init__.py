"""Word lists of our own writing, as data: which words are names, and which look like names and are not."""

import unicodedata

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "ı": "i"})


def listed(words: str) -> frozenset[str]:
    """The words of a list with white space between them."""
    return frozenset(words.split())


def plain(word: str) -> str:
    """`word`, in lower case, without the marks on its letters: as the lists write it."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word.translate(_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
