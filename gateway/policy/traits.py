"""Planned columns in; what risk is of out: quasi-identifiers and sensitive columns, one value a subject each."""

from collections import Counter
from collections.abc import Iterator

from gateway.errors import BadInput
from gateway.model import ColumnPlan, Dataset, PerSubject, Trait
from gateway.policy.risk import split
from gateway.policy.schema import Policy


def traits(
    dataset: Dataset, policy: Policy, columns: tuple[ColumnPlan, ...], tables: tuple[str, ...]
) -> tuple[Trait, ...]:
    """In the order of the plan. Raises BadInput where the risk section does not fit the dataset."""
    _check(dataset, policy, columns)
    found: list[Trait] = []
    for name in tables:
        if not dataset.table(name).reference:
            kept = [c for c in columns if c.table == name and (c.levels or not c.transform.drops)]
            found += _of_table(policy, name, kept, one_row=name == dataset.subject_table)
    _check_levels(policy, columns, found)
    _check_names(policy, found)
    return tuple(found)


def _of_table(policy: Policy, table: str, columns: list[ColumnPlan], *, one_row: bool) -> Iterator[Trait]:
    rules = policy.risk.per_subject
    together = []
    for column in columns:
        own = [rule for rule in rules if rule.kind == column.kind and rule.table in ("", table)]
        if is_sensitive(policy, column):
            rule = own[-1] if own else PerSubject(table, column.kind, "set")
            yield Trait(table, (column.column,), rule.reduce, rule.bands, sensitive=True)
        elif own:
            yield from (Trait(table, (column.column,), rule.reduce, rule.bands) for rule in own)
        elif column.quasi_identifier and one_row:
            yield Trait(table, (column.column,), "set")
        elif column.quasi_identifier:
            together.append(column.column)
    if together:
        yield Trait(table, tuple(together), "set")
    yield from (Trait(table, (), "count", rule.bands) for rule in rules if (rule.table, rule.kind) == (table, ""))


def is_quasi_identifier(policy: Policy, kind: str, table: str) -> bool:
    """By name, or since the policy says how its values make one of the subject."""
    by_rule = any(rule.kind == kind and rule.table in ("", table) for rule in policy.risk.per_subject)
    sensitive = any(split(demand.column) in (("", kind), (table, kind)) for demand in policy.risk.models)
    return policy.is_quasi_identifier(kind) or (by_rule and not sensitive)


def is_sensitive(policy: Policy, column: ColumnPlan) -> bool:
    """Whether a model of the policy names the column's kind."""
    names = {split(demand.column) for demand in policy.risk.models}
    return bool(names & {("", column.kind), (column.table, column.kind)})


def _check(dataset: Dataset, policy: Policy, columns: tuple[ColumnPlan, ...]) -> None:
    terms = policy.risk
    known = {(table.name, column.kind) for table in dataset.tables for column in table.columns}
    known |= {("", kind) for _, kind in known} | {(table.name, "") for table in dataset.tables}
    places = [((rule.table, rule.kind), "risk.per_subject") for rule in terms.per_subject]
    places += [(split(demand.column), f"risk.models.{demand.name}") for demand in terms.models if demand.column]
    places += [(split(kind), "risk.search.weights") for kind in terms.search.weights]
    for (table, kind), place in places:
        if (table, kind) not in known:
            what = f"policy {policy.name}: {place}: dataset {dataset.name} has no {kind or 'table'} {table}".rstrip()
            raise BadInput(what, hint="correct the name, or the kinds in dataset.yaml")
    for rule in terms.per_subject:
        if rule.kind and rule.table in (dataset.subject_table, "") and (dataset.subject_table, rule.kind) in known:
            what = f"policy {policy.name}: risk.per_subject: {rule.kind} has one value a subject"
            raise BadInput(what, hint="name it in `quasi_identifiers`, or name another table")
    for column in columns:
        if column.quasi_identifier and is_sensitive(policy, column):
            what = f"policy {policy.name}: {column.table}.{column.column} is a quasi-identifier and sensitive"
            raise BadInput(what, hint="remove its kind from `quasi_identifiers` or from risk.models")
    _check_cap(dataset, policy, columns)


def _check_names(policy: Policy, found: list[Trait]) -> None:
    """Names stand for traits in the search, so that one of two would be lost."""
    for name, times in Counter(trait.name for trait in found).items():
        if times > 1:
            what = f"policy {policy.name}: {times} sets of columns are called {name}"
            raise BadInput(what, hint="rename the column, or remove the rule that stands in risk.per_subject twice")


def _check_levels(policy: Policy, columns: tuple[ColumnPlan, ...], found: list[Trait]) -> None:
    """A coarser level is sure to merge subjects only where all that they have is the value, and of one column."""
    for column in columns:
        own = [trait for trait in found if trait.table == column.table and column.column in trait.columns]
        if column.levels and [(trait.columns, trait.reduce) for trait in own] != [((column.column,), "set")]:
            what = f"policy {policy.name}: columns.{column.rule}: `levels` for {column.table}.{column.column}"
            hint = f"put `{column.table}.{column.kind}: set`, and no other rule for it, under risk.per_subject"
            raise BadInput(what, hint=hint)


def _check_cap(dataset: Dataset, policy: Policy, columns: tuple[ColumnPlan, ...]) -> None:
    quasi = {column.kind for column in columns if column.table == dataset.subject_table and column.quasi_identifier}
    for kind in policy.risk.group_cap.kinds:
        if dataset.subject_table in {column.table for column in columns} and kind not in quasi:
            what = f"policy {policy.name}: risk.group_cap: no released quasi-identifier of {dataset.subject_table}"
            raise BadInput(f"{what} is of kind {kind}", hint="name kinds of `quasi_identifiers` that are not dropped")
