"""Names by their given part: a well-known given name with what belongs to it, wherever it stands."""

from collections.abc import Iterator

import regex

from gateway.recognize.lexicon import plain
from gateway.recognize.lexicon.eponyms import EPONYMS
from gateway.recognize.lexicon.given import GIVEN
from gateway.recognize.lexicon.words import MONTHS, STOPPERS, WORDLIKE
from gateway.recognize.nlp import Note
from gateway.recognize.rules.base import Found, Rule, RuleRecognizer
from gateway.recognize.rules.names import PLACE_BEHIND, WORD, Name, name_at, names_thing

_LAST_BEFORE = regex.compile(rf"(?r)(?P<last>{WORD}),[ ]?")

_UNDOUBTED = GIVEN - WORDLIKE - EPONYMS
_BESIDE = regex.compile(
    r"[ ](?:wants?|said|says|reports|stated|states|denies|feels|felt|asked|asks|told|tells|thinks|knows|lives|will|"
    r"would|hid|came|comes|went|goes|called|calls|texted|picks|picked|drove|drives|has|had|was|is|who|and[ ]I|cell|"
    r"looks|"
    r"seems|did|does|got|can|could|should|took|takes|brought|showed|met|still|also)\b|['’]s[ ]\p{Ll}"
)
_AHEAD = regex.compile(
    r"(?r)(?i:with|told|tell|telling|waiting[ ]for|asks[ ]for|thank|thanks[ ]to|married[ ]to|about|that)[ ]"
)


class GivenNameRecognizer(RuleRecognizer):
    """One plain given name is enough; a name that is a word, a month or an eponym needs a second part."""

    ENTITY = "PERSON"
    RULES = (
        Rule("given name", WORD, 0.6, GIVEN),
        Rule("last, first", WORD, 0.8, GIVEN),
    )

    def find(self, text: str, note: Note) -> Iterator[Found]:
        """Each given name of the list that is written as a name."""
        alone, comma = self.RULES
        upto = 0
        for number in note.places(GIVEN):
            start = note.tokens_indices[number]
            if start < upto or not note.tokens[number][0].isupper() or text[max(0, start - 1)] in "-'’":
                continue
            name = name_at(text, start)
            if not name or names_thing(text, name, alone=True) or PLACE_BEHIND.match(text, name.end):
                continue
            if (last := _last_before(text, start)) is not None:
                yield Found(last, name.end, comma.name, comma.score, self.ENTITY)
            elif _is_name(text[name.start : name.end], name.words) or _acts(text, name):
                yield Found(name.start, name.end, alone.name, alone.score, self.ENTITY)
            upto = name.end


def _last_before(text: str, start: int) -> int | None:
    """Where the family name in `DOE, JANE` begins: capitals that are no heading."""
    match = _LAST_BEFORE.match(text, max(0, start - 60), start)
    if not match or not match["last"].isupper() or len(match["last"]) < 2:
        return None
    low = match["last"].lower()
    return None if low in STOPPERS and low not in WORDLIKE else match.start("last")


def _is_name(written: str, words: tuple[str, ...]) -> bool:
    first, *others = words
    if not others and "-" in first and (written.isupper() or not _is_double(first)):
        return False
    full = any(word not in STOPPERS or word in WORDLIKE for word in others)
    if written.isupper():
        return full and any(word not in WORDLIKE and word not in EPONYMS for word in words)
    doubtful = first in WORDLIKE or first in EPONYMS or first in MONTHS or len(first) < 3
    return full or not doubtful


def _is_double(first: str) -> bool:
    """Jun-ho, Anne-Marie; no brand with a letter behind it."""
    one, other = first.split("-")[:2]
    return len(other) > 1 and (plain(one) in _UNDOUBTED or (plain(one) in GIVEN and plain(other) in GIVEN))


def _acts(text: str, name: Name) -> bool:
    """Whether one doubtful name does or is told what only people do or are told: "Warren wants her home"."""
    if (
        name.is_full
        or "-" in name.words[0]
        or text[name.start : name.end].isupper()
        or name.words[0] in MONTHS
        or len(name.words[0]) < 3
    ):
        return False
    if name.words[0] in WORDLIKE and not _AHEAD.match(text, max(0, name.start - 15), name.start):
        return bool(_BESIDE.match(text, name.end)) and name.words[0] not in (
            "will",
            "per",
            "art",
            "early",
            "june",
            "joy",
        )
    return bool(_BESIDE.match(text, name.end) or _AHEAD.match(text, max(0, name.start - 15), name.start))
