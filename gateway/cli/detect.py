"""gateway detect"""

import json
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO

import click

from gateway import report
from gateway.cli.common import detector_options, progress, say, write_private
from gateway.model import PatientRecord
from gateway.recognize.detector import Detector, shelf
from gateway.records import notes
from gateway.report import ViewedNote


@click.command("detect")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--records", type=click.Path(path_type=Path), help="The patients' own records, by note id.")
@click.option("--output", type=click.Path(path_type=Path), help="File to write; stdout by default.")
@click.option("--html", type=click.Path(path_type=Path), help="Also write notes and spans to this page: PHI.")
@detector_options
def detect_(
    file: Path, records: Path | None, output: Path | None, html: Path | None, strictness: str, models: Path | None
) -> None:
    """Notes in, spans out: one JSON object a line, in input order, evidence without text.

    --html writes one page with the notes themselves, for the steward's eyes only; nobody else may read the file.

    \b
    Example:
      gateway detect notes.jsonl --records patients.jsonl --output spans.jsonl
      gateway detect notes.jsonl --output spans.jsonl --html /secure/spans.html
    """
    known = notes.read_records(records) if records else {}
    detector = Detector(shelf(strictness, models))
    statuses: Counter[str] = Counter()
    with progress() as advance, click.open_file(str(output or "-"), "w", encoding="utf-8", atomic=True) as out:
        viewed = _detected(detector, file, known, out, lambda status: (statuses.update([status]), advance("notes", 1)))
        if html is not None:
            write_private(html, report.detection_page(viewed))
        else:
            deque(viewed, maxlen=0)
    if quarantined := statuses["quarantined"]:
        say(f"{quarantined} of {statuses.total()} notes quarantined: not scanned whole, so never to be passed on")


def _detected(
    detector: Detector, file: Path, known: Mapping[str, PatientRecord], out: IO[str], told: Callable[[str], object]
) -> Iterator[ViewedNote]:
    """Each note with its spans, as its line is written."""
    for note in notes.read(file):
        found, votes = detector.explain(note.text, known.get(str(note.id)))
        spans = [{**asdict(span), "votes": list(map(asdict, by))} for span, by in zip(found.spans, votes, strict=True)]
        out.write(json.dumps({"id": note.id, "status": found.status, "spans": spans}) + "\n")
        told(found.status)
        yield ViewedNote(str(note.id), note.text, found, votes)
