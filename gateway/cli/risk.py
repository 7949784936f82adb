"""`gateway risk`: the search for the least lossy generalisation of one table."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from gateway.cli.common import say
from gateway.risk.mondrian import WARNING, LocalSolution
from gateway.risk.problem import Solution
from gateway.risk.run import Report, generalise
from gateway.risk.table import Table


@click.command("risk")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--config", type=click.Path(path_type=Path), required=True, help="What to search for: a risk.yaml.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
@click.option("--output", type=click.Path(path_type=Path), help="Write the generalised table to this CSV file.")
def risk_(file: Path, config: Path, as_json: bool, output: Path | None) -> None:
    """Find the least lossy generalisation of the CSV table FILE that satisfies privacy models.

    \b
    Example:
      gateway risk patients.csv --config risk.yaml --output released.csv

    risk.yaml names a hierarchy for each quasi-identifier (a file or a rule), the models, how many rows may be
    suppressed, and the loss to minimise; `seconds_at_most` or `checks_at_most` bound the search, and
    `recoding: mondrian` recodes each class by itself. Exits with 3 where a file can't be used, with 5 where nothing
    satisfies the models.
    """
    report = generalise(file, config, output)
    if isinstance(report.solution, LocalSolution):
        say(f"gateway: {WARNING}")
    click.echo(json.dumps(report.json(), indent=2) if as_json else "\n".join(_lines(report)))


def _lines(report: Report) -> Iterator[str]:
    solution, table = report.solution, report.problem.table
    width = max(map(len, [*table.names, "quasi-identifier"]))
    if isinstance(solution, LocalSolution):
        yield f"loss         {solution.loss:.6g} (local recoding; nothing is proven)"
        yield f"suppressed   0 of {table.total} rows"
        yield f"search       {solution.seconds:.2f} s"
    else:
        yield from _full_domain(solution, table, width)
    for name, value in report.measures.items():
        columns = value.items() if isinstance(value, dict) else [("", value)]
        for column, figure in columns:
            text = f"{figure:.4g}" if isinstance(figure, float) else str(figure)
            yield f"{' '.join(filter(None, [name, column])):{width}}  {text}"
    for name, one in report.by_group.items():
        yield f"group {name}: {one.suppressed} of {one.rows} rows suppressed ({one.share:.2%})"


def _full_domain(solution: Solution, table: Table, width: int) -> Iterator[str]:
    yield f"{'quasi-identifier':{width}}  level  of"
    for (name, level), hierarchy in zip(solution.levels.items(), table.hierarchies, strict=True):
        yield f"{name:{width}}  {level:5}  {len(hierarchy.maps) - 1:2}"
    gap = f"best found; proven: none below {solution.bound:.6g}, a gap of {solution.loss - solution.bound:.3g}"
    yield f"\nloss         {solution.loss:.6g} ({'proven least' if solution.optimal else gap})"
    yield f"suppressed   {solution.lost.rows} of {table.total} rows ({solution.lost.rows / table.total:.2%})"
    yield f"search       {solution.checks} nodes checked in {solution.seconds:.2f} s"
