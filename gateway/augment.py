"""A verified release in; synthetic parts beside it where they were asked for and are worth it, and the figures, out.

They are learnt from what was sealed and verified, read back from the encrypted parts, and go through sealing and the
checks themselves. Their tier has a key and a folder of its own, each row says `synthetic`, and each of their keys
begins with a mark that no real one has.
"""

import base64
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from gateway.desk import kept_models
from gateway.errors import BadInput
from gateway.leakage import Leaks, check_leaks, search
from gateway.model import Augmented, Check, PartRecord, Sealed, Secrets, SyntheticPlan, Verified
from gateway.policy.synthetic import FLAG
from gateway.represented import added
from gateway.seal.parts import PartKey, digests, read_batches, write
from gateway.seal.progress import Sealing, Watch
from gateway.site import Site
from gateway.tiers import MARK, SYNTHETIC, check_tiers

if TYPE_CHECKING:
    import pandas as pd

    from gateway.deid.parts import Deidentifier
    from gateway.synth.stage import Synthesised, Task
    from gateway.synth.table import Coder

PART_ROWS = 100_000
_LIBRARIES = ("sdv", "torch", "opendp", "sdmetrics", "sklearn", "imblearn", "fairlearn")
_CODE = 26  # base32 characters, as a pseudonym's


def demand_installed(asked: SyntheticPlan | None) -> None:
    """Raise BadInput where synthetic rows are asked for and the extra is missing, before any work is done."""
    missing = [name for name in _LIBRARIES if find_spec(name) is None] if asked else []
    if missing:
        what = f"the request asks for synthetic rows, which need {missing[0]}, and it is not installed"
        raise BadInput(what, hint="pip install 'patient-data-gateway[synthetic]'")


def augment(site: Site, verified: Verified, folder: Path, key: PartKey, deidentifier: "Deidentifier",
            watch: Watch) -> Augmented:  # fmt: skip
    """Raises RiskRefused for a cohort under the policy's floor, BadInput for a column that cannot be learnt.

    folder: where the release grows. watch: told which synthesiser is tried.
    """
    asked = verified.sealed.plan.synthetic
    shutil.rmtree(folder / SYNTHETIC, ignore_errors=True)  # of a run that was killed
    if asked is None:
        return Augmented(verified, (), {})
    from gateway.synth.base import SUBJECT
    from gateway.synth.stage import task  # pandas and the evidence's libraries: only for who asks

    sealed = verified.sealed
    planned = sealed.generalised.consented.planned
    tables = {name: _sealed_table(sealed, name, key) for name in asked.wish.tables}
    what = task(asked, sealed.plan.columns, planned.dataset, tables, sealed.plan.risk)
    secrets = site.secrets(planned.request.project)
    seed = int.from_bytes(secrets.mac("synthetic/seed", sealed.plan.digest.encode())[:4], "big")
    made = _synthesised(what, seed, _telling(sealed, watch))
    section = {**made.section, "rows_made": 0 if made.rows is None else len(made.rows)}
    if made.rows is None:
        return Augmented(verified, (), {"synthetic": section})
    parts = _seal(made.rows, what, folder, key, _coder(secrets, key.release))
    checks = _check(sealed, what, parts, key, deidentifier)
    if made.model:
        kept_models.keep(site, key.release, made.model)
    people = made.rows.drop_duplicates(SUBJECT) if what.linked else made.rows
    groups = added(people, planned.dataset, sealed.plan)
    return Augmented(verified, parts, {"synthetic": {**section, "groups": groups, "checks": checks}})


def _telling(sealed: Sealed, watch: Watch) -> Callable[[str], None]:
    rows = sum(part.rows for part in sealed.parts)
    done = Sealing(len(sealed.parts), rows, len(sealed.parts), rows)
    return lambda trial: watch(replace(done, trial=trial))


def _synthesised(what: "Task", seed: int, say: Callable[[str], None]) -> "Synthesised":
    from gateway.synth import gather
    from gateway.synth.make import load, make
    from gateway.synth.stage import synthesise
    from gateway.synth.worker import Worker

    terms = what.asked.terms
    with Worker(make, load, terms.seconds, terms.megabytes) as do:
        return synthesise(what, do, gather, seed, say)


def _sealed_table(sealed: Sealed, name: str, key: PartKey) -> pa.Table:
    """A table as it was sealed and verified."""
    paths = [sealed.staging / part.path for part in sealed.parts if part.table == name]
    batches = [batch for path in paths for batch in read_batches(path, key)]
    if not batches:
        raise BadInput(f"synthetic: table {name} has no released row", hint="ask without --synthetic")
    return pa.Table.from_batches(batches)


def _coder(secrets: Secrets, release: str) -> "Coder":
    """Codes of synthetic keys: another release's have nothing in common with them."""

    def code(kind: str, whose: str) -> str:
        digest = secrets.mac("synthetic/code", f"{release}\0{kind}\0{whose}".encode())
        return MARK + base64.b32encode(digest).decode().lower()[:_CODE]

    return code


def _seal(rows: "pd.DataFrame", what: "Task", folder: Path, key: PartKey, code: "Coder") -> tuple[PartRecord, ...]:
    from gateway.synth.table import tables

    found = []
    for name, table in tables(rows, what.found, what.linked, code).items():
        flagged = table.append_column(FLAG, pa.array([True] * table.num_rows, pa.bool_()))
        for index, start in enumerate(range(0, flagged.num_rows, PART_ROWS)):
            found.append(_part(folder, name, index, flagged.slice(start, PART_ROWS), key.tier(SYNTHETIC)))
    return tuple(found)


def _part(folder: Path, table: str, index: int, rows: pa.Table, key: PartKey) -> PartRecord:
    relative = f"{SYNTHETIC}/{table}/part-{index:05d}.parquet"
    path = folder / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, rows.combine_chunks().to_batches(), key)
    return PartRecord(relative, table, SYNTHETIC, rows.num_rows, path.stat().st_size, *digests(path))


def _check(sealed: Sealed, what: "Task", parts: tuple[PartRecord, ...], key: PartKey,
           deidentifier: "Deidentifier") -> list[dict[str, str]]:  # fmt: skip
    """The sealed bytes once more: tiers, constraints, links, classes, and all that real rows are searched for."""
    columns = [{"table": c.table, "column": c.column, "kind": c.kind} for c in sealed.plan.columns]
    rows = check_tiers(sealed.staging, parts, columns, key)
    again = {name: _sealed_table(replace(sealed, parts=parts), name, key.tier(SYNTHETIC))
             for name in {part.table for part in parts}}  # fmt: skip
    finding = f"all {rows} say that they are synthetic, and none of their keys is a real one"
    checks = [Check("synthetic rows", finding)]
    checks += what.check(again)
    learnt = {(one.table, one.column) for one in what.found}
    plan = replace(sealed.plan, columns=tuple(c for c in sealed.plan.columns if (c.table, c.column) in learnt))
    beside = replace(sealed, parts=parts, generalised=replace(sealed.generalised, plan=plan))
    checks += check_leaks(plan, _leaks(beside, key.tier(SYNTHETIC), deidentifier))
    return [asdict(check) for check in checks]


def _leaks(sealed: Sealed, key: PartKey, deidentifier: "Deidentifier") -> Leaks:
    look, leaks = search(sealed, deidentifier), Leaks()
    for part in sealed.parts:
        for batch in read_batches(sealed.staging / part.path, key, look.columns(part.table)):
            leaks += look.look(part.table, batch)
    return leaks
