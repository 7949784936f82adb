"""Verified tables and what was asked of them in; synthetic tables, or the figures that speak against them, out."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from gateway.errors import BadInput, RiskRefused
from gateway.model import SDV_LICENCE, Check, ColumnPlan, Constraint, Dataset, RiskTerms, SyntheticPlan
from gateway.model.flow import SMALL
from gateway.synth import choose, table
from gateway.synth.base import SUBJECT, Classes, Columns, Job, Made, Mode, NotMade
from gateway.synth.choose import Assessed, Measure
from gateway.synth.evidence.base import Copies, Shape
from gateway.synth.prepare import holds, shared

MODES: Mapping[str, tuple[Mode, ...]] = {
    "gaussian-copula": ("cohort", "condition"),
    "ctgan": ("cohort", "condition"),
    "tvae": ("cohort", "condition"),
    "copula-gan": ("cohort", "condition"),
    "hma": ("cohort",),
    "dp": ("cohort",),
}
DP_SECONDS = 2  # a column
_SLOW = ("ctgan", "tvae", "copula-gan")  # under a condition they draw until it is met
_WORDS: Mapping[Mode, str] = {"cohort": "fitted on the cohort", "condition": "fitted on all rows, under the condition"}

Do = Callable[[Job], Made]


@dataclass(frozen=True, slots=True)
class Task:
    """The rows to learn from and all that is known of them.

    found: the fields of the frame. rows: the frame. cohort: as values match in it. linked: the subjects' table, where
    another one stands beside it. classes: what the policy's risk models leave to synthetic rows.
    """

    asked: SyntheticPlan
    found: Sequence[table.Field]
    left_out: Sequence[str]
    rows: pd.DataFrame
    columns: Columns
    rules: Sequence[Constraint]
    shape: Shape
    linked: str | None
    classes: Classes

    def check(self, made: Mapping[str, pa.Table]) -> tuple[Check, Check]:
        """Constraints, cohort, keys and classes on synthetic tables as they were sealed. Raises RiskRefused."""
        rows = table.frame(self.found, made, self.linked or "")
        right = holds(rows, self.rows, self.rules) & self.shape.in_cohort(rows)
        most = max(one.num_rows for one in made.values())
        if len(rows) != most or not right.all():
            numbers = {"rows": most, "linked": len(rows), "valid": int(right.sum())}
            what = f"of {most} synthetic rows {len(rows)} have their subject, {numbers['valid']} keep all constraints"
            raise RiskRefused(what, hint="report it; ask without --synthetic", reason="synthetic-rows", numbers=numbers)
        finding = f"all {most} rows are of the cohort and keep {len(self.rules)} constraints"
        return Check("synthetic constraints", finding), self._check_classes(rows)

    def _check_classes(self, rows: pd.DataFrame) -> Check:
        """A row that looks like nobody in the release may look like somebody whom the risk gate left out of it."""
        outside, least = int((~shared(rows, self.rows, self.classes)).sum()), self.classes.least
        if outside:
            what = f"{outside} of {len(rows)} synthetic rows have quasi-identifiers that not {least} released subjects"
            numbers = {"rows": len(rows), "outside": outside, "k": least}
            hint = "report it; ask without --synthetic"
            raise RiskRefused(f"{what} share", hint=hint, reason="synthetic-risk", numbers=numbers)
        if not self.classes.columns:
            return Check("synthetic risk", "the policy demands nothing of the quasi-identifiers of these tables")
        finding = f"all {len(rows)} rows have quasi-identifiers that at least {least} released subjects share"
        return Check("synthetic risk", finding)


@dataclass(frozen=True, slots=True)
class Synthesised:
    """rows: those to publish, None where there are none. section: what the manifest and the card tell of it."""

    rows: pd.DataFrame | None
    section: dict[str, Any]
    model: bytes = b""


def task(asked: SyntheticPlan, planned: Sequence[ColumnPlan], dataset: Dataset, sealed: Mapping[str, pa.Table],
         risk: RiskTerms) -> Task:  # fmt: skip
    """What there is to learn from. sealed: the tables of the wish as they were sealed.

    Raises BadInput where a column of the wish is not in the release or cannot be learnt, RiskRefused where the cohort
    has fewer subjects than the policy's floor.
    """
    wish = asked.wish
    found, left_out = table.fields(planned, sealed)
    linked = dataset.subject_table if len(wish.tables) > 1 else None
    rows = table.frame(found, sealed, dataset.subject_table)
    cohort = {one.name: tuple(_text(value, one) for value in values)
              for name, values in wish.cohort.items() for one in (_field(name, found),)}  # fmt: skip
    target = _field(wish.target, found).name if wish.target else None
    columns = table.columns(found, linked, (*cohort, *([target] if target else [])))
    groups = tuple(one.name for one in found if one.kind.startswith("demographic.") and one.role == "category")
    shape = Shape(columns.numeric, columns.categorical, target, groups, cohort, SUBJECT)
    _demand_floor(rows[shape.in_cohort(rows)][SUBJECT].nunique(), asked.terms.floor)
    constraints = {name: dataset.table(name).constraints for name in wish.tables}
    rules, classes = table.rules(found, constraints), _classes(planned, found, risk)
    return Task(asked, found, left_out, rows, columns, rules, shape, linked, classes)


def synthesise(what: Task, do: Do, measure: Measure, seed: int, say: Callable[[str], None]) -> Synthesised:
    """Assess every candidate, choose, and make the rows with all there is to learn from.

    do: does a job, or raises NotMade. say: told each candidate before it is tried.
    """
    terms = what.asked.terms
    assessed = []
    for name, mode in candidates(what):
        say(_named(name, mode, what) + _needs(name, what))
        make = _maker(what, name, mode, do)
        one = choose.assess(_named(name, mode, what), make, what.rows, what.shape, terms.limits, seed, measure)
        assessed.append(one)
    chosen = choose.best(assessed)
    wanted = chosen is not None and (chosen.outcome == "helps" or terms.when_not_helpful == "mark")
    if chosen is None or not wanted:
        return Synthesised(None, _section(what, assessed, None, ""))
    name, mode = next(one for one in candidates(what) if _named(*one, what) == chosen.name)
    try:
        made = do(_job(what, name, mode, what.rows, seed, keep=terms.keep_models))
    except NotMade as why:
        return Synthesised(None, _section(what, assessed, None, f"the last fit {why}"))
    chance = chosen.privacy.exact.by_chance if chosen.privacy else 0.0
    repeated = measure.repeated(what.rows, made.rows, what.shape, 2 * chance)  # twice the subjects of the test's half
    if repeated.excess.low > 0:
        return Synthesised(None, _section(what, assessed, None, _copied(repeated)))
    section = _section(what, assessed, chosen, "") | plain({"repeated": asdict(repeated)})
    likeness = plain(measure.quality(what.rows, made.rows, what.shape).json())
    return Synthesised(made.rows, {**section, "quality": likeness}, made.model)


def candidates(what: Task) -> list[tuple[str, Mode]]:
    """Synthesisers and ways to fit them, in the order of the policy. One that is named is tried in all its ways."""
    wish, terms = what.asked.wish, what.asked.terms
    auto = wish.synthesiser == "auto"
    names = [name for name in terms.synthesisers if name != "hma" or what.linked] if auto else [wish.synthesiser]
    tried = [(name, mode) for name in names for mode in MODES[name]]
    return [one for one in tried if one[1] == "cohort" or (wish.cohort and not (auto and one[0] in _SLOW))]


def _needs(name: str, what: Task) -> str:
    """What dp costs, which hangs on the columns and hardly on the rows."""
    seconds = DP_SECONDS * len(what.shape.columns)
    budget = what.asked.terms.seconds
    return f" (some {seconds} s on an idle processor; the policy gives {budget} s)" if name == "dp" else ""


def _named(name: str, mode: Mode, what: Task) -> str:
    return f"{name}, {_WORDS[mode] if what.asked.wish.cohort else 'fitted on all rows'}"


def _job(what: Task, name: str, mode: Mode, training: pd.DataFrame, seed: int, *, keep: bool = False) -> Job:
    terms = what.asked.terms
    return Job(training, what.columns, tuple(what.rules), what.shape.cohort, name, mode, what.asked.wish.rows,
               seed % 2**31, terms.epsilon, keep, what.classes)  # fmt: skip


def _maker(what: Task, name: str, mode: Mode, do: Do) -> Callable[[pd.DataFrame, int], pd.DataFrame]:
    return lambda training, seed: do(_job(what, name, mode, training, seed)).rows


def _copied(found: Copies) -> str:
    """Why the last fit's rows cannot be published."""
    return f"{found.share:.1%} of the rows repeat real ones, at most {found.by_chance:.1%} would be chance"


def _section(what: Task, assessed: Sequence[Assessed], chosen: Assessed | None, why: str) -> dict[str, Any]:
    helps = choose.best(assessed)
    cohort = int(what.rows[what.shape.in_cohort(what.rows)][SUBJECT].nunique())
    found: dict[str, Any] = plain({
        **what.asked.wish.json(),
        "floor": what.asked.terms.floor,
        "subjects": cohort,
        "verdict": why or choose.verdict(assessed, helps),
        "helps": bool(chosen and chosen.outcome == "helps"),
        "chosen": chosen.name if chosen else None,
        "candidates": [one.json() for one in assessed],
        "left_out": list(what.left_out),
        "seconds": what.asked.terms.seconds,
        "limits": {name: getattr(what.asked.terms.limits, name) for name in ("copies", "near", "attack", "membership")},
        "quality": None,
        "repeated": None,
        "epsilon": what.asked.terms.epsilon if chosen and chosen.name.startswith("dp") else None,
        "licence": SDV_LICENCE,
    })
    return found


def _classes(planned: Sequence[ColumnPlan], found: Sequence[table.Field], risk: RiskTerms) -> Classes:
    """Every class of the release satisfies the policy's models, so rows within them bring no new one."""
    if not risk.demanded:
        return Classes()
    known = {(column.table, column.column) for column in planned if column.quasi_identifier}
    names = tuple(one.name for one in found if one.role != "key" and (one.table, one.column) in known)
    return Classes(names, risk.k or 1)


def _demand_floor(subjects: int, floor: int) -> None:
    if subjects < floor:
        count = f"{subjects} subjects" if subjects >= SMALL else f"fewer than {SMALL} subjects"
        what = f"the cohort for synthetic rows has {count} in the release, under the policy's floor of {floor}"
        numbers = {"floor": floor, **({"cohort": subjects} if subjects >= SMALL else {})}
        hint = "ask without --synthetic, or for a wider cohort"
        raise RiskRefused(what, hint=hint, reason="cohort-floor", numbers=numbers)


def _field(name: str, found: Sequence[table.Field]) -> table.Field:
    learnt = [one for one in found if one.role != "key" and name in (one.column, one.name)]
    if len(learnt) != 1:
        what = f"synthetic: {name!r} names {len(learnt) or 'no'} columns that can be learnt from"
        raise BadInput(what, hint="write table.column; texts, names, keys and what is dropped are not learnt")
    return learnt[0]


def _text(value: object, of: table.Field) -> str:
    """A value of the wish as it stands in the frame, as text."""
    if of.role == "category":
        return str(value).lower() if isinstance(value, bool) else str(value)
    try:
        return str(float(str(value)))
    except ValueError:
        raise BadInput(f"synthetic: cohort.{of.column}: not a number", hint="the column holds numbers") from None


def plain(value: Any) -> Any:
    """For canonical JSON: lists, text keys, six decimals, and no number that is none."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, float):
        return round(float(value), 6) if math.isfinite(value) else None
    return value
