"""A name that was found once is found everywhere in the note: whole, and by each of its parts."""

from collections.abc import Iterable, Iterator

from gateway.model import Span
from gateway.recognize.entities import NAMES
from gateway.recognize.lexicon.eponyms import EPONYMS
from gateway.recognize.lexicon.words import MONTHS, STOPPERS, WORDLIKE
from gateway.recognize.nlp import Note
from gateway.recognize.rules.names import Name, names_thing
from gateway.recognize.rules.places import GENERIC

SCORE = 0.6
LONGEST_PLACE = 6
_PLACES = frozenset({"FACILITY", "ORGANIZATION", "CITY", "COUNTY"})


def spread(text: str, note: Note, found: Iterable[Span]) -> Iterator[Span]:
    """Further places of the names in `found`, word by word.

    A word that is no English word matches in any case; one that is (Long, Hope) only where it stands with
    a capital, as it does in the name, and does not begin a sentence.
    """
    found = list(found)
    yield from _places(note, found)
    kinds = _parts(note, found)
    for word in kinds.keys() & note.positions.keys():
        for number in note.positions[word]:
            if _is_name_here(text, note, number):
                start, end = note.tokens_indices[number], note.ends[number]
                yield Span(start, end, kinds[word], SCORE, (f"spread: {kinds[word].lower()} named elsewhere",))


def _places(note: Note, found: Iterable[Span]) -> Iterator[Span]:
    """Further mentions of a place or an organisation, by its whole name or by what stands before its kind."""
    phrases: dict[str, dict[tuple[str, ...], str]] = {}
    for span in found:
        if span.entity in _PLACES:
            for phrase in _phrases(note, span):
                phrases.setdefault(phrase[0], {}).setdefault(phrase, span.entity)
    for first in phrases.keys() & note.positions.keys():
        lengths = sorted({len(phrase) for phrase in phrases[first]}, reverse=True)
        for number in note.positions[first]:
            if not note.tokens[number][0].isupper():
                continue
            for length in lengths:
                phrase = tuple(note.lemmas[number : number + length])  # shorter where the note ends
                if entity := phrases[first].get(phrase):
                    start, end = note.tokens_indices[number], note.ends[number + len(phrase) - 1]
                    yield Span(start, end, entity, SCORE, (f"spread: {entity.lower()} named elsewhere",))
                    break


def _phrases(note: Note, span: Span) -> Iterator[tuple[str, ...]]:
    first, last = note.token_at(span.start), note.token_at(span.end - 1)
    words = tuple(note.lemmas[first : last + 1])
    proper = [word for word in words if word not in GENERIC and word not in STOPPERS]
    if len(words) > LONGEST_PLACE or not words[0].isalpha():
        return
    if (len(words) > 1 and proper) or (
        span.entity == "CITY" and proper and words[0] not in WORDLIKE and words[0] not in EPONYMS
    ):
        yield words
    head = words[: next((n for n, word in enumerate(words) if n > 1 and word in GENERIC), 0)]
    if len(head) > 1 and head[-1] not in STOPPERS and proper and not {"of", "the", "and", "for"} & set(head):
        yield head


def _parts(note: Note, found: Iterable[Span]) -> dict[str, str]:
    """The words of the names found that are worth looking for, each with its entity."""
    parts: dict[str, str] = {}
    for span in found:
        if span.entity not in NAMES:
            continue
        number = note.token_at(span.start)
        while number < len(note.tokens) and note.ends[number] <= span.end:
            word = note.lemmas[number]
            plain = word not in STOPPERS and word not in MONTHS
            if len(word) > 2 and word.isalpha() and (plain or word in WORDLIKE):
                parts.setdefault(word, span.entity)
            number += 1
    return parts


def _is_name_here(text: str, note: Note, number: int) -> bool:
    word, token = note.lemmas[number], note.tokens[number]
    start, end = note.tokens_indices[number], note.ends[number]
    possessive = text[end : end + 2].lower() in ("'s", "’s")
    if names_thing(text, Name(start, end, (word,), possessive)) and not _is_alone(text, end):
        return False
    if word not in WORDLIKE and word not in EPONYMS and len(word) > 3:
        return True
    return token[0].isupper() and not token.isupper() and not _begins_sentence(text, start)


def _is_alone(text: str, end: int) -> bool:
    """Whether a name that is also an eponym stands here without a thing behind it."""
    return text[end : end + 1] in (",", ".", ";", ":", ")", "\n", "")


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in ".!?\n:-•*"
