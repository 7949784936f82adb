"""Proofs from the stored tree, each checked before it is given: that an event is in the log, that the log was extended.

They lead to the root of the newest checkpoint, whose signature is verified; whoever keeps that can check them alone.
"""

from dataclasses import dataclass
from functools import partial

from gateway.audit.checkpoint import Checkpoint, VerificationKey, read
from gateway.audit.merkle import check_consistency, check_inclusion, consistency_proof, inclusion_proof, leaf_hash
from gateway.errors import BadInput, IntegrityError
from gateway.registry import events
from gateway.registry.db import Connection, Registry


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Event `seq` with its bytes, and the path (RFC 9162 §2.1.3.1) from its leaf to the head's root."""

    seq: int
    body: bytes
    leaf: bytes
    path: tuple[bytes, ...]
    head: Checkpoint


@dataclass(frozen=True, slots=True)
class Consistency:
    """The path (RFC 9162 §2.1.4.1) that shows the log of `old` to begin the one of `head`."""

    old: Checkpoint
    path: tuple[bytes, ...]
    head: Checkpoint


def inclusion(registry: Registry, key: VerificationKey, origin: str, seq: int) -> Inclusion:
    """Raises BadInput where the log has no such event, IntegrityError where it does not hold."""
    with registry.transaction() as tx:
        head = _head(tx, key, origin)
        if not 0 <= seq < head.size:
            raise BadInput(f"the log has no event {seq}", hint=f"it holds {head.size}, numbered from 0")
        body = next(events.bodies(tx, seq, seq + 1), (seq, b""))[1]
        path = inclusion_proof(seq, head.size, partial(events.node_hashes, tx))
    leaf = leaf_hash(body)
    try:
        check_inclusion(path, leaf, seq, head.size, head.root)
    except IntegrityError:
        raise IntegrityError(f"event {seq} is not the one that was logged", hint=_VERIFY) from None
    return Inclusion(seq, body, leaf, tuple(path), head)


def consistency(registry: Registry, key: VerificationKey, origin: str, kept: str) -> Consistency:
    """Raises IntegrityError where `kept` is no checkpoint of this log, or the log no longer begins with that one."""
    old = read(kept.encode(), key, origin)
    with registry.transaction() as tx:
        head = _head(tx, key, origin)
        if old.size > head.size:
            what = f"the log holds {head.size} events; the checkpoint was made of {old.size}: some were removed"
            raise IntegrityError(what, hint=_VERIFY)
        path = consistency_proof(old.size, head.size, partial(events.node_hashes, tx)) if old.size else []
    try:
        check_consistency(path, old.size, old.root, head.size, head.root)
    except IntegrityError:
        what = f"the log forked: its first {old.size} events are not those of the checkpoint"
        raise IntegrityError(what, hint=_VERIFY) from None
    return Consistency(old, tuple(path), head)


def _head(tx: Connection, key: VerificationKey, origin: str) -> Checkpoint:
    """The newest checkpoint, its signature verified."""
    newest = events.head(tx).note
    if newest is None:
        raise IntegrityError("the log has no checkpoint", hint=_VERIFY)
    return read(newest, key, origin)


_VERIFY = "run `gateway audit verify`, which names what was changed"
