"""A job in, exactly as many rows as it wants out, each of its cohort and within its rules."""

from math import ceil

import pandas as pd

from gateway.synth import PRIVATE, SYNTHESISERS
from gateway.synth.base import SUBJECT, Conditions, Job, Made, NotMade, Synthesiser, in_cohort
from gateway.synth.prepare import Prepared, holds, prepare, shared

ROUNDS = 10  # of sampling, before too few rows are a failure
MOST_DRAWN = 10  # times the rows wanted, in a round
MOST_CONDITIONS = 50  # combinations of values; further ones are rare


def make(job: Job) -> Made:
    """Raises NotMade where there is nothing to learn from, or where the synthesiser gives too few rows."""
    of_cohort = in_cohort(job.training, job.cohort)
    real = job.training[of_cohort] if job.mode == "cohort" else job.training
    same = [name for name, values in job.cohort.items() if len(values) == 1] if job.synthesiser in PRIVATE else None
    prepared = prepare(real, job.columns, job.rules, same)
    if len(real) < 2 or not (prepared.columns.numeric or prepared.columns.categorical):
        raise NotMade("no two different rows to learn from")
    synthesiser = SYNTHESISERS[job.synthesiser](job)
    synthesiser.fit(prepared.rows, prepared.columns, job.seed)
    rows = _sampled(job, prepared, synthesiser, of_cohort)
    return Made(rows, synthesiser.dump() if job.keep else b"")


def load() -> None:
    """Load what the fits need."""
    from gateway.synth import sdv  # noqa: F401 - only in a worker process


def _sampled(job: Job, prepared: Prepared, synthesiser: Synthesiser, of_cohort: "pd.Series[bool]") -> pd.DataFrame:
    kept: list[pd.DataFrame] = []
    got, drawn = 0, 0
    for round_ in range(ROUNDS):
        count = min(ceil((job.wanted - got) * (drawn or 1) / (got or 1)), MOST_DRAWN * job.wanted)
        conditions = _conditions(job, prepared, of_cohort, count)
        rows = prepared.restore(synthesiser.sample(count, conditions, job.seed + round_))
        drawn += count
        wanted = holds(rows, job.training, job.rules) & in_cohort(rows, job.cohort)
        rows = rows[wanted & shared(rows, job.training, job.classes)].copy()
        rows[SUBJECT] = f"{round_}." + rows[SUBJECT].astype(str)
        kept.append(rows)
        got += len(rows)
        if got >= job.wanted:
            return pd.concat(kept, ignore_index=True).head(job.wanted)
    within = f", with quasi-identifiers that {job.classes.least} released subjects share" if job.classes.columns else ""
    raise NotMade(f"gave {got} of the {job.wanted} rows asked for{within}")


def _conditions(job: Job, prepared: Prepared, of_cohort: "pd.Series[bool]", count: int) -> Conditions:
    """The cohort's combinations of values, as they are fitted, each as often as among its real rows."""
    names = [name for name in job.cohort if name in (*prepared.columns.numeric, *prepared.columns.categorical)]
    if job.mode == "cohort" or not names:
        return ()
    found = prepared.rows[of_cohort].value_counts(names).head(MOST_CONDITIONS)
    shares = found / found.sum() * count
    counts = shares.astype(int)
    counts[: count - int(counts.sum())] += 1
    # pandas types the values as Hashable: with several names they are tuples
    return [(dict(zip(names, values, strict=True)), int(n))  # type: ignore[call-overload]
            for values, n in counts.items() if n]  # fmt: skip
