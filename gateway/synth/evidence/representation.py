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
    than `floor` at the first stage that has anybody stands with the others of its column as `column: small groups`,
    which takes in the next larger group where it would be under the floor itself.
    A stage that counts nobody of a column is left out for it.
    """
    first = next((counts for counts in stages.values() if any(counts.values())), {})
    groups = dict.fromkeys(name for counts in stages.values() for name in counts)
    small = _small({name: first.get(name, 0) for name in groups}, floor)
    named = {name: f"{column_of(name)}: {POOLED}" if name in small else name for name in groups}
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
                                 for stage in stages if wholes[stage][column_of(name)]}) for name in order),
    )  # fmt: skip


def _small(counts: Mapping[str, int], floor: int) -> set[str]:
    """The groups under the floor, and the next larger one of a column where they are few even together."""
    found: set[str] = set()
    pool: Counter[str] = Counter()
    for name in sorted(counts, key=lambda name: (counts[name], name)):
        column = column_of(name)
        if counts[name] < floor or 0 < pool[column] < floor:
            pool[column] += counts[name]
            found.add(name)
    return found


def _size(pooled: Mapping[str, Counter[str]], name: str) -> int:
    return next((counts[name] for counts in pooled.values() if counts), 0)


def _by_column(counts: Mapping[str, int]) -> Counter[str]:
    found = Counter[str]()
    for name, count in counts.items():
        found[column_of(name)] += count
    return found


def _share(count: int, whole: int) -> Share:
    return Share(count, Estimate(count / whole, *wilson(count, whole)))
