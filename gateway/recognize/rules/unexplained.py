"""For more than balanced strictness: what looks like a name or a code, and is neither medicine nor English."""

from collections.abc import Iterator

from gateway.recognize.lexicon import plain
from gateway.recognize.lexicon.eponyms import EPONYMS, THINGS
from gateway.recognize.lexicon.words import MONTHS, STOPPERS
from gateway.recognize.nlp import Note
from gateway.recognize.rules.base import Found, Rule, RuleRecognizer
from gateway.recognize.tagger.lexicon import NOWHERE, Listed, lexicon

_SHORTEST = 3
# Five digits or more, or letters and digits mixed in a word of five or more, with strokes between.
_CODE = r"(?<![\w.,%])(?=[\w/-]*\d)(?:\d{5,}|(?=[\w/-]*\p{L})[\p{Lu}\d]{2,}(?:[-/][\p{Lu}\d]+)*)(?![\w%]|[.,]\d)"


class UnexplainedRecognizer(RuleRecognizer):
    """Capitalised words within a sentence that only lists of names or places hold, and long codes."""

    ENTITY = "PERSON"
    RULES = (Rule("listed name", "", 0.4), Rule("long code", _CODE, 0.4, entity="ID"))

    def find(self, text: str, note: Note) -> Iterator[Found]:
        """Words first, then codes of five characters or more."""
        name = self.RULES[0]
        for number, token in enumerate(note.tokens):
            if self.is_unexplained(token) and number and note.lemmas[number - 1] not in _OPENERS:
                yield Found(note.tokens_indices[number], note.ends[number], name.name, name.score, self.ENTITY)
        for rule, pattern in self._rules[1:]:
            for match in pattern.finditer(text):
                if match.end() - match.start() > 4:
                    yield Found(match.start(), match.end(), rule.name, rule.score, rule.entity)

    def is_unexplained(self, token: str) -> bool:
        """Whether a token is written as a name, and known as one alone."""
        listed = _listed(token)
        return listed is not None and not listed.medical and listed.english < 2 and max(listed.family, listed.given) > 1


class UnknownWordRecognizer(UnexplainedRecognizer):
    """For `maximum`: also every capitalised word that no list of English or of medicine holds."""

    RULES = (Rule("unknown word", "", 0.4), Rule("long code", _CODE, 0.4, entity="ID"))

    def is_unexplained(self, token: str) -> bool:
        """Whether a token is written as a name and is no word that is known."""
        listed = _listed(token)
        return listed is not None and not listed.medical and not listed.english


_OPENERS = frozenset(".!?:;-•*>|\n")


def _listed(token: str) -> Listed | None:
    """What the lists say of a token with a capital at its head; None where it is no such word."""
    if len(token) < _SHORTEST or not token[0].isupper() or not token[1:].islower() or not token.isalpha():
        return None
    word = plain(token.lower())
    if word in EPONYMS or word in THINGS or word in STOPPERS or word in MONTHS:
        return None
    return lexicon().get(word, NOWHERE)
