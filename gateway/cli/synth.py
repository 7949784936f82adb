"""gateway synth"""

from collections.abc import Iterator
from pathlib import Path

import click

from gateway.cli.common import json_option, say, show_json, table
from gateway.report import evaluation, evidence
from gateway.seal.parts import write_durably


@click.group("synth")
def synth_() -> None:
    """Synthetic rows, and what they are worth.

    \b
    Example:
      gateway synth evaluate real.csv synthetic.csv --control heldout.csv --config columns.yaml
    """


@synth_.command("evaluate")
@click.argument("real", type=click.Path(path_type=Path))
@click.argument("synthetic", type=click.Path(path_type=Path))
@click.option("--config", type=click.Path(path_type=Path), required=True, help="What the columns are: a YAML file.")
@click.option("--control", type=click.Path(path_type=Path), help="Real rows that the synthesiser never saw.")
@json_option
@click.option("--output", type=click.Path(path_type=Path), help="Write a report with plots to this HTML file.")
def evaluate_(
    real: Path, synthetic: Path, config: Path, control: Path | None, as_json: bool, output: Path | None
) -> None:
    """Measure whether the rows of SYNTHETIC help a learner, and whom among the rows of REAL they expose.

    \b
    Example:
      gateway synth evaluate real.csv synthetic.csv --control heldout.csv --config columns.yaml --output report.html

    SYNTHETIC must have been made from REAL and nothing else. CONTROL holds about as many real rows that the
    synthesiser never saw: use is tested on them, and attacks on REAL count where they win more than on CONTROL.
    The configuration lists `numeric` and `categorical` columns, and may name a `target` of two values, `groups` to
    count errors by, a `cohort` ({race: [native]}) and the `subject` column. Needs no site.
    """
    from gateway.synth.evaluate import evaluate  # pandas takes a second to load

    found = evaluate(real, synthetic, config, control).json()
    if output is not None:
        names = [path.name for path in (real, synthetic, control) if path is not None]
        write_durably(output, evaluation.page(names, found))
        say(f"wrote {output}")
    if as_json:
        show_json(found)
        return
    table(["figure", "value", "95 % from", "to"], list(_rows(found)))
    for sentence in evidence.sentences(found):
        click.echo(sentence)
    for what, why in found["not_measured"].items():
        click.echo(f"{what} was not measured: {why}")


def _rows(found: evidence.Fields) -> Iterator[list[str]]:
    if found["utility"]:
        for arm in found["utility"]["arms"]:
            score = arm["cohort"]["auroc"]
            yield [f"AUROC on the cohort, {evidence.ARMS[arm['name']]}", *_figures(score)]
        for line in evidence.gains(found["utility"]):
            yield [f"gain, {line.label}", *(f"{one:+.3f}" for one in (line.value, line.low, line.high))]
    if found["privacy"]:
        for line in evidence.exposures(found["privacy"]):
            yield [line.label.lower(), *(f"{one:.3f}" for one in (line.value, line.low, line.high))]
    likeness = found["quality"]["overall"]
    yield ["likeness by SDMetrics", f"{(likeness['shapes'] + likeness['trends']) / 2:.3f}", "", ""]
    yield ["likeness of mere duplicates of real rows", f"{found['quality']['duplicates']:.3f}", "", ""]


def _figures(estimate: evidence.Fields) -> list[str]:
    return [f"{estimate[end]:.3f}" for end in ("value", "low", "high")]
