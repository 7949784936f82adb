"""The one pass over parts: an engine cleans and encrypts them, here they are committed and counted."""

from collections.abc import Sequence
from dataclasses import replace

from gateway.engine.base import Engine, Failed, Job
from gateway.errors import RiskRefused
from gateway.model import Generalised, PlannedPart, Sealed, TableCounts
from gateway.seal.parts import PartKey
from gateway.seal.progress import Sealing, Watch
from gateway.seal.staging import ATTEMPTS, Done, Staging
from gateway.seal.task import Clean, SealPart, total
from gateway.storage import size


def seal(generalised: Generalised, planned: Sequence[PlannedPart], staging: Staging, key: PartKey, clean: Clean,
         engine: Engine, watch: Watch) -> Sealed:  # fmt: skip
    """Seal every planned part; those that a killed run left are taken as they are.

    watch: told after each part. Raises RiskRefused where more rows were quarantined than the
    policy allows, OSError where the disk fails.
    """
    at_most, dataset = generalised.plan.quarantine_at_most, generalised.consented.planned.dataset
    tables = {part.table: dataset.table(part.table) for part in planned}
    found = staging.begin(planned)
    sealing = Sealing(len(planned), sum(part.rows for part in planned), changed=staging.changed)
    for part in planned:
        if part.name in found:
            sealing = sealing.with_part(part.table, part.rows, before=True)
    watch(sealing)
    slowest = generalised.plan.text_tables  # first, or one worker is at them when the others have done
    todo = sorted((part for part in planned if part.name not in found), key=lambda part: part.table not in slowest)
    task = SealPart(tables, clean, key, staging)
    job = Job(staging.digest, staging.folder / ATTEMPTS, sum(size(table.source) for table in tables.values()))
    for outcome in engine.run_parts(job, task, todo):
        part = outcome.item
        if isinstance(outcome, Failed):
            found[part.name] = staging.give_up(part, _reason(outcome))
            _check_given_up(planned, found, at_most)
        else:
            found[part.name] = staging.commit(part, staging.attempt(part, outcome.attempt))
        further = sealing.with_part(part.table, part.rows, given_up=isinstance(outcome, Failed))
        sealing = replace(further, lost=engine.progress(job).lost)
        watch(sealing)
    staging.sweep()
    counts = {name: total(found[part.name].counts for part in planned if part.table == name) for name in tables}
    for name, counted in counts.items():
        _check_quarantine(name, counted, counted.read, at_most)
    sealed = [found[part.name].part for part in planned]
    given_up = {part.name.replace("/", "."): part.rows for part in planned if not found[part.name].part}
    return Sealed(generalised, staging.folder, tuple(part for part in sealed if part), counts, given_up)


def _reason(failed: Failed[PlannedPart]) -> str:
    part = failed.item
    rows = f"rows {part.first_row + 1} to {part.first_row + part.rows}"
    return f"quarantined: part {part.index}, {rows}: given up after {failed.attempts} attempts ({failed.why})"


def _check_given_up(planned: Sequence[PlannedPart], found: dict[str, Done], at_most: float) -> None:
    """Refuse as soon as it is certain, not after hours in which every part is given up."""
    for name in dict.fromkeys(part.table for part in planned):
        mine = [part for part in planned if part.table == name]
        given_up = [found[part.name].counts for part in mine if part.name in found and not found[part.name].part]
        _check_quarantine(name, total(given_up), sum(part.rows for part in mine), at_most)


def _check_quarantine(table: str, counts: TableCounts, read: int, at_most: float) -> None:
    """A few bad rows are left out; many mean that the input is not what the descriptor says."""
    bad = sum(count for reason, count in counts.left_out.items() if reason.startswith("quarantined"))
    if bad > at_most * read:
        reasons = "; ".join(
            f"{reason} ({n})" for reason, n in sorted(counts.left_out.items()) if "quarantined" in reason
        )
        what = f"table {table}: {bad} of {read} rows quarantined, the policy allows {at_most:.1%}: {reasons}"
        numbers = {"quarantined": bad, "read": read}
        hint = "mend the rows, or the descriptor's types and kinds"
        raise RiskRefused(what, hint=hint, reason="quarantine", numbers=numbers)
