"""What a policy demands of risk, and what was measured: plain values, made by `policy` and by `risk`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import pyarrow as pa

Reduction = Literal["set", "rarest", "count"]
LossName = Literal["loss", "nue", "nue_nm", "discernibility", "discernibility_nm", "class_size"]


class RiskModel(Protocol):
    """A privacy model with its parameters; the items of the shelf `risk/models` are such."""

    def sensitive(self) -> Collection[str]: ...
    def judge(self, table: Any, /) -> Any: ...
    def model_dump_json(self, *, exclude_none: bool = False) -> str: ...
    def model_copy(self, *, update: Mapping[str, Any]) -> Any: ...


@dataclass(frozen=True, slots=True)
class Demand:
    """A model that a policy names. `column` is the kind of its sensitive column, where it has one.

    hierarchy, population: files that the model reads, with their SHA-256 (hex), which the policy's digest covers.
    """

    name: str
    model: RiskModel
    column: str = ""
    hierarchy: tuple[str, str] = field(default=("", ""), repr=False)
    population: tuple[str, str] = field(default=("", ""), repr=False)


@dataclass(frozen=True, slots=True)
class PerSubject:
    """How several rows of a subject make one value of the subject.

    table: "" for every table with a column of `kind`. kind: "" for the rows themselves. bands: lowest counts.
    """

    table: str
    kind: str
    reduce: Reduction
    bands: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupLimit:
    """Each group of the protected columns loses at most this share of its subjects.

    kinds: what a group is a combination of, never generalised; without any, each value of each `demographic.*`
    quasi-identifier is a group, and the policy's levels for it stand.
    """

    kinds: tuple[str, ...] = ()
    at_most: float = 0.10


@dataclass(frozen=True, slots=True)
class Differencing:
    """What happens to subjects whom this release and earlier live ones, put together, would single out.

    at_least: subjects must share a combination of classes. may_join: people who may put their releases together with
    the recipient's, "*" for everybody; the recipient's own and those of the same project always count.
    """

    then: Literal["refuse", "suppress"] = "refuse"
    at_least: int = 2
    may_join: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """What the search minimises, and how much work it may take: then the best found so far serves.

    weights: how much the columns of a kind matter, 1 where it is not named. checks_at_most: nodes of the lattice;
    seconds_at_most: which makes the outcome depend on the machine. None for no limit.
    """

    loss: LossName = "loss"
    weights: Mapping[str, float] = field(default_factory=dict)
    checks_at_most: int | None = None
    seconds_at_most: float | None = None


@dataclass(frozen=True, slots=True)
class RiskTerms:
    """What the policy demands of risk: no k and no models means measure and report, refuse nothing."""

    k: int | None
    suppress_at_most: float
    models: tuple[Demand, ...] = ()
    group_cap: GroupLimit = GroupLimit()
    per_subject: tuple[PerSubject, ...] = ()
    releases: Differencing = Differencing()
    search: SearchTerms = SearchTerms()

    @property
    def demanded(self) -> bool:
        """Whether anything is."""
        return self.k is not None or bool(self.models)


@dataclass(frozen=True, slots=True)
class Trait:
    """What risk is of: one value a subject, made of one column or of several, or (no column) of a table's rows.

    sensitive: an attacker wants to learn it; else an attacker may know it.
    """

    table: str
    columns: tuple[str, ...]
    reduce: Reduction
    bands: tuple[int, ...] = ()
    sensitive: bool = False

    @property
    def name(self) -> str:
        """As reports show it: `patients.race`, `encounters (count)`."""
        whole = f"{self.table}.{'+'.join(self.columns)}" if self.columns else self.table
        return whole if self.reduce == "set" else f"{whole} ({self.reduce})"


@dataclass(frozen=True, slots=True)
class Attack:
    """The success of one kind of attacker: at most, on average, and the share of subjects above the threshold.

    All in 0…1 (El Emam, Guide to the De-Identification of Personal Health Information, 2013, chapters 15 to 16).
    """

    highest: float
    average: float
    at_risk: float


@dataclass(frozen=True, slots=True)
class RiskFigures:
    """Re-identification risk over the quasi-identifiers, by subject; classes are counted by their size."""

    subjects: int
    classes: int
    k: int
    average_risk: float
    sizes: Mapping[int, int]
    attacks: Mapping[str, Attack]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a protected column: who is in it (sorted), and how many may be suppressed, None for no limit.

    kind: of the column, or of several joined. name: kind and a word of a public list, never a value of the data.
    """

    kind: str
    name: str
    members: pa.StringArray
    allowed: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """What suppression took from a group: subjects of how many, and their rows in all tables."""

    subjects: int
    suppressed: int
    rows: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What the search settled: the loss in all and by quasi-identifier, 0 (nothing changed) … 1 (nothing left).

    minimised: the loss that the policy chose to minimise. gap: by which share of it a better choice could lose less, at
    most; 0 where none does (but for whom earlier releases cost). free_loss, free_worst: the loss without the cap on
    groups, and the share of subjects that the worst-hit group would have lost then; None where no cap binds.
    """

    loss: float
    minimised: LossName
    gap: float
    by_column: Mapping[str, float]
    free_loss: float | None = None
    free_worst: float | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """What sealed rows are compared with, from all consented subjects. It holds values of the data: memory only.

    values: for each sensitive trait, how many subjects have each value. rarity: for each trait that is the rarest
    of several values, how many subjects have each.
    """

    subjects: int
    values: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    rarity: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
