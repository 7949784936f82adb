"""What people sign before an export: a request, and the approvals of others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gateway.model.described import Role
from gateway.model.synthetic import SyntheticWish


@dataclass(frozen=True, slots=True)
class Request:
    """What an ML engineer asks for, as signed. `digest` is that of the signed bytes.

    dataset_digest, policy_digest: what the names stood for when the request was signed, and so was approved.
    columns: `table.column` of what is wanted, beside the subject's codes; empty for every column of the tables.
    needed: how many people besides the requester the policy demands to approve it.
    research: what the dataset's data-use terms ask, by key, as far as the requester tells it.
    """

    id: str
    dataset: str
    dataset_digest: str
    policy: str
    policy_digest: str
    tables: tuple[str, ...]
    purpose: str
    project: str
    until: date
    why: str
    requester: str
    role: Role
    requested: str
    digest: str
    columns: tuple[str, ...] = ()
    needed: int = 1
    research: Mapping[str, str] = field(default_factory=dict)
    synthetic: SyntheticWish | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's signed yes to one request; `why` answers what the data-use terms leave to a person."""

    approver: str
    role: Role
    at: str
    meaning: str
    digest: str
    why: str = ""
