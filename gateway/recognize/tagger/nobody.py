"""What the model marks and is nobody's: a people, a kind, a state, an eponym with its thing, small words, a time."""

import regex

from gateway.recognize.lexicon import listed, plain
from gateway.recognize.lexicon.eponyms import COMPOUNDS, EPONYMS
from gateway.recognize.lexicon.places import STATES
from gateway.recognize.lexicon.words import PEOPLES
from gateway.recognize.nlp import Note
from gateway.recognize.rules.base import Found
from gateway.recognize.rules.names import Name, names_thing
from gateway.recognize.tagger.lexicon import NOWHERE, SIZES, lexicon

_KINDS = listed("city town county village hospital clinic facility organization patient staff relative")
_PLACES = _KINDS | listed(
    "university college center centre school institute department unit laboratory pharmacy office program"
)
_PEOPLE = frozenset({"patient", "relative", "staff"})
_STATES = STATES - {"New York", "Washington"}  # which may be the cities; states stay, 45 CFR 164.514(b)(2)(i)(B)
_IN_STATE = regex.compile(r"[\s,]{1,4}\p{Lu}")  # Nevada, MO is a town
# The model marks what leads to a name too (at the Willows); written small, they are nobody's names.
_AROUND = listed("of in on at to by with for from since until before after and or our his her their")
_EMPTY = _AROUND | listed("the a last next this that these")
_SURE, _LIKELY = 0.9, 0.5
_DOUBT = 6  # times the threshold: an eponym that stands by itself is a person from there on
_LONGEST = 40  # characters of what is looked at ahead of a name
_LAST_WORD = regex.compile(r"(?r)\w+")
_COMPOUND = regex.compile(r"(?:[-–]\p{Lu}\p{L}+)*")  # of Jackson-Pratt the model may take only Jackson
_AHEAD = regex.compile(r"(?r)(?:\p{Lu}\p{L}+[-–])*")
_CALLED = regex.compile(
    r"(?r)(?:(?i:\b(?:mrs?|ms|miss|mx|dr|prof|rev|sgt|officer|nurse|patient|pt))\.?|\p{Lu}\p{L}*\.?)[\s:]+"
)
_GIVEN = regex.compile(r",[ ]?\p{Lu}\p{Ll}")  # Prader-Willi, Anna is a person
_DOES = listed("saw tests scores wraps points")  # things as well as what a person does
_NEXT = regex.compile(r"[ ]{1,2}(\p{L}+)")
_CLOCK = r"(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}(?:[ ]?[aApP]\.?[mM]?\b\.?)?|(?:1[0-2]|[1-9])[ ]?[aApP]\.?[mM]\b\.?"
_MILITARY = r"(?!19|20)(?:[01]\d|2[0-3])[0-5]\d"  # what may be a year stays
_CLOCK_BEHIND = regex.compile(
    rf"(?r)(?<=\p{{L}}{{3}}\.?|\d)(?:[,@][ ]{{0,4}}|[ ]{{1,4}})(?:at[ ])?(?:{_CLOCK}|(?P<bare>{_MILITARY}))"
)
_CLOCK_AHEAD = regex.compile(rf"(?:{_CLOCK})[ ,]{{1,4}}(?=\p{{L}}{{3}}|\d{{1,4}}[/\-.])")
_ALONE = regex.compile(r"\p{L}+\.?|\d{4}")  # behind a year or a month four digits are no time
_WORD = regex.compile(r"\w+")


def stands_for_thing(text: str, found: Found, threshold: float) -> bool:
    """Whether it is a people, a kind (the city), a state, or an eponym ahead of its sign, disease or instrument."""
    written = text[found.start : found.end]
    is_person = found.rule in _PEOPLE
    if written.lower() in PEOPLES or (_KINDS if is_person else _PLACES).issuperset(written.split()):
        return True
    if found.rule == "city" and written in _STATES and not _IN_STATE.match(text, found.end):
        return True
    start = _AHEAD.match(text, max(0, found.start - _LONGEST), found.start).start()
    end = _COMPOUND.match(text, found.end).end()
    is_called = _CALLED.match(text, max(0, start - _LONGEST), start) or _GIVEN.match(text, end)
    if not is_called and plain(text[start:end].lower()).replace("–", "-") in COMPOUNDS:
        return True
    behind = _NEXT.match(text, end)
    if is_person and found.score >= _LIKELY and behind and behind[1].lower() in _DOES:
        return False
    last = _LAST_WORD.match(text, found.start, end)
    word = plain(last[0].lower()) if last else ""
    if word in EPONYMS and found.score < _DOUBT * threshold:
        return True
    known = word in EPONYMS or lexicon().get(word, NOWHERE).medical == SIZES.medical - 1
    possessive = text[end : end + 2] in ("'s", "’s")
    words = tuple(_WORD.findall(written.lower())) if is_person and " " in written else (word,)
    return (known or found.score < _SURE) and names_thing(text, Name(found.start, end, words, possessive), alone=True)


def without_clock(text: str, start: int, end: int) -> tuple[int, int]:
    """A date without the time of day behind it or ahead of it, which tells nobody."""
    behind = _CLOCK_BEHIND.match(text, start, end)
    if behind and not (behind["bare"] and _ALONE.fullmatch(text, start, behind.start())):
        end = behind.start()
    ahead = _CLOCK_AHEAD.match(text, start, end)
    return ahead.end() if ahead else start, end


def trimmed(note: Note, first: int, last: int) -> tuple[int, int]:
    """A run of tokens without the marks and the small words at its edges; empty where it holds nothing else."""
    while first < last and _is_around(note.tokens[first]):
        first += 1
    while first < last and _is_around(note.tokens[last - 1]):
        last -= 1
    return (last, last) if _EMPTY.issuperset(note.tokens[first:last]) else (first, last)


def _is_around(token: str) -> bool:
    return token in _AROUND or not any(map(str.isalnum, token))
