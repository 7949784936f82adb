"""Dates as clinicians write them."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from gateway.recognize.training.addresses import ordinal
from gateway.recognize.training.lists import one

_FIRST, _DAYS = date(1999, 1, 1), 10_500
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHORT = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def _day(draw: random.Random) -> date:
    return _FIRST + timedelta(days=draw.randrange(_DAYS))


def _month(draw: random.Random, day: date) -> str:
    name = _MONTHS[day.month - 1]
    short = _SHORT[day.month - 1]
    return draw.choices((name, short, short + ".", "Sept" if day.month == 9 else short), (5, 3, 1, 1))[0]


def _number(draw: random.Random, number: int) -> str:
    return f"{number:02d}" if draw.random() < 0.5 else str(number)


def numeric(draw: random.Random) -> str:
    """03/14/2023, 3-14-23, 14.3.2023"""
    day = _day(draw)
    mark = draw.choices(("/", "-", "."), (75, 17, 8))[0]
    year = str(day.year) if draw.random() < 0.6 else f"{day.year % 100:02d}"
    one, two = _number(draw, day.month), _number(draw, day.day)
    if draw.random() < 0.07:
        one, two = two, one
    return mark.join((one, two, year))


def month_day(draw: random.Random) -> str:
    """3/14"""
    day = _day(draw)
    return f"{_number(draw, day.month)}{draw.choices('/-', (92, 8))[0]}{_number(draw, day.day)}"


def words(draw: random.Random) -> str:
    """March 14, the 14th of March"""
    day = _day(draw)
    month = _month(draw, day)
    return draw.choice(
        (
            f"{month} {day.day}",
            f"{month} {day.day}",
            f"{month} {ordinal(day.day)}",
            f"{day.day} {month}",
            f"the {ordinal(day.day)} of {month}",
            f"{ordinal(day.day)} of {month}",
            f"{ordinal(day.day)} {month}",
            f"{month} the {ordinal(day.day)}",
        )
    )


def long(draw: random.Random) -> str:
    """March 14, 2023"""
    day = _day(draw)
    month = _month(draw, day)
    short = _SHORT[day.month - 1]
    return draw.choice(
        (
            f"{month} {day.day}, {day.year}",
            f"{month} {day.day}, {day.year}",
            f"{day.day} {month} {day.year}",
            f"{month} {day.day} {day.year}",
            f"{month} {ordinal(day.day)}, {day.year}",
            f"{day.day:02d}-{short}-{day.year}",
            f"{day.day:02d}{short.upper()}{day.year}",
            f"{day.day} {short.upper()} {day.year % 100:02d}",
            f"{_WEEKDAYS[day.weekday()]}, {month} {day.day}, {day.year}",
        )
    )


def iso(draw: random.Random) -> str:
    """2023-03-14"""
    return _day(draw).isoformat() if draw.random() < 0.85 else _day(draw).strftime("%Y/%m/%d")


def hl7(draw: random.Random) -> str:
    """20230314, 202303140830"""
    day = _day(draw).strftime("%Y%m%d")
    clock = f"{draw.randrange(24):02d}{draw.randrange(60):02d}"
    return day + draw.choice(("", "", clock, clock, clock + "00"))


def any_date(draw: random.Random) -> str:
    """A full date in some style."""
    return draw.choices((numeric, long, iso), (60, 32, 8))[0](draw)


def month_year(draw: random.Random) -> str:
    """March 2023, 3/2023, 3/23"""
    day = _day(draw)
    month = _month(draw, day)
    return draw.choice(
        (
            f"{month} {day.year}",
            f"{month} {day.year}",
            f"{month} of {day.year}",
            f"{day.month}/{day.year}",
            f"{day.month:02d}/{day.year}",
            f"{month} '{day.year % 100:02d}",
            f"{month}, {day.year}",
        )
    )


def month(draw: random.Random) -> str:
    """March"""
    return _month(draw, _day(draw)).rstrip(".")


def weekday(draw: random.Random) -> str:
    """Tuesday, Tue, Tuesdays"""
    name = draw.choice(_WEEKDAYS)
    return draw.choices((name, name[:3], name[:4] if name[:4] in ("Tues", "Thur") else name, name + "s"), (7, 2, 1, 1))[
        0
    ]


def nth(draw: random.Random) -> str:
    """the 14th"""
    return f"the {ordinal(draw.randrange(1, 32))}"


def span(draw: random.Random) -> str:
    """3/14-3/17, March 3 to 5"""
    day = _day(draw)
    until = day + timedelta(days=draw.randrange(1, 20))
    month = _month(draw, day)
    dash = draw.choice(("-", " - ", " to ", " through ", "–", " thru "))
    return draw.choice(
        (
            f"{day.month}/{day.day}{dash}{until.month}/{until.day}",
            f"{day.month}/{day.day}/{day.year % 100:02d}{dash}{until.month}/{until.day}/{until.year % 100:02d}",
            f"{month} {day.day}{dash}{until.day}",
            f"{month} {day.day}{dash}{_month(draw, until)} {until.day}",
            f"{day.strftime('%m/%d/%Y')}{dash}{until.strftime('%m/%d/%Y')}",
            f"{month} {day.day}{dash}{until.day}, {day.year}",
        )
    )


def holiday(draw: random.Random) -> str:
    """Thanksgiving"""
    return one(draw, "holidays")


def relative(draw: random.Random) -> str:
    """last Tuesday, this past Sunday"""
    name = draw.choice(_WEEKDAYS)
    return f"{draw.choice(('last', 'next', 'this', 'this past', 'this coming', 'on', 'since', 'the following'))} {name}"


def birth(draw: random.Random) -> str:
    """A date of birth."""
    day = date(1916, 1, 1) + timedelta(days=draw.randrange(39_000))
    return draw.choices(
        (
            day.strftime("%m/%d/%Y"),
            f"{day.month}/{day.day}/{day.year % 100:02d}",
            day.isoformat(),
            f"{_MONTHS[day.month - 1]} {day.day}, {day.year}",
            f"{day.day:02d}-{_SHORT[day.month - 1].upper()}-{day.year}",
            day.strftime("%m-%d-%Y"),
        ),
        (50, 18, 8, 12, 6, 6),
    )[0]


def vague(draw: random.Random) -> str:
    """early April, wk of Mar 13, Easter 2015, summer of '09"""
    day = _day(draw)
    name = _month(draw, day)
    feast = one(draw, "holidays")
    season = draw.choice(("summer", "spring", "fall", "winter", "autumn"))
    return draw.choice(
        (
            f"{draw.choice(('early', 'late', 'mid', 'end of', 'beginning of', 'first week of'))} {name}",
            f"mid-{name}",
            f"{draw.choice(('wk of', 'week of', 'the week of'))} {name} {day.day}",
            f"{feast} {day.year}",
            f"{season} of {day.year}",
            f"{season} of '{day.year % 100:02d}",
            f"{season} {day.year}",
            f"{name} or {_MONTHS[day.month % 12]}",
            f"{feast} '{day.year % 100:02d}",
        )
    )


def weekdays(draw: random.Random) -> str:
    """T/Th/S, MWF, Tues & Thurs"""
    return draw.choice(
        (
            "MWF",
            "TThS",
            "TTS",
            "T/Th/S",
            "M/W/F",
            "T/Th",
            "Mon/Wed",
            "Mon/Wed/Fri",
            "Tues & Thurs",
            "Tue/Thu/Sat",
            "T-Th-Sat",
            "Tu/Th",
            "Mondays and Thursdays",
            "Tues/Thurs/Sat",
            "M-W-F",
            "Tuesdays & Fridays",
            "M-F",
            "Mon-Fri",
            "TuThSa",
        )
    )


def dotted(draw: random.Random) -> str:
    """2.4.39, 19.ix.2024"""
    day = _day(draw)
    roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"][day.month - 1]
    return draw.choice(
        (
            f"{day.day}.{day.month}.{day.year % 100:02d}",
            f"{day.day}.{day.month}.{day.year}",
            f"{day.day:02d}.{day.month:02d}.{day.year % 100:02d}",
            f"{day.day}.{roman}.{day.year}",
            f"{day.day}/{roman}/{day.year % 100:02d}",
        )
    )


def part_of_day(draw: random.Random) -> str:
    """Saturday night, Tues AM, this Fri"""
    name = draw.choice(_WEEKDAYS)
    short = draw.choice((name, name, name[:3], name[:4] if name[0] == "T" else name[:3]))
    return draw.choice(
        (
            f"{short} {draw.choice(('night', 'morning', 'AM', 'PM', 'am', 'afternoon', 'evening', 'noc'))}",
            f"{draw.choice(('this', 'next', 'last'))} {short}",
        )
    )


DATES: Mapping[str, Callable[[random.Random], str]] = {
    "date": any_date,
    "date.num": numeric,
    "date.md": month_day,
    "date.long": long,
    "date.iso": iso,
    "date.hl7": hl7,
    "date.my": month_year,
    "date.month": month,
    "date.dow": weekday,
    "date.nth": nth,
    "date.md_words": words,
    "date.range": span,
    "date.holiday": holiday,
    "date.rel": relative,
    "date.part": vague,
    "date.dows": weekdays,
    "date.dot": dotted,
    "time_of_day_dow": part_of_day,
    "dob": birth,
}
