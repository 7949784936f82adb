"""Privacy budgets: what a steward lets all releases of a dataset spend on public counts, and what they have spent.

The budget is a signed document in the registry; what was spent stands in the signed manifests of published releases,
so no entry of its own can be lost or changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gateway.audit.events import BudgetSet
from gateway.crypto import documents as signed_documents
from gateway.crypto.identity import Identity
from gateway.desk import datasets, requests
from gateway.errors import BadInput, IntegrityError, RiskRefused
from gateway.model import Plan
from gateway.registry import documents
from gateway.registry.db import Connection
from gateway.registry.documents import Document
from gateway.risk.noise import demand_opendp
from gateway.seal.manifest import kept
from gateway.site import Site

KIND = "budget"
MEANING = "I let releases of this dataset spend this much privacy on public counts"
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Budget:
    """Epsilon in all, and what each release spent of it."""

    epsilon: Decimal
    spent: Mapping[str, Decimal]

    @property
    def left(self) -> Decimal:
        """What may still be spent; negative where the budget was lowered afterwards."""
        return self.epsilon - sum(self.spent.values(), Decimal(0))


def put(site: Site, name: str, epsilon: Decimal, actor: Identity) -> Budget:
    """Set the budget of a registered dataset. Raises BadInput, Refused."""
    site.demand(actor.public, "registerDataset")
    datasets.get(site, name)
    with site.registry.transaction() as tx:
        version = f"{name}@{len(documents.find(tx, KIND, name)) + 1}"
    fields = {"dataset": name, "version": version, "epsilon": str(epsilon)}
    signed = signed_documents.sign(KIND, fields, actor, site.clock(), MEANING)
    event = BudgetSet(actor=actor.public.name, role=actor.public.role, dataset=name, digest=signed.digest,
                      epsilon_millionths=int(epsilon * MILLION))  # fmt: skip
    with site.log.record(event) as tx:
        documents.add(tx, Document(KIND, version, name, signed.body, signed.at))
    return get(site, name)


def get(site: Site, name: str) -> Budget:
    """The budget of a dataset, 0 where none was set, and what was spent. Raises BadInput for an unknown dataset."""
    datasets.get(site, name)
    with site.registry.transaction() as tx:
        return _read(site, tx, name)


def demand(site: Site, plan: Plan) -> None:
    """Raise RiskRefused where the plan's counts would spend more than is left, BadInput where they can't be made."""
    if plan.public_counts is None:
        return
    demand_opendp()
    with site.registry.transaction() as tx:
        demand_in(site, tx, plan)


def demand_in(site: Site, tx: Connection, plan: Plan) -> None:
    """The same inside the transaction that publishes, so that two exports can't spend the same rest."""
    if plan.public_counts is None:
        return
    wanted, budget = plan.public_counts.epsilon, _read(site, tx, plan.dataset)
    if wanted > budget.left:
        raise RiskRefused(
            f"public counts would spend epsilon {wanted} of dataset {plan.dataset}, whose budget of {budget.epsilon} "
            f"has {budget.left} left",
            hint="remove `public_counts` from the policy; a steward can raise the budget: `gateway dataset budget`",
            reason="budget-spent",
            numbers={"wanted_millionths": int(wanted * MILLION), "left_millionths": max(0, int(budget.left * MILLION))},
        )


def _read(site: Site, tx: Connection, name: str) -> Budget:
    versions = sorted(documents.find(tx, KIND, name), key=lambda document: int(document.id.rpartition("@")[2]))
    epsilon = Decimal(0)
    if versions:
        signed = signed_documents.read(KIND, versions[-1].body, site.trust, versions[-1].id)
        if (signed.fields["dataset"], signed.fields["version"]) != (name, versions[-1].id):
            raise IntegrityError(f"budget {versions[-1].id}: is that of another dataset", hint="restore the registry")
        if signed.signer.role != "data-steward":
            raise IntegrityError(f"budget {versions[-1].id}: was not signed by a data steward", hint="set it again")
        epsilon = amount(signed.fields["epsilon"])
    spent = {}
    for release in documents.find(tx, requests.RELEASE):
        manifest = kept(release, site.trust)
        if manifest.fields["plan"]["dataset"] == name and "counts" in manifest.fields:
            spent[manifest.release] = amount(manifest.fields["counts"]["epsilon"])
    return Budget(epsilon, spent)


def amount(text: str) -> Decimal:
    """An epsilon as text. Raises BadInput unless it is a number of at most six decimals from 0.000001 to 1000."""
    try:
        value = Decimal(text)
    except ArithmeticError:
        value = Decimal(0)
    if not (value.is_finite() and Decimal("0.000001") <= value <= 1000 and value * MILLION % 1 == 0):
        what = "an epsilon is a number from 0.000001 to 1000"
        raise BadInput(what, hint="for example 0.5; the smaller, the more private")
    return value.normalize()
