"""Policy, descriptor and request compile to one flat plan, before a row is read."""

import json
from dataclasses import dataclass, replace
from datetime import date

from gateway.errors import BadInput, Refused
from gateway.model import ColumnPlan, CountTerms, Dataset, Permitted, Plan, Planned, Transform
from gateway.policy import synthetic
from gateway.policy.schema import Policy
from gateway.policy.traits import is_quasi_identifier, traits


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns that a request names, as `table.column`; the others are dropped, but for the subjects' codes."""

    names: tuple[str, ...]
    drop: Transform

    def of(self, column: ColumnPlan) -> ColumnPlan:
        """The column as its rule says, or dropped."""
        if f"{column.table}.{column.column}" in self.names or column.kind == "subject":
            return column
        source = "minimum necessary, 45 CFR 164.502(b)"
        return replace(column, rule="not asked for", transform=self.drop, source=source, quasi_identifier=False,
                       levels=())


def plan(permitted: Permitted, dataset: Dataset, policy: Policy, today: date, drop: Transform) -> Planned:
    """What happens to every column of the requested tables; `drop` to those that were not asked for.

    Raises BadInput for a column that no rule names or an unknown table, Refused for a purpose that the
    policy does not serve, and for a policy or a dataset that is not the one that was approved.
    """
    request = permitted.request
    asked = {
        "policy": (policy.name, policy.digest, request.policy_digest),
        "dataset": (dataset.name, dataset.digest, request.dataset_digest),
    }
    for what, (name, found, approved) in asked.items():
        if found != approved:
            hint = "ask for a new extract, so that the change is approved too"
            raise Refused(
                f"{what} {name} was changed after the request was signed", hint=hint, reason=f"{what}-changed"
            )
    if policy.purposes and request.purpose not in policy.purposes:
        what = f"policy {policy.name} does not serve the purpose {request.purpose}"
        raise Refused(what, hint=f"it serves {', '.join(policy.purposes)}", reason="purpose")
    wanted = Wanted(request.columns, drop) if request.columns else None
    compiled = compile_plan(dataset, policy, request.tables, today, wanted)
    if request.synthetic:
        fitting = synthetic.fit(request.synthetic, policy.synthetic, policy.name, dataset, compiled.columns)
        compiled = replace(compiled, synthetic=fitting)
    return Planned(permitted, dataset, compiled)


def compile_plan(dataset: Dataset, policy: Policy, tables: tuple[str, ...], today: date,
                 wanted: Wanted | None = None) -> Plan:  # fmt: skip
    """The plan alone, as `policy explain` and `--dry-run` show it. Raises BadInput."""
    columns = tuple(column for name in tables for column in _columns(dataset, name, policy))
    columns = tuple(wanted.of(column) for column in columns) if wanted else columns
    for name in tables:
        if all(column.transform.drops for column in columns if column.table == name):
            what = f"policy {policy.name} drops every column of table {name}"
            raise BadInput(what, hint="leave the table out of the request, or keep one of its kinds")
    found = traits(dataset, policy, columns, tables)
    if policy.risk.demanded and all(trait.sensitive for trait in found):
        hint = "name the kinds in `quasi_identifiers`, or remove `risk`"
        raise BadInput(f"policy {policy.name}: risk is set, but no released column is a quasi-identifier", hint=hint)
    for trait in found if policy.risk.demanded else ():
        _demand_subject(dataset, policy, trait.table, columns)
    return Plan(
        dataset=dataset.name,
        public_counts=_public_counts(dataset, policy, tables),
        dataset_digest=dataset.digest,
        policy=policy.name,
        policy_digest=policy.digest,
        basis=policy.basis,
        as_of=today,
        columns=columns,
        risk=policy.risk,
        consent_default=policy.consent_default,
        quarantine_at_most=policy.quarantine_at_most,
        shift_days=_shift_days(policy),
        notes=policy.notes,
        traits=found,
    )


def _demand_subject(dataset: Dataset, policy: Policy, table: str, columns: tuple[ColumnPlan, ...]) -> None:
    """Risk is of subjects: without their codes only the subject table, with its one row each, can be measured again."""
    coded = {column.table for column in columns if column.kind == "subject" and not column.transform.drops}
    if table not in coded and table != dataset.subject_table:
        what = f"policy {policy.name}: risk is set, but {table} has quasi-identifiers and no subject code"
        raise BadInput(what, hint="give `subject` a pseudonym, or drop the table's quasi-identifiers")


def _shift_days(policy: Policy) -> int | None:
    """The bound of the date shift for service dates, which the dates in notes follow."""
    rule = policy.rule("date.service")
    return json.loads(rule.transform.model_dump_json())["days"] if rule and rule.transform.name == "shift" else None


def _public_counts(dataset: Dataset, policy: Policy, tables: tuple[str, ...]) -> CountTerms | None:
    """Counts are of the subject table: nothing to count where it is not asked for. Raises BadInput."""
    if policy.public_counts is None or dataset.subject_table not in tables:
        return None
    found = [column.kind for column in dataset.table(dataset.subject_table).columns]
    for kind in policy.public_counts.codes:
        if found.count(kind) != 1:
            has = f"{dataset.subject_table} has {found.count(kind)} columns of {kind}"
            what = f"policy {policy.name}: public_counts: {has}"
            raise BadInput(what, hint="count kinds that exactly one column of the subject table has")
    return policy.public_counts


def _columns(dataset: Dataset, table: str, policy: Policy) -> list[ColumnPlan]:
    planned = []
    for column in dataset.table(table).columns:
        rule = policy.rule(column.kind)
        if rule is None:
            what = f"policy {policy.name} names no rule for {table}.{column.name} of kind {column.kind}"
            raise BadInput(what, hint=f"add `{column.kind}: …` to its columns, or correct the kind in dataset.yaml")
        quasi = is_quasi_identifier(policy, column.kind, table) and not rule.transform.drops
        if rule.levels and not quasi:
            what = f"policy {policy.name}: columns.{rule.pattern}: `levels` for {table}.{column.name}"
            hint = "levels are for quasi-identifiers; give others one transform, or a kind of their own in dataset.yaml"
            raise BadInput(what, hint=hint)
        planned.append(
            ColumnPlan(table, column.name, column.kind, rule.pattern, rule.transform, rule.source, quasi, rule.levels)
        )
    return planned
