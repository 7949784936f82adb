"""Invented people of many origins, and the ways in which a note writes their names."""

import random
from functools import lru_cache
from typing import NamedTuple

from gateway.recognize.lexicon.given import GIVEN
from gateway.recognize.lexicon.surnames import SURNAMES
from gateway.recognize.training import sources
from gateway.recognize.training.lists import one

# Shares of origins: far from any one hospital's, so that no group's names are rare in training.
_GROUPS = {"white": 30, "black": 12, "hispanic": 14, "api": 12, "native": 3, "locale": 17, "listed": 12}
_WORDLIKE = 0.10
_SHORT = 0.04
_UNHEARD = 0.12
_HYPHENATED = 0.04
_TWO_SURNAMES = 0.25
_TOLD = 0.4  # of the Native family names, those that are a phrase (Two Rivers) and stand in no census list


class Person(NamedTuple):
    """One person throughout a note; `sex` is f or m."""

    given: str
    middle: str
    family: str
    nick: str
    sex: str


def person(draw: random.Random, sex: str = "", family: str = "") -> Person:
    """Somebody of a random origin; `sex` and `family` where the note fixes them."""
    sex = sex or draw.choice("fm")
    group = draw.choices(list(_GROUPS), list(_GROUPS.values()))[0]
    given, family = _given(draw, group, sex), family or _family(draw, group)
    short = sources.nicknames().get(given.lower())
    nick = draw.choice(short).capitalize() if short else given[: draw.choice((3, 4))].rstrip("aeiou'- ") or given
    return Person(given, _given(draw, group, sex), family, nick, sex)


def write(draw: random.Random, who: Person, form: str) -> str:
    """The name in one of the forms that slots name; `full` and `lf` vary."""
    initial = who.given[0]
    match form:
        case "first":
            return who.given
        case "last":
            return who.family
        case "nick":
            return who.nick
        case "mid":
            return who.middle
        case "il":
            return f"{initial}. {who.family}" if draw.random() < 0.8 else f"{initial} {who.family}"
        case "fi":
            return f"{who.given} {who.family[0].upper()}" + ("." if draw.random() < 0.7 else "")
        case "init":
            letters = [initial, *([who.middle[0]] if draw.random() < 0.4 else []), who.family[0].upper()]
            return draw.choice(("", ".", ". ")).join(letters) if draw.random() < 0.5 else "".join(letters)
        case "user":
            plain = who.family.lower().replace(" ", "").replace("'", "")
            return draw.choice(
                (
                    initial.lower() + plain,
                    plain[:7] + str(draw.randrange(1, 9)),
                    f"{who.given.lower()}.{plain}",
                    f"{initial.lower()}{plain[:6]}",
                )
            )
        case "lf":
            if draw.random() < 0.12:
                return f"{who.family}, {initial}{draw.choice(('', '', '.'))}"
            comma = draw.choices((", ", ",", " , "), (85, 13, 2))[0]
            return f"{who.family}{comma}{who.given}{_middle(draw, who)}{_generation(draw)}"
        case _:
            return f"{who.given}{_middle(draw, who)} {who.family}{_generation(draw)}"


def _middle(draw: random.Random, who: Person) -> str:
    kinds = ("", f" {who.middle[0]}.", f" {who.middle[0]}", f" {who.middle}")
    return draw.choices(kinds, (64, 14, 12, 10))[0]


def _generation(draw: random.Random) -> str:
    return draw.choice((" Jr.", ", Jr.", " Sr.", " II", " III", ", Jr", " Jr")) if draw.random() < 0.03 else ""


def _given(draw: random.Random, group: str, sex: str) -> str:
    chance = draw.random()
    if chance < _WORDLIKE / 2:
        return one(draw, "given names that are words").capitalize()
    if chance > 1 - _SHORT:
        return _short(one(draw, "short given names"))
    if group == "locale":
        lists = sources.names_by_locale()[draw.choice(sources.LOCALES)]
        return draw.choice(lists[sex] or sorted(GIVEN)).title()
    if group == "listed":
        name = draw.choice(_listed_given())
    elif group == "white" or draw.random() < 0.3:
        name = _common(draw, _given_of_sex(sex))
    else:
        name = draw.choice(sources.given_by_group()[group] or _given_of_sex(sex))
    if draw.random() < _UNHEARD:
        name = _blend(name, draw.choice(_given_of_sex(sex)))
    written = _capital(draw, name)
    return f"{written}-{_common(draw, _given_of_sex(sex)).capitalize()}" if draw.random() < 0.02 else written


def _family(draw: random.Random, group: str) -> str:
    chance = draw.random()
    if chance < _WORDLIKE:
        return one(draw, "family names that are words").capitalize()
    if chance > 1 - _SHORT:
        return one(draw, "short family names").capitalize()
    if group == "locale":
        return str(draw.choice(sources.names_by_locale()[draw.choice(sources.LOCALES)]["last"]))
    if group == "native" and draw.random() < _TOLD:
        return _told(draw)
    name = draw.choice(_listed_family()) if group == "listed" else _common(draw, _families(group))
    if draw.random() < _UNHEARD:
        name = _blend(name, draw.choice(_families("white")))
    written = _capital(draw, name)
    if draw.random() < 0.05:
        written = one(draw, "particles").replace("_", " ") + written
    if group == "hispanic" and draw.random() < _TWO_SURNAMES:
        return f"{written}{draw.choice((' ', '-'))}{_capital(draw, _common(draw, _families(group)))}"
    if draw.random() < _HYPHENATED:
        return f"{written}-{_capital(draw, _common(draw, _families('white')))}"
    return written


def _told(draw: random.Random) -> str:
    """A name that tells something, as in many Native nations: two to four words."""
    words = [one(draw, "family names of deeds"), one(draw, "family names of beings")]
    if draw.random() < 0.3:
        words[draw.randrange(2)] = one(draw, "family names of places")
    elif draw.random() < 0.2:
        words.append(one(draw, "family names of places"))
    return " ".join(words)


def _short(name: str) -> str:
    """TJ in capitals, as one is called by one's initials; An and Ty like any name."""
    return name.capitalize() if set(name) & set("aeiouy") else name.upper()


def _common(draw: random.Random, ranked: list[str]) -> str:
    """Half of the time from the front of a list that is ordered by frequency, else from all of it."""
    if draw.random() < 0.5:
        return ranked[min(int(draw.expovariate(1 / 300)), len(ranked) - 1)]
    return draw.choice(ranked)


def _blend(first: str, other: str) -> str:
    """A name that no list holds: the beginning of one and the end of another."""
    return first[: max(2, (len(first) + 1) // 2)] + other[len(other) // 2 :]


def _capital(draw: random.Random, name: str) -> str:
    written = name.title() if " " in name else name.capitalize()
    if name.startswith("mc") and len(name) > 4 and draw.random() < 0.8:
        return "Mc" + name[2:].capitalize()
    if name.startswith("o") and name[1:2] not in "aeiouwlrs" and len(name) > 5 and draw.random() < 0.3:
        return "O'" + name[1:].capitalize()
    return written


@lru_cache(maxsize=2)
def _given_of_sex(sex: str) -> list[str]:
    ranks = sources.given_ranks()
    return sorted((name for name, (_, of) in ranks.items() if of == sex), key=lambda name: ranks[name][0])


@lru_cache(maxsize=8)
def _families(group: str) -> list[str]:
    ranks = sources.family_ranks()
    return sorted(sources.family_by_group()[group], key=lambda name: (ranks.get(name, 10**6), name))


@lru_cache(maxsize=1)
def _listed_given() -> list[str]:
    return sorted(GIVEN)


@lru_cache(maxsize=1)
def _listed_family() -> list[str]:
    return sorted(SURNAMES)
