"""The site's audit log: what is done to the registry goes through `Log.record`, so that nothing escapes it.

    with log.record(GrantIssued(actor=…, role=…, …)) as tx:
        documents.add(tx, …)

The event joins the caller's transaction: after a crash both are there or neither is.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from gateway.audit import portable
from gateway.audit.attempt import Attempt
from gateway.audit.checkpoint import Checkpoint, Signer, VerificationKey, read, sign
from gateway.audit.events import canonical, parse, timestamp
from gateway.audit.exports import ExportIntent, ExportOutcome
from gateway.audit.merkle import Frontier, leaf_hash
from gateway.audit.schema import Event
from gateway.audit.verify import LogReport, verify
from gateway.errors import IntegrityError, Refused, RiskRefused
from gateway.registry import events
from gateway.registry.db import Connection, Registry

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
    def record(self, event: Event) -> Iterator[Connection]:
        """One transaction with the caller's writes, then the event and its checkpoint; all of it or nothing.

        Raises IntegrityError where the registry cannot be written, the log does not hold, or an export's
        outcome has no open intent; the caller's writes are undone.
        """
        with self._registry.transaction() as tx:
            yield tx
            self._append(tx, event)

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
            seq = self._append(tx, intent)
        attempt = Attempt(self.record, seq, intent)
        try:
            yield attempt
            attempt.demand_published()
        except BaseException as error:
            attempt.close(error)
            raise

    def open_intents(self) -> dict[int, ExportIntent]:
        """The intents without an outcome, by sequence number: exports that run now, or that a crash ended."""
        found: dict[int, ExportIntent] = {}
        for entry in self._entries([b'"type":"export.']):
            if isinstance(entry.event, ExportIntent):
                found[entry.seq] = entry.event
            elif isinstance(entry.event, ExportOutcome):
                found.pop(entry.event.intent, None)
        return found

    def close_intent(self, outcome: ExportOutcome) -> None:
        """Write how the export that began with event `outcome.intent` ended, as recovery found it."""
        with self.record(outcome):
            pass

    def entries(
        self,
        *,
        actor: str | None = None,
        type: str | None = None,
        release: str | None = None,
        request: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Iterator[Entry]:
        """The events that match all that is given, in order, as a stream; `until` is excluded."""
        wanted = {"actor": actor, "type": type, "release": release, "request": request}
        # In canonical JSON a field is exactly these bytes: no string of the schema can hold a quote.
        needles = [f'"{k}":{json.dumps(v)}'.encode() for k, v in wanted.items() if v is not None]
        first = timestamp(since) if since else ""
        end = timestamp(until) if until else "~"
        return (entry for entry in self._entries(needles) if first <= (entry.event.at or "") < end)

    def checkpoint(self) -> str:
        """The newest signed checkpoint, to be kept where nobody who can write the registry can write."""
        with self._registry.transaction() as tx:
            latest = events.latest_checkpoint(tx)
        if latest is None:
            raise IntegrityError("the log is empty", hint="make the site first")
        return latest.decode()

    def verify(self, checkpoint: str | None = None) -> LogReport:
        """Check the whole log, and against a checkpoint kept elsewhere; IntegrityError names the fault."""
        return verify(self._registry, self.key, self.origin, checkpoint)

    def portable(self) -> Iterator[str]:
        """The whole log as the lines of a file that `portable.check` verifies by the log's key alone."""
        return portable.write(self._registry, self.key, self.origin)

    def _append(self, tx: Connection, event: Event) -> int:
        seq = events.size(tx)
        if isinstance(event, ExportOutcome):
            self._demand_open(tx, event.intent, seq)
        newest = events.latest_checkpoint(tx)
        tree = self._signed_tree(tx, seq, newest)
        body = canonical(event, self._clock(), newest)
        made = dict(tree.append(leaf_hash(body)))
        note = sign(Checkpoint(self.origin, tree.size, tree.root()), self._signer)
        events.append(tx, seq, body, made, note)
        return seq

    def _signed_tree(self, tx: Connection, size: int, newest: bytes | None) -> Frontier:
        """The tree as it was last signed: to extend another one would sign what was tampered with."""
        if newest is None and size == 0:
            return Frontier()
        tree = Frontier.stored(size, partial(events.node_hashes, tx))
        head = Checkpoint(self.origin, size, tree.root())
        if newest is None or read(newest, self.key, self.origin) != head:
            raise IntegrityError(
                f"the log of {size} events is not the one that its last checkpoint signs",
                hint="verify the log",
            )
        return tree

    def _demand_open(self, tx: Connection, intent: int, size: int) -> None:
        """Raise IntegrityError unless `intent` is an export's intent that has no outcome yet."""
        rows = events.bodies(tx, intent, size)
        began = next(rows, None)
        if began is None or began[0] != intent or not isinstance(parse(*began), ExportIntent):
            raise IntegrityError(
                f"event {intent} is not the intent of an export",
                hint="name one of the log's open intents",
            )
        for seq, body in rows:
            if b'"intent":%d,' % intent in body:  # only an outcome has this field
                raise IntegrityError(
                    f"the export of event {intent} already ended, with event {seq}",
                    hint="start the export again: it takes up what is sealed",
                )

    def _entries(self, needles: list[bytes]) -> Iterator[Entry]:
        start, size = 0, 1
        while start < size:
            with self._registry.transaction() as tx:
                size = events.size(tx)
                rows = list(events.bodies(tx, start, start + _PAGE))
            for seq, body in rows:
                if all(needle in body for needle in needles):
                    yield Entry(seq, parse(seq, body), body)
            start += _PAGE
