"""Invented values for identifying ones, hide-in-plain-sight: the same value of a subject always becomes the same one.

Choices are keyed by (subject, use, normalised value), so they need no table and repeat on every run. None equals a
value of the dataset. Whatever has no convincing surrogate becomes a placeholder.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final
from unicodedata import normalize

from gateway.deid import names, places
from gateway.deid.checksums import passes
from gateway.deid.columns.shift import offset_days
from gateway.deid.names import Part
from gateway.deid.note_dates import shift_date
from gateway.deid.originals import key
from gateway.model import PatientRecord, Secrets
from gateway.recognize.entities import NAMES
from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.given import NICKNAMES

SHAPED: Final = frozenset(
    {"SSN", "MRN", "HEALTH_PLAN", "ACCESSION", "ACCOUNT", "LICENSE", "VEHICLE", "DEVICE", "ID", "ZIP",
     "PHONE", "FAX", "PAGER"}
)
PLACES: Final = frozenset({"CITY", "LOCATION", "COUNTY", "FACILITY", "ORGANIZATION", "STREET"})
ATTEMPTS: Final = 64
_WORD = re.compile(r"(?<!['’])[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*", re.IGNORECASE)
_TITLES = listed("dr mr mrs ms miss prof jr sr")
_CREDENTIALS = listed("ii iii iv md rn np lpn cna rnc cnm phd pharmd dds dpm lcsw")
_SHORT_CREDENTIALS = listed("do pa pt ot dc")  # among capitals they are names, too


@dataclass(frozen=True, slots=True)
class Person:
    """What a subject's record tells about the subject's name: given and family names (words), and the gender."""

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    gender: Part | None = None


def person(record: PatientRecord | None) -> Person:
    """The person that a record describes."""
    values = {i.kind: i.value for i in reversed(record.identifiers)} if record else {}
    sex = (values.get("demographic.sex") or values.get("demographic.gender") or "").strip().casefold()
    told: dict[str, Part] = {"f": "female", "female": "female", "woman": "female", "m": "male", "male": "male",
                             "man": "male"}  # fmt: skip
    family = [values.get(kind, "") for kind in ("name.family", "name.maiden")]
    return Person(_words([values.get("name.given", "")]), _words(family), told.get(sex))


class Surrogates:
    """The surrogates of one subject in one project.

    shift_days: bound of the date shift; None turns dates into placeholders. originals: what no surrogate may equal.
    """

    def __init__(self, secrets: Secrets, subject: str, who: Person, shift_days: int | None,
                 originals: Container[str] = ()) -> None:
        self._secrets = secrets
        self._subject = subject
        self._who = who
        self._given = {_plain(word): word for word in who.given}
        self._given |= {nick: word for word in who.given for nick in NICKNAMES.get(names.fold(word), ())}
        self._family = {_plain(word): word for word in who.family}
        self._originals = originals
        self.offset = offset_days(secrets, subject, shift_days) if shift_days else 0  # 0: dates are not shifted

    def replace(self, entity: str, text: str) -> str:
        """What stands for `text` from now on."""
        text = normalize("NFC", text)  # é is one letter, however it is written
        if entity in NAMES:
            return self._name(text)
        if entity == "INITIALS":
            return _WORD.sub(lambda word: "".join(map(self._initial, word[0])), text)
        if entity in SHAPED:
            return self._shaped(entity, text)
        return self._place(entity, text) if entity in PLACES else self._other(entity, text)

    def _other(self, entity: str, text: str) -> str:
        if entity == "DATE" and self.offset:
            return shift_date(text, self.offset) or "[DATE]"
        if entity == "AGE_OVER_89":
            return "90+"
        if entity == "EMAIL":
            return f"user{self._number('email', text) % 10**6:06d}@example.org"
        if entity == "URL":
            return f"https://example.org/{self._number('url', text) % 10**6:06d}"
        if entity == "IP":
            return f"192.0.2.{self._number('ip', text) % 254 + 1}"  # RFC 5737, for documentation
        return f"[{entity}]"

    def _place(self, entity: str, text: str) -> str:
        made = (places.invent(entity, text, lambda use, n: self._number(f"{entity}/{use}", text) % n, attempt)
                for attempt in range(ATTEMPTS))  # fmt: skip
        return self._like_first(text, made, entity)

    def _name(self, text: str) -> str:
        """Word by word; titles and particles stay. The family name stands before a comma, or last."""
        every, one_case = list(_WORD.finditer(text)), text.isupper() or text.islower()
        words = [m for m in every if self._is_own(m[0]) or not _stays(m[0], m is every[0], one_case)] or every
        comma = text.find(",")
        done, at = [], 0
        for position, match in enumerate(words):
            last = match.end() <= comma if comma >= 0 else position == len(words) - 1
            done += [text[at : match.start()], self._name_word(match[0], last)]
            at = match.end()
        return "".join([*done, text[at:]])

    def _is_own(self, word: str) -> bool:
        return _plain(word) in self._given or _plain(word) in self._family

    def _name_word(self, word: str, last: bool) -> str:
        if len(word) == 1:
            return self._initial(word)
        plain = _plain(word)
        if plain in self._given:
            return _like(word, self._chosen(self._given[plain], self._who.gender or names.gender(word) or "given"))
        if plain in self._family or (last and not names.is_given(word)):
            return _like(word, self._chosen(self._family.get(plain, word), "family"))
        return _like(word, self._chosen(word, names.gender(word) or "given"))

    def _chosen(self, word: str, part: Part) -> str:
        """A name of the same part and, where there is one, of the same origin; else of any, else a coined one.

        It hangs on the word and the subject alone, not on the words beside it, so that it is the same everywhere.
        """
        near = names.origins().get(names.origin(word, part) or self._origin() or "", {}).get(part, ())
        made = chain(self._from(near, word), self._from(names.everywhere(part), word))
        return next(made, None) or self._like_first(word, self._coined(word), "NAME")

    def _origin(self) -> str | None:
        """Where the subject's own names come from."""
        return next(filter(None, (names.origin(word, "family") for word in self._who.family)), None)

    def _from(self, pool: Sequence[str], word: str) -> Iterator[str]:
        """The first of the list that may stand for `word`, from a keyed place on."""
        start = self._number("name", word)
        turned = (pool[(start + step) % len(pool)] for step in range(len(pool)))
        other = (name for name in turned if names.fold(name[0]) != names.fold(word[0]))
        yield from (name for name in other if self._may_stand(name, word))

    def _coined(self, word: str) -> Iterator[str]:
        syllables = names.parts_of("syllables")
        for attempt in range(ATTEMPTS):
            number = self._number(f"coined/{attempt}", word)
            picks = (number // len(syllables) ** n % len(syllables) for n in range(3))
            yield "".join(syllables[pick] for pick in picks).capitalize() + "n"

    def _initial(self, letter: str) -> str:
        """That of the surrogate, where it is the subject's; else another one."""
        own = ((w, self._who.gender or names.gender(w) or "given") for w in self._who.given)
        mine: Iterable[tuple[str, Part]] = (*own, *((w, "family") for w in self._who.family))
        for word, part in mine:
            if word[0].casefold() == letter.casefold():
                made = self._chosen(word, part)[0]
                return made if letter.isupper() else made.lower()
        place = ord(letter.upper()[0]) - ord("A")
        other = chr(ord("A") + (place + 1 + self._number("initial", letter) % 25) % 26)  # never the same
        return other if letter.isupper() else other.lower()

    def _shaped(self, entity: str, text: str) -> str:
        """Digits for digits and letters for letters, such that it is no valid number and nobody's."""
        made = (_shape(entity, text, self._stream(f"{entity}/{n}", text)) for n in range(ATTEMPTS))
        free = (value for value in made if not passes(value) and value != text and value not in self._originals)
        return next(free, f"[{entity}]")

    def _like_first(self, text: str, made: Iterator[str], entity: str) -> str:
        free = (value for value in made if self._may_stand(value, text))
        return next((_like(text, value) for value in free), f"[{entity}]")

    def _may_stand(self, made: str, text: str) -> bool:
        own = key(text)
        return not (own and own in key(made)) and made not in self._originals

    def _stream(self, use: str, text: str) -> Callable[[int], int]:
        stream = self._mac(use, text) + self._mac(f"{use}+", text)
        return lambda place: stream[place % len(stream)]

    def _number(self, use: str, text: str) -> int:
        return int.from_bytes(self._mac(use, text)[:8])

    def _mac(self, use: str, text: str) -> bytes:
        value = " ".join(text.casefold().split())
        return self._secrets.mac("surrogate", "\0".join((self._subject, use, value)).encode())


def _words(values: Iterable[str]) -> tuple[str, ...]:
    found = (word for value in values for word in _WORD.findall(normalize("NFC", value)))
    return tuple(dict.fromkeys(word for word in found if len(word) > 1 and not _stays(word, True, True)))


def _plain(word: str) -> str:
    return normalize("NFC", word).casefold()


def _stays(word: str, first: bool, one_case: bool) -> bool:
    """Titles, particles and, behind a name, credentials; in a name of capitals alone or none, the plain ones only."""
    lower = word.casefold()
    particles = names.LOWER_PARTICLES if word.islower() and not one_case else names.PARTICLES
    if lower in _TITLES or lower in particles:
        return True
    credential = lower in _CREDENTIALS or (lower in _SHORT_CREDENTIALS and not one_case)
    return credential and not first and not word[1:].islower()


def _like(original: str, made: str) -> str:
    """`made` in the case pattern of `original`."""
    if original.isupper() and len(original) > 1:
        return made.upper()
    return made.lower() if original.islower() else made


def _shape(entity: str, text: str, byte: Callable[[int], int]) -> str:
    made = "".join(_same_class(char, byte(place)) for place, char in enumerate(text))
    digits = [place for place, char in enumerate(made) if char.isdigit()]
    if entity in ("PHONE", "FAX", "PAGER") and len(digits) in (7, 10, 11):
        return _with_digits(made, digits[-7:-2], "55501")  # numbers for fiction: ATIS-0300115
    if entity == "SSN" and len(digits) == 9:
        return _with_digits(made, digits[3:5], "00")  # a group that is never issued
    return made


def _with_digits(text: str, positions: Sequence[int], digits: str) -> str:
    characters = list(text)
    for place, digit in zip(positions, digits, strict=True):
        characters[place] = digit
    return "".join(characters)


def _same_class(char: str, byte: int) -> str:
    if char.isdigit():
        return str(byte % 10)
    if char.isalpha():
        letter = chr(ord("A") + byte % 26)
        return letter if char.isupper() else letter.lower()
    return char
