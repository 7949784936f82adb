"""One part of a table in, the same rows as the plan releases them out."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid import cohort
from gateway.deid.closed import has_text, open_rows
from gateway.deid.columns import Rows, Unreadable
from gateway.deid.text import Scrubber, Tally
from gateway.model import SUBJECT, Closed, ColumnPlan, Dataset, Generalised, Plan, Secrets, Table
from gateway.records.sensitive.held import needed
from gateway.records.stream import Part, parts


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The released rows of one part, how many were read, and why the others were left out."""

    rows: pa.RecordBatch
    read: int
    left_out: Mapping[str, int]
    tally: Tally
    groups: Mapping[str, int]
    sensitive: Mapping[str, int]


class Deidentifier:
    """Applies a plan. `scrubber` replaces identifying spans in notes."""

    def __init__(self, plan: Plan, secrets: Secrets, scrubber: Scrubber) -> None:
        self._plan = plan
        self._secrets = secrets
        self._scrubber = scrubber

    def cleaner(self, generalised: Generalised) -> Callable[[Part, Table], Cleaned]:
        """`clean` by the settled plan, for the subjects that a release holds."""
        consented = generalised.consented
        settled = Deidentifier(generalised.plan, self._secrets, self._measuring(generalised))
        left_out = {"no-consent": consented.excluded, "suppressed": generalised.suppressed}
        gone = {g.name: g.members.filter(pc.is_in(g.members, value_set=generalised.suppressed))
                for g in generalised.groups}  # fmt: skip
        return partial(settled.clean, released=generalised.released, left_out=left_out, groups=gone,
                       closed=consented.closed)  # fmt: skip

    def _measuring(self, generalised: Generalised) -> Scrubber:
        """The scrubber with the released subjects' groups, where there is text to scrub, and what that text takes."""
        modes = {getattr(c.transform, "mode", "") for c in generalised.plan.columns if c.transform.name == "scrub"}
        if "surrogate" not in modes:
            self._scrubber.forget_originals()
        if not modes:
            return self._scrubber
        groups = cohort.load(generalised.consented.planned.dataset, generalised.released, generalised.plan.as_of.year)
        return self._scrubber.measuring(groups)

    def clean(self, part: Part, table: Table, released: pa.StringArray,
              left_out: Mapping[str, pa.StringArray], groups: Mapping[str, pa.StringArray] | None = None,
              closed: Closed | None = None) -> Cleaned:  # fmt: skip
        """Keep the rows of `released` subjects and transform their columns.

        left_out: subjects by the reason why they are not released, to count the other rows by. groups: suppressed
        subjects by their protected group, likewise. closed: what of the released subjects' data stays here.
        """
        counts = Counter({f"quarantined: {reason}": n for reason, n in part.quarantined.items()})
        rows = part.rows
        read = rows.num_rows + sum(part.quarantined.values())
        hit = _by_group(rows, table.subject, groups or {}) if table.subject else {}
        carried: Mapping[str, int] = {}
        if table.subject:
            rows = _of_subjects(rows, table.subject, released, left_out, counts)
            if closed:
                text = has_text(self._plan, table.name)
                rows, carried = open_rows(rows, table, closed, text=text, counts=counts)
        columns = [column for column in self._plan.of(table.name) if not column.transform.drops]
        cleaned = self._transform(rows, table, columns, counts)
        return Cleaned(cleaned, read, +counts, self._scrubber.take_tally(), hit, carried)

    def profiles(self, dataset: Dataset, subjects: pa.StringArray,
                 closed: Closed | None = None) -> Iterator[tuple[str, pa.RecordBatch]]:  # fmt: skip
        """What risk is of, of these subjects, as it would be released, the raw subject first.

        A column with levels stands there once for each, as its `view`, all null where the level drops it. closed: what
        of these subjects' data is not released.
        """
        for table in dataset.tables:
            traits = [trait for trait in self._plan.traits if trait.table == table.name]
            named = {name for trait in traits for name in trait.columns}
            planned = [column for column in self._plan.of(table.name) if column.column in named]
            if not traits or not table.subject:
                continue
            read = {table.subject, *(column.column for column in planned), *(needed(table) if closed else ())}
            for part in parts(table, tuple(read)):
                rows = _of_subjects(part.rows, table.subject, subjects, {}, Counter())
                if closed:
                    text = has_text(self._plan, table.name)
                    rows, _ = open_rows(rows, table, closed, text=text, counts=Counter())
                yield table.name, self.profile(rows, table, planned)

    def profile(self, rows: pa.RecordBatch, table: Table, planned: Sequence[ColumnPlan]) -> pa.RecordBatch:
        """The raw subject and the planned columns at each of their levels, without rows that cannot be processed."""
        views = {name: view for column in planned for name, view in _views(column)}
        while True:
            try:
                columns = [self._apply(rows, table, view) for view in views.values()]
                return pa.record_batch([rows.column(table.subject), *columns], names=[SUBJECT, *views])
            except Unreadable as bad:
                rows = rows.filter(pc.invert(bad.rows))

    def _transform(self, rows: pa.RecordBatch, table: Table, columns: Sequence[ColumnPlan],
                   counts: Counter[str]) -> pa.RecordBatch:
        """All columns at once; rows that a transform cannot process are counted and the rest done again."""
        while True:
            current = None
            self._scrubber.take_tally()  # what an attempt replaced that failed afterwards
            try:
                arrays = []
                for current in columns:
                    arrays.append(self._apply(rows, table, current))
                return pa.record_batch(arrays, names=[column.column for column in columns])
            except Unreadable as bad:
                assert current is not None  # noqa: S101 - Unreadable comes from a column
                counts[f"quarantined: {current.column}: {bad.reason}"] += pc.sum(bad.rows).as_py()
                rows = rows.filter(pc.invert(bad.rows))

    def codes(self, subjects: pa.StringArray, column: ColumnPlan) -> pa.Array:
        """What stands for each subject in a subject column of the release, as text."""
        context = Rows(subjects, column.kind, self._plan.as_of, self._secrets, self._scrubber)
        return column.transform.apply(subjects, context).cast(pa.string())

    def _apply(self, rows: pa.RecordBatch, table: Table, column: ColumnPlan) -> pa.Array:
        nobody = pa.nulls(rows.num_rows, pa.string())
        if column.transform.drops:
            return nobody
        subject = rows.column(table.subject).cast(pa.string()) if table.subject else nobody
        context = Rows(subject, column.kind, self._plan.as_of, self._secrets, self._scrubber)
        return column.transform.apply(rows.column(column.column), context)


def _views(column: ColumnPlan) -> Iterator[tuple[str, ColumnPlan]]:
    if not column.levels:
        yield column.column, column
    for level, transform in enumerate(column.levels):
        yield column.view(level), replace(column, transform=transform, levels=())


def _of_subjects(rows: pa.RecordBatch, subject: str, released: pa.StringArray,
                 left_out: Mapping[str, pa.StringArray], counts: Counter[str]) -> pa.RecordBatch:
    names = rows.column(subject).cast(pa.string())
    kept = pc.is_in(names, value_set=released)
    rest = names.filter(pc.invert(kept))
    counts["quarantined: null subject"] += rest.null_count
    unknown = len(rest) - rest.null_count
    for reason, subjects in left_out.items():
        found = pc.sum(pc.is_in(rest, value_set=subjects, skip_nulls=True)).as_py() or 0
        counts[reason] += found
        unknown -= found
    counts["unknown-subject"] += unknown
    return rows.filter(kept)


def _by_group(rows: pa.RecordBatch, subject: str, groups: Mapping[str, pa.StringArray]) -> Mapping[str, int]:
    names = rows.column(subject).cast(pa.string())
    return {name: pc.sum(pc.is_in(names, value_set=members)).as_py() or 0
            for name, members in groups.items() if len(members)}  # fmt: skip
