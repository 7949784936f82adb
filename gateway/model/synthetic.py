"""What a request asks of synthetic rows, what a policy demands of them, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

SDV_LICENCE = (
    "SDV, RDT, Copulas and CTGAN of DataCebo are under the Business Source License 1.1 (MIT after four years): they "
    "must not be offered to third parties as a service"
)

SyntheticValue = str | int | float | bool


@dataclass(frozen=True, slots=True)
class SyntheticWish:
    """What a request asks for, as signed.

    tables: one, or the subject table and one other. cohort: column → the released values that make a row part of it,
    a column as `column` or `table.column`; empty for all rows. synthesiser: one by name, or `auto`. target: the column
    that the utility test predicts, None for no such test, and then nothing can show that the rows help.
    """

    tables: tuple[str, ...]
    rows: int
    cohort: Mapping[str, tuple[SyntheticValue, ...]] = field(default_factory=dict)
    synthesiser: str = "auto"
    target: str | None = None

    def json(self) -> dict[str, Any]:
        """As it stands in the signed request."""
        return {
            "tables": list(self.tables),
            "rows": self.rows,
            "cohort": {column: list(values) for column, values in self.cohort.items()},
            "synthesiser": self.synthesiser,
            "target": self.target,
        }


@dataclass(frozen=True, slots=True)
class SyntheticLimits:
    """The most that synthetic rows may expose.

    copies, near: share of rows that (nearly) repeat a training row, beyond what as many unseen rows show by chance, by
    the upper end of its 95 % interval. membership: AUC of telling training rows from unseen ones, one half being blind,
    likewise. attack: risk of singling out, linking and inferring, beyond that of people who were not in the training
    rows: the mean of a kind, and of each attack the lower end.
    """

    copies: float
    near: float
    attack: float
    membership: float


@dataclass(frozen=True, slots=True)
class SyntheticTerms:
    """What a policy demands.

    floor: subjects of a cohort, under which nothing is made. when_not_helpful: leave rows out that help nobody, or
    publish them marked as such. epsilon: of the differentially private synthesiser. seconds, megabytes: of each fit.
    keep_models: the fitted model stays in the site, encrypted.
    """

    synthesisers: tuple[str, ...]
    limits: SyntheticLimits
    floor: int = 100
    when_not_helpful: Literal["leave-out", "mark"] = "leave-out"
    epsilon: float = 1.0
    seconds: int = 60
    megabytes: int = 4096
    keep_models: bool = False


@dataclass(frozen=True, slots=True)
class SyntheticPlan:
    """A wish that the policy lets through, in the terms of the plan."""

    wish: SyntheticWish
    terms: SyntheticTerms
