"""gateway evaluate"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from gateway.cli.common import detector_options, json_option, progress, show_json, table
from gateway.recognize.detector import Detector, shelf
from gateway.recognize.evaluate import measure
from gateway.records import notes


@click.command("evaluate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--records", type=click.Path(path_type=Path), help="The patients' own records, by note id.")
@detector_options
@json_option
def evaluate_(file: Path, records: Path | None, strictness: str, models: Path | None, as_json: bool) -> None:
    """Measure detection against gold spans: recall by label, leaked characters, precision.

    \b
    Example:
      gateway evaluate gold.jsonl --json
    """
    detector = Detector(shelf(strictness, models))
    known = notes.read_records(records) if records else {}

    with progress() as advance:

        def judged() -> Iterator[tuple[str, Any, Any]]:
            for note in notes.read(file, gold=True):
                advance("notes", 1)
                yield note.text, note.spans, detector.detect(note.text, known.get(str(note.id))).spans

        figures = measure(judged())
    if as_json:
        show_json(figures)
        return
    rows = [[label, *_row(tally)] for label, tally in [*figures["labels"].items(), ("all", figures["all"])]]
    table(["label", "spans", "tokens", "token recall", "span recall", "leaked characters"], rows)
    click.echo(f"token precision {figures['token_precision']:.3f}, {figures['redacted_tokens']} tokens redacted, "
               f"{figures['documents']} documents")


def _row(tally: dict[str, Any]) -> list[str]:
    shares = ("token_recall", "span_recall", "leaked_chars")
    return [str(tally["spans"]), str(tally["tokens"]), *(f"{tally[share]:.4f}" for share in shares)]
