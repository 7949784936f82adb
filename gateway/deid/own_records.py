"""The subject table's identifying columns in, each subject's own record out, to look for in that subject's notes."""

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from gateway.model import Dataset, Identifier, PatientRecord, Table
from gateway.records import kinds
from gateway.records.stream import Part, parts


def identifying(table: Table) -> dict[str, str]:
    """Column → kind, for the columns whose values may be found again in text."""
    families = ("name", "contact", "id", "org", "biometric")
    exact = ("subject", "geo.street", "geo.city", "geo.county", "geo.zip", "geo.place", "date.birth", "date.death")
    return {
        column.name: column.kind
        for column in table.columns
        if (column.kind.split(".")[0] in families or column.kind in exact) and kinds.find(column.kind)
    }


class OwnRecords:
    """Records by subject, held as Arrow columns: some 200 bytes a subject."""

    def __init__(self, columns: Mapping[str, str], rows: pa.Table, subject: str) -> None:
        self._columns = columns
        self._rows = rows.combine_chunks()
        self._subjects = self._rows.column(subject).combine_chunks()

    def of(self, subjects: pa.StringArray) -> dict[str, PatientRecord]:
        """The records of those distinct subjects that have one."""
        found = pc.index_in(subjects, value_set=self._subjects)
        rows = self._rows.take(found.drop_null()).to_pylist()
        names = subjects.filter(found.is_valid()).to_pylist()
        return {subject: self._record(row) for subject, row in zip(names, rows, strict=True)}

    def _record(self, row: Mapping[str, str | None]) -> PatientRecord:
        pairs = ((self._columns[column], value) for column, value in row.items())
        return PatientRecord(tuple(Identifier(kind, value) for kind, value in pairs if value))


def load(dataset: Dataset, subjects: pa.StringArray) -> OwnRecords:
    """Read the identifying columns of the consented subjects."""
    table = dataset.table(dataset.subject_table)
    told = {c.name: c.kind for c in table.columns if c.kind in ("demographic.sex", "demographic.gender")}
    columns = {**identifying(table), **told}  # the gender is not looked for, but invented names keep it
    subject = str(table.subject)
    batches = [_texts(part, subject, subjects) for part in parts(table, tuple(columns))]
    return OwnRecords(columns, pa.Table.from_batches(batches), subject)


def _texts(part: Part, subject: str, subjects: pa.StringArray) -> pa.RecordBatch:
    rows = part.rows
    texts = pa.record_batch([column.cast(pa.string()) for column in rows.columns], names=rows.schema.names)
    return texts.filter(pc.is_in(texts.column(subject), value_set=subjects))


def values(records: Iterable[PatientRecord]) -> set[Identifier]:
    """All identifiers of `records`."""
    return {identifier for record in records for identifier in record.identifiers}
