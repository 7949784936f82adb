"""For the strictness `maximum` alone: every capitalised word that no list of English or of medicine holds."""

from collections.abc import Iterator

from gateway.recognize.crf.lexicon import NOWHERE, lexicon
from gateway.recognize.lexicon import plain
from gateway.recognize.lexicon.eponyms import EPONYMS, THINGS
from gateway.recognize.lexicon.words import STOPPERS
from gateway.recognize.nlp import Note
from gateway.recognize.rules.base import Found, Rule, RuleRecognizer

_SHORTEST = 3


class UnknownWordRecognizer(RuleRecognizer):
    """A name, an abbreviation or a brand: who asks for the maximum takes no chance."""

    ENTITY = "PERSON"
    RULES = (Rule("unknown word", "", 0.4),)

    def find(self, text: str, note: Note) -> Iterator[Found]:  # noqa: ARG002
        """Words of three letters or more with a capital at their head; all capitals only where a list of names has them."""
        known = lexicon()
        for number, token in enumerate(note.tokens):
            if len(token) < _SHORTEST or not token[0].isupper() or not token.isalpha():
                continue
            word = plain(token.lower())
            listed = known.get(word, NOWHERE)
            if listed.english or listed.medical or word in EPONYMS or word in THINGS or word in STOPPERS:
                continue
            if token[1:].islower() or listed.family or listed.given:
                yield Found(note.tokens_indices[number], note.ends[number], "unknown word", 0.4, self.ENTITY)
