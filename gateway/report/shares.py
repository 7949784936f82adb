"""The manifest's shares of groups at each stage in; what the card shows of them, column by column, out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

STAGES: Mapping[str, str] = {
    "source": "in the dataset",
    "consented": "consented",
    "released": "in the release",
    "augmented": "with synthetic rows",
}


@dataclass(frozen=True, slots=True)
class Lane:
    """One stage of a group: how many, their share, and where it lies on the plot (0…1 of its width)."""

    stage: str
    count: int
    share: float
    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Shares:
    """A group along the stages. moved: the interval of one of them does not touch the first one's."""

    label: str
    lanes: tuple[Lane, ...]
    moved: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The groups of one column; the plot's width stands for `reach`, a share."""

    title: str
    stages: tuple[tuple[str, str], ...]
    reach: float
    groups: tuple[Shares, ...]

    @property
    def moved(self) -> tuple[Shares, ...]:
        return tuple(group for group in self.groups if group.moved)


def axes(representation: Mapping[str, Any] | None) -> tuple[Axis, ...]:
    """One plot a column, in the order of the report; none without a representation."""
    if representation is None:
        return ()
    columns: dict[str, list[Mapping[str, Any]]] = {}
    for group in representation["groups"]:
        columns.setdefault(group["group"].partition(": ")[0], []).append(group)
    return tuple(_axis(title, groups, representation["stages"]) for title, groups in columns.items())


def _axis(title: str, groups: list[Mapping[str, Any]], stages: list[str]) -> Axis:
    present = [stage for stage in stages if any(stage in group["stages"] for group in groups)]
    reach = max(share["share"]["high"] for group in groups for share in group["stages"].values())
    made = tuple(_shares(group, present, reach) for group in groups)
    return Axis(title.replace("_", " "), tuple((stage, STAGES[stage]) for stage in present), reach, made)


def _shares(group: Mapping[str, Any], stages: list[str], reach: float) -> Shares:
    lanes = []
    for stage in stages:
        count, share = group["stages"][stage]["count"], group["stages"][stage]["share"]
        places = [share[end] / reach for end in ("value", "low", "high")]
        lanes.append(Lane(stage, count, share["value"], *places))
    moved = any(lane.low > lanes[0].high or lane.high < lanes[0].low for lane in lanes)
    return Shares(group["group"].partition(": ")[2], tuple(lanes), moved)
