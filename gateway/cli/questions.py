"""The commands of `gateway audit` that answer an officer's questions: one for each item of the shelf."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from itertools import zip_longest
from typing import Any

import click

from gateway.cli.common import Day, json_option, show_json, table, with_reader
from gateway.questions import QUESTIONS, Question, Row, Span
from gateway.site import Site

_TIME = re.compile(r"\d{4}-\d\d-\d\dT[0-9:]{8}\.\d{6}Z")


def span_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `span`, from --since and --until, both days included."""

    @click.option("--since", type=Day(), help="From this day on.")
    @click.option("--until", type=Day(), help="To this day, included.")
    @wraps(function)
    def command(*args: Any, since: date | None, until: date | None, **kwargs: Any) -> Any:
        first = datetime.combine(since, time.min, UTC) if since else None
        end = datetime.combine(until + timedelta(days=1), time.min, UTC) if until else None
        return function(*args, span=Span(first, end), **kwargs)

    return command


def add_questions(group: click.Group) -> None:
    """A command for each question that has none of its own."""
    for question in QUESTIONS:
        if question.name not in group.commands:
            group.add_command(_command(question))


def _command(question: Question) -> click.Command:
    @click.command(question.name)
    @span_options
    @json_option
    @with_reader("readLog")
    def command(site: Site, span: Span, as_json: bool) -> None:
        answer(question, question.ask(site, span), as_json=as_json)

    command.help = f"{question.about}\n\n\b\nExample:\n  gateway --site S audit {question.name} --since 2026-01-01"
    return command


def answer(question: Question, rows: list[Row], *, as_json: bool) -> None:
    """The rows, or that there are none; a cell of several values takes several lines."""
    if as_json:
        show_json(rows)
    elif rows:
        cells = [[_lines(row.get(name)) for name in question.columns] for row in rows]
        table(question.columns, [line for row in cells for line in zip_longest(*row, fillvalue="")])
    else:
        click.echo("none")


def _lines(value: Any) -> list[str]:
    match value:
        case dict():
            return [f"{name} {number:,g}" for name, number in value.items()]
        case list():
            return list(map(str, value))
        case str() if _TIME.fullmatch(value):
            return [f"{value[:19]}Z"]
        case None:
            return []
        case _:
            return [str(value)]
