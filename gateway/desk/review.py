"""A published release in, a random sample of its de-identified notes for a person to read; the verdicts are signed.

The notes are numbered in a keyed random order, always the same, so that a longer review goes on where a shorter one
ended, and nobody can choose what is looked at.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from gateway.audit.events import ReleaseReviewed
from gateway.crypto import documents as signed_documents
from gateway.crypto.identity import Identity
from gateway.desk.handover import published, request_of
from gateway.desk.verdicts import REVIEW, Standing, Verdict, standing
from gateway.errors import BadInput
from gateway.policy.decide import Actor
from gateway.registry import documents
from gateway.registry.documents import Document
from gateway.seal.manifest import Manifest
from gateway.seal.parts import read_batches
from gateway.site import Site

MEANING = "I read these notes and looked for anything that identifies a person"


@dataclass(frozen=True, slots=True)
class SampledNote:
    """A de-identified note under its number in the release's sample, from 1 on; `place` is table.column."""

    number: int
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The first notes of a release in their random order; `population` is how many notes the release has."""

    manifest: Manifest
    notes: tuple[SampledNote, ...]
    population: int


def sample(site: Site, release: str, count: int, reader: Identity) -> Sample:
    """The first `count` notes. Raises Refused by Cedar, BadInput without notes, IntegrityError for changed parts.

    One pass over the texts; `count` of them are held in memory.
    """
    file, actor = request_of(site, release), Actor(reader.public.name, reader.public.role)
    with site.log.recording_refusal(partial(ReleaseReviewed, actor=actor.name, role=actor.role, release=release)):
        site.access.decide(actor, "review", file.request, (), site.today)
    manifest = published(site, site.release_folder(release))
    population = 0
    drawn: list[tuple[bytes, str, str]] = []  # a heap whose first item has the highest lot
    for place, row, text in _texts(site, manifest):
        population += 1
        item = (_turned(site.lot(release, f"{place}/{row}")), place, text)
        (heapq.heappush if len(drawn) < count else heapq.heappushpop)(drawn, item)
    if not population:
        raise BadInput(f"{release} holds no scrubbed notes", hint="only releases with a scrubbed text are reviewed")
    notes = tuple(SampledNote(n, place, text) for n, (_, place, text) in enumerate(sorted(drawn, reverse=True), 1))
    return Sample(manifest, notes, population)


def record(site: Site, drawn: Sample, verdicts: dict[int, Verdict], reviewer: Identity) -> Standing:
    """Sign verdicts by the notes' numbers, log them, and tell how the release stands."""
    if unknown := verdicts.keys() - {note.number for note in drawn.notes}:
        raise BadInput(f"no note {min(unknown)} in the sample of {len(drawn.notes)}", hint="name numbers of the sample")
    release, now = drawn.manifest.release, standing(site, drawn.manifest.release).with_(verdicts)
    fields = {"release": release, "manifest": drawn.manifest.digest, "notes": drawn.population,
              "verdicts": {str(number): verdict for number, verdict in verdicts.items()}}  # fmt: skip
    signed = signed_documents.sign(REVIEW, fields, reviewer, site.clock(), MEANING)
    event = ReleaseReviewed(
        actor=reviewer.public.name, role=reviewer.public.role, release=release, digest=signed.digest,
        notes=drawn.population, judged=len(verdicts), leaking=sum(v == "leak" for v in verdicts.values()),
        reviewed=now.reviewed, leaks=now.leaks, leaks_at_most_ppm=round(now.at_most * 1_000_000),
    )  # fmt: skip
    with site.log.record(event) as tx:
        documents.add(tx, Document(REVIEW, f"review-{site.random(4).hex()}", release, signed.body, signed.at))
    return now


def _texts(site: Site, manifest: Manifest) -> Iterator[tuple[str, int, str]]:
    """Place, row and text of every note; the rows of a table are counted over its parts."""
    key, folder = site.data_key(manifest.release), site.release_folder(manifest.release)
    rows: dict[str, int] = {}
    for part in (part for part in manifest.parts if part.tier == "data"):
        columns = _columns(manifest, part.table)
        for batch in read_batches(folder / part.path, key, columns) if columns else ():
            first = rows.get(part.table, 0)
            rows[part.table] = first + batch.num_rows
            yield from _notes(part.table, first, batch)


def _notes(table: str, first: int, batch: pa.RecordBatch) -> Iterator[tuple[str, int, str]]:
    for name in batch.schema.names:
        for row, text in enumerate(batch.column(name).to_pylist(), first):
            if text and text.strip():
                yield f"{table}.{name}", row, text


def _columns(manifest: Manifest, table: str) -> list[str]:
    """The scrubbed columns; short texts only where there is no other, since they would crowd out the notes."""
    scrubbed = [column for column in manifest.fields["plan"]["columns"] if column["transform"] == "scrub"]
    long = [column for column in scrubbed if column["kind"] != "text.short"]
    return [column["column"] for column in long or scrubbed if column["table"] == table]


def _turned(lot: bytes) -> bytes:
    """A lot for Python's heap, whose first item is the lowest."""
    return bytes(255 - byte for byte in lot)
