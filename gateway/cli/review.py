"""gateway review"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from gateway import report
from gateway.cli.common import json_option, say, show_json, table, with_actor, write_private
from gateway.crypto.identity import Identity
from gateway.desk import review
from gateway.desk.review import Sample, SampledNote
from gateway.desk.verdicts import Standing, Verdict, standing
from gateway.site import Site

ANSWERS: dict[str, Verdict] = {"n": "clean", "y": "leak"}


@click.command("review")
@click.argument("release")
@click.option("--notes", default=100, show_default=True, type=click.IntRange(1), help="How many notes, in all.")
@click.option("--page", type=click.Path(path_type=Path), help="Write the notes to this page, to be read there.")
@click.option("--leaks", metavar="NUMBERS", help="After the page was read: notes with a leak, as in 3,17; or none.")
@json_option
@with_actor
def review_(
    site: Site, actor: Identity, release: str, notes: int, page: Path | None, leaks: str | None, as_json: bool
) -> None:
    """Read a random sample of a release's de-identified notes, and bound how many may leak.

    The sample is the same each time; a longer one goes on where the last ended. Settle the number beforehand.
    Verdicts are signed and logged, by number: no text is kept.

    \b
    Example:
      gateway --site S --as sam review rel-20261120-0a1b2c3d --notes 300
      gateway --site S --as sam review rel-20261120-0a1b2c3d --notes 300 --page /secure/review.html
      gateway --site S --as sam review rel-20261120-0a1b2c3d --notes 300 --leaks 17,203
    """
    drawn = review.sample(site, release, notes, actor)
    before = standing(site, release)
    todo = [note for note in drawn.notes if note.number not in before.verdicts]
    if page is not None:
        write_private(page, report.review_page(release, todo, drawn.population))
        click.echo(page)
        say(f"{len(todo)} notes to read; then `gateway review {release} --notes {notes} --leaks none` or their numbers")
        return
    verdicts = _read_numbers(leaks, todo) if leaks is not None else dict(_ask(todo, notes))
    _show(drawn, review.record(site, drawn, verdicts, actor) if verdicts else before, as_json=as_json)


def _read_numbers(leaks: str, todo: Iterable[SampledNote]) -> dict[int, Verdict]:
    """All notes to do are clean, but for the numbers named."""
    named = [] if leaks.strip().lower() == "none" else leaks.split(",")
    if not all(number.strip().isdecimal() for number in named):
        raise click.BadParameter("write numbers separated by commas, or none", param_hint="--leaks")
    clean: dict[int, Verdict] = {note.number: "clean" for note in todo}
    return clean | {int(number): "leak" for number in named}


def _ask(todo: Iterable[SampledNote], notes: int) -> Iterator[tuple[int, Verdict]]:
    """One note after the other, until there is none or the reader stops; what was judged by then counts."""
    for note in todo:
        say(f"\nnote {note.number} of {notes}, {note.place}\n")
        click.echo(_printable(note.text), err=True)
        try:
            answer = click.prompt(
                "\ndoes it identify anybody? y(es), n(o), q(uit)",
                type=click.Choice(["y", "n", "q"]),
                show_choices=False,
                err=True,
            )
        except click.Abort:
            return
        if answer == "q":
            return
        yield note.number, ANSWERS[answer]


def _printable(text: str) -> str:
    """Without control characters, by which a note could move the terminal's cursor."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


def _show(drawn: Sample, now: Standing, *, as_json: bool) -> None:
    found = {
        "release": drawn.manifest.release,
        "notes": drawn.population,
        "reviewed": now.reviewed,
        "leaks": now.leaks,
        "leaks_at_most": now.at_most if now.reviewed else None,
    }
    if as_json:
        show_json(found)
        return
    table(["release", "notes", "reviewed", "with a leak"], [list(found.values())[:4]])
    if now.reviewed:
        click.echo(f"at most {1000 * now.at_most:.1f} per 1,000 notes have a leak (95 % confidence)")
    if now.leaks:
        say("revoke its grants and leave the texts out of the next release, or report what was missed")
