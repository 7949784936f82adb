"""The release card: facts and words into one HTML page that loads nothing, not even its own style from elsewhere."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gateway.report import basis, evidence, facts, shares, words
from gateway.report.sheets import style
from gateway.report.synthetic import synthetic

CARD_SHEETS = ("card.css",)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def render(fields: Mapping[str, Any], manifest_digest: str | None) -> bytes:
    """The page in UTF-8. Raises jinja2.UndefinedError where a field of the manifest is missing."""
    sheet = style(*CARD_SHEETS)
    found = basis.paths(fields["plan"]["basis"])
    page = ENVIRONMENT.get_template("card.html").render(
        f=fields,
        manifest_digest=manifest_digest,
        style=sheet.text,
        style_hash=sheet.digest,
        paths=found,
        threshold=basis.threshold(found, fields["risk"]),
        steps=facts.steps(fields),
        tables=facts.tables(fields),
        columns=facts.columns(fields),
        treatments=facts.treatments(fields),
        risk=facts.risk(fields),
        attacks=facts.attacks(fields),
        losses=facts.losses(fields),
        groups=facts.groups(fields),
        represented=shares.axes(fields.get("representation")),
        texts=facts.texts(fields),
        spans=facts.spans(fields),
        recall=facts.recall(fields),
        synthetic=any(part["tier"] != "data" for part in fields["parts"]),
        invented=synthetic(fields),
        views=evidence.VIEWS,
        log=_checkpoint(fields["checkpoint"]),
    )
    return page.encode()


def _checkpoint(note: str) -> dict[str, str]:
    """The lines of a C2SP tlog-checkpoint: origin, number of events, root hash."""
    origin, size, root = note.split("\n")[:3]
    return {"origin": origin, "size": size, "root": root}


def _number(value: int) -> str:
    return f"{value:,}"


def _percent(value: float) -> str:
    """A share for reading: few digits, and never 0 or 100 where it is not exactly that."""
    percent = value * 100
    if 0 < percent < 0.1:
        return "<0.1%"
    if 99.9 < percent < 100:
        return ">99.9%"
    digits = f"{percent:.0f}" if 10 <= percent <= 99 else f"{percent:.1f}".removesuffix(".0")
    return f"{digits}%"


def _width(value: float) -> str:
    """A share as a length in SVG."""
    return f"{value * 100:.2f}%"


def _moment(stamp: str) -> Markup:
    """An RFC 3339 time for reading, in UTC, as HTML's `time`."""
    at = datetime.fromisoformat(stamp).astimezone(UTC)
    return Markup('<time datetime="{}">{}, {:%H:%M} UTC</time>').format(stamp, _long(at.date()), at)


def _day(stamp: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(stamp, _long(date.fromisoformat(stamp)))


def _long(day: date) -> str:
    """Not by `strftime`, whose months follow the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _plural(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _purpose(code: str) -> str:
    return words.PURPOSES.get(code, code)


def _role(name: str) -> str:
    return words.ROLES.get(name, name)


def _environment() -> Environment:
    made = Environment(loader=PackageLoader("gateway.report"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    for filter_ in (_number, _percent, _width, _moment, _day, _plural, _purpose, _role):
        made.filters[filter_.__name__.removeprefix("_")] = filter_
    made.filters["transform"] = words.transform
    return made


ENVIRONMENT = _environment()
