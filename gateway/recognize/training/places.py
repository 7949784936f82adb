"""Invented places and organisations, with the short forms that staff use for them."""

import random
from collections.abc import Callable, Mapping
from typing import NamedTuple

import regex

from gateway.recognize.training import sources
from gateway.recognize.training.lists import items, one
from gateway.recognize.training.people import person


class Place(NamedTuple):
    """A place by its whole name and by what people call it."""

    name: str
    short: str


def _family(draw: random.Random) -> str:
    return person(draw).family


def town(draw: random.Random) -> str:
    """A town: mostly a real one, for what towns are called is no secret."""
    towns, _ = sources.towns()
    pick = draw.random()
    if pick < 0.08:
        return draw.choice(sources.world_towns())
    if pick < 0.2:
        ending = draw.choice(
            ["ville", "ton", "burg", "field", "port", "wood"] if draw.random() < 0.6 else items("second")
        )
        return one(draw, "nature") + (f" {ending}" if ending[0].isupper() else ending)
    return draw.choice(towns[:1500]) if pick < 0.6 else draw.choice(towns)


def _words(draw: random.Random, count: int) -> str:
    """Ordinary words with capitals, as shops and firms are called: Golden Needle."""
    return " ".join(draw.choice(sources.english()[300:9_000]).capitalize() for _ in range(count))


def _saint(draw: random.Random) -> str:
    return (
        f"{draw.choice(('St.', 'St', 'Saint'))} {one(draw, 'saints')}{draw.choice(('', chr(39) + 's', chr(39) + 's'))}"
    )


def _namesake(draw: random.Random) -> str:
    who = person(draw)
    full = draw.choice((f"{who.given} {who.family}", f"{who.given} {who.middle[0]}. {who.family}"))
    return draw.choice((who.family, who.family, full))


def _landscape(draw: random.Random) -> str:
    return f"{one(draw, 'nature')}{draw.choice((' ', ' ', ''))}{one(draw, 'second')}"


def _region(draw: random.Random) -> str:
    return f"{one(draw, 'compass')} {draw.choice((town(draw), one(draw, 'nature'), one(draw, 'second')))}"


_HEADS: tuple[tuple[Callable[[random.Random], str], int], ...] = (
    (_saint, 18),
    (lambda draw: one(draw, "holy"), 12),
    (town, 19),
    (_landscape, 19),
    (_namesake, 14),
    (_region, 10),
    (lambda draw: _words(draw, draw.choice((1, 1, 2))), 8),
)


def _head(draw: random.Random) -> str:
    """What a place is named after."""
    makers, weights = zip(*_HEADS, strict=True)
    make: Callable[[random.Random], str] = draw.choices(makers, weights)[0]
    return make(draw)


def _letters(name: str) -> str:
    return "".join(word[0] for word in regex.findall(r"\p{Lu}\p{L}*", name))


def made(kind: str) -> Callable[[random.Random], Place]:
    """A maker of places of a kind, by the lists `<kind> kinds`, `<kind> short` and `<kind> brands`."""

    def make(draw: random.Random) -> Place:
        if kind in _BRANDED and draw.random() < _BRANDED[kind]:
            return _brand(draw, kind)
        head = _head(draw)
        what = one(draw, f"{kind} kinds")
        if kind == "clinic" and draw.random() < 0.4:
            what = f"{one(draw, 'specialties')} {one(draw, 'tails')}"
        name = f"{head} {what}"
        pick = draw.random()
        if pick < 0.06:
            name = f"{what} {draw.choice(('of', 'of', 'of the', 'at'))} {town(draw)}"
            return Place(name, what if what.endswith("'s") else name)
        if pick < 0.13:
            name = f"{name}{draw.choice((' - ', ' – ', ', ', ' at ', ' of ', '-'))}{town(draw)}"
            return Place(name, head)
        if pick < 0.36 and len(_letters(name)) > 1:
            return Place(name, _letters(name))
        if pick < 0.46 and kind in _SHORTENED:
            return Place(name, f"{head} {one(draw, f'{kind} short')}")
        if pick < 0.5 and kind in ("hosp", "school", "employer"):
            return Place(name, f"the {draw.choice((head, what, head[0]))}")
        return Place(name, head)

    return make


_BRANDED: Mapping[str, float] = {"pharmacy": 0.55, "lab": 0.6, "dialysis": 0.4, "insurer": 0.75, "employer": 0.4}
_SHORTENED = frozenset({"hosp", "clinic", "hospice", "dialysis"})


def _brand(draw: random.Random, kind: str) -> Place:
    brand = one(draw, f"{kind} brands")
    tail = draw.choice(("", "", "", *(f" {what}" for what in items(f"{kind} kinds")[:3])))
    number = f" #{draw.randrange(100, 9999)}" if kind == "pharmacy" and draw.random() < 0.25 else ""
    return Place(brand + tail + number, brand)


def _called(name: str) -> Place:
    return Place(name, name)


def unit(draw: random.Random) -> Place:
    """A named or numbered ward."""
    number, letter, family = draw.randrange(2, 12), draw.choice("ABCDENSW"), _family(draw)
    side = draw.choice(["North", "South", "East", "West", "Tower", "Center", "Main", "Pavilion"])
    numbered = (
        f"{number} {side}",
        f"{number}{letter}",
        f"Ward {number}{letter}",
        f"Tower {number}",
        f"{number}-{side}",
        f"{side} {number}",
        f"{number}{letter} Tower",
        f"Unit {number}{letter}",
        f"Ward {number}",
        f"{number} {side} Tower",
        f"{number} {side[0]}",
        f"{number} {side} {draw.choice(('Tele', 'ICU', 'Med', 'Surg', 'Ortho', 'Onc'))}",
    )
    named = (f"{number} {family}", f"{family} {number}", f"{family} Pavilion", f"{family} Wing")
    return _called(draw.choice(numbered if draw.random() < 0.7 else named))


def crew(draw: random.Random) -> Place:
    """A vehicle and those who ride on it."""
    kinds = [
        "Medic",
        "Engine",
        "Unit",
        "Ambulance",
        "Rescue",
        "Ladder",
        "Squad",
        "M",
        "A",
        "Truck",
        "Air",
        "Paramedic",
        "Battalion",
    ]
    return _called(f"{draw.choice(kinds)} {draw.randrange(1, 60)}")


def bed(draw: random.Random) -> Place:
    """A numbered unit of a kind, with or without the bed."""
    kind = draw.choice(
        [
            "MICU",
            "SICU",
            "CCU",
            "ICU",
            "MS",
            "Med-Surg",
            "NICU",
            "PICU",
            "CVICU",
            "Neuro-ICU",
            "PCU",
            "ACU",
            "Tele",
            "Stepdown",
            "L&D",
            "Bay",
            "PACU",
            "Onc",
            "BMT",
            "Ortho",
            "Peds",
        ]
    ).replace("-", " ")
    letter, number = draw.choice("ABCD"), draw.randrange(1, 9)
    forms = (
        f"{kind}-{letter}",
        f"{kind} {number}",
        f"{kind} {letter}",
        f"{number} {kind}",
        f"{kind}-{number}",
        f"{kind} {letter} {draw.randrange(1, 30):02d}",
        f"{kind} Bay {number}",
        f"{kind}{number}",
    )
    return _called(draw.choice(forms))


def employer(draw: random.Random) -> Place:
    """Who somebody works for."""
    family, pick = _family(draw), draw.random()
    if pick < 0.15:
        firms = (
            _words(draw, 1),
            _words(draw, 2),
            _words(draw, 3),
            f"{_words(draw, 1)} & {_words(draw, 1)}",
            f"{_words(draw, 2)} Co.",
            _words(draw, 1) + _words(draw, 1),
        )
        return _called(draw.choice(firms))
    if pick < 0.45:
        trade = one(draw, "trades")
        name = draw.choice(
            (
                f"{family} {trade}",
                f"{family} & Sons",
                f"{family}'s Diner",
                f"{family}, {_family(draw)} & {_family(draw)} LLP",
            )
        )
        return Place(name, family if name.startswith(family + " ") else name)
    return made("employer")(draw)


def church(draw: random.Random) -> Place:
    """A congregation."""
    if draw.random() >= 0.4:
        return made("church")(draw)
    first = draw.choice(("First Baptist", "First Presbyterian", "New Life", "Living Word"))
    other = draw.choice(
        (
            f"Greater {one(draw, 'holy')} AME",
            "Iglesia Cristo Rey",
            "Iglesia El Shaddai",
            "Iglesia Roca Eterna",
            "Masjid Al-Noor",
            "Masjid An-Nur",
            "Masjid Bilal",
            "Temple Beth Shalom",
            "Temple Emanu-El",
            "Temple B'nai Torah",
        )
    )
    if draw.random() < 0.5:
        return Place(f"{first}{draw.choice(('', ' Church', ' Fellowship'))}", first)
    return Place(other, other.split(" ", 1)[1])


PLACES: Mapping[str, Callable[[random.Random], Place]] = {
    **{
        kind: made(kind)
        for kind in [
            "hosp",
            "clinic",
            "nursing",
            "rehab",
            "hospice",
            "pharmacy",
            "lab",
            "dialysis",
            "ems",
            "agency",
            "school",
            "insurer",
            "org",
        ]
    },
    "unit": unit,
    "crew": crew,
    "bed": bed,
    "employer": employer,
    "church": church,
}
