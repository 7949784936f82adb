"""Counts of people by group at each stage of a release in; every group's shares, with intervals, out.

A share that moves from one stage to the next is a bias that the pipeline itself brings.
"""

from collections import Counter
from collections.abc import Mapping

from gateway.intervals import wilson
from gateway.synth.evidence.base import Estimate, Representation, Represented, Share

POOLED = "small groups"


def column_of(group: str) -> str:
    """`race: native` is of column `race`."""
    return group.partition(": ")[0]


def representation(stages: Mapping[str, Mapping[str, int]], floor: int = 0) -> Representation:
    """Shares of the groups `column: word` at each stage, among the counted of their column.

    stages: stage → group → people (or rows, where a stage adds rows), in the order of the flow. A group with fewer
    than `floor` at the first stage that has anybody stands with the others of its column as `column: small groups`.
    """
    first = next((counts for counts in stages.values() if any(counts.values())), {})
    groups = dict.fromkeys(name for counts in stages.values() for name in counts)
    named = {name: name if first.get(name, 0) >= floor else f"{column_of(name)}: {POOLED}" for name in groups}
    pooled: dict[str, Counter[str]] = {}
    for stage, counts in stages.items():
        pooled[stage] = Counter()
        for name, count in counts.items():
            pooled[stage][named[name]] += count
    wholes = {stage: _by_column(counts) for stage, counts in pooled.items()}
    columns = list(dict.fromkeys(map(column_of, groups)))
    order = sorted(set(named.values()), key=lambda name: (columns.index(column_of(name)), -_size(pooled, name), name))
    return Representation(
        tuple(stages),
        tuple(Represented(name, {stage: _share(pooled[stage][name], wholes[stage][column_of(name)])
                                 for stage in stages}) for name in order),
    )  # fmt: skip


def _size(pooled: Mapping[str, Counter[str]], name: str) -> int:
    return next((counts[name] for counts in pooled.values() if counts), 0)


def _by_column(counts: Mapping[str, int]) -> Counter[str]:
    found = Counter[str]()
    for name, count in counts.items():
        found[column_of(name)] += count
    return found


def _share(count: int, whole: int) -> Share:
    return Share(count, Estimate(count / whole if whole else 0.0, *wilson(count, whole)))
