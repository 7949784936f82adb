"""gateway audit"""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import click

from gateway import history
from gateway.audit.events import EVENTS
from gateway.cli.common import Day, json_option, show_json, table, with_site, write_private
from gateway.cli.questions import add_questions, answer, span_options
from gateway.errors import BadInput
from gateway.questions import Span, disclosed
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
@with_site
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


@audit_.command()
@click.option("--checkpoint", type=click.Path(path_type=Path), help="A checkpoint that was kept elsewhere.")
@json_option
@with_site
def verify(site: Site, checkpoint: Path | None, as_json: bool) -> None:
    """Recompute the whole log; exits 6 naming the first event that was changed, removed or reordered.

    \b
    Example:
      gateway --site S audit verify --checkpoint checkpoint.txt
    """
    found = history.verify_log(site, _read(checkpoint) if checkpoint else None)
    if as_json:
        show_json(
            {"origin": found.origin, "events": found.size, "root": found.root.hex(), "witnessed": found.witnessed}
        )
    else:
        witnessed = f", consistent with the checkpoint at {found.witnessed}" if found.witnessed is not None else ""
        click.echo(f"{found.size} events, root {found.root.hex()[:16]}: intact{witnessed}")


@audit_.command()
@click.option("--subject", help="One patient, by the dataset's subject identifier.")
@click.option("--letter", type=click.Path(path_type=Path), help="Write the patient's accounting to this page.")
@span_options
@json_option
@with_site
def disclosures(site: Site, subject: str | None, letter: Path | None, span: Span, as_json: bool) -> None:
    """What was handed to whom; with --subject the accounting for one patient (45 CFR 164.528).

    \b
    Example:
      gateway --site S audit disclosures --since 2026-01-01
      gateway --site S audit disclosures --subject P-10422 --letter letter.html
    """
    if subject is None:
        if letter is not None:
            raise click.UsageError("--letter accounts to one patient: name them with --subject")
        answer(disclosed.QUESTION, disclosed.ask(site, span), as_json=as_json)
        return
    if span != Span():
        raise click.UsageError("the accounting for one patient covers all releases, without --since and --until")
    if letter is not None:
        write_private(letter, [history.letter_page(site, subject).decode()])
        click.echo(letter)
        return
    found = history.disclosures(site, subject)
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
@with_site
def report_(site: Site, output: Path, span: Span) -> None:
    """Write the answers to all questions as one HTML page that opens offline and prints.

    \b
    Example:
      gateway --site S audit report --since 2026-01-01 --until 2026-03-31 --output first-quarter.html
    """
    write_private(output, [history.report_page(site, span).decode()])
    click.echo(output)


add_questions(audit_)


def _about(fields: dict[str, object]) -> str:
    facts = fields.get("facts") if fields["type"] == "export.published" else None
    told = {**fields, **(facts if isinstance(facts, dict) else {})}
    for name in ("release", "request", "dataset", "policy", "key", "site"):
        if isinstance(told.get(name), str):
            return f"{name} {told[name]}" + (f" ({told['reason']})" if told.get("reason") else "")
    return ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{path}: no checkpoint can be read from it", hint="it is a signed note, as text") from None
