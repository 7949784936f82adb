"""Invented numbers and addresses that identify somebody, and numbers that identify nobody."""

import random
import string
from collections.abc import Callable, Mapping
from functools import partial

from gateway.recognize.training.lists import one, shaped, shapes
from gateway.recognize.training.people import person
from gateway.recognize.training.places import PLACES, town


def _digits(draw: random.Random, count: int) -> str:
    return "".join(draw.choice(string.digits) for _ in range(count))


def _letters(draw: random.Random, count: int) -> str:
    return "".join(draw.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(count))


def phone(draw: random.Random) -> str:
    """A telephone number."""
    area, office, line = (
        str(draw.randrange(201, 990)),
        draw.choice(("555", str(draw.randrange(200, 999)))),
        _digits(draw, 4),
    )
    extension = (
        draw.choice((f" x{_digits(draw, 3)}", f" ext {_digits(draw, 4)}", f" ext. {_digits(draw, 3)}"))
        if draw.random() < 0.08
        else ""
    )
    forms = (
        f"({area}) {office}-{line}",
        f"{area}-{office}-{line}",
        f"{area}.{office}.{line}",
        f"{office}-{line}",
        f"({area}){office}-{line}",
        f"{area} {office} {line}",
        f"{area}{office}{line}",
        f"1-{area}-{office}-{line}",
        f"+1 {area} {office} {line}",
        f"{area}/{office}-{line}",
    )
    return draw.choices(forms, (30, 30, 8, 12, 5, 4, 3, 3, 3, 2))[0] + extension


def email(draw: random.Random) -> str:
    """An e-mail address."""
    who = person(draw)
    given, family = who.given.lower().replace(" ", ""), who.family.lower().replace(" ", "").replace("'", "")
    user = draw.choice(
        (
            f"{given}.{family}",
            f"{given[0]}{family}",
            f"{family}{draw.randrange(99)}",
            f"{given}_{family}",
            f"{given}{draw.randrange(1950, 2010)}",
        )
    )
    home = "".join(word[0] for word in PLACES["hosp"](draw).name.split()).lower()
    school = town(draw).lower().replace(" ", "") + ".k12.us"
    return f"{user}@{draw.choice((one(draw, 'email homes'), one(draw, 'email homes'), f'{home}.org', school))}"


def url(draw: random.Random) -> str:
    """A web address."""
    home = PLACES["hosp"](draw).short.lower().replace(" ", "").replace(".", "").replace("'", "")
    return draw.choice(
        (
            f"https://portal.{home}.org/r/{_digits(draw, 6)}",
            f"www.{home}.org",
            f"mychart.{home}.org",
            f"http://{home}health.com/results?id={_digits(draw, 5)}",
            f"{home}.com/visit/{_digits(draw, 7)}",
        )
    )


def age(draw: random.Random) -> str:
    """An age below 90."""
    return str(draw.choice((draw.randrange(18, 90), draw.randrange(60, 90), draw.randrange(1, 18))))


_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def in_words(draw: random.Random, number: int) -> str:
    """ninety-four, ninety four, a hundred and two"""
    if number >= 100:
        rest = f"{draw.choice((' and ', ' '))}{_ONES[number - 101]}" if number > 100 else ""
        return draw.choice(("one hundred", "a hundred")) + rest
    tens = _TENS[number // 10 - 2]
    return tens if not number % 10 else f"{tens}{draw.choice('- ')}{_ONES[number % 10 - 1]}"


def old(draw: random.Random) -> int:
    """An age of 90 or more."""
    return draw.choice((draw.randrange(90, 100), draw.randrange(90, 97), draw.randrange(90, 109)))


def vitals(draw: random.Random) -> str:
    """Some vital signs, in somebody's order and with somebody's marks between."""
    return draw.choice((", ", "; ", " ", " / ")).join(shaped(draw, "vital") for _ in range(draw.randrange(2, 6)))


def lab_value(draw: random.Random) -> str:
    """A laboratory value."""
    mark, flag = draw.choice((" ", " ", ": ", "=", " of ")), draw.choice(("", "", "", " (H)", " L", " H"))
    return f"{one(draw, 'analytes')}{mark}{shaped(draw, 'result')}{flag}"


def dose(draw: random.Random) -> str:
    """An amount, a route, a time."""
    amount = draw.choice(("2.5", "5", "10", "20", "25", "40", "50", "75", "81", "100", "250", "325", "500", "1000"))
    gap = draw.choice((" ", " ", ""))
    return f"{amount}{gap}{one(draw, 'units')} {one(draw, 'routes')} {one(draw, 'times')}"


NUMBERS: Mapping[str, Callable[[random.Random], str]] = {
    **{kind: partial(shaped, name=kind) for kind in shapes()},
    "phone": phone,
    "fax": phone,
    "email": email,
    "url": url,
    "vin": lambda draw: "".join(draw.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(17)),
    "ip": lambda draw: ".".join(str(draw.randrange(1, 255)) for _ in range(4)),
    "initials": lambda draw: _letters(draw, draw.choice((2, 2, 3))),
    "age": age,
    "age.words": lambda draw: in_words(draw, draw.randrange(21, 90)),
    "age90": lambda draw: str(old(draw)),
    "age90.words": lambda draw: in_words(draw, old(draw)),
    "vitals": vitals,
    "lab_value": lab_value,
    "dose": dose,
    "num": lambda draw: draw.choice(
        (
            str(draw.randrange(1, 13)),
            str(draw.randrange(1, 120)),
            str(draw.randrange(100, 2000)),
            f"{draw.uniform(0.1, 20):.1f}",
        )
    ),
    "pct": lambda draw: f"{draw.randrange(1, 100)}%",
    "year": lambda draw: str(draw.choice((draw.randrange(1950, 2026), draw.randrange(2000, 2026)))),
}
