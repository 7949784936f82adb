"""What every part shares: the fixed date, the seed, the source lists, dates and ages."""

import json
from datetime import date, datetime
from pathlib import Path
from random import Random

SEED = 20260630
TODAY = date(2026, 6, 30)
SOURCE = Path(__file__).resolve().parent.parent / "source"

Row = dict[str, str]


def stream(*names: str) -> Random:
    """An independent random stream per purpose, so a change in one part leaves the others alone."""
    return Random("/".join([str(SEED), *names]))


def source(name: str) -> dict:
    return json.loads((SOURCE / f"{name}.json").read_text(encoding="utf-8"))


def age_on(birth: date, day: date) -> int:
    """Completed years; a person born on 29 February turns on 1 March of a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def birthday(birth: date, years: int) -> date:
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def digits(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def phone(rng: Random, area: str | None = None) -> str:
    """555-0100 to 555-0199 are set aside for fiction in every area code."""
    area = area or rng.choice(source("places")["area_codes"])
    return f"{area}-555-01{digits(rng, 2)}"
