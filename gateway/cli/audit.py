"""gateway audit"""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path

import click

from gateway import history
from gateway.audit.events import EVENTS
from gateway.audit.formats import FORMATS
from gateway.cli.common import (
    Day,
    actor_of,
    json_option,
    show_json,
    table,
    with_actor,
    with_reader,
    with_site,
    write_private,
)
from gateway.cli.questions import add_questions, answer, span_options
from gateway.cli.witness import add_witness
from gateway.crypto.identity import Identity
from gateway.desk import erasure
from gateway.questions import Span, disclosed
from gateway.recovery import close_killed
from gateway.site import Site


@click.group("audit")
def audit_() -> None:
    """The tamper-evident log of everything that was done.

    \b
    Example:
      gateway --site S audit verify
    """


@audit_.command()
@click.option("--actor", help="Only what this identity did.")
@click.option("--since", type=Day(), help="Only from this day on.")
@click.option("--release", help="Only about this release.")
@click.option("--type", "type_", type=click.Choice(sorted(EVENTS)), help="Only events of this type.")
@json_option
@with_reader("readLog")
def log(
    site: Site, actor: str | None, since: date | None, release: str | None, type_: str | None, as_json: bool
) -> None:
    """Events, oldest first.

    \b
    Example:
      gateway --site S audit log --type export.refused --since 2026-01-01
    """
    start = datetime.combine(since, time.min, UTC) if since else None
    found = [
        (entry.seq, json.loads(entry.body))
        for entry in history.events(site, actor=actor, since=start, release=release, type=type_)
    ]
    if as_json:
        show_json([{"seq": seq, **fields} for seq, fields in found])
        return
    headers = ["at", "type", "actor", "role", "outcome"]
    table(
        ["seq", *headers, "about"],
        [[seq, *(fields[name] for name in headers), _about(fields)] for seq, fields in found],
    )


@audit_.command("export")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["jsonl", *FORMATS]),
    default="jsonl",
    show_default=True,
    help="jsonl: the whole log, verifiable offline; fhir: AuditEvent, R4.",
)
@click.option("--output", type=click.Path(path_type=Path), help="File to write, instead of stdout.")
@span_options
@with_reader("readLog")
def export_(site: Site, format_: str, output: Path | None, span: Span) -> None:
    """The log for other programs: one line an event, as a stream.

    \b
    Example:
      gateway --site S audit export --format fhir --since 2026-01-01 --output events.ndjson
      gateway --site S audit export --format jsonl --output log.jsonl
    """
    if format_ == "jsonl" and span != Span():
        raise click.UsageError("jsonl holds the whole log, or it could not be verified: leave out --since and --until")
    lines = history.export(site, format_, span)
    if output is None:
        for line in lines:
            click.echo(line, nl=False)
        return
    write_private(output, lines)
    click.echo(output)


@audit_.command()
@click.option("--subject", help="One patient, by the dataset's subject identifier.")
@click.option("--letter", type=click.Path(path_type=Path), help="Write the patient's accounting to this page.")
@span_options
@json_option
@with_site
@click.pass_context
def disclosures(
    ctx: click.Context, site: Site, subject: str | None, letter: Path | None, span: Span, as_json: bool
) -> None:
    """What was handed to whom; with --subject the accounting for one patient (45 CFR 164.528).

    That a patient was looked up is logged, under the name given by --as.

    \b
    Example:
      gateway --site S audit disclosures --since 2026-01-01
      gateway --site S audit disclosures --subject P-10422 --letter letter.html
    """
    actor = actor_of(ctx, site).public if ctx.find_root().obj["identity"] else None
    if actor is not None:
        site.demand(actor, "accountDisclosures" if subject else "readLog")
    if subject is None:
        if letter is not None:
            raise click.UsageError("--letter accounts to one patient: name them with --subject")
        answer(disclosed.QUESTION, disclosed.ask(site, span), as_json=as_json)
        return
    if span != Span():
        raise click.UsageError("the accounting for one patient covers all releases, without --since and --until")
    if letter is not None:
        write_private(letter, [history.letter_page(site, subject, actor).decode()])
        click.echo(letter)
        return
    found = history.accounted(site, subject, actor, letter=False)
    if as_json:
        show_json(found)
        return
    names = ["created", "release", "purpose", "requester"]
    rows = [
        [*(f[name] for name in names), ", ".join(g["recipient"] for g in f["grants"]) or "not granted", f["why"]]
        for f in found
    ]
    table(["date", "release", "purpose", "requester", "recipients", "why"], rows)


@audit_.command("report")
@click.option("--output", type=click.Path(path_type=Path), default=Path("audit.html"), help="File to write.")
@span_options
@with_reader("readLog")
def report_(site: Site, output: Path, span: Span) -> None:
    """Write the answers to all questions as one HTML page that opens offline and prints.

    \b
    Example:
      gateway --site S audit report --since 2026-01-01 --until 2026-03-31 --output first-quarter.html
    """
    write_private(output, [history.report_page(site, span).decode()])
    click.echo(output)


@audit_.command()
@click.option("--event", type=click.IntRange(min=0), help="The details of this event.")
@click.option("--subject", help="The details of every event about this patient.")
@click.option("--why", required=True, help="A sentence; it is kept as a detail too.")
@click.option("--registry", help="On PostgreSQL: the registry's URL with the role that may erase.")
@with_actor
def erase(
    site: Site, actor: Identity, event: int | None, subject: str | None, why: str, registry: str | None
) -> None:  # fmt: skip
    """Erase what the log's commitments stand for (GDPR Art. 17); the events stay, and the log verifies as before.

    \b
    Example:
      gateway --site S --as cleo audit erase --subject P-10422 --why "asked for on 3 March"
    """
    if (event is None) == (subject is None):
        raise click.UsageError("name one event with --event, or a patient with --subject")
    erased = erasure.erase(site, actor.public, why, event=event, subject=subject, registry=registry)
    click.echo(f"erased the details of {len(erased)} events: {', '.join(map(str, erased))}")


@audit_.command()
@json_option
@with_site
@click.pass_context
def recover(ctx: click.Context, site: Site, as_json: bool) -> None:
    """Close the intents of exports that were killed, by what is on the disk; sealed parts wait for the next run.

    \b
    Example:
      gateway --site S audit recover
    """
    actor = actor_of(ctx, site).public if ctx.find_root().obj["identity"] else None
    closed = close_killed(site, actor)
    if as_json:
        show_json([asdict(one) for one in closed])
        return
    for one in closed:
        click.echo(f"closed event {one.intent}: {one.parts} sealed parts of {one.release} are kept; "
                   f"`gateway export {one.request}` takes them up")  # fmt: skip
    if not closed:
        click.echo("no export was killed")


add_questions(audit_)
add_witness(audit_)


def _about(fields: dict[str, object]) -> str:
    name, value = history.about(fields)
    return f"{name} {value}" + (f" ({fields['reason']})" if fields.get("reason") else "") if name else ""
