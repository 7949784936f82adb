"""The consent ledger as a hash chain, and the check of it against what the log says was added.

A row's link is the SHA-256 of the link before it and of the row's cells, each ended by U+001F (unit separator). The
log's event of an import or withdrawal holds how many rows came with it, the digest of these, and the last link. So a
change is found by the links, and who mends the links does not agree with the log.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

import sqlalchemy as sa

from gateway.registry.tables import consents

CELLS = (
    "consent", "subject", "status", "purposes", "recipients", "otherwise_denied", "categories", "withheld",
    "effective_from", "effective_until", "recorded", "source",
)  # fmt: skip
START = ""
_SEPARATOR = "\x1f"
_AT_ONCE = 20_000
_TOLD = 5  # faults that are named; the others are counted


@dataclass(frozen=True, slots=True)
class Added:
    """What an event says of the rows that came with it: their number, their digest, the ledger's last link."""

    records: int
    rows: str
    ledger: str


class Said(NamedTuple):
    """The same with the event's sequence number in the log."""

    seq: int
    added: Added


class _Row(NamedTuple):
    version: int
    link: str
    cells: bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """rows: of the ledger. unsealed: those from before rows had links, told by the first link after them only.

    faults: what is wrong, in words without a cell; `more` were found beside them.
    """

    rows: int
    unsealed: int
    faults: tuple[str, ...]
    more: int


def body(cells: Sequence[str]) -> bytes:
    """The bytes of a row that are hashed. Raises ValueError for a separator in a cell."""
    text = _SEPARATOR.join((*cells, ""))
    if text.count(_SEPARATOR) != len(CELLS):
        raise ValueError("a cell of the consent ledger holds U+001F")
    return text.encode()


def joined(names: Sequence[str]) -> sa.ColumnElement[str]:
    """Cells joined by the database, each ended by the separator: far fewer values to fetch."""
    end = sa.literal(_SEPARATOR)
    text: sa.ColumnElement[str] = consents.c[names[0]] + end
    for name in names[1:]:
        text = text + consents.c[name] + end
    return text


def apart(text: str) -> list[str]:
    """The cells that were joined."""
    return text.split(_SEPARATOR)[:-1]


def follow(link: str, row: bytes) -> str:
    """The link of a row after the row with `link`."""
    return sha256(link.encode() + row).hexdigest()


def last_link(tx: sa.Connection) -> str:
    """The link that the next row follows: the last one's, or of all rows where these are from before links."""
    stored = tx.scalar(sa.select(consents.c.link).order_by(consents.c.version.desc()).limit(1))
    link = stored or START
    if stored == "":
        for row in _rows(tx):
            link = row.link or follow(link, row.cells)
    return link


def check(tx: sa.Connection, said: Sequence[Said]) -> Checked:
    """Compare the whole ledger with the log. `said` is in the log's order."""
    return _Check(said).run(_rows(tx))


class _Check:
    """One pass over the rows: a run of them ends with a row whose link an event of the log holds."""

    def __init__(self, said: Sequence[Said]) -> None:
        self._said = said
        self._ends = {one.added.ledger: place for place, one in enumerate(said)}
        self._next = 0  # the event whose rows come now
        self._link = START
        self._found = self._last = 0
        self._broken = False
        self._faults: list[str] = []
        self._digests = _Digests(said)

    def run(self, rows: Iterator[_Row]) -> Checked:
        total = unsealed = 0
        row, coming = next(rows, None), next(rows, None)
        while row:
            total += 1
            if not row.link and total == unsealed + 1:
                unsealed, self._link = total, follow(self._link, row.cells)
            else:
                self._take(row, coming)
            self._last = row.version
            row, coming = coming, next(rows, None)
        self._finish()
        return Checked(total, unsealed, tuple(self._faults[:_TOLD]), max(0, len(self._faults) - _TOLD))

    def _take(self, row: _Row, coming: _Row | None) -> None:
        self._found += 1
        self._digests.take(row)
        right = follow(self._link, row.cells) == row.link
        if not right:
            self._broken = True
            self._faults.append(self._fault(row, coming))
        if right or not self._is_extra(coming):
            self._link = row.link
        place = self._ends.get(row.link, -1)
        if place >= self._next:
            self._end(place)

    def _fault(self, row: _Row, coming: _Row | None) -> str:
        """A row does not follow from the one before it."""
        if 0 < self._last < row.version - 1:
            return f"{_span(self._last + 1, row.version - 1)} missing"
        if self._is_extra(coming):
            return f"consent row {row.version} was put in"
        return f"consent row {row.version} was changed" + (f", or {self._last} with its link" if self._last else "")

    def _is_extra(self, coming: _Row | None) -> bool:
        return coming is not None and follow(self._link, coming.cells) == coming.link

    def _end(self, place: int) -> None:
        """All rows of the events up to `place` are through."""
        expected = sum(one.added.records for one in self._said[self._next : place + 1])
        if self._broken and self._found != expected:
            self._faults.append(
                f"{expected} consents came until event {self._said[place].seq}, {self._found} are there"
            )
        self._next, self._found, self._broken = place + 1, 0, False

    def _finish(self) -> None:
        """What comes after the last link that the log knows."""
        told = self._said[self._next :]
        missing = sum(one.added.records for one in told) - self._found
        if missing < 0:
            self._faults.append(f"{-missing} consents are there that the log does not have: they were put in")
        elif missing > 0:
            self._faults.append(f"{missing} consents of event {told[0].seq}, or after it, are missing")
        elif told:
            seq = self._digests.differing or told[0].seq
            self._faults.append(f"the consents of event {seq} were changed, and all links after them")


class _Digests:
    """The digest of each event's rows, by their number alone: it tells whose rows were changed and linked anew."""

    def __init__(self, said: Sequence[Said]) -> None:
        self._said = iter(said)
        self._now = next(self._said, None)
        self._left = self._now.added.records if self._now else 0
        self._digest = sha256()
        self.differing: int | None = None

    def take(self, row: _Row) -> None:
        if self._now is None:
            return
        self._digest.update(row.cells)
        self._left -= 1
        if self._left:
            return
        if self.differing is None and self._digest.hexdigest() != self._now.added.rows:
            self.differing = self._now.seq
        self._now, self._digest = next(self._said, None), sha256()
        self._left = self._now.added.records if self._now else 0


def _span(first: int, last: int) -> str:
    return f"consent row {first} is" if first == last else f"consent rows {first} to {last} are"


def fetched(tx: sa.Connection, query: sa.Select[Any], at_once: int) -> Iterator[Sequence[Sequence[Any]]]:
    """Rows as a stream; SQLite's as its driver gives them, since to wrap a row takes longer than to fetch it."""
    if tx.dialect.name != "sqlite":
        yield from tx.execute(query.execution_options(yield_per=at_once)).partitions()
        return
    cursor: Any = tx.execute(query).cursor
    while rows := cursor.fetchmany(at_once):
        yield rows


def _rows(tx: sa.Connection) -> Iterator[_Row]:
    query = sa.select(consents.c.version, consents.c.link, joined(CELLS)).order_by(consents.c.version)
    for rows in fetched(tx, query, _AT_ONCE):
        for version, link, cells in rows:
            yield _Row(version, link, cells.encode())
