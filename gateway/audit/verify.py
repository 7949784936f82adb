"""The whole log checked from its stored bytes: events, tree, checkpoints, and a checkpoint kept elsewhere.

Every event is hashed as it is stored. The first thing that is wrong is named: a changed, missing, extra or
reordered event, a changed node, a changed or forged checkpoint, a log that forked from the one a witness saw.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from gateway.audit.checkpoint import Checkpoint, VerificationKey, read
from gateway.audit.details import Details, Place, commitments
from gateway.audit.events import follows
from gateway.audit.index import index_row
from gateway.audit.merkle import Frontier, Node, describe, leaf_hash
from gateway.errors import IntegrityError
from gateway.registry import events
from gateway.registry.db import Connection, Registry

_PAGE = 5_000  # events read in one transaction; they are checked outside of it, so that no writer waits
_BATCH = 250  # checkpoints that a thread verifies in one go: Ed25519 runs outside the interpreter's lock
_HINT = "keep the database as it is for the investigation, and restore the log from a backup"

_Fault = Callable[[], IntegrityError]


class _Head(NamedTuple):
    """The log at one size: the note stored for it, its root as computed, and the event that follows."""

    size: int
    note: bytes | None
    root: bytes
    following: bytes | None


@dataclass(frozen=True, slots=True)
class LogReport:
    """The log holds: so many events under this root; `witnessed` is the size of the checkpoint given.

    concealed: the commitments in the events. details: how it stands with their openings, where these were checked too.
    """

    origin: str
    size: int
    root: bytes
    witnessed: int | None
    concealed: Mapping[Place, str] = field(default_factory=dict)
    details: Details | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """Stored rows from event `start` to `stop`; `beyond`, on the last page, lies outside."""

    start: int
    stop: int
    bodies: dict[int, bytes]
    nodes: dict[Node, bytes]
    notes: dict[int, bytes]
    index: dict[int, tuple[Any, ...]]
    beyond: "_Beyond | None"


class _Beyond(NamedTuple):
    """The lowest sequence number; a checkpoint, a node and an indexed event that a log of this size cannot have."""

    lowest: int
    checkpoint: tuple[int, bytes] | None
    node: Node | None
    indexed: int | None


def verify(
    registry: Registry, key: VerificationKey, origin: str, given: str | None = None, *, indexed: bool = True
) -> LogReport:
    """Raise IntegrityError naming the first thing in the log that is wrong; else tell what holds.

    indexed: whether the log has an index, which then must say what the events say.
    """
    outside = None
    if given is not None:
        try:
            outside = read(given.encode(), key, origin)
        except IntegrityError as error:
            raise IntegrityError(
                f"the given checkpoint does not serve: {error.what}", hint=error.hint
            ) from None
    with ThreadPoolExecutor() as threads:
        try:
            return _Verification(registry, key, origin, outside, threads, quick=True, indexed=indexed).run()
        except IntegrityError:
            return _Verification(registry, key, origin, outside, threads, quick=False, indexed=indexed).run()


class _Verification:
    """One pass over the log; `_tree` has grown by every event that was found right.

    A quick pass takes a checkpoint as signed if the next event holds its digest, since that event is under
    the next signature, and so on to the last, which is verified. It tells whether the log holds; where it
    does not, a pass that verifies every signature finds the first fault.
    """

    def __init__(
        self,
        registry: Registry,
        key: VerificationKey,
        origin: str,
        outside: Checkpoint | None,
        threads: ThreadPoolExecutor,
        *,
        quick: bool,
        indexed: bool,
    ) -> None:
        self._registry = registry
        self._read = partial(read, key=key, origin=origin)
        self._origin = origin
        self._outside = outside
        self._threads = threads
        self._quick = quick
        self._indexed = indexed
        self._tree = Frontier()
        self._concealed: dict[Place, str] = {}

    def run(self) -> LogReport:
        """Page by page to the end of the log, which may grow meanwhile."""
        last = False
        if fault := self._forked():
            raise fault
        while not last:
            page = self._load()
            self._check(page)
            last = page.beyond is not None
        size, outside = self._tree.size, self._outside
        if outside and outside.size > size:
            raise _fault(
                f"{_span(size, outside.size)} missing: the given checkpoint covers {outside.size} events"
            )
        return LogReport(self._origin, size, self._tree.root(), outside.size if outside else None, self._concealed)

    def _load(self) -> _Page:
        start = self._tree.size
        with self._registry.transaction() as tx:
            total = events.size(tx)
            stop = min(start + _PAGE, total)
            nodes: dict[Node, bytes] = {}
            for level in range(stop.bit_length()):  # the nodes that these events complete
                nodes |= events.level_hashes(tx, level, start >> level, stop >> level)
            bodies = dict(events.bodies(tx, start, stop))
            notes = events.checkpoint_notes(tx, start + 1, stop + 1)
            beyond = None
            if stop == total:
                stray = events.checkpoint_beyond(tx, total), events.node_beyond(tx, total)
                beyond = _Beyond(events.lowest(tx), *stray, events.index_beyond(tx, total))
            index = events.index_rows(tx, start, stop) if self._indexed else {}
        return _Page(start, stop, bodies, nodes, notes, index, beyond)

    def _check(self, page: _Page) -> None:
        heads: list[_Head] = []
        fault: _Fault | None = None
        for seq in range(page.start, page.stop):
            fault = self._append(seq, page)
            if fault:
                break
            heads.append(_Head(seq + 1, page.notes.get(seq + 1), self._tree.root(), page.bodies.get(seq + 1)))
            if forked := self._forked():
                self._check_heads(heads)
                raise forked
        self._check_heads(heads)
        if fault:  # only now: a checkpoint before it would be the first wrong thing
            raise fault()
        if self._indexed:
            self._check_index(page)
        if page.beyond:
            self._check_beyond(page.stop, page.beyond)

    def _check_index(self, page: _Page) -> None:
        for seq, body in page.bodies.items():
            if page.index.get(seq) != index_row(seq, body):
                what = f"event {seq} is not found by what it says: its row of the index is not of it"
                raise IntegrityError(what, hint="empty the table event_index: the next command fills it again")

    def _append(self, seq: int, page: _Page) -> _Fault | None:
        body = page.bodies.get(seq)
        if body is None:
            return lambda: _fault(f"event {seq} is missing")
        leaf = leaf_hash(body)
        for node, value in self._tree.append(leaf):
            if page.nodes.get(node) != value:
                return lambda: self._diagnose(seq, leaf, node, page)
        for name, commitment in commitments(body).items():
            self._concealed[seq, name] = commitment
        return None

    def _forked(self) -> IntegrityError | None:
        """What to say if the log, grown to the size of the given checkpoint, is not the log that it saw."""
        outside = self._outside
        if outside is None or outside.size != self._tree.size or outside.root == self._tree.root():
            return None
        return _fault(
            f"the log forked: its first {outside.size} events are not those of the given checkpoint"
        )

    def _check_heads(self, heads: Sequence[_Head]) -> None:
        """Raise for the first checkpoint that is missing, not signed by this log, or of another tree."""
        batches = [heads[at : at + _BATCH] for at in range(0, len(heads), _BATCH)]
        for faults in self._threads.map(self._first_fault, batches):
            for fault in faults:
                raise fault

    def _first_fault(self, heads: Sequence[_Head]) -> list[IntegrityError]:
        for head in heads:
            if self._quick and self._vouched(head):
                continue
            try:
                if self._signed_root(head.size, head.note) != head.root:
                    last = head.size - 1
                    return [_fault(f"event {last} was changed: the checkpoint after it has another root")]
            except IntegrityError as error:
                return [error]
        return []

    def _vouched(self, head: _Head) -> bool:
        """Whether the checkpoint has the root computed, and the next event holds its digest."""
        if head.note is None or head.following is None:
            return False
        text = str(Checkpoint(self._origin, head.size, head.root))
        return head.note.startswith(f"{text}\n".encode()) and follows(head.following, head.note)

    def _signed_root(self, size: int, note: bytes | None) -> bytes:
        """The root that the checkpoint stored for `size` vouches for."""
        if note is None:
            raise _fault(f"event {size - 1} has no checkpoint: it is extra, or its checkpoint is missing")
        try:
            checkpoint = self._read(note)
        except IntegrityError as error:
            raise _fault(
                f"the checkpoint after event {size - 1} was changed or forged: {error.what}"
            ) from None
        if checkpoint.size != size:
            raise _fault(
                f"the checkpoint after event {size - 1} was replaced by one of size {checkpoint.size}"
            )
        return checkpoint.root

    def _diagnose(self, seq: int, leaf: bytes, node: Node, page: _Page) -> IntegrityError:
        """Event and stored tree disagree; the checkpoint after the event says which of them was changed."""
        if self._signed_root(seq + 1, page.notes.get(seq + 1)) == self._tree.root():
            return _fault(f"{describe(node)} of the stored tree was changed or is missing")
        expected = page.nodes.get((0, seq))
        if expected is None or expected == leaf:
            return _fault(f"event {seq} was changed, and the stored tree with it")
        with self._registry.transaction() as tx:
            home = events.leaf_at(tx, leaf)  # where the tree has what now stands here
            moved = self._find(tx, expected, seq)  # where that stands which the tree has here
            if home is not None and moved is not None:
                return _fault(f"events were reordered: event {seq} is now at {moved}, event {home} at {seq}")
            if moved is not None:
                return _fault(f"event {seq} is extra: it was put in before what is now event {moved}")
            copied = home is not None and (home < seq or self._find(tx, leaf, seq + 1) == home)
        if home is None or copied:
            return _fault(f"event {seq} was changed")
        return _fault(f"event {seq} is missing: what was event {home} is in its place")

    def _find(self, tx: Connection, leaf: bytes, start: int) -> int | None:
        found = (seq for seq, body in events.bodies(tx, start, events.size(tx)) if leaf_hash(body) == leaf)
        return next(found, None)

    def _check_beyond(self, total: int, beyond: _Beyond) -> None:
        """Raise for what a log of `total` events does not hold."""
        if beyond.lowest < 0:
            raise _fault(f"event {beyond.lowest} is extra: the log begins at 0")
        if beyond.checkpoint:
            size, note = beyond.checkpoint
            if size > total and self._signed_root(size, note):
                raise _fault(f"{_span(total, size)} missing: a signed checkpoint covers {size} events")
            raise _fault(f"the checkpoint of size {size} is extra")
        if beyond.node == (0, total):
            raise _fault(f"event {total} is missing: its hash is still in the stored tree")
        if beyond.node:
            raise _fault(f"{describe(beyond.node)} of the stored tree is extra")
        if beyond.indexed is not None:
            raise _fault(f"event {beyond.indexed} is extra: it is in the index, and not in the log")


def _span(start: int, stop: int) -> str:
    return f"event {start} is" if stop - start == 1 else f"events {start} to {stop - 1} are"


def _fault(what: str) -> IntegrityError:
    return IntegrityError(what, hint=_HINT)
