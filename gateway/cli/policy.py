"""gateway policy"""

from dataclasses import asdict
from pathlib import Path

import click

from gateway import preview
from gateway.cli.common import json_option, say, show_json, table, with_site
from gateway.cost import Cost
from gateway.cost import cost as reckon
from gateway.desk import access, requests
from gateway.desk.access import Explained
from gateway.model import Plan, Settled
from gateway.risk.demands import named
from gateway.site import Site


@click.group("policy")
def policy_() -> None:
    """De-identification policies and access rules.

    \b
    Example:
      gateway policy check policies/hipaa-safe-harbor.yaml
    """


@policy_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dataset", help="Also check that every column of this registered dataset has a rule.")
@click.option("--cases", type=click.Path(path_type=Path), help="Also ask access rules what ALLOW/ and DENY/ here ask.")
@click.pass_context
def check(ctx: click.Context, file: Path, dataset: str | None, cases: Path | None) -> None:
    """Check a policy (.yaml) or access rules (.cedar, with the .cedarschema beside them).

    \b
    Example:
      gateway policy check policies/hipaa-safe-harbor.yaml
      gateway --site S policy check policies/hipaa-safe-harbor.yaml --dataset sample-hospital
      gateway policy check policies/access.cedar --cases tests/policies
    """
    if file.suffix == ".cedar":
        rules = preview.access(file)
        click.echo(f"{file}: {len(rules.reasons)} rules, all valid; digest {rules.digest[:16]}")
        if cases is not None:
            click.echo(f"{cases}: {preview.cases(rules, cases)} cases, all as they say")
        return
    policy = preview.policy(file)
    click.echo(f"{file}: {policy.name}, {len(policy.rules)} rules, basis {policy.basis}")
    if dataset is not None:
        plan = ctx.invoke(_plan, file=file, dataset=dataset)
        click.echo(f"every column of {dataset} has a rule: {_totals(plan)}")


@policy_.command("list")
@json_option
@with_site
def list_(site: Site, as_json: bool) -> None:
    """The policies of the site.

    \b
    Example:
      gateway --site S policy list
    """
    rows = [[p.name, p.basis, p.risk.k or "", p.digest[:16]] for p in preview.policies(site)]
    headers = ["policy", "basis", "k", "digest"]
    show_json([dict(zip(headers, row, strict=True)) for row in rows]) if as_json else table(headers, rows)


@policy_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dataset", help="For a de-identification policy: a registered dataset.")
@click.option("--request", help="For access rules: a request.")
@click.option("--who", help="For access rules: who would act.")
@click.option("--to", help="For access rules: whom a grant would go to; by default the requester.")
@json_option
@click.pass_context
def explain(ctx: click.Context, file: Path, dataset: str | None, request: str | None, who: str | None, to: str | None,
            as_json: bool) -> None:  # fmt: skip
    """What a policy would do to a dataset, or what access rules let somebody do with a request, and why.

    Of a policy: what would happen to every column, by which rule, on whose authority, and at what loss. The gate of
    the export reckons the loss as if every subject took part: 0 where a quasi-identifier stays as it
    was, 1 where nothing is left of it.

    \b
    Example:
      gateway --site S policy explain policies/expert-determination.yaml --dataset sample-hospital
      gateway --site S policy explain policies/access.cedar --request req-20261120-0a1b2c3d --who sam
    """
    if file.suffix == ".cedar":
        if request is None or who is None:
            raise click.UsageError("access rules are explained of a --request and of --who would act")
        _show_access(ctx.invoke(_access, file=file, request=request, who=who, to=to), who, as_json=as_json)
        return
    if dataset is None:
        raise click.UsageError("a policy is explained of a --dataset")
    plan = ctx.invoke(_plan, file=file, dataset=dataset)
    show_plan(plan, as_json=as_json, cost=ctx.invoke(_cost, plan=plan))


@with_site
def _access(site: Site, file: Path, request: str, who: str, to: str | None) -> list[Explained]:
    recipient = site.public(to or requests.get(site, request).request.requester)
    return access.explain(site, preview.access(file), site.public(who), request, recipient)


def _show_access(found: list[Explained], who: str, *, as_json: bool) -> None:
    if as_json:
        show_json([asdict(one) for one in found])
        return
    for one in found:
        rules = f" [{', '.join(one.rules)}]" if one.rules else ""
        click.echo(f"{who} {'may' if one.allowed else 'may not'} {one.action}{rules}: {one.words}")


@with_site
def _cost(site: Site, plan: Plan) -> Cost | None:
    return reckon(site, plan)


@with_site
def _plan(site: Site, file: Path, dataset: str) -> Plan:
    return preview.plan(site, file, dataset)


def show_plan(plan: Plan, *, as_json: bool, cost: Cost | None = None) -> None:
    """A plan, column by column, and what it would cost."""
    headers = ["table", "column", "kind", "what happens", "rule", "source"]
    rows = [[c.table, c.column, c.kind + (" (quasi-identifier)" if c.quasi_identifier else ""), c.summary, c.rule,
             c.source] for c in plan.columns]
    if as_json:
        show_json({"policy": plan.policy, "basis": plan.basis, "digest": plan.digest, "k": plan.risk.k,
                   "demands": [name for name, _ in named(plan)],
                   "measured over": [trait.name for trait in plan.traits if not trait.sensitive],
                   "columns": [dict(zip(headers, row, strict=True)) for row in rows],
                   **({"cost": asdict(cost)} if cost else {})})
        return
    table(headers, rows)
    if cost:
        click.echo()
        table(["quasi-identifier", "loss", "would be released as"],
              [[name, f"{loss:.3f}", cost.summaries[name]] for name, loss in cost.by_column.items()])
        released = f"{cost.suppressed:.1%} of subjects suppressed"
        outcome = f"would be refused: {cost.refused}" if cost.refused else released
        say(f"loss {cost.loss:.3f} in all (0: nothing changed, 1: nothing left); {outcome}")
        if cost.settled:
            say_settled(cost.settled)
    say(f"policy {plan.policy}, basis {plan.basis}; {_totals(plan)}; plan {plan.digest[:16]}")
    if plan.risk.demanded:
        terms, limit = plan.risk, plan.risk.group_cap.at_most
        group = f" and {limit:.0%} of each protected group" if limit < 1 else ""
        demands = ", ".join(name for name, _ in named(plan))
        say(f"demands {demands}, suppressing {terms.suppress_at_most:.0%} at most{group}")


def say_settled(settled: Settled) -> None:
    """What the search found among the levels offered, and what the cap on groups costs."""
    measure = "" if settled.minimised == "loss" else f" (least by {settled.minimised})"
    gap = f", and none is better by more than {settled.gap:.1%}" if settled.gap else ""
    price = "" if settled.free_loss is None or settled.free_worst is None else (
        f"; {settled.free_loss:.1%} without the cap on groups, where one would lose {settled.free_worst:.1%}")
    say(f"of what the levels offer, {settled.loss:.1%} is lost{measure}{gap}{price}")


def _totals(plan: Plan) -> str:
    dropped = sum(column.transform.drops for column in plan.columns)
    kept = sum(column.transform.name == "keep" for column in plan.columns)
    changed = len(plan.columns) - dropped - kept
    return f"{dropped} columns dropped, {changed} transformed, {kept} kept"
