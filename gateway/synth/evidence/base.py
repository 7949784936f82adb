"""What the evidence knows of a table, and what it finds: numbers with their 95 % intervals, and no cell of the data."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from gateway.synth.evidence.cells import Bools, texts

Maker = Callable[[pd.DataFrame, int], pd.DataFrame]
"""(training rows, seed) → synthetic rows with the columns of `Shape`; fits anew at every call."""

SPLITS = 5


@dataclass(frozen=True)
class Shape:
    """What a table's columns are. It comes from the descriptor or a configuration, and is never detected.

    numeric, categorical: the columns looked at; columns in neither (keys, dates, texts) are not. What `target`,
    `groups` and `cohort` name stands in one of them.
    target: a column of two values that the utility test predicts. groups: columns by which errors are counted apart.
    cohort: for each column the values that make a row part of the cohort; empty where all rows are. subject: the column
    of real rows that says whose they are, where one person has several: they are held out together. It is no feature.
    """

    numeric: tuple[str, ...]
    categorical: tuple[str, ...]
    target: str | None
    groups: tuple[str, ...]
    cohort: Mapping[str, tuple[object, ...]]
    subject: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.numeric, *self.categorical)

    @property
    def needed(self) -> tuple[str, ...]:
        """All columns that are looked at for anything in real and in synthetic rows, each once."""
        target = (self.target,) if self.target is not None else ()
        return tuple(dict.fromkeys((*self.columns, *target, *self.groups, *self.cohort)))

    def in_cohort(self, rows: pd.DataFrame, without: str | None = None) -> Bools:
        """Which rows satisfy the cohort's conditions, but for the one on column `without`. Values compare as text."""
        conditions = {column: values for column, values in self.cohort.items() if column != without}
        cells, found = texts(rows, tuple(conditions)), np.ones(len(rows), dtype=bool)
        for place, values in enumerate(conditions.values()):
            wanted = texts(pd.DataFrame({"value": list(values)}), ("value",))[:, 0]
            found &= np.isin(cells[:, place].astype(str), wanted.astype(str))
        return found


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval; all three are shares unless its owner says otherwise."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """How well a learner does on one set of held-out real rows, the mean over the splits.

    auroc: area under the ROC curve. brier: mean squared error of the probabilities. calibration: expected calibration
    error over bins of equal numbers of rows. rows: those tested, over all splits.
    """

    rows: int
    auroc: Estimate
    brier: Estimate
    calibration: Estimate


@dataclass(frozen=True, slots=True)
class Rates:
    """True and false positive rates of one group; None where it has no positive, or no negative, row.

    group: `column: word of a public list`, never a cell.
    """

    group: str
    positives: int
    negatives: int
    true_positive: Estimate | None
    false_positive: Estimate | None


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to train. gain: its AUROC on the cohort less that of real rows alone, paired by split."""

    name: str
    added: int
    cohort: Score
    everyone: Score
    gain: Estimate
    gain_everyone: Estimate
    rates: tuple[Rates, ...]


@dataclass(frozen=True, slots=True)
class Utility:
    """What training with synthetic rows does on held-out real rows.

    arms: `real` first, then `synthetic`, `reweighted`, `smote` as far as they can be made. missing: arm → why it is
    not there. cohort_rows: real rows of the cohort; where the cohort names the target's value, the cohort is tested
    with both values of it (`target_freed`), for with one nothing can be told apart.
    """

    splits: int
    cohort_rows: int
    target_freed: bool
    arms: tuple[Arm, ...]
    missing: Mapping[str, str]

    def arm(self, name: str) -> Arm:
        """The arm of that name. Raises KeyError where it could not be made."""
        return {arm.name: arm for arm in self.arms}[name]

    @property
    def gain(self) -> Estimate:
        """AUROC on the cohort that synthetic rows add; what a gate asks for is its `low`."""
        return self.arm("synthetic").gain

    def json(self) -> dict[str, Any]:
        return {**asdict(self), "missing": dict(self.missing)}


@dataclass(frozen=True, slots=True)
class Copies:
    """Synthetic rows that occur among the training rows, and among as many control rows: every row is looked up.

    share, by_chance: of the synthetic rows. excess: share less by_chance.
    """

    rows: int
    share: float
    by_chance: float
    excess: Estimate


@dataclass(frozen=True, slots=True)
class Attack:
    """Success of an attack on training rows and, the same attack, on control rows.

    risk: what the attack wins beyond what it wins on people who are not in the training rows, as a share of what was
    left to win (Giomi et al., PoPETs 2023(2):312). guessing: success without the synthetic rows; where `main` is not
    above it the attack was weak, and a low risk tells nothing.
    """

    name: str
    attacks: int
    main: Estimate
    control: Estimate
    guessing: Estimate
    risk: Estimate


@dataclass(frozen=True, slots=True)
class Privacy:
    """Whom synthetic rows expose: training rows against control rows that the synthesiser never saw.

    closer: share of synthetic rows that are nearer to a training row than to any control row; `even` is what it is
    where nothing was learnt by heart. distances: quantile → (to training, to control). membership: by attack, AUC of
    telling training from control rows; caught: by attack, share of training rows it is sure of, less the share of
    control rows, at most 1 %, that it takes for them. Intervals of several attacks of one kind hold together.
    """

    training: int
    control: int
    synthetic: int
    exact: Copies
    near: Copies
    closer: Estimate
    even: float
    distances: Mapping[str, tuple[float, float]]
    singling_out: tuple[Attack, ...]
    linkability: Attack | None
    inference: tuple[Attack, ...]
    membership: Mapping[str, Estimate]
    caught: Mapping[str, Estimate]

    def worst(self) -> dict[str, Estimate]:
        """By test, of several attacks the one whose interval begins highest. Limits are held against `low`, which is
        what the rows prove: with few rows noise alone lifts `value`.

        `closer`, `membership`: 0.5 is chance, as long as training and control rows are as many. The others are
        excesses over chance: 0 is none.
        """
        risks = {
            "singling_out": [one.risk for one in self.singling_out],
            "linkability": [self.linkability.risk] if self.linkability else [],
            "inference": [one.risk for one in self.inference],
            "exact": [self.exact.excess],
            "near": [self.near.excess],
            "closer": [self.closer],
            "membership": list(self.membership.values()),
            "caught": list(self.caught.values()),
        }
        return {name: max(found, key=lambda one: (one.low, one.value)) for name, found in risks.items() if found}

    def json(self) -> dict[str, Any]:
        return {**asdict(self), "worst": {name: asdict(one) for name, one in self.worst().items()}}


@dataclass(frozen=True, slots=True)
class Likeness:
    """SDMetrics' shares 0…1: shapes of single columns, trends of pairs, and their mean."""

    rows: int
    shapes: float
    trends: float

    @property
    def score(self) -> float:
        return (self.shapes + self.trends) / 2


@dataclass(frozen=True, slots=True)
class Quality:
    """Likeness to the real rows, overall and within the cohort; None where a side has too few rows.

    duplicates: the score of real rows drawn again at random: this figure rewards copying, so it is no goal.
    """

    overall: Likeness
    cohort: Likeness | None
    duplicates: float

    def json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Share:
    """One group at one stage; `share` is of its column's rows at that stage, with Wilson's interval."""

    count: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Represented:
    """A group's shares, stage by stage. group: `column: word`."""

    group: str
    stages: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class Representation:
    """Shares of every group at each stage, in the order of the stages; a column's groups stand together."""

    stages: tuple[str, ...]
    groups: tuple[Represented, ...]

    def json(self) -> dict[str, Any]:
        return asdict(self)
