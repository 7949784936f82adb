"""The consent ledger in SQL: versions are added and read, never changed.

Rows come back as an Arrow table in the order of recording (`SCHEMA`): purposes, recipients, otherwise_denied,
categories and withheld are words separated by spaces, days are dates (effective_until null means open), recorded
is UTC.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from gateway.errors import BadInput
from gateway.registry import chain
from gateway.registry.chain import Added
from gateway.registry.tables import consents

_CHUNK = 20_000
_WORDS: pa.DataType = pa.dictionary(pa.int32(), pa.string())  # few distinct values among many rows

_FIELDS: list[tuple[str, pa.DataType]] = [
    ("version", pa.int64()),
    ("consent", pa.string()),
    ("subject", pa.string()),
    ("status", _WORDS),
    ("purposes", _WORDS),
    ("recipients", _WORDS),
    ("otherwise_denied", _WORDS),
    ("categories", _WORDS),
    ("withheld", _WORDS),
    ("effective_from", pa.date32()),
    ("effective_until", pa.date32()),
    ("recorded", pa.timestamp("us", tz="UTC")),
    ("source", _WORDS),
]
SCHEMA = pa.schema(_FIELDS)
_FEW = tuple(name for name, type_ in _FIELDS if type_ == _WORDS)
_PLAIN = tuple(name for name, type_ in _FIELDS if type_ != _WORDS)


class Version(Protocol):
    """What `add` needs of a version of a consent."""

    @property
    def consent(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def purposes(self) -> tuple[str, ...]: ...
    @property
    def recipients(self) -> tuple[str, ...]: ...
    @property
    def otherwise_denied(self) -> tuple[str, ...]: ...
    @property
    def categories(self) -> tuple[str, ...]: ...
    @property
    def withheld(self) -> tuple[str, ...]: ...
    @property
    def effective_from(self) -> date: ...
    @property
    def effective_until(self) -> date | None: ...
    @property
    def recorded(self) -> datetime: ...
    @property
    def source(self) -> str: ...


def add(tx: sa.Connection, versions: Iterable[Version]) -> Added:
    """Append versions to the ledger, as a stream, and say what the log's event is to hold of them.

    Raises BadInput where a consent id already belongs to another subject: a version of somebody else's would
    silence this one's denial.
    """
    before: int = tx.scalar(sa.select(sa.func.coalesce(sa.func.max(consents.c.version), 0))) or 0
    link, digest, added = chain.last_link(tx), hashlib.sha256(), 0
    rows = map(_row, versions)
    while chunk := list(islice(rows, _CHUNK)):
        for row in chunk:
            body = chain.body([row[name] for name in chain.CELLS])
            digest.update(body)
            link = row["link"] = chain.follow(link, body)
        tx.execute(sa.insert(consents), chunk)
        added += len(chunk)
    _demand_one_subject(tx, before)
    return Added(added, digest.hexdigest(), link)


def _demand_one_subject(tx: sa.Connection, before: int) -> None:
    new, known = consents.alias(), consents.alias()
    same = sa.and_(new.c.consent == known.c.consent, new.c.subject != known.c.subject)
    clashing = sa.select(sa.func.count(sa.distinct(new.c.consent))).join_from(new, known, same)
    if clashes := tx.scalar(clashing.where(new.c.version > before)):
        raise BadInput(
            f"{clashes} consent ids belong to more than one subject",
            hint="give each subject's consent its own id",
        )


def read(tx: sa.Connection, as_recorded_by: datetime) -> pa.Table:
    """Read the ledger as it stood at `as_recorded_by` (aware), streaming: the table is all that is held."""
    return _table(tx, sa.select(consents).where(consents.c.recorded <= _stamp(as_recorded_by)))


def of_subject(tx: sa.Connection, subject: str) -> pa.Table:
    """Read every version that was ever recorded for one subject."""
    return _table(tx, sa.select(consents).where(consents.c.subject == subject))


def digest(ledger: pa.Table) -> str:
    """Give the SHA-256 (hex) of a snapshot: each cell as a netstring (length in bytes:text,), row by row.

    The version number itself is left out: the digest speaks of what is recorded, and in which order.
    """
    state = hashlib.sha256()
    for batch in ledger.select([name for name in SCHEMA.names if name != "version"]).to_batches(_CHUNK):
        cells = [part for column in batch.columns for part in _netstring(column)]
        rows = pc.binary_join_element_wise(*cells, "")
        state.update("".join(rows.to_pylist()).encode())
    return state.hexdigest()


def _netstring(column: "pa.Array[Any]") -> tuple[Any, ...]:
    text = pc.fill_null(column.cast(pa.string()), "")
    return pc.binary_length(text).cast(pa.string()), ":", text, ","


def _row(version: Version) -> dict[str, str]:
    until = version.effective_until
    return {
        "consent": version.consent,
        "subject": version.subject,
        "status": version.status,
        "purposes": " ".join(version.purposes),
        "recipients": " ".join(version.recipients),
        "otherwise_denied": " ".join(version.otherwise_denied),
        "categories": " ".join(version.categories),
        "withheld": " ".join(version.withheld),
        "effective_from": version.effective_from.isoformat(),
        "effective_until": until.isoformat() if until else "",
        "recorded": _stamp(version.recorded),
        "source": version.source,
    }


def _stamp(moment: datetime) -> str:
    """Write a moment so that the order of the texts is the order of the moments."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _table(tx: sa.Connection, query: sa.Select[Any]) -> pa.Table:
    plain = [consents.c[name] for name in _PLAIN]
    ordered = query.with_only_columns(chain.joined(_FEW), *plain).order_by(consents.c.version)
    batches = [_batch(rows) for rows in chain.fetched(tx, ordered, _CHUNK)]
    return pa.Table.from_batches(batches, SCHEMA).unify_dictionaries()


def _batch(rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    few, *plain = zip(*rows, strict=True)
    columns = {name: _typed(SCHEMA.field(name), values) for name, values in zip(_PLAIN, plain, strict=True)}
    columns |= _words(few)
    return pa.RecordBatch.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _words(cells: Sequence[str]) -> "dict[str, pa.Array[Any]]":
    """The columns of `_FEW`; what they hold together is taken apart once for each of its few distinct values."""
    together = pa.array(cells, pa.string()).dictionary_encode()
    distinct = map(chain.apart, together.dictionary.to_pylist())
    columns = (pa.array(column, pa.string()).dictionary_encode() for column in zip(*distinct, strict=True))
    return {name: pa.DictionaryArray.from_arrays(column.indices.take(together.indices), column.dictionary)
            for name, column in zip(_FEW, columns, strict=True)}  # fmt: skip


def _typed(column: "pa.Field[Any]", cells: Sequence[Any]) -> "pa.Array[Any]":
    if column.name in ("version", "consent", "subject"):
        return pa.array(cells, column.type)
    texts = pa.array(cells, pa.string()).dictionary_encode()
    values = pa.array([text or None for text in texts.dictionary.to_pylist()], pa.string()).cast(column.type)
    return values.take(texts.indices)
