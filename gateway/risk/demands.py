"""What a plan demands in; models made ready for a cohort, and what to say where they cannot be satisfied, out."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256 as digest
from pathlib import Path
from typing import cast

from gateway.errors import BadInput, RiskRefused
from gateway.hierarchies.base import TOP, Kind, Rule
from gateway.hierarchies.csv import Csv, separator
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.model import Demand, Plan, Trait
from gateway.risk.cohort import Cohort
from gateway.risk.models.base import Model
from gateway.risk.models.k_anonymity import KAnonymity
from gateway.risk.models.t_closeness import TCloseness
from gateway.risk.problem import Problem
from gateway.risk.rows import NONE, NULL
from gateway.risk.verdict import Court

_MISSING = (NULL, NONE, "")


def named(plan: Plan) -> list[tuple[str, Model]]:
    """The models by the name a refusal gives them; one with a sensitive kind is demanded of each column of it."""
    terms = plan.risk
    found: list[tuple[str, Model]] = [(f"k = {terms.k}", KAnonymity(k=terms.k))] if terms.k else []
    for demand in terms.models:
        if not demand.column:
            found += [(demand.name, cast("Model", demand.model))] if demand.name != "k_anonymity" else []
        for trait in _traits(plan, demand):
            found.append((f"{demand.name} of {trait.name}", demand.model.model_copy(update={"column": trait.name})))
    return found


def models(plan: Plan, cohort: Cohort) -> list[Model]:
    """The models, ready for the cohort, whose sensitive columns get their hierarchies. Raises BadInput."""
    for demand in plan.risk.models:
        if isinstance(demand.model, TCloseness) and demand.model.hierarchy is not None:
            for trait in _traits(plan, demand):
                _give_hierarchy(cohort, trait, demand.model.hierarchy, *demand.hierarchy)
    return [model for _, model in named(plan)]


def weights(plan: Plan, names: Sequence[str]) -> dict[str, float]:
    """How much each quasi-identifier matters; one of several columns as much as the weightiest of them."""
    named, kinds = plan.risk.search.weights, {(c.table, c.column): c.kind for c in plan.columns}

    def weight(table: str, column: str) -> float:
        kind = kinds[table, column]
        return named.get(f"{table}.{kind}", named.get(kind, 1.0))

    found = {t.name: max([weight(t.table, c) for c in t.columns], default=1.0) for t in plan.traits}
    return {name: found[name] for name in names if found.get(name, 1.0) != 1.0}


def unreachable(problem: Problem, plan: Plan) -> RiskRefused:
    """The refusal, with what the models would take at the coarsest levels."""
    node = tuple(levels - 1 for levels in problem.shape)
    classes = problem.table.classes(node)
    total, allowed = problem.table.total, plan.risk.suppress_at_most
    smallest = int(classes.rows[classes.rows > 0].min())
    needs = {name: _needed(problem, [model]) for name, model in named(plan)}
    name, most = max(needs.items(), key=lambda item: total + 1 if item[1] is None else item[1])
    everything = _needed(problem, problem.models)
    numbers = {"k_found": smallest, "subjects": total, **({"k": plan.risk.k} if plan.risk.k else {})}
    hint = "offer coarser `levels` for the quasi-identifiers, drop one, or ask for more subjects"
    if everything is None or everything >= total:
        alone = most is None or most >= total
        what = f"{name if alone else ' and '.join(needs)}: no generalisation satisfies it; smallest class {smallest}"
        if alone and plan.risk.k and name.startswith("k = "):
            what = f"{name}: no class has {plan.risk.k} subjects; smallest class {smallest}"
        needed = total
    elif everything > problem.allowed:
        what = (f"{name} needs {everything} of {total} subjects suppressed ({everything / total:.1%}), "
                f"the policy allows {allowed:.1%}; smallest class {smallest}")  # fmt: skip
        needed = everything
    else:
        what = (f"{name} needs more than {plan.risk.group_cap.at_most:.1%} of a protected group suppressed, "
                f"which the policy does not allow; {everything} of {total} subjects in all")  # fmt: skip
        hint = "merge small groups with a coarser level, or name other columns in risk.group_cap"
        needed = everything
        return RiskRefused(what, hint=hint, reason="group-cap", numbers={**numbers, "suppressed": needed})
    reason = "k-unreachable" if name.startswith("k = ") else "risk-unreachable"
    return RiskRefused(what, hint=hint, reason=reason, numbers={**numbers, "suppressed": needed})


def _needed(problem: Problem, wanted: Sequence[Model]) -> int | None:
    """Subjects whom the models cost at the coarsest levels; None where suppression does not help."""
    free = replace(problem, models=wanted, suppression=1.0, group_cap=None)
    lost = Court(free).judge(free.table.classes(tuple(levels - 1 for levels in problem.shape))).lost
    return None if lost is None else lost.rows


def _traits(plan: Plan, demand: Demand) -> list[Trait]:
    """The sensitive traits of a demand's kind, which may name a table."""
    kinds = {(column.table, column.column): column.kind for column in plan.columns}
    sensitive = [(trait, kinds[trait.table, trait.columns[0]]) for trait in plan.traits if trait.sensitive]
    return [trait for trait, kind in sensitive if demand.column in (kind, f"{trait.table}.{kind}")]


def _give_hierarchy(cohort: Cohort, trait: Trait, kind: Kind, path: str, sha256: str) -> None:
    """Values that are missing are one branch up to the top, whatever the hierarchy says."""
    column = cohort.sensitive[trait.name]
    if isinstance(kind, Csv):
        where, hint = path, "add the values to the hierarchy"
        read = Hierarchy.read(Path(path), kind.delimiter or separator(Path(path)))
        if digest(Path(path).read_bytes()).hexdigest() != sha256:
            raise BadInput(f"{path}: was changed since the policy was read", hint="run the export again")
        levels = [[labels[code] for code in codes] for labels, codes in zip(read.labels, read.maps, strict=True)]
        above = {leaf: list(rest) for leaf, *rest in zip(*levels, strict=True)}
    else:
        rule = cast("Rule", kind)
        where, hint = f"risk.models: t_closeness of {trait.name}", f"each value has to be {rule.expects}"
        climbed = {value: rule.climb(value) for value in column.values if value not in _MISSING}
        above = {value: [*ways, TOP] for value, ways in climbed.items() if ways is not None}
    depth = max(map(len, above.values()), default=1)
    tops = {ways[-1] for ways in above.values() if ways}
    above |= {one: [""] * (depth - 1) + [min(tops) if len(tops) == 1 else ""] for one in _MISSING if one not in above}
    lacking = sum(value not in above for value in column.values)
    if lacking:
        what = f"{where}: lacks {lacking} of the {len(column.values)} values of {trait.name} as they are released"
        raise BadInput(what, hint=f"{hint}; where a subject has several, name one by `per_subject: rarest`")
    hierarchy = Hierarchy.build([(value, *above[value]) for value in column.values], where)
    cohort.sensitive[trait.name] = replace(column, hierarchy=hierarchy)  # type: ignore[index]  # made above, of a dict
