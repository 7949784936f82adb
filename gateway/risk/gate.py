"""Quasi-identifiers of consented subjects in; who must be suppressed, and the risk before and after, out.

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
from gateway.model import Consented, Generalised, RiskFigures

NULL = "\x00null"  # a missing value is a value of its own: group-bys disagree about nulls

Profiles = Iterable[tuple[str, pa.RecordBatch]]
Codes = npt.NDArray[np.int64]


def generalise(consented: Consented, profiles: Profiles) -> Generalised:
    """Suppress the subjects in classes smaller than the policy's k; measure.

    profiles: (table, batch) pairs; a batch holds the subject first, then quasi-identifiers as they will be
    released. Raises RiskRefused where more subjects than the policy allows would have to go, or all.
    """
    terms = consented.plan.risk
    subjects = consented.subjects.to_numpy(zero_copy_only=False)
    classes = classify(subjects, profiles)
    sizes = np.bincount(classes)
    before = figures(sizes)
    small = sizes[classes] < (terms.k or 1)
    share = float(small.mean())
    if share > terms.suppress_at_most:
        what = (f"k = {terms.k} needs {small.sum()} of {len(subjects)} subjects suppressed ({share:.1%}), "
                f"the policy allows {terms.suppress_at_most:.1%}; smallest class {before.k}")
        hint = "generalise the quasi-identifiers further, drop one, or ask for more subjects"
        numbers = {"k": terms.k or 0, "k_before": before.k, "suppressed": int(small.sum()), "subjects": len(subjects)}
        raise RiskRefused(what, hint=hint, reason="k-unreachable", numbers=numbers)
    if small.all():
        raise RiskRefused(f"no class has {terms.k} subjects", hint="generalise the quasi-identifiers further")
    suppressed = pa.array(subjects[small], pa.string())
    return Generalised(consented, suppressed, before, figures(np.bincount(classes[~small])))


def classify(subjects: npt.NDArray[np.object_], profiles: Profiles) -> Codes:
    """The equivalence class (0, 1, …) of each subject; a subject without rows has an empty profile."""
    index = pd.Index(subjects)
    rows: dict[str, list[pa.RecordBatch]] = {}
    for table, batch in profiles:
        rows.setdefault(table, []).append(batch)
    classes = np.zeros(len(index), dtype=np.int64)
    for batches in rows.values():
        classes = _combine(classes, _table_codes(index, pa.Table.from_batches(batches)))
    return classes


def figures(sizes: Codes) -> RiskFigures:
    """Measures over class sizes (empty classes are left out). Average risk is classes ÷ subjects, El Emam 2013."""
    found = sizes[sizes > 0]
    histogram = {int(size): int(count) for size, count in zip(*np.unique(found, return_counts=True), strict=True)}
    subjects = int(found.sum())
    return RiskFigures(subjects, len(found), int(found.min()), len(found) / subjects, histogram)


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
