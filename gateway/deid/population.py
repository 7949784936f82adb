"""A population file in, its people's quasi-identifiers as the release would show them out.

The file is CSV with a header of kinds (`geo.zip`, `date.birth`, …): one line for each person whom the release could
be about, its own subjects among them.
"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from gateway.deid.parts import Deidentifier
from gateway.errors import BadInput
from gateway.model import Column, Dataset, Plan, Table
from gateway.records.readers.source import digest
from gateway.records.stream import parts


def people(deidentifier: Deidentifier, plan: Plan, dataset: Dataset) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Batches of the subject table, one row a person, by the plan's levels. Raises BadInput."""
    files = {demand.population for demand in plan.risk.models} - {("", "")}
    if not files:
        return
    if len(files) > 1:
        raise BadInput("risk.models: two populations", hint="all models that need one must name the same file")
    if any(trait.table != dataset.subject_table for trait in plan.traits if not trait.sensitive):
        what = "risk.models: a population has one line a person, but the policy has quasi-identifiers by several rows"
        raise BadInput(what, hint="remove them from risk.per_subject and `quasi_identifiers`")
    ((path, sha256),) = files
    names = [name for trait in plan.traits if not trait.sensitive for name in trait.columns]
    quasi = [column for column in plan.of(dataset.subject_table) if column.column in names]
    types = {column.name: column.type for column in dataset.table(dataset.subject_table).columns}
    source = Table("population", Path(path), "csv", tuple(Column(c.kind, c.kind, types[c.column]) for c in quasi))
    if digest(source) != sha256:
        raise BadInput(f"{path}: was changed since the policy was read", hint="run the export again")
    counted = 0
    for part in parts(source):
        if part.quarantined:
            what = f"{path}: {sum(part.quarantined.values())} lines hold values that are not of the column's type"
            raise BadInput(what, hint="mend the lines")
        rows = part.rows.rename_columns([column.column for column in quasi])
        numbers = pa.array([f"\x00person {counted + n}" for n in range(rows.num_rows)], pa.string())
        counted += rows.num_rows
        subject = str(dataset.table(dataset.subject_table).subject)
        known = pa.record_batch([numbers, *rows.columns], names=[subject, *rows.schema.names])
        yield dataset.subject_table, deidentifier.profile(known, dataset.table(dataset.subject_table), quasi)
