"""Invented values for identifying ones, hide-in-plain-sight: the same value of a subject always becomes the same one.

Choices are keyed by (subject, entity class, normalised value), so they need no table and repeat on every run.
Whatever has no convincing surrogate becomes a placeholder.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final
from unicodedata import normalize

from gateway.deid.columns.shift import offset_days
from gateway.deid.note_dates import shift_date
from gateway.model import Secrets
from gateway.recognize.entities import NAMES

SHAPED: Final = frozenset(
    {"SSN", "MRN", "HEALTH_PLAN", "ACCESSION", "ACCOUNT", "LICENSE", "VEHICLE", "DEVICE", "ID", "ZIP",
     "PHONE", "FAX", "PAGER"}
)
LISTED: Final[Mapping[str, str]] = {
    "CITY": "city", "LOCATION": "city", "FACILITY": "facility", "ORGANIZATION": "organization"
}
_WORD = re.compile(r"[^\W\d_]+")


@cache
def lists() -> Mapping[str, tuple[str, ...]]:
    """The invented names, by list."""
    text = (files("gateway.deid") / "data" / "surrogates.json").read_text(encoding="utf-8")
    return {name: tuple(values) for name, values in json.loads(text).items()}


class Surrogates:
    """The surrogates of one subject in one project.

    given: the subject's given names, so that they become given names wherever they stand.
    shift_days: bound of the date shift; None turns dates into placeholders.
    """

    def __init__(self, secrets: Secrets, subject: str, given: frozenset[str], shift_days: int | None) -> None:
        self._secrets = secrets
        self._subject = subject
        self._given = frozenset(word.casefold() for name in given for word in _WORD.findall(name))
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
        if entity in LISTED:
            return _like(text, self._pick(LISTED[entity], LISTED[entity], text))
        if entity == "STREET":
            number = 100 + self._number("street-number", text) % 9800
            return _like(text, f"{number} {self._pick('street', 'street', text)}")
        return self._other(entity, text)

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

    def _name(self, text: str) -> str:
        words = list(_WORD.finditer(text))
        comma = text.find(",")
        done, at = [], 0
        for position, match in enumerate(words):
            word = match[0]
            family = match.end() <= comma if comma >= 0 else position == len(words) - 1
            done += [text[at : match.start()], self._name_word(word, family)]
            at = match.end()
        return "".join([*done, text[at:]])

    def _name_word(self, word: str, family: bool) -> str:
        if len(word) == 1:
            return self._initial(word)
        pool = "given" if word.casefold() in self._given or not family else "family"
        return _like(word, self._pick("name", pool, word))

    def _initial(self, letter: str) -> str:
        place = ord(letter.upper()[0]) - ord("A")
        other = chr(ord("A") + (place + 1 + self._number("initial", letter) % 25) % 26)  # never the same
        return other if letter.isupper() else other.lower()

    def _shaped(self, entity: str, text: str) -> str:
        """Digits for digits and letters for letters; the first attempt that differs from the original."""
        for attempt in range(16):
            stream = self._mac(f"{entity}/{attempt}", text) + self._mac(f"{entity}/{attempt}+", text)
            made = "".join(_same_class(char, stream[i % len(stream)]) for i, char in enumerate(text))
            if made != text:
                return made
        return f"[{entity}]"

    def _pick(self, use: str, pool: str, text: str) -> str:
        choices = lists()[pool]
        start = self._number(use, text)
        for step in range(len(choices)):
            choice = choices[(start + step) % len(choices)]
            if choice.casefold() != text.casefold():
                return choice
        return f"[{use.upper()}]"

    def _number(self, use: str, text: str) -> int:
        return int.from_bytes(self._mac(use, text)[:8])

    def _mac(self, use: str, text: str) -> bytes:
        value = " ".join(text.casefold().split())
        return self._secrets.mac("surrogate", "\0".join((self._subject, use, value)).encode())


def _like(original: str, made: str) -> str:
    """`made` in the case pattern of `original`."""
    if original.isupper() and len(original) > 1:
        return made.upper()
    return made.lower() if original.islower() else made


def _same_class(char: str, byte: int) -> str:
    if char.isdigit():
        return str(byte % 10)
    if char.isalpha():
        letter = chr(ord("A") + byte % 26)
        return letter if char.isupper() else letter.lower()
    return char
