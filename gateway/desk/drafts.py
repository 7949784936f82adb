"""Drafts of requests: what a site offers and a wish in, a request out that its requester signed, at the site or not.

A catalogue is what somebody without access to the site needs to write a request: names, columns and their kinds, and
the digests that bind the request to these very descriptions. It holds no value of any record.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gateway.consent import CODES
from gateway.consent.duo import check_research
from gateway.crypto import documents as signed_documents
from gateway.crypto.documents import Signed
from gateway.crypto.identity import Identity
from gateway.crypto.trust import Trust
from gateway.desk import datasets
from gateway.errors import BadInput, Refused
from gateway.model import Dataset, Request, SyntheticWish
from gateway.model.states import ACTS
from gateway.policy.schema import Policy
from gateway.site import Site

REQUEST, CATALOGUE = "request", "catalogue"
PROJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
OFFERED = "I offer these datasets under these policies"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a requester fills in; an empty project keeps the release's pseudonyms to itself.

    research: what the dataset's data-use terms ask (`gateway.consent.duo.RESEARCH`).
    columns: `table.column`; none for all of the tables. replaces: the id of a request that this one takes the place of.
    """

    dataset: str
    policy: str
    purpose: str
    tables: tuple[str, ...]
    until: date
    why: str
    project: str = ""
    columns: tuple[str, ...] = ()
    replaces: str = ""
    research: Mapping[str, str] = field(default_factory=dict)
    synthetic: SyntheticWish | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """One dataset and one policy, as the site has them. tables: the names of the columns of each table."""

    dataset: str
    dataset_digest: str
    tables: Mapping[str, list[str]]
    policy: str
    policy_digest: str
    approvals: int


def offered(site: Site, dataset: str, policy: str) -> Offer:
    """What the site offers now. Raises BadInput for an unknown dataset or policy."""
    found, rules = datasets.get(site, dataset), site.policy(policy)
    return _offer(_described(found), _summary(rules), dataset, policy)


def catalogue(site: Site, steward: Identity) -> Signed:
    """All that the site offers, signed by a data steward."""
    policies = [site.policy(path.stem) for path in sorted((site.folder / "policies").glob("*.yaml"))]
    fields = {
        "site": site.name,
        "datasets": {name: _described(datasets.get(site, name)) for name in datasets.names(site)},
        "policies": {policy.name: _summary(policy) for policy in policies},
    }
    return signed_documents.sign(CATALOGUE, fields, steward, site.clock(), OFFERED)


def in_catalogue(path: Path, reader: Identity, dataset: str, policy: str) -> Offer:
    """What a catalogue offers. Raises BadInput, or IntegrityError where it is not from the reader's site."""
    try:
        body = path.read_bytes()
    except OSError:
        raise BadInput(f"{path}: no such file", hint="a data steward makes it with `request catalogue`") from None
    fields = signed_documents.read(CATALOGUE, body, Trust(reader.public.site_key)).fields
    for what, name in (("dataset", dataset), ("policy", policy)):
        offers = fields["datasets" if what == "dataset" else "policies"]
        if name not in offers:
            raise BadInput(f"{path}: offers no {what} {name!r}", hint=f"it offers {', '.join(sorted(offers))}")
    return _offer(fields["datasets"][dataset], fields["policies"][policy], dataset, policy)


def draft(offer: Offer, wish: Wish, requester: Identity, now: datetime, random: Callable[[int], bytes]) -> Signed:
    """Sign a request. Raises BadInput for what cannot be asked for."""
    _demand_offered(offer, wish.tables, wish.columns)
    _demand_synthetic(wish)
    if wish.until < now.date():
        raise BadInput(f"--until {wish.until} has passed", hint="name a day from today on")
    if wish.purpose not in CODES:
        raise BadInput(f"--purpose {wish.purpose!r} is no purpose of use", hint="an ActReason code such as HRESCH")
    if wish.project and not PROJECT.fullmatch(wish.project):
        raise BadInput("--project: not a name", hint="letters, digits, dots and hyphens, at most 64")
    check_research(wish.research)
    if not wish.why.strip():
        raise BadInput("--why is empty", hint="say in a sentence what the extract is for")
    id_ = f"req-{now.date():%Y%m%d}-{random(4).hex()}"
    fields = {
        "id": id_, "dataset": offer.dataset, "dataset_digest": offer.dataset_digest,
        "policy": offer.policy, "policy_digest": offer.policy_digest, "approvals": offer.approvals,
        "purpose": wish.purpose, "project": wish.project or id_, "tables": list(dict.fromkeys(wish.tables)),
        "columns": list(dict.fromkeys(wish.columns)), "until": wish.until.isoformat(), "why": wish.why,
        "replaces": wish.replaces, "research": dict(wish.research),
        "synthetic": wish.synthetic.json() if wish.synthetic else {},
    }  # fmt: skip
    return signed_documents.sign(REQUEST, fields, requester, now, ACTS["draft"].words)


def demand_same(offer: Offer, request: Request) -> None:
    """Raise Refused where a request was signed for something else than the site offers now."""
    asked = {"dataset": (offer.dataset_digest, request.dataset_digest),
             "policy": (offer.policy_digest, request.policy_digest),
             "number of approvals": (offer.approvals, request.needed)}  # fmt: skip
    for what, (found, signed) in asked.items():
        if found != signed:
            hint = "make a new catalogue, so that the requester signs what the site has now"
            raise Refused(f"the {what} is not the one that the request was signed for", hint=hint, reason="changed")


def _demand_offered(offer: Offer, tables: tuple[str, ...], columns: tuple[str, ...]) -> None:
    if not tables:
        raise BadInput("--tables names no table", hint=f"{offer.dataset} has {', '.join(offer.tables)}")
    for table in tables:
        if table not in offer.tables:
            known = ", ".join(offer.tables)
            raise BadInput(f"dataset {offer.dataset} has no table {table!r}", hint=f"its tables are {known}")
    there = [f"{table}.{column}" for table in tables for column in offer.tables[table]]
    for column in columns:
        if column not in there:
            what = f"--columns: {column!r} is no column of {', '.join(tables)}"
            raise BadInput(what, hint=f"write table.column; there are {', '.join(there)}")


def _demand_synthetic(wish: Wish) -> None:
    """The site's plan checks the rest: what the policy allows, and which columns it leaves."""
    if wish.synthetic and (foreign := [table for table in wish.synthetic.tables if table not in wish.tables]):
        raise BadInput(f"--synthetic: table {foreign[0]!r} is not asked for", hint="name it in --tables too")


def _described(dataset: Dataset) -> dict[str, Any]:
    tables = {table.name: {column.name: column.kind for column in table.columns} for table in dataset.tables}
    use = dataset.data_use
    terms = {term: list(values) for term, values in use.terms.items()} if use else {}
    return {"digest": dataset.digest, "tables": tables, "data_use": {"ontology": use.ontology if use else "", **terms}}


def _summary(policy: Policy) -> dict[str, Any]:
    return {"digest": policy.digest, "basis": policy.basis, "purposes": list(policy.purposes),
            "approvals": policy.approvals}  # fmt: skip


def _offer(described: Mapping[str, Any], rules: Mapping[str, Any], dataset: str, policy: str) -> Offer:
    tables = {table: list(columns) for table, columns in described["tables"].items()}
    return Offer(dataset, described["digest"], tables, policy, rules["digest"], rules["approvals"])
