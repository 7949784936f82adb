"""Quasi-identifiers of consented subjects in; levels settled, who must be suppressed, and the risk, out.

Risk is of the subject, not of the row: a subject's profile is what every released table tells about it, so
several rows in one table make one profile, and a class is the subjects who share it.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gateway.errors import RiskRefused
from gateway.model import Consented, Generalised, Plan, RiskFigures
from gateway.risk.levels import Chosen, choose, finest

NULL = "\x00null"  # a missing value is a value of its own: group-bys disagree about nulls

Profiles = Iterable[tuple[str, pa.RecordBatch]]
Codes = npt.NDArray[np.int64]


def generalise(consented: Consented, profiles: Profiles) -> Generalised:
    """Settle the plan's levels, suppress the subjects in classes smaller than the policy's k, and measure.

    profiles: (table, batch) pairs; a batch holds the subject first, then quasi-identifiers as they would be
    released, at each level that the policy offers. Raises RiskRefused where more subjects than the policy
    allows would have to go, or all; BadInput where levels do not nest.
    """
    plan, terms = consented.plan, consented.plan.risk
    subjects = consented.subjects.to_numpy(zero_copy_only=False)
    tables = _gather(profiles)
    chosen = choose(plan, *_by_level(plan, subjects, tables, consented.planned.dataset.subject_table))
    before = figures(np.bincount(classify(subjects, _at(plan, tables, finest(plan)))))
    classes = classify(subjects, _at(plan, tables, chosen))
    sizes = np.bincount(classes)
    small = sizes[classes] < (terms.k or 1)
    if small.mean() > terms.suppress_at_most or small.all():
        raise _unreachable(terms.k or 1, terms.suppress_at_most, small, int(sizes.min()))
    suppressed = pa.array(subjects[small], pa.string())
    return Generalised(consented, plan.settled(chosen), suppressed, before, figures(np.bincount(classes[~small])))


def classify(subjects: npt.NDArray[np.object_], profiles: Profiles) -> Codes:
    """The equivalence class (0, 1, …) of each subject; a subject without rows has an empty profile."""
    index = pd.Index(subjects)
    classes = np.zeros(len(index), dtype=np.int64)
    for table in _gather(profiles).values():
        classes = _combine(classes, _table_codes(index, table))
    return classes


def figures(sizes: Codes) -> RiskFigures:
    """Measures over class sizes (empty classes are left out). Average risk is classes ÷ subjects, El Emam 2013."""
    found = sizes[sizes > 0]
    histogram = {int(size): int(count) for size, count in zip(*np.unique(found, return_counts=True), strict=True)}
    subjects = int(found.sum())
    return RiskFigures(subjects, len(found), int(found.min()), len(found) / subjects, histogram)


def _unreachable(k: int, at_most: float, small: npt.NDArray[np.bool_], smallest: int) -> RiskRefused:
    what = (f"k = {k} needs {small.sum()} of {len(small)} subjects suppressed ({small.mean():.1%}), "
            f"the policy allows {at_most:.1%}; smallest class {smallest}")
    if small.all():
        what = f"k = {k}: no class has {k} subjects; smallest class {smallest}"
    numbers = {"k": k, "k_found": smallest, "suppressed": int(small.sum()), "subjects": len(small)}
    hint = "offer coarser `levels` for the quasi-identifiers, drop one, or ask for more subjects"
    return RiskRefused(what, hint=hint, reason="k-unreachable", numbers=numbers)


def _gather(profiles: Profiles) -> dict[str, pa.Table]:
    batches: dict[str, list[pa.RecordBatch]] = {}
    for name, batch in profiles:
        batches.setdefault(name, []).append(batch)
    return {name: pa.Table.from_batches(found) for name, found in batches.items()}


def _at(plan: Plan, tables: dict[str, pa.Table], chosen: Chosen) -> Profiles:
    """The profiles with one level of each column."""
    for name, table in tables.items():
        columns = [f"{c.column}@{chosen[name, c.column]}" if c.levels else c.column
                   for c in plan.of(name) if c.quasi_identifier]
        for batch in table.select([table.schema.names[0], *columns]).to_batches():
            yield name, batch


def _by_level(plan: Plan, subjects: npt.NDArray[np.object_], tables: dict[str, pa.Table],
              subject_table: str) -> tuple[pd.DataFrame, Codes]:
    """One row a subject with every level as text, and each subject's class over the columns without levels."""
    open_columns = {c.column for c in plan.columns if c.levels}
    levels = [name for name in tables[subject_table].schema.names if name.partition("@")[0] in open_columns] if (
        subject_table in tables) else []
    fixed = [(name, table.drop_columns(levels) if name == subject_table else table) for name, table in tables.items()]
    classes = classify(subjects, [(name, batch) for name, table in fixed for batch in table.to_batches()])
    frame = pd.DataFrame(index=pd.Index(subjects))
    for name in levels:
        table = tables[subject_table]
        texts = pc.fill_null(table.column(name).cast(pa.string()), NULL)
        values = pd.Series(texts.to_numpy(), index=table.column(0).to_numpy(), dtype=object)
        frame[name] = values.reindex(frame.index, fill_value=NULL)
    return frame, classes


def _table_codes(index: pd.Index, table: pa.Table) -> Codes:
    """One code per subject for what one table tells about it."""
    codes = np.zeros(table.num_rows, dtype=np.int64)
    for column in table.columns[1:]:
        codes = _combine(codes, _value_codes(column))
    row_subject = index.get_indexer(pd.Index(table.column(0).to_numpy()))
    known = row_subject >= 0
    pairs = pd.DataFrame({"subject": row_subject[known], "code": codes[known]}).drop_duplicates()
    result = np.full(len(index), -1, dtype=np.int64)
    if pairs["subject"].is_unique:
        result[pairs["subject"].to_numpy()] = pairs["code"].to_numpy()
    else:
        sets = pairs.sort_values(["subject", "code"]).groupby("subject")["code"].agg(tuple)
        result[sets.index.to_numpy()] = pd.factorize(sets)[0]
    return result + 1


def _value_codes(column: pa.ChunkedArray) -> Codes:
    if pa.types.is_floating(column.type):
        column = pc.add(column, 0.0)  # −0.0 becomes 0.0: Arrow groups them apart
    texts = pc.fill_null(column.cast(pa.string()), NULL)
    return np.asarray(texts.combine_chunks().dictionary_encode().indices, dtype=np.int64)


def _combine(left: Codes, right: Codes) -> Codes:
    """Dense codes of the pairs (left, right), exactly: no hash decides."""
    return pd.factorize(left * (int(right.max(initial=0)) + 1) + right)[0].astype(np.int64)
