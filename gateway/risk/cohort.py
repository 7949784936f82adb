"""What tables tell of subjects in; a table of one row a subject for the search, and the same for sealed rows, out.

A column is a trait of the plan: `patients.race`, `diagnoses.icd10 (rarest)`, `encounters (count)`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from gateway.errors import BadInput, RiskRefused
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.model import ColumnPlan, Plan, Reference, Trait
from gateway.risk.arrays import Codes, first_places, group, pack
from gateway.risk.rows import Texts, Values, counted, distinct, encode, holders, join, one_each, rarest
from gateway.risk.table import SensitiveColumn, Table, tabulate

Profiles = Iterable[tuple[str, pa.RecordBatch]]
Subjects = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Cohort:
    """n subjects, and with them the population where a model needs one, its people behind the subjects.

    quasi: leaf codes (of all) and hierarchy of each quasi-identifier; sensitive: values by subject (n);
    texts: what the leaf codes stand for.
    """

    subjects: Subjects
    quasi: Mapping[str, tuple[Codes, Hierarchy]]
    sensitive: Mapping[str, SensitiveColumn]
    texts: Mapping[str, Texts]
    reference: Reference

    def table(self, kept: npt.NDArray[np.bool_] | None = None) -> Table:
        """Grouped for the search; only with `kept` subjects (n) where given. Raises BadInput by the population."""
        people = len(self.subjects)
        rows = np.arange(people) if kept is None else np.flatnonzero(kept)
        codes = {name: codes[rows] for name, (codes, _) in self.quasi.items()}
        hierarchies = {name: hierarchy for name, (_, hierarchy) in self.quasi.items()}
        sensitive = {name: replace(column, codes=column.codes[rows]) for name, column in self.sensitive.items()}
        population = {name: codes[people:] for name, (codes, _) in self.quasi.items()}
        anybody = any(map(len, population.values()))
        return tabulate(codes, hierarchies, sensitive, population if anybody else None)


def gather(profiles: Profiles) -> dict[str, pa.Table]:
    """Batches by table."""
    batches: dict[str, list[pa.RecordBatch]] = {}
    for name, batch in profiles:
        batches.setdefault(name, []).append(batch)
    return {name: pa.Table.from_batches(found) for name, found in batches.items()}


def cohort(
    plan: Plan, subjects: Subjects, profiles: Profiles, people: Profiles = (), reference: Reference | None = None
) -> Cohort:
    """The traits of `subjects`, whose rows stand in `profiles`, the subject first.

    people: the population's rows, likewise. reference: what rarity and the order of sensitive values are taken
    from, in place of these rows. Raises BadInput where a coarser level splits a finer one, RiskRefused for a
    sensitive value that the reference lacks.
    """
    own, others = gather(profiles), gather(people)
    index = pd.Index(subjects)
    everybody = index.append([pd.Index(table.column(0).to_numpy()) for table in others.values()])
    tables = {name: pa.concat_tables([own[name], others[name]]) if name in others else own[name] for name in own}
    quasi: dict[str, tuple[Codes, Hierarchy]] = {}
    sensitive: dict[str, SensitiveColumn] = {}
    texts: dict[str, Texts] = {}
    told = Reference(len(subjects), {}, {})
    for trait in plan.traits:
        columns = [c for c in plan.of(trait.table) if c.column in trait.columns and (c.levels or not c.transform.drops)]
        if trait.columns and not columns:
            continue  # settled at a level that drops it
        names = tuple(column.column for column in columns)
        if names and columns[0].levels:
            quasi[trait.name] = _levelled(columns[0], tables.get(trait.table), everybody)
            texts[trait.name] = np.array(quasi[trait.name][1].leaves, dtype=object)
            continue
        rows, whom = (own, index) if trait.sensitive else (tables, everybody)
        values = _reduced(replace(trait, columns=names), rows.get(trait.table), whom, reference or told, told)
        if trait.sensitive:
            sensitive[trait.name] = _sensitive(trait, values, reference, told)
        else:
            labels = tuple(map(str, range(len(values.texts))))
            quasi[trait.name] = (values.codes, Hierarchy((np.arange(len(labels)),), (labels,)))
            texts[trait.name] = values.texts
    return Cohort(subjects, quasi or {"": _nothing(len(everybody))}, sensitive, texts, reference or told)


def values_of(table: pa.Table | None, column: str, index: pd.Index) -> Values:
    """The set of each subject's values in one column, as text."""
    return _reduced(Trait("", (column,), "set"), table, index, Reference(0), Reference(0, {}, {}))


def _nothing(people: int) -> tuple[Codes, Hierarchy]:
    """Without quasi-identifiers all subjects are one class."""
    return np.zeros(people, dtype=np.int64), Hierarchy((np.zeros(1, dtype=np.int64),), (("",),))


def _reduced(trait: Trait, table: pa.Table | None, index: pd.Index, reference: Reference, told: Reference) -> Values:
    people = len(index)
    if table is None:
        return Values(np.zeros(people, dtype=np.int64), np.array([""], dtype=object))
    rows = index.get_indexer(pd.Index(table.column(0).to_numpy()))
    known = rows >= 0
    subjects = rows[known].astype(np.int64)
    if not trait.columns:
        return counted(np.bincount(subjects, minlength=people), trait.bands)
    codes, texts = join([encode(table.column(name)) for name in trait.columns])
    codes = codes[known]
    if trait.reduce == "count":
        who, _ = distinct(subjects, codes, max(1, len(texts)))
        return counted(np.bincount(who, minlength=people), trait.bands)
    if trait.reduce == "set":
        return one_each(subjects, codes, texts, people)
    held = reference.rarity.get(trait.name)
    if held is None:
        held = holders(subjects, codes, texts)
        told.rarity[trait.name] = held  # type: ignore[index]  # told is made here, of dicts
    return rarest(subjects, codes, texts, people, held)


def _levelled(column: ColumnPlan, table: pa.Table | None, index: pd.Index) -> tuple[Codes, Hierarchy]:
    """Leaf codes and hierarchy of a column, from its views: one value a subject, or a set of them."""
    views = [
        _reduced(Trait("", (), "count"), None, index, Reference(0), Reference(0))
        if transform.drops
        else values_of(table, column.view(level), index)
        for level, transform in enumerate(column.levels)
    ]
    key, space = pack([(v.codes, np.arange(len(v.texts)), len(v.texts)) for v in views], len(index))
    mixed, count = group(key, space)
    first = first_places(mixed, count)
    rows = [[str(view.texts[view.codes[one]]) for view in views] for one in first]
    try:
        hierarchy = Hierarchy.build(rows, column.column)
    except BadInput:
        what = f"columns.{column.rule}: the levels for {column.table}.{column.column} do not nest"
        raise BadInput(what, hint="each level must merge whole values of the level before it") from None
    place = {leaf: code for code, leaf in enumerate(hierarchy.leaves)}
    return np.array([place[row[0]] for row in rows], dtype=np.int64)[mixed], hierarchy


def _sensitive(trait: Trait, values: Values, reference: Reference | None, told: Reference) -> SensitiveColumn:
    texts = tuple(map(str, values.texts))
    if reference is None:
        totals = np.bincount(values.codes, minlength=len(texts))
        told.values[trait.name] = dict(zip(texts, totals.tolist(), strict=True))  # type: ignore[index]  # likewise
        return SensitiveColumn(values.codes, texts)
    known = {text: place for place, text in enumerate(reference.values[trait.name])}
    if strange := sum(text not in known for text in texts):
        what = f"the sealed release has {strange} values of {trait.name} that no consented subject has"
        raise RiskRefused(what, hint="run the export again, and report it if it happens again", reason="risk-sealed")
    return SensitiveColumn(np.array([known[text] for text in texts], dtype=np.int64)[values.codes], tuple(known))
