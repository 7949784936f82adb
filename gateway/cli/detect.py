"""gateway detect"""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from gateway.cli.common import progress, say
from gateway.recognize import Detector
from gateway.records import notes


@click.command("detect")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--records", type=click.Path(path_type=Path), help="The patients' own records, by note id.")
@click.option("--output", type=click.Path(path_type=Path), help="File to write; stdout by default.")
def detect_(file: Path, records: Path | None, output: Path | None) -> None:
    """Notes in, spans out: one JSON object a line, in input order, evidence without text.

    \b
    Example:
      gateway detect notes.jsonl --records patients.jsonl --output spans.jsonl
    """
    known = notes.read_records(records) if records else {}
    detector = Detector()
    statuses: Counter[str] = Counter()
    with progress() as advance, click.open_file(str(output or "-"), "w", encoding="utf-8", atomic=True) as out:
        for note in notes.read(file):
            found = detector.detect(note.text, known.get(str(note.id)))
            statuses[found.status] += 1
            advance("notes", 1)
            spans = [asdict(span) for span in found.spans]
            out.write(json.dumps({"id": note.id, "status": found.status, "spans": spans}) + "\n")
    if quarantined := statuses["quarantined"]:
        say(f"{quarantined} of {statuses.total()} notes quarantined: not scanned whole, so never to be passed on")
