"""Who is covered by consent for a purpose and who falls out, why, and in which groups: the bias that consent brings."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gateway import consent
from gateway.consent import REASONS, Terms
from gateway.deid import cohort
from gateway.model import Dataset
from gateway.model.flow import SMALL
from gateway.policy.schema import Policy
from gateway.records.demographics import public_word
from gateway.records.subjects import subjects
from gateway.registry import consents
from gateway.site import Site

Reasons = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to evaluate for. floor: groups of fewer subjects stand together."""

    purpose: str
    project: str
    default: Literal["opt-in", "opt-out"] = "opt-in"
    floor: int = SMALL

    @classmethod
    def under(cls, policy: Policy, purpose: str, project: str) -> "Asked":
        """As an export under `policy` would ask; its k is the floor where it is higher than the usual one."""
        return cls(purpose, project, policy.consent_default, max(SMALL, policy.risk.k or 0))


@dataclass(frozen=True, slots=True)
class Group:
    """Subjects of one group by reason; the names are public words, age bands, or `groups under N`."""

    axis: str
    name: str
    reasons: Reasons

    @property
    def subjects(self) -> int:
        return sum(self.reasons.values())

    @property
    def share(self) -> float:
        """How many of the group are covered, from 0 to 1."""
        return self.reasons.get("covered", 0) / self.subjects


@dataclass(frozen=True, slots=True)
class Coverage:
    """All subjects of a dataset by reason, and the same by group."""

    reasons: Reasons
    groups: tuple[Group, ...]


def coverage(site: Site, dataset: Dataset, asked: Asked) -> Coverage:
    """Evaluate the ledger for every subject of a dataset. Raises BadInput for a purpose that cannot be asked for."""
    terms = Terms(asked.purpose, asked.project, site.today, asked.default)
    with site.registry.transaction() as tx:
        ledger = consents.read(tx, site.clock())
    everybody = subjects(dataset)
    evaluation = consent.evaluate(ledger, everybody, terms)
    groups = cohort.load(dataset, everybody, site.today.year, few=0).of(everybody)
    counted: dict[str, dict[str, Counter[str]]] = {}
    for name, why in zip(everybody.to_pylist(), evaluation.why.tolist(), strict=True):
        for label in groups.get(name, ()):
            axis, _, group = label.partition(": ")
            public = group if axis == "age" or group == cohort.UNKNOWN else public_word(group)
            counted.setdefault(axis, {}).setdefault(public, Counter())[REASONS[why]] += 1
    found = [Group(axis, name, dict(reasons)) for axis, by_name in counted.items()
             for name, reasons in _pooled(by_name, asked.floor).items()]  # fmt: skip
    return Coverage(evaluation.reasons, tuple(found))


def _pooled(groups: Mapping[str, Counter[str]], floor: int) -> dict[str, Counter[str]]:
    """Groups under the floor stand together, and with the next larger one where they are few even so."""
    ordered = sorted(groups.items(), key=lambda item: item[1].total())
    pool: Counter[str] = Counter()
    while ordered and (ordered[0][1].total() < floor or 0 < pool.total() < floor):
        pool.update(ordered.pop(0)[1])
    named = dict(sorted(ordered))
    return {**named, f"groups under {floor}": pool} if pool else named
