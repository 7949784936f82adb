"""The whole log as a file that anybody can verify who has the log's verification key: JSON, one line an event.

    {"format":"gateway-log-1","key":"…","origin":"gateway/mercy","size":2}
    {"seq":0,"body":"{…}","leaf":"<hex>","note":"gateway/mercy\\n1\\n…"}

`body` holds the very bytes that were hashed, as text; `leaf` is the hash that the log's tree has for the event, and
`note` the signed checkpoint after it. To verify, the file becomes a registry of its own, which is checked as the
site's is, so that both find the same faults in the same words.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from gateway.audit.checkpoint import VerificationKey
from gateway.audit.merkle import Frontier, Node
from gateway.audit.verify import LogReport, verify
from gateway.errors import BadInput, IntegrityError
from gateway.registry import events
from gateway.registry.db import Registry

FORMAT = "gateway-log-1"
_PAGE = 5_000
_HINT = "ask for the file again, and keep this one for the investigation"


class _Line(NamedTuple):
    seq: int
    body: bytes
    leaf: bytes
    note: str


def write(registry: Registry, key: VerificationKey, origin: str) -> Iterator[str]:
    """The log as it is stored, line by line; it is not verified on the way."""
    with registry.transaction() as tx:
        size = events.size(tx)
    yield _json({"format": FORMAT, "key": str(key), "origin": origin, "size": size})
    for start in range(0, size, _PAGE):
        stop = min(start + _PAGE, size)
        with registry.transaction() as tx:
            bodies = dict(events.bodies(tx, start, stop))
            leaves, notes = events.level_hashes(tx, 0, start, stop), events.checkpoint_notes(tx, start + 1, stop + 1)
        for seq, body in bodies.items():
            leaf, note = leaves.get((0, seq), b"").hex(), notes.get(seq + 1, b"").decode()
            yield _json({"seq": seq, "body": body.decode(), "leaf": leaf, "note": note})


def check(path: Path, key: VerificationKey, given: str | None = None) -> LogReport:
    """Verify such a file by `key` alone, and against a checkpoint kept elsewhere; IntegrityError names the fault.

    Raises BadInput where it is no such file at all.
    """
    with TemporaryDirectory() as folder:
        registry = Registry(f"sqlite:///{folder}/log.db")
        registry.create()
        try:
            origin, size = _load(path, registry, key)
            found = verify(registry, key, origin, given, indexed=False)
        finally:
            registry.close()
    if found.size != size:
        raise IntegrityError(f"the file says that it holds {size} events, and holds {found.size}", hint=_HINT)
    return found


def _load(path: Path, registry: Registry, key: VerificationKey) -> tuple[str, int]:
    """Fill the registry; gives the log's origin and size. What the file lacks is left for the verification to name."""
    tree, page, last = Frontier(), list[_Line](), -1
    try:
        with path.open("rb") as file:
            header = _header(path, _decoded(file.readline(), -1), key)
            for raw in file:
                line = _line(_decoded(raw, last), last)
                last = line.seq
                page.append(line)
                if len(page) == _PAGE:
                    _store(registry, tree, page)
                    page = []
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({type(error).__name__})", hint="check the path") from None
    _store(registry, tree, page)
    return str(header["origin"]), int(header["size"])


def _decoded(raw: bytes, last: int) -> str:
    """The line behind that of event `last`."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        where = "the first line, before event 0," if last < 0 else f"event {last + 1}"
        raise IntegrityError(f"{where} was changed: it is not text", hint=_HINT) from None


def _header(path: Path, raw: str, key: VerificationKey) -> dict[str, Any]:
    try:
        header = json.loads(raw)
        if header["format"] != FORMAT or not isinstance(header["origin"], str) or type(header["size"]) is not int:
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        hint = "`gateway audit export --format jsonl` writes one"
        raise BadInput(f"{path}: does not begin as an exported log does", hint=hint) from None
    if header.get("key") != str(key) or raw != _json(header):
        what = f"{path}: its first line, before event 0, was changed, or it is of another key's log"
        raise IntegrityError(what, hint=_HINT)
    return dict(header)


def _line(raw: str, last: int) -> _Line:
    """One event's line, which stands behind that of event `last`."""
    try:
        fields = json.loads(raw)
        line = _Line(fields["seq"], fields["body"].encode(), bytes.fromhex(fields["leaf"]), fields["note"])
        if (
            raw != _json({**line._asdict(), "body": fields["body"], "leaf": line.leaf.hex()})
            or type(line.seq) is not int
        ):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise IntegrityError(f"event {last + 1}: its line was changed or cut off", hint=_HINT) from None
    if line.seq <= last:
        what = "stands twice" if line.seq == last else f"was put behind event {last}: events were reordered"
        raise IntegrityError(f"event {line.seq} {what}", hint=_HINT)
    return line


def _store(registry: Registry, tree: Frontier, page: list[_Line]) -> None:
    """Keep rows as the site's registry would; behind a gap there is no tree, only leaves."""
    nodes: dict[Node, bytes] = {}
    for line in page:
        nodes |= dict(tree.append(line.leaf)) if line.seq == tree.size else {(0, line.seq): line.leaf}
    with registry.transaction() as tx:
        bodies, notes = {line.seq: line.body for line in page}, {line.seq + 1: line.note for line in page}
        events.append(tx, bodies, (), nodes, notes)


def _json(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")) + "\n"
