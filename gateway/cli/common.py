"""What commands share: the site, who acts, results as tables or JSON."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gateway.crypto.identity import Identity
from gateway.desk import policies
from gateway.errors import KeyRefused
from gateway.site import Site, open_site, passphrase_from_environment

F = TypeVar("F", bound=Callable[..., Any])


def site_of(ctx: click.Context) -> Site:
    """The site that --site or GATEWAY_SITE names."""
    folder = ctx.find_root().obj["site"]
    if folder is None:
        raise click.UsageError("which site? use --site DIR or set GATEWAY_SITE")
    return open_site(folder)


def actor_of(ctx: click.Context, site: Site) -> Identity:
    """Who acts, unlocked by GATEWAY_PASSPHRASE or at a prompt; first, policies that changed are logged."""
    name = ctx.find_root().obj["identity"]
    if name is None:
        raise click.UsageError("who acts? use --as NAME or set GATEWAY_IDENTITY")
    identity = site.unlock(name, passphrase(name))
    policies.notice(site, identity.public)
    return identity


def with_site(function: F) -> F:
    """Give a command the opened site as its first argument."""

    @wraps(function)
    @click.pass_context
    def command(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        return function(site_of(ctx), *args, **kwargs)

    return command  # type: ignore[return-value]  # the wrapper has the command's options


def with_actor(function: F) -> F:
    """Give a command the opened site and the unlocked identity."""

    @wraps(function)
    @click.pass_context
    def command(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        site = site_of(ctx)
        return function(site, actor_of(ctx, site), *args, **kwargs)

    return command  # type: ignore[return-value]  # the wrapper has the command's options


def passphrase(of: str = "", *, new: bool = False) -> str:
    """From GATEWAY_PASSPHRASE (a new one from GATEWAY_NEW_PASSPHRASE) or a prompt, never from an argument."""
    given = passphrase_from_environment(new=new)
    words = f"{'new ' if new else ''}passphrase{f' of {of}' if of else ''}"
    try:
        return given or str(click.prompt(words, hide_input=True, confirmation_prompt=new, err=True))
    except click.Abort:
        raise KeyRefused("no passphrase", hint="type it at the prompt, or set GATEWAY_PASSPHRASE") from None


def with_reader(right: str) -> Callable[[F], F]:
    """Give a command the opened site; who says who they are (--as) must have the right, by the access rules.

    Nobody has to: who can read the site's folder reads its registry without this program.
    """

    def decorate(function: F) -> F:
        @wraps(function)
        @click.pass_context
        def command(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
            site = site_of(ctx)
            if ctx.find_root().obj["identity"] is not None:
                site.demand(actor_of(ctx, site).public, right)
            return function(site, *args, **kwargs)

        return command  # type: ignore[return-value]  # the wrapper has the command's options

    return decorate


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
_strictness = click.option("--strictness", type=click.Choice(["balanced", "strict", "maximum"]), default="balanced",
                           show_default=True, help="How little it takes for a word to be redacted.")
_models = click.option("--models", type=click.Path(path_type=Path), help="Another model beside ours: Presidio's YAML.")


def detector_options(function: F) -> F:
    """Give a command `strictness` and `models`."""
    return _strictness(_models(function))


class Day(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("write a day as YYYY-MM-DD", param, ctx)


def write_private(path: Path, chunks: Iterable[str]) -> None:
    """A text file that only its user can read, whole or not at all."""
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.writelines(chunks)
        temporary.rename(path)
    finally:
        temporary.unlink(missing_ok=True)


def show_json(value: object) -> None:
    """One JSON document on stdout."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A plain table on stdout, columns as wide as their widest cell."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(headers), *texts]) for i in range(len(headers))]
    for row in [list(headers), *texts]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def say(message: str) -> None:
    """A message on stderr."""
    click.echo(message, err=True)


@contextmanager
def progress() -> Iterator[Callable[[str, int], None]]:
    """Rows per table: a moving line on a terminal, a plain line per table elsewhere."""
    rows: dict[str, int] = {}
    if not sys.stderr.isatty():
        yield lambda table, count: rows.__setitem__(table, rows.get(table, 0) + count)
        for name, count in rows.items():
            say(f"  {name}: {count:,} rows")
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} rows"),
               TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, Any] = {}

        def advance(table: str, count: int) -> None:
            if table not in tasks:
                tasks[table] = bar.add_task(table, total=None)
            bar.advance(tasks[table], count)

        yield advance
