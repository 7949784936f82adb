"""The words of a note that hold a mark, side by side: a short text in which patterns find what they find in the note.

A pattern may be run over the short text instead if each of its matches lies in words that hold the mark, with single
spaces between them at most. Every other seam is a line break, beyond which such a pattern neither looks nor matches,
as it does not beyond the white space that stood there.
"""

from bisect import bisect_right
from typing import NamedTuple

import regex

# White space to every pattern: what ends a word here belongs to no match. Other white space stays inside the word.
_WORD = r"[^ \n\t\r]*"
_HEXADECIMAL = "[0-9a-fA-F]"


class Chunks(NamedTuple):
    """`text` is made of pieces of a note: the piece at `starts[i]` stood at `origins[i]`; both ascend."""

    text: str
    starts: list[int]
    origins: list[int]

    def origin(self, offset: int) -> int:
        """Where the character at `offset` of the short text stands in the note."""
        piece = bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]


class Mark:
    """What a word holds to be kept; the pattern begins with the mark and may look around it within the word."""

    def __init__(self, pattern: str) -> None:
        # The regex library as in Presidio's patterns: it knows digits and letters that `re` does not.
        self._pattern = regex.compile(f"(?:{pattern}){_WORD}")

    def words(self, text: str) -> Chunks:
        """The words of `text` that hold the mark; linear in the text."""
        pieces: list[str] = []
        starts: list[int] = []
        origins: list[int] = []
        length = upto = 0
        for at, end in [found.span() for found in self._pattern.finditer(text)]:
            first = max(text.rfind(" ", upto, at), text.rfind("\n", upto, at)) + 1 or upto
            if pieces:
                pieces.append(" " if first == upto + 1 and text[upto] == " " else "\n")
                length += 1
            pieces.append(text[first:end])
            starts.append(length)
            origins.append(first)
            length += end - first
            upto = end
        return Chunks("".join(pieces), starts, origins)


DIGIT = Mark(r"\d")
AT = Mark("@")
DOMAIN = Mark(r"\.(?=[^\W\d_])")
ADDRESS = Mark(rf":(?={_WORD}:)|(?<=\d)\.(?=\d)")
HEXADECIMALS = Mark(
    rf"(?<={_HEXADECIMAL}{{2}})[:-](?={_HEXADECIMAL}{{2}}[:-])|(?<={_HEXADECIMAL}{{4}})[.-](?={_HEXADECIMAL}{{4}}[.-])"
)
