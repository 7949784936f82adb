"""The subject table's demographic columns in, each subject's groups out, for measures that must hold for everybody.

A group of few subjects is pooled with the others of its kind before anything is counted, so no count tells of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from gateway.model import Dataset, Table
from gateway.records.stream import Part, parts

FEW = 20  # subjects
POOL = f"groups under {FEW}"
UNKNOWN = "not recorded"
AXES: Mapping[str, str] = {
    "demographic.sex": "sex",
    "demographic.gender": "gender",
    "demographic.race": "race",
    "demographic.ethnicity": "ethnicity",
    "demographic.language": "language",
    "date.birth": "age",
}
_BANDS = ((0, "0 to 17"), (18, "18 to 39"), (40, "40 to 64"), (65, "65 to 89"), (90, "90 and over"))


class Cohort:
    """The groups of the subjects of one release: some 10 bytes a subject and axis.

    few: groups of fewer subjects are pooled.
    """

    def __init__(self, subjects: pa.StringArray, axes: Mapping[str, pa.Array], few: int = FEW) -> None:
        self._subjects = subjects
        self._axes = {axis: _pooled(groups, few) for axis, groups in axes.items()}

    def of(self, subjects: pa.StringArray) -> dict[str, tuple[str, ...]]:
        """The groups of distinct subjects, as `axis: group`."""
        found = pc.index_in(subjects, value_set=self._subjects)
        names = subjects.filter(found.is_valid()).to_pylist()
        columns = [
            [f"{axis}: {group}" for group in groups.take(found.drop_null()).to_pylist()]
            for axis, groups in self._axes.items()
        ]
        return dict(zip(names, zip(*columns, strict=True), strict=True)) if columns else {}

    def sizes(self, subjects: pa.StringArray | None = None) -> dict[tuple[str, str], int]:
        """Subjects by axis and group; of `subjects` alone where they are given."""
        some = None if subjects is None else pc.index_in(subjects, value_set=self._subjects).drop_null()
        return {
            (axis, pair["values"].as_py()): pair["counts"].as_py()
            for axis, groups in self._axes.items()
            for pair in (groups if some is None else groups.take(some)).value_counts()
        }


def load(
    dataset: Dataset, subjects: pa.StringArray, year: int, few: int = FEW, axes: Mapping[str, str] = AXES
) -> Cohort:
    """Read the groups of `subjects`; ages are those reached in `year`. Groups of fewer than `few` are pooled.

    axes: kind of column → what its groups are called.
    """
    table = dataset.table(dataset.subject_table)
    columns = _columns(table, axes)
    subject = str(table.subject)
    batches = [_texts(part, subject, subjects) for part in parts(table, (subject, *columns))]
    rows = pa.Table.from_batches(batches).combine_chunks()
    groups = {axis: _groups(axis, rows.column(name).combine_chunks(), year) for name, axis in columns.items()}
    return Cohort(rows.column(subject).combine_chunks(), groups, few)


def _columns(table: Table, axes: Mapping[str, str]) -> dict[str, str]:
    """Column → axis; the first column of a kind speaks for it."""
    first = {column.kind: column.name for column in reversed(table.columns) if column.kind in axes}
    return {first[kind]: axis for kind, axis in axes.items() if kind in first}


def _texts(part: Part, subject: str, subjects: pa.StringArray) -> pa.RecordBatch:
    rows = part.rows
    texts = pa.record_batch([column.cast(pa.string()) for column in rows.columns], names=rows.schema.names)
    return texts.filter(pc.is_in(texts.column(subject), value_set=subjects))


def _groups(axis: str, values: pa.Array, year: int) -> pa.Array:
    if axis != "age":
        return _filled(pc.utf8_trim_whitespace(values))
    born = _filled(pc.extract_regex(values, r"(?P<year>\b(?:18|19|20)\d\d)").field("year"))
    return pa.array(list(_bands(pc.subtract(year, pc.cast(born, pa.int64())).to_pylist())), pa.string())


def _filled(texts: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(texts, ""), None, texts)


def _bands(ages: list[int | None]) -> Iterator[str | None]:
    for age in ages:
        yield None if age is None else next((name for first, name in reversed(_BANDS) if age >= first), None)


def _pooled(groups: pa.Array, few: int) -> pa.DictionaryArray:
    """Groups by name; the small ones under one name."""
    named = pc.fill_null(groups, UNKNOWN)
    counts = Counter({p["values"].as_py(): p["counts"].as_py() for p in named.value_counts()})
    small = pa.array([name for name, count in counts.items() if count < few], pa.string())
    return pc.if_else(pc.is_in(named, value_set=small), POOL, named).dictionary_encode()
