"""Given and family names of many origins, by which an invented name keeps the origin and the gender of a real one."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal
from unicodedata import normalize

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.given import GIVEN
from gateway.recognize.lexicon.surnames import SURNAMES

Part = Literal["female", "male", "given", "family"]
PARTICLES: Final = listed("de la del las los dos von der")  # nobody's name, however they are written
LOWER_PARTICLES: Final = PARTICLES | listed("van den di da das du el al bin ibn ben y e")  # in capitals they are names
_LONG_ENOUGH = 5  # letters; the ending of a shorter name tells nothing


@cache
def _data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((files("gateway.deid") / "data" / "names.json").read_text(encoding="utf-8"))
    return found


@cache
def origins() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Names by origin and part; `given` are those of both genders."""
    raw: Mapping[str, Mapping[str, str]] = _data()["names"]
    split = {origin: {part: tuple(names.split()) for part, names in parts.items()} for origin, parts in raw.items()}
    return {origin: {**parts, "given": parts["female"] + parts["male"]} for origin, parts in split.items()}


@cache
def parts_of(what: str) -> tuple[str, ...]:
    """What names of towns and coined names are put together from: `town beginnings`, `town ends`, `syllables`."""
    return tuple(str(_data()[what]).split())


@cache
def everywhere(part: Part) -> tuple[str, ...]:
    """All names of a part, each once."""
    return tuple(dict.fromkeys(name for parts in origins().values() for name in parts[part]))


def origin(word: str, part: Part) -> str | None:
    """Where a name comes from, by the lists, then by the ending of a family name; None where it does not tell."""
    folded = fold(word)
    told = _origins_of().get(folded, {})
    if found := told.get(part) or told.get("given") or told.get("family"):
        return found
    if part != "family" or len(folded) < _LONG_ENOUGH:
        return None
    return next((name for name, ending in _endings() if ending.search(folded)), None)


def gender(word: str) -> Part | None:
    """The gender of a given name that is listed under one only."""
    found: list[Part] = [part for part in ("female", "male") if fold(word) in _folded(part)]
    return found[0] if len(found) == 1 else None


def is_given(word: str) -> bool:
    """Whether the lists know a word as a given name and not as a family name."""
    folded = fold(word)
    given = folded in GIVEN or folded in _folded("given")
    return given and folded not in SURNAMES and folded not in _folded("family")


def fold(word: str) -> str:
    """Lower case, without accents, with plain apostrophes."""
    plain = "".join(c for c in normalize("NFD", word.casefold()) if c.isalpha() or c in "'’-")
    return plain.replace("’", "'")


@cache
def _folded(part: Part) -> frozenset[str]:
    return frozenset(map(fold, everywhere(part)))


@cache
def _origins_of() -> Mapping[str, Mapping[str, str]]:
    """Folded name → part → the first origin that lists it."""
    found: dict[str, dict[str, str]] = {}
    for name, parts in origins().items():
        for part, words in parts.items():
            for word in words:
                found.setdefault(fold(word), {}).setdefault(part, name)
    return found


@cache
def _endings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw: list[list[str]] = _data()["endings"]
    return tuple((name, re.compile(pattern)) for name, pattern in raw)
