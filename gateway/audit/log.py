"""The site's audit log: what is done to the registry goes through `Log.record`, so that nothing escapes it.

    with log.record(GrantIssued(actor=…, role=…, …)) as tx:
        documents.add(tx, …)

The event joins the caller's transaction: after a crash both are there or neither is.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from gateway.audit import portable
from gateway.audit.attempt import Attempt
from gateway.audit.checkpoint import Checkpoint, Signer, VerificationKey, read, sign
from gateway.audit.details import Concealed, Vault, check, commitments
from gateway.audit.events import canonical, parse, timestamp
from gateway.audit.exports import ExportIntent, ExportOutcome
from gateway.audit.index import index_row
from gateway.audit.merkle import Frontier, Node, leaf_hash
from gateway.audit.schema import Event
from gateway.audit.subjects import DetailsErased
from gateway.audit.verify import LogReport, verify
from gateway.errors import BadInput, IntegrityError, Refused, RiskRefused
from gateway.registry import details, events
from gateway.registry.db import Connection, Registry
from gateway.registry.events import Head, Wanted

_PAGE = 2_000  # events read in one transaction, so that a slow reader holds up no writer


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with its sequence number and the bytes that the log holds of it."""

    seq: int
    event: Event
    body: bytes


class Log:
    """Appends events, tells them, and checks them; `clock` gives the time, `signer` signs each new head."""

    def __init__(
        self, registry: Registry, signer: Signer, origin: str, clock: Callable[[], datetime]
    ) -> None:
        self._registry = registry
        self._signer = signer
        self._clock = clock
        self.origin = origin
        self.key = VerificationKey(signer.name, signer.public_key_bytes)

    @contextmanager
    def record(
        self, *happened: Event | Callable[[], Event], concealed: Sequence[Concealed] = ()
    ) -> Iterator[Connection]:
        """One transaction with the caller's writes, then the events and their checkpoints; all of it or nothing.

        happened: events, or what makes one once the writes are done. concealed: what the commitments in the events
        stand for. Raises IntegrityError where the registry cannot be written, the log does not hold, or an export's
        outcome has no open intent; the caller's writes are undone.
        """
        with self._registry.transaction() as tx:
            yield tx
            made = [one if isinstance(one, Event) else one() for one in happened]
            self._append(tx, made, concealed)

    def through(self, registry: Registry) -> "Log":
        """The same log by another role of its database. Raises BadInput where that is another database."""
        other = Log(registry, self._signer, self.origin, self._clock)
        if other.checkpoint() != self.checkpoint():
            raise BadInput("this registry is not the site's", hint="name the same database, with another role")
        return other

    @contextmanager
    def recording_refusal(self, event: Callable[..., Event]) -> Iterator[None]:
        """If the body raises Refused or RiskRefused, write `event` with that outcome and reason; it always surfaces."""
        try:
            yield
        except (Refused, RiskRefused) as refused:
            with self.record(event(outcome="refused", reason=refused.reason)):
                pass
            raise

    @contextmanager
    def attempt(self, intent: ExportIntent) -> Iterator[Attempt]:
        """Write the intent, run the body, write how it ended; the body's exception always surfaces.

        Raises RuntimeError if the body ends without `Attempt.publish`.
        """
        with self._registry.transaction() as tx:
            seq = self._append(tx, (intent,))
        attempt = Attempt(self.record, seq, intent)
        try:
            yield attempt
            attempt.demand_published()
        except BaseException as error:
            attempt.close(error)
            raise

    def open_intents(self) -> dict[int, ExportIntent]:
        """The intents without an outcome, by sequence number: exports that run now, or that a crash ended."""
        with self._registry.transaction() as tx:
            found = self._read(tx, events.open_intents(tx))
        return {entry.seq: entry.event for entry in found if isinstance(entry.event, ExportIntent)}

    def close_intent(self, outcome: ExportOutcome) -> None:
        """Write how the export that began with event `outcome.intent` ended, as recovery found it."""
        with self.record(outcome):
            pass

    def entries(
        self,
        *,
        actor: str | None = None,
        types: Collection[str] = (),
        outcome: str | None = None,
        release: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Iterator[Entry]:
        """The events that match all that is given, in order, as a stream; `until` is excluded."""
        releases = () if release is None else (release,)
        return self._found(Wanted(actor, types, outcome, releases, (), _text(since), _text(until)))

    def of_releases(self, releases: Iterable[str], *types: str) -> list[Entry]:
        """The events of those types about any of the releases, in order."""
        chunks = (Wanted(types=types, releases=some) for some in _chunks(releases))
        return sorted((entry for chunk in chunks for entry in self._found(chunk)), key=lambda entry: entry.seq)

    def of_requests(self, requests: Iterable[str], *types: str) -> list[Entry]:
        """The events of those types about any of the requests, in order."""
        chunks = (Wanted(types=types, requests=some) for some in _chunks(requests))
        return sorted((entry for chunk in chunks for entry in self._found(chunk)), key=lambda entry: entry.seq)

    def search(self, wanted: Wanted, *, limit: int, before: int | None = None) -> list[Entry]:
        """The newest events that match; the next page is `before` the last of this one."""
        with self._registry.transaction() as tx:
            return self._read(tx, events.search(tx, wanted, limit=limit, before=before, newest=True))

    def checkpoint(self) -> str:
        """The newest signed checkpoint, to be kept where nobody who can write the registry can write."""
        with self._registry.transaction() as tx:
            latest = events.head(tx).note
        if latest is None:
            raise IntegrityError("the log is empty", hint="make the site first")
        return latest.decode()

    def verify(self, checkpoint: str | None = None) -> LogReport:
        """Check the whole log, and against a checkpoint kept elsewhere; IntegrityError names the fault."""
        return verify(self._registry, self.key, self.origin, checkpoint)

    def verify_details(self, vault: Vault, found: LogReport) -> LogReport:
        """Check the openings of all commitments that `verify` found; IntegrityError names the event."""
        with self._registry.transaction() as tx:
            erasures = self._read(tx, events.search(tx, Wanted(types=["details.erased"]), limit=found.size))
            kept = {place: sealed for place, sealed in details.read(tx).items() if place[0] < found.size}
        told = (entry.event for entry in erasures if isinstance(entry.event, DetailsErased))
        erased = {seq for event in told for seq in event.events}
        return replace(found, details=check(vault, found.concealed, kept, erased))

    def portable(self) -> Iterator[str]:
        """The whole log as the lines of a file that `portable.check` verifies by the log's key alone."""
        return portable.write(self._registry, self.key, self.origin)

    def fill_index(self) -> None:
        """Index events that are not: those of a site that an older version wrote, or of an index that was emptied."""
        behind = True
        while behind:
            with self._registry.transaction() as tx:
                head = events.head(tx)
                self._index(tx, head.indexed, min(head.indexed + _PAGE, head.size))
            behind = head.indexed + _PAGE < head.size

    def _append(self, tx: Connection, happened: Sequence[Event], concealed: Sequence[Concealed] = ()) -> int:
        """Add events with a checkpoint each, which the next one holds; gives the sequence number of the first."""
        head = events.head(tx)
        first, newest = head.size, head.note
        tree = self._signed_tree(head)
        bodies, made, notes = dict[int, bytes](), dict[Node, bytes](), dict[int, str]()
        self._demand_open(tx, [event.intent for event in happened if isinstance(event, ExportOutcome)])
        for seq, event in enumerate(happened, first):
            bodies[seq] = canonical(event, self._clock(), newest)
            made |= dict(tree.append(leaf_hash(bodies[seq])))
            notes[tree.size] = sign(Checkpoint(self.origin, tree.size, tree.root()), self._signer)
            newest = notes[tree.size].encode()
        openings = {one.commitment: one for one in concealed}
        for seq, body in bodies.items():
            details.add(tx, [openings[known].row((seq, name)) for name, known in commitments(body).items()])
        self._index(tx, head.indexed, first)
        events.append(tx, bodies, [index_row(*row) for row in bodies.items()], made, notes)
        return first

    def _index(self, tx: Connection, start: int, stop: int) -> None:
        events.fill_index(tx, [index_row(*row) for row in events.bodies(tx, start, stop)])

    def _signed_tree(self, head: Head) -> Frontier:
        """The tree as it was last signed: to extend another one would sign what was tampered with."""
        if head.note is None and head.size == 0:
            return Frontier()
        tree = Frontier.stored(head.size, lambda _: head.nodes)
        now = Checkpoint(self.origin, head.size, tree.root())
        if head.note is None or read(head.note, self.key, self.origin) != now:
            raise IntegrityError(
                f"the log of {head.size} events is not the one that its last checkpoint signs",
                hint="verify the log",
            )
        return tree

    def _demand_open(self, tx: Connection, intents: list[int]) -> None:
        """Raise IntegrityError unless each is an export's intent that has no outcome yet, and is given once."""
        if not intents:
            return
        began = {entry.seq for entry in self._read(tx, intents) if isinstance(entry.event, ExportIntent)}
        ended = events.outcomes_of(tx, intents)
        for intent, times in Counter(intents).items():
            if intent not in began:
                raise IntegrityError(
                    f"event {intent} is not the intent of an export",
                    hint="name one of the log's open intents",
                )
            if intent in ended or times > 1:
                raise IntegrityError(
                    f"the export of event {intent} already ended, with event {ended.get(intent, 'beside it')}",
                    hint="start the export again: it takes up what is sealed",
                )

    def _found(self, wanted: Wanted) -> Iterator[Entry]:
        after: int | None = -1
        while after is not None:
            with self._registry.transaction() as tx:
                page = self._read(tx, events.search(tx, wanted, limit=_PAGE, after=after))
            yield from page
            after = page[-1].seq if len(page) == _PAGE else None

    def _read(self, tx: Connection, wanted: Sequence[int]) -> list[Entry]:
        """Those events, in the order asked for."""
        bodies = events.bodies_of(tx, wanted)
        return [Entry(seq, parse(seq, bodies[seq]), bodies[seq]) for seq in wanted if seq in bodies]


def _chunks(names: Iterable[str]) -> Iterator[list[str]]:
    """Each once, as many at a time as a statement takes."""
    rest = iter(sorted(set(names)))
    while chunk := list(islice(rest, _PAGE)):
        yield chunk


def _text(moment: datetime | None) -> str | None:
    return timestamp(moment) if moment else None
