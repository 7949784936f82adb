"""Names by their family part: a well-known family name, or one with the shape of O'Brien or McKay."""

from collections.abc import Iterator

import regex

from gateway.recognize.lexicon.eponyms import EPONYMS
from gateway.recognize.lexicon.surnames import SURNAMES
from gateway.recognize.lexicon.words import MONTHS, STOPPERS, WORDLIKE
from gateway.recognize.nlp import Note
from gateway.recognize.rules.base import Found, Rule, RuleRecognizer
from gateway.recognize.rules.names import PLACE_BEHIND, WORD, name_at, names_thing

_SHAPE = r"(?<![\w'’.-])(?:O['’]\p{Lu}\p{Ll}{2,}|Mac\p{Lu}\p{Ll}{2,}|Mc\p{Lu}\p{Ll}{2,})(?!\w)"
# Behind an article stands an instrument or a procedure: "the Hudson drill".
_THE = regex.compile(r"(?r)(?<!\p{L})(?i:an?|the|this|modified|size[ ]\d|french)[ ]")
_BEFORE = regex.compile(rf"(?r)(?<![\w'’.-])(?P<word>{WORD}|\p{{Lu}}\.)[ ]")


class FamilyNameRecognizer(RuleRecognizer):
    """The family name with the capitalised words around it that can be parts of a name."""

    ENTITY = "PERSON"
    RULES = (Rule("family name", WORD, 0.6, SURNAMES), Rule("shape of a family name", _SHAPE, 0.6))

    def find(self, text: str, note: Note) -> Iterator[Found]:
        """Each family name of the list, and of the shape, that is written as a name."""
        listed, shaped = self.RULES
        upto = 0
        for number in note.places(SURNAMES):
            start, token = note.tokens_indices[number], note.tokens[number]
            if start < upto or not token[0].isupper() or token.isupper() or text[max(0, start - 1)] in "-'’":
                continue
            if found := _found(text, start, listed):
                upto = found.end
                yield found
        yield from (found for found in super().find(text, note) if found.rule == shaped.name)

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """A shape that is no eponym; words of the list are found by their token."""
        if rule.name == "family name" or match[0].lower() in EPONYMS:
            return []
        found = _found(text, match.start(), rule)
        return [(found.start, found.end)] if found else []


def _found(text: str, start: int, rule: Rule) -> Found | None:
    name = name_at(text, start)
    if not name or names_thing(text, name) or PLACE_BEHIND.match(text, name.end):
        return None
    begin = start
    while start - begin < 40 and (before := _BEFORE.match(text, max(0, begin - 25), begin)):
        low = before["word"].lower()
        if low == "a" or (len(low) > 2 and ((low in STOPPERS and low not in WORDLIKE) or low in MONTHS)):
            break
        if len(low) == 2 and not low.endswith("."):
            break
        begin = before.start()
    if begin == name.start and not name.is_full and _THE.match(text, max(0, begin - 10), begin):
        return None
    return Found(begin, name.end, rule.name, rule.score, "PERSON")
