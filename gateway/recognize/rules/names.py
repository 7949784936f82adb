"""How a person's name is written: where it ends, once a cue says that it begins."""

from typing import NamedTuple

import regex

from gateway.recognize.lexicon import plain
from gateway.recognize.lexicon.eponyms import EPONYMS, THINGS
from gateway.recognize.lexicon.given import GIVEN
from gateway.recognize.lexicon.surnames import SURNAMES
from gateway.recognize.lexicon.words import MONTHS, STOPPERS, WORDLIKE

LONGEST_NAME = 4
WORD = r"\p{Lu}[\p{L}\p{M}]*(?:['’\-]\p{L}[\p{L}\p{M}]*)*"
_PARTICLES = r"(?:(?:de|del|della|da|das|do|dos|di|du|la|le|los|las|van|von|der|den|ter|bin|ibn|al|el|y|e)[ ]+){1,3}"
_PREFIX = r"(?:(?:al|el|as|an|ar|ad|bar|ben|abu)[-‑])?"
STEP = rf"(?:{_PARTICLES})?(?:['’][tTsS][ ]+)?(?P<word>{_PREFIX}{WORD})"
_STEP = regex.compile(STEP)
_LOWER = regex.compile(r"(?P<word>\p{Ll}{3,}(?:['’\-]\p{Ll}+)*)(?![\p{L}\d@])")
_GAP = regex.compile(r"\.[ ]?(?=\p{Lu}|\p{Ll}{2,3}[ ])|[ \t]{1,2}")
_GENERATION = regex.compile(r",?[ ](?:Jr|Sr|JR|SR|II|III|IV)\b\.?")
_POSSESSIVE = regex.compile(r"['’][sS]$")
PLACE_BEHIND = regex.compile(
    r"['’]?s?,?[ ](?:(?i:hospital|medical|clinic|street|st\b|avenue|ave|road|rd|county|university|college|center)|"
    r"School|Elementary|Square|Plaza|Memorial|Inc\b|LLC)"
)
_SEAM = regex.compile(r"[-'’]")
_CELL = regex.compile(r"[ ]cell:?[ ](?:#|is[ ])?\(?\d")
_NEXT = regex.compile(r"[ \t-]{1,2}(\p{L}+)")


class Name(NamedTuple):
    """A name from `start` to `end`; `words` are its parts in lower case, initials without their dots."""

    start: int
    end: int
    words: tuple[str, ...]
    possessive: bool

    @property
    def is_full(self) -> bool:
        """Whether it has two parts, so that it is hardly a word or an eponym."""
        return len(self.words) > 1

    @property
    def is_plain(self) -> bool:
        """Whether it begins with a word that is hardly anything but a given name, or ends with a family name."""
        first, last = plain(self.words[0]), plain(self.words[-1])
        given = first in GIVEN and first not in WORDLIKE and first not in EPONYMS and first not in MONTHS
        return given or last in SURNAMES


def name_at(text: str, at: int) -> Name | None:
    """The name that begins at `at`, or None: capitalised words up to one that no name holds."""
    words: list[str] = []
    end = at
    possessive = False
    while len(words) < LONGEST_NAME and not possessive:
        step = _STEP.match(text, end if not words else _behind_gap(text, end))
        if not step:
            break
        word = step["word"]
        possessive = bool(_POSSESSIVE.search(word))
        bare = word[:-2] if possessive else word
        if not _may_follow(bare, text[step.end() : step.end() + 4]):
            break
        if words and word.isupper() and len(word) > 1 and not text[at : at + 2].isupper() and len(word) < 4:
            break
        words.append(bare.lower())
        end = step.start("word") + len(bare)
    if not words or all(len(word) == 1 for word in words):
        return None
    if generation := _GENERATION.match(text, end):
        end = generation.end()
    elif len(words[-1]) == 1 and text[end : end + 1] == ".":
        end += 1
    return Name(at, end, tuple(words), possessive)


def lower_name_at(text: str, at: int) -> Name | None:
    """The one word (two behind a given name) at `at` that can be a name in a text without capitals."""
    words: list[str] = []
    end = at
    while len(words) < 2:
        step = _LOWER.match(text, end if not words else end + 1)
        if not step or step["word"] in STOPPERS or step["word"] in WORDLIKE:
            break
        if words and plain(words[0]) not in GIVEN:
            break
        words.append(step["word"])
        end = step.end()
    return Name(at, end, tuple(words), False) if words else None


def names_thing(text: str, name: Name, *, alone: bool = False) -> bool:
    """Whether the name stands for a disease, a sign or an instrument: "Foley catheter", "Crohn's disease".

    An eponym without its thing counts as one too, unless the place allows a name `alone`.
    """
    if name.is_full and name.words[0] not in EPONYMS:
        return False
    behind = name.end + (2 if name.possessive else 0)
    following = None if _CELL.match(text, behind) else _NEXT.match(text, behind)
    if following and following[1].lower() in THINGS:
        return True
    return not alone and not name.is_full and name.words[0] in EPONYMS


def _behind_gap(text: str, end: int) -> int:
    gap = _GAP.match(text, end)
    if not gap or (gap[0].startswith(".") and text[end - 2 : end - 1].isalpha() and text[end - 3 : end] != " St"):
        # A dot behind a whole word ends the sentence; behind an initial it does not.
        return len(text)
    return int(gap.end())


def _may_follow(word: str, behind: str) -> bool:
    """Whether `word`, with `behind` after it, can be a part of a name."""
    low = word.lower()
    if len(low) == 1:
        return low not in ("i", "a") or behind[:1] in ("", ".", ",", ";", ")", "\n")
    if low in MONTHS and (behind.strip()[:1].isdigit() or (low not in WORDLIKE and low not in GIVEN)):
        return False
    parts = _SEAM.split(low)
    if len(parts) > 1 and parts[0] in ("al", "el", "as", "an", "ar", "ad"):
        return parts[1] not in STOPPERS
    return low in WORDLIKE or plain(low) in GIVEN or not any(part in STOPPERS for part in parts if len(part) > 1)
