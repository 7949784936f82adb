"""gateway dataset"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from textwrap import fill
from typing import Any

import click

from gateway import survey
from gateway.cli.common import actor_of, json_option, say, show_json, site_of, table, with_actor, with_site
from gateway.crypto.identity import Identity
from gateway.desk import budgets, datasets
from gateway.records import scan as scanning
from gateway.records.kinds import KINDS
from gateway.report import forecast as forecasts
from gateway.report.guidance import advice
from gateway.risk.draft import Draft
from gateway.seal.parts import write_durably
from gateway.site import Site
from gateway.storage import location


@click.group("dataset")
def dataset_() -> None:
    """Datasets: what every column of every table is.

    \b
    Example:
      gateway dataset scan extracts/ --output extracts/dataset.yaml
    """


@dataset_.command()
@click.argument("place", metavar="PATH|URL")
@click.option("--output", type=click.Path(path_type=Path), help="Write the proposal to this file.")
@json_option
def scan(place: str, output: Path | None, as_json: bool) -> None:
    """Read the tables of a folder, and propose a kind for each column with the evidence (counts, never values).

    \b
    Example:
      gateway dataset scan extracts/ --output extracts/dataset.yaml
    """
    path = location(place)
    here = (path if path.is_dir() else path.parent) if isinstance(path, Path) else Path()
    proposal = scanning.scan(path, output.parent if output else here)
    if as_json:
        show_json(proposal.to_json())
    elif output is None:
        click.echo(proposal.to_yaml(), nl=False)
    if output is not None:
        write_durably(output, proposal.to_yaml().encode())
        say(f"wrote {output}: {len(proposal.tables)} tables; review every line marked `review` before adding it")


@dataset_.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_actor
def add(site: Site, actor: Identity, file: Path) -> None:
    """Register a descriptor. A changed one becomes the dataset's next version.

    \b
    Example:
      gateway --site S --as sam dataset add extracts/dataset.yaml
    """
    dataset = datasets.add(site, file, actor)
    click.echo(f"{dataset.name}  {len(dataset.tables)} tables  {dataset.digest[:16]}")


@dataset_.command("list")
@json_option
@with_site
def list_(site: Site, as_json: bool) -> None:
    """The registered datasets.

    \b
    Example:
      gateway --site S dataset list
    """
    found = [datasets.get(site, name) for name in datasets.names(site)]
    if as_json:
        show_json([{"name": d.name, "tables": [t.name for t in d.tables], "digest": d.digest} for d in found])
    else:
        table(["dataset", "tables", "digest"], [[d.name, len(d.tables), d.digest[:16]] for d in found])


@dataset_.command()
@click.argument("name")
@json_option
@with_site
def show(site: Site, name: str, as_json: bool) -> None:
    """Every column of a dataset and what it is.

    \b
    Example:
      gateway --site S dataset show sample-hospital
    """
    found = datasets.get(site, name)
    rows = [[t.name, c.name, c.kind, c.type] for t in found.tables for c in t.columns]
    headers = ["table", "column", "kind", "type"]
    show_json([dict(zip(headers, row, strict=True)) for row in rows]) if as_json else table(headers, rows)


@dataset_.command()
def kinds() -> None:
    """The kinds that a column can have, with HIPAA's letter where it is an identifier.

    \b
    Example:
      gateway dataset kinds
    """
    rows = [
        [f"{k.family}.{leaf}" if leaf else k.family, k.hipaa, k.meaning] for k in KINDS for leaf in k.leaves or ("",)
    ]
    table(["kind", "164.514(b)(2)(i)", "meaning"], rows)


@dataset_.command()
@click.argument("name")
@click.option("--table", "table_name", metavar="TABLE", help="A table of the dataset; by default the subject table.")
@click.option("--column", "columns", multiple=True, help="A column; by default those that others could know.")
@click.option("--output", type=click.Path(path_type=Path), help="Write one column's hierarchy to this CSV file.")
@json_option
@with_site
def hierarchy(
    site: Site, name: str, table_name: str | None, columns: tuple[str, ...], output: Path | None, as_json: bool
) -> None:
    """Draft generalisation hierarchies from the data, for a risk.yaml, with a preview of each level.

    The preview counts values and subjects, and shows only labels of ours that 11 subjects share.

    \b
    Example:
      gateway --site S dataset hierarchy sample-hospital
      gateway --site S dataset hierarchy sample-hospital --table diagnoses --column icd10
      gateway --site S dataset hierarchy sample-hospital --column race --output race.csv
    """
    if output is not None and len(columns) != 1:
        raise click.UsageError("--output writes one hierarchy: name its column with --column")
    drafts = survey.hierarchies(site, name, table_name, columns)
    if as_json:
        show_json({column: {"hierarchy": one.options, "levels": [asdict(level) for level in one.levels]}
                   for column, one in drafts.items()})
    else:
        _show_drafts(drafts)
    if output is not None:
        write_durably(output, drafts[columns[0]].hierarchy.csv().encode())
        say(f"wrote {output}: it lists the column's values, so keep it where the data is; edit it, then name it in "
            "risk.yaml or in a policy's `map`")


def _show_drafts(drafts: Mapping[str, Draft]) -> None:
    click.echo("quasi_identifiers:")
    for column, one in drafts.items():
        click.echo(f"  {json.dumps(column)}: {json.dumps(one.options)}")
    click.echo()
    table(["column", "level", "values", "fewest subjects", "for example"],
          [[column, number, level.values, level.fewest, ", ".join(level.examples)]
           for column, one in drafts.items() for number, level in enumerate(one.levels)])


@dataset_.command()
@click.argument("name")
@click.option("--column", "columns", multiple=True, help="A column; by default those that others could know.")
@click.option("--output", type=click.Path(path_type=Path), help="Write a page (.html) or the charts alone (.svg).")
@json_option
@with_site
def risk(site: Site, name: str, columns: tuple[str, ...], output: Path | None, as_json: bool) -> None:
    """Which columns of the subject table make people unique, and what each choice of k would cost.

    \b
    Example:
      gateway --site S dataset risk sample-hospital
      gateway --site S dataset risk sample-hospital --column birth_date --column zip --output risk.html
    """
    draw = {".html": forecasts.page, ".svg": forecasts.picture}.get(output.suffix if output else ".html")
    if draw is None:
        raise click.UsageError("--output ends in .html or .svg")
    found = asdict(survey.risk(site, name, columns))
    if as_json:
        show_json({**found, "advice": advice(found)})
    else:
        _show_forecast(found)
    if output is not None:
        write_durably(output, draw(name, found))
        say(f"wrote {output}")


def _show_forecast(found: Mapping[str, Any]) -> None:
    click.echo(f"{found['subjects']} subjects; {found['unique']:.1%} unique by these columns, {found['small']:.1%} in "
               "classes of fewer than 11\n")
    table(["column", "values", "bits", "unique by it alone", "unique only because of it"],
          [[c["column"], c["values"], f"{c['bits']:.1f}", f"{c['alone']:.1%}", f"{c['only_with_it']:.1%}"]
           for c in found["columns"]])
    click.echo()
    table(["pair", "unique"], [[" + ".join(pair["columns"]), f"{pair['unique']:.1%}"] for pair in found["pairs"]])
    click.echo()
    groups = [f"worst-hit group of {found['protected']}", "loss with a cap of 10% on it"] if found["protected"] else []
    headers = ["k", "loss", "suppressed", *groups]
    rows = [[p["k"], *(["out of reach", "", "", ""] if p["loss"] is None else _priced(p))] for p in found["prices"]]
    table(headers, [row[: len(headers)] for row in rows])
    click.echo()
    for sentence in advice(found):
        click.echo(fill(f"- {sentence}", 110, subsequent_indent="  "))


def _priced(price: Mapping[str, Any]) -> list[str]:
    hit, capped = price["hardest_hit"], price["capped_loss"]
    none = "" if hit is None else "out of reach"
    return [f"{price['loss']:.3f}{'' if price['proven'] else ' or less'}", f"{price['suppressed']:.1%}",
            "" if hit is None else f"{hit:.1%}", none if capped is None else f"{capped:.3f}"]


@dataset_.command()
@click.argument("name")
@click.option("--epsilon", help="Set what releases of the dataset may spend on public counts in all.")
@json_option
@click.pass_context
def budget(ctx: click.Context, name: str, epsilon: str | None, as_json: bool) -> None:
    """The privacy budget for public counts: what is set, spent and left; with --epsilon, set it.

    \b
    Example:
      gateway --site S --as sam dataset budget sample-hospital --epsilon 3
      gateway --site S dataset budget sample-hospital
    """
    site = site_of(ctx)
    if epsilon is None:
        found = budgets.get(site, name)
    else:
        found = budgets.put(site, name, budgets.amount(epsilon), actor_of(ctx, site))
    if as_json:
        show_json({"epsilon": str(found.epsilon), "left": str(found.left),
                   "spent": {release: str(spent) for release, spent in found.spent.items()}})
        return
    table(["release", "epsilon"], list(found.spent.items()))
    click.echo(f"\n{found.left} left of {found.epsilon}")
