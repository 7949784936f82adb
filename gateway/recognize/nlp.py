"""A lean NLP engine for Presidio: a note goes in, its tokens and their index come out; no model, no network.

Lemmas are the lower-cased tokens, so that Presidio's context words work (with a blank spaCy model every
lemma is empty and none ever fires).
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from operator import add

from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from gateway.recognize.lexicon import listed, plain
from gateway.recognize.nearby import Nearby

# Every character that is not white space belongs to a token, so every match has one to start from.
_TOKEN = re.compile(r"\w+|[^\w\s]")

_DIGITS = re.compile(r"\d+")

STOP_WORDS = listed(
    """a about after all also an and any are as at be been before both but by can could did do does for from
    had has have he her here hers him his how i if in into is it its just may me more most my no nor not now
    of off on only or other our out over own same she should so some such than that the their them then there
    these they this those through to too under until up very was we were what when where which while who
    will with would you your"""
)


class Note(NlpArtifacts):
    """The tokens of one note. `tokens[i]` covers `tokens_indices[i]` to `ends[i]`, in code points."""

    def __init__(self, text: str, engine: NlpEngine, language: str) -> None:
        # Presidio's constructor asks the engine two questions for each token; the answers are lazy here.
        self.length = len(text)
        self._text = text
        self.entities = []
        self.scores = []
        self.nlp_engine = engine
        self.language = language

    @cached_property
    def tokens(self) -> list[str]:  # type: ignore[override]  # a spaCy Doc in Presidio, of which it takes only the texts
        """Words, and single marks."""
        return _TOKEN.findall(self._text)

    @cached_property
    def tokens_indices(self) -> list[int]:  # type: ignore[override]  # an attribute in Presidio
        """Where each token begins."""
        return [match.start() for match in _TOKEN.finditer(self._text)]

    @cached_property
    def ends(self) -> list[int]:
        """Behind which character each token ends."""
        return list(map(add, self.tokens_indices, map(len, self.tokens)))

    @cached_property
    def lemmas(self) -> list[str]:  # type: ignore[override]  # an attribute in Presidio
        """The tokens in lower case."""
        return list(map(str.lower, self.tokens))

    @cached_property
    def keywords(self) -> list[str]:  # type: ignore[override]  # an attribute in Presidio
        """The lemmas that can be context, as Presidio defines them."""
        return [lemma for lemma in self.lemmas if _is_keyword(lemma)]

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """For each lemma the numbers of its tokens, ascending: where a cue can stand."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, lemma in enumerate(self.lemmas):
            found[lemma].append(number)
        found.default_factory = None
        return found

    def starts(self, lemma: str) -> list[int]:
        """Where the tokens of a lemma begin."""
        return [self.tokens_indices[number] for number in self.positions[lemma]]

    def stops(self, lemma: str) -> list[int]:
        """Behind which characters the tokens of a lemma end."""
        return [self.ends[number] for number in self.positions[lemma]]

    @cached_property
    def digits(self) -> list[int]:
        """Where each run of digits begins."""
        return [match.start() for match in _DIGITS.finditer(self._text)]

    @cached_property
    def nearby(self) -> Nearby:
        """The words around a place, for Presidio's context."""
        return Nearby(self._text)

    def places(self, words: AbstractSet[str]) -> list[int]:
        """The numbers of the tokens that, without the marks on their letters, are one of `words`; ascending."""
        known = [lemma for lemma in self.positions if lemma in words or (not lemma.isascii() and plain(lemma) in words)]
        return sorted(number for lemma in known for number in self.positions[lemma])

    def token_at(self, offset: int) -> int:
        """The number of the first token that ends behind `offset`; `len(tokens)` where none does."""
        return bisect_right(self.ends, offset)


class ContextIndex:
    """Where the context words of one note stand, so that each match looks instead of walking the note."""

    def __init__(self, artifacts: NlpArtifacts) -> None:
        keywords = frozenset(artifacts.keywords)
        lowered = [lemma.lower() for lemma in artifacts.lemmas]
        self._ends = [at + len(t) for at, t in zip(artifacts.tokens_indices, artifacts.tokens, strict=True)]
        self._lowered = lowered
        self._numbers = [number for number, lemma in enumerate(lowered) if lemma in keywords]

    def around(self, offset: int, before: int, after: int) -> set[str]:
        """The keyword at `offset` with `before` keywords ahead of it and `after` behind it.

        As Presidio counts them: the token at the offset counts as one more of either kind, and where it
        is no keyword, the nearest one takes its place. Raises `LookupError` behind the last token.
        """
        token = bisect_right(self._ends, offset)
        if token == len(self._ends):
            raise LookupError(f"no token at or behind offset {offset}")
        upto = bisect_right(self._numbers, token)
        onward = bisect_left(self._numbers, token)
        near = self._numbers[max(0, upto - before - 1) : upto] + self._numbers[onward : onward + after + 1]
        return {self._lowered[number] for number in near}


def _is_keyword(lemma: str) -> bool:
    return lemma not in STOP_WORDS and (lemma[0].isalnum() or lemma[0] == "_")


class TokenEngine(NlpEngine):
    """Tokens by one regular expression, in one pass, in time linear in the text."""

    def load(self) -> None:
        """Nothing to load."""

    def is_loaded(self) -> bool:
        """Always."""
        return True

    def process_text(self, text: str, language: str) -> Note:
        """The tokens of `text`."""
        return Note(text, self, language)

    def process_batch(  # type: ignore[override]  # Presidio's catch-all keywords mean nothing here
        self,
        texts: Iterable[str],
        language: str,
        batch_size: int = 1,  # noqa: ARG002
        n_process: int = 1,  # noqa: ARG002
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Each text with its tokens."""
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:  # noqa: ARG002
        """Whether `word` is too common to be context."""
        return word.lower() in STOP_WORDS

    def is_punct(self, word: str, language: str) -> bool:  # noqa: ARG002
        """Whether `word` has no letter or digit to begin with."""
        return not (word[:1].isalnum() or word[:1] == "_")

    def get_supported_entities(self) -> list[str]:
        """None: names are the business of recognisers."""
        return []

    def get_supported_languages(self) -> list[str]:
        """English."""
        return ["en"]
