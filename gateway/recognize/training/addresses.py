"""Invented streets, sites without a number, districts, counties and ZIP codes."""

import random
from collections.abc import Callable, Mapping

from gateway.recognize.training import sources
from gateway.recognize.training.lists import one, shaped
from gateway.recognize.training.people import person
from gateway.recognize.training.places import town

_COMMON = [
    "Main",
    "Church",
    "Park",
    "High",
    "Water",
    "Market",
    "Washington",
    "Lincoln",
    "MLK Jr",
    "Martin Luther King",
    "Broadway",
    "Second",
    "First",
    "Third",
]
_SIDES = ("", "", "", "", "N ", "S ", "E ", "W ", "N. ", "S. ", "West ", "East ", "NW ", "SE ")
_ROOMS = ["Apt", "Apt.", "Apartment", "Unit", "#", "Lot", "Suite", "Ste", "Rm", "Floor", "Trlr"]


def ordinal(number: int) -> str:
    """1st, 2nd, 11th"""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def street_name(draw: random.Random) -> str:
    """A street without its number."""
    who, number = person(draw), draw.randrange(1, 400)
    if draw.random() < 0.06:
        roads = (
            f"Route {number}",
            f"County Road {number}",
            f"Highway {number}",
            f"State Route {number}",
            f"Avenida {who.family}",
            f"Calle {who.family}",
        )
        return draw.choice(roads)
    nature = one(draw, "nature")
    stem = draw.choice(
        (
            nature,
            f"{nature}{draw.choice((' ', ''))}{one(draw, 'second').lower()}",
            who.family,
            who.given,
            ordinal(draw.randrange(1, 140)),
            draw.choice(_COMMON),
        )
    )
    kind = one(draw, "streets") if draw.random() < 0.9 else ""
    return f"{draw.choice(_SIDES)}{stem} {kind}".strip()


def street(draw: random.Random) -> str:
    """A street address, with an apartment now and then, or a box."""
    if draw.random() < 0.05:
        return f"{draw.choice(('PO Box', 'P.O. Box', 'Box'))} {draw.randrange(10, 9999)}"
    number = draw.choice(
        (
            str(draw.randrange(1, 999)),
            str(draw.randrange(100, 19_999)),
            f"{draw.randrange(10, 400)}-{draw.randrange(10, 99)}",
            f"{draw.randrange(1, 900)}{draw.choice('ABC')}",
        )
    )
    flat = ""
    if draw.random() < 0.28:
        flat = (
            f"{draw.choice((' ', ', '))}{draw.choice(_ROOMS)} {draw.randrange(1, 30)}{draw.choice(('', '', *'ABCD'))}"
        )
    return f"{number} {street_name(draw)}{flat}".replace("# ", "#")


def site(draw: random.Random) -> str:
    """An address without a house number."""
    place, way, number = f"{one(draw, 'nature')} {one(draw, 'second')}", street_name(draw), draw.randrange(1, 120)
    box = draw.randrange(1, 500)
    return draw.choice(
        (
            f"{one(draw, 'nature')} Cottage",
            f"mile {number} {way}",
            f"Space {number}, {place} MHP",
            f"Space {number} {place} Mobile Home Park",
            f"Star Route {number}, Box {box}",
            f"lot {number} {way}",
            f"RR {number} Box {box}",
            f"HC {number} Box {box}",
            f"House {number}, {place}",
            f"{place} Apts #{number}",
            f"corner of {way} and {street_name(draw)}",
            f"{way} & {street_name(draw)}",
            f"Trailer {number}, {person(draw).family} Rd",
            f"The Old Mill, {way}",
        )
    )


def county(draw: random.Random) -> str:
    """A county with or without its kind."""
    name = draw.choice(sources.towns()[1])
    return name if draw.random() < 0.8 else name.rsplit(" ", 1)[0]


def neighbourhood(draw: random.Random) -> str:
    """A district or a landmark."""
    family, second, nature = person(draw).family, one(draw, "second"), one(draw, "nature")
    estate = draw.choice(
        ["Towers", "Homes", "Square", "Bridge", "Field", "Stadium", "Gardens", "Village", "Reservoir", "Park"]
    )
    part = draw.choice(("Side", "End", "Loop", "Shore", "Bank", second))
    return draw.choice(
        (
            f"{nature} {second}",
            f"{family} {second}",
            f"{one(draw, 'compass')} {part}",
            f"{family} {estate}",
            f"{town(draw)} Heights",
            f"the {nature} {draw.choice(('Mall', 'Projects', 'Plaza'))}",
        )
    )


def zip_code(draw: random.Random) -> str:
    """Five digits, or nine."""
    return f"{draw.randrange(501, 99_951):05d}" + (f"-{draw.randrange(10_000):04d}" if draw.random() < 0.12 else "")


ADDRESSES: Mapping[str, Callable[[random.Random], str]] = {
    "street": street,
    "streetname": street_name,
    "site": site,
    "city": town,
    "county": county,
    "neighborhood": neighbourhood,
    "zip": zip_code,
    "postcode": lambda draw: shaped(draw, "postcode"),
}
