"""Rows and what consent leaves out of their subjects' data in; which rows stay, and why the others do not, out.

A row carries the categories of its codes; a row with text that is released carries all that its subject holds.
"""

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.model import Closed, Plan, Table
from gateway.records.sensitive import BIT, Bits
from gateway.records.sensitive.held import coded, of_rows


def has_text(plan: Plan, table: str) -> bool:
    """Whether free text of the table is released."""
    return any(column.kind.startswith("text.") and not column.transform.drops for column in plan.of(table))


def open_rows(
    rows: pa.RecordBatch, table: Table, closed: Closed, *, text: bool, counts: Counter[str]
) -> tuple[pa.RecordBatch, Counter[str]]:
    """The rows of subjects in `closed` that may be released; counts the others as `category.NAME` or `.NAME.text`.

    The second tells how many of the rows that stay carry a category, which consent names then.
    """
    if not coded(table) and not text:
        return rows, Counter()
    place = pc.index_in(rows.column(table.subject).cast(pa.string()), value_set=closed.subjects).to_numpy()
    carried = of_rows(rows, table)
    inherited = closed.held[place] if text else np.zeros_like(carried)
    shut = closed.closed[place]
    left = (carried | inherited) & shut
    by_code = _first(carried & shut)
    _count(counts, by_code, "category.{}")
    _count(counts, np.where(by_code == 0, _first(left), 0), "category.{}.text")
    stays = left == 0
    told: Counter[str] = Counter()
    for category, bit in BIT.items():
        told[category] = int((((carried | inherited) & bit != 0) & stays).sum())
    return rows.filter(pa.array(stays)), +told


def _first(bits: Bits) -> Bits:
    """The lowest bit of each, so that a row counts once."""
    return bits & (~bits + np.uint8(1))


def _count(counts: Counter[str], bits: Bits, reason: str) -> None:
    for category, bit in BIT.items():
        if number := int((bits == bit).sum()):
            counts[reason.format(category)] += number
