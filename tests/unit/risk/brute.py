"""The search by brute force, in plain Python from the definitions: every node, every class, every row."""

import itertools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.models.base import Model


@dataclass
class Case:
    """Small data: rows of leaf texts, hierarchies as rows of texts, one sensitive value a row."""

    hierarchies: list[list[list[str]]]
    rows: list[tuple[str, ...]]
    sensitive: list[str]
    strangers: list[tuple[str, ...]]
    models: list[Model]
    loss: str
    suppression: float
    cap: float | None = None  # of column 0, which stays as it is
    weights: list[float] = field(default_factory=list)
    balance: float = 0.5
    each: bool = False  # the cap is of each leaf of each column instead, and all may be generalised

    @property
    def names(self) -> list[str]:
        return [f"q{i}" for i in range(len(self.hierarchies))]

    def built(self) -> dict[str, Hierarchy]:
        return {n: Hierarchy.build(h, n) for n, h in zip(self.names, self.hierarchies, strict=True)}


def best(case: Case) -> float | None:
    """The least loss of any node, or None where no node is a solution."""
    depths = [len(h[0]) for h in case.hierarchies]
    if case.cap is not None and not case.each:
        depths[0] = 1
    losses = (at(case, node) for node in itertools.product(*map(range, depths)))
    return min((loss for loss in losses if loss is not None), default=None)


def at(case: Case, node: tuple[int, ...]) -> float | None:
    """The loss of one node, or None where it is no solution."""
    maps = [{row[0]: row[level] for row in h} for h, level in zip(case.hierarchies, node, strict=True)]
    generalised = [tuple(m[v] for m, v in zip(maps, row, strict=True)) for row in case.rows]
    classes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, key in enumerate(generalised):
        classes[key].append(number)
    people = Counter(tuple(m[v] for m, v in zip(maps, row, strict=True)) for row in case.rows + case.strangers)
    absent = [key for key in people if key not in classes]
    if any(fails(case, model, [], people[key]) for key in absent for model in case.models):
        return None
    lost = {k for k, v in classes.items() if any(fails(case, m, v, people[k]) for m in case.models)}
    kept = sorted((len(v), v[0], k) for k, v in classes.items() if k not in lost)
    while any(table_fails(model, [size for size, _, _ in kept]) for model in case.models):
        lost.add(kept.pop(0)[2])
    gone = [number for key in lost for number in classes[key]]
    if len(gone) > math.floor(case.suppression * len(case.rows) + 1e-9):
        return None
    if case.cap is not None:
        for column in range(len(case.hierarchies) if case.each else 1):
            rows, out = Counter(r[column] for r in case.rows), Counter(case.rows[i][column] for i in gone)
            if any(out[g] > math.floor(case.cap * rows[g] + 1e-9) for g in rows):
                return None
    return loss(case, node, generalised, classes, lost, gone)


def fails(case: Case, model: Model, members: list[int], people: int) -> bool:
    """Whether a class with these rows and so many people of the population fails a model of classes."""
    name, size = type(model).__name__, len(members)
    if name == "DeltaPresence":
        return not model.at_least <= size / people <= model.at_most
    if not members or name in ("AverageRisk", "SampleUniqueness"):
        return False
    if name == "KAnonymity":
        return size < model.k
    if name == "KMap":
        return people < model.k
    counts = Counter(case.sensitive[i] for i in members)
    shares = {value: count / size for value, count in counts.items()}
    whole = {v: c / len(case.rows) for v, c in Counter(case.sensitive).items()}
    if name == "TCloseness":
        return distance(model, shares, whole) > model.t
    if name == "BLikeness":
        limits = {
            v: min(model.beta, -math.log(p)) if model.kind == "enhanced" else model.beta for v, p in whole.items()
        }
        return any(shares[v] - whole[v] > limits[v] * whole[v] + 1e-12 for v in shares)
    if model.kind == "distinct":
        return len(counts) < model.l
    if model.kind == "entropy":
        return -sum(p * math.log(p) for p in shares.values()) < math.log(model.l)
    ranked = sorted(counts.values(), reverse=True)
    return not ranked[0] < model.c * sum(ranked[int(model.l) - 1 :])


def distance(model: Model, shares: dict[str, float], whole: dict[str, float]) -> float:
    """Earth mover's distance: equal, or over the order of the texts."""
    gaps = [shares.get(v, 0.0) - whole[v] for v in sorted(whole)]
    if model.distance == "equal":
        return sum(map(abs, gaps)) / 2
    return sum(map(abs, itertools.accumulate(gaps))) / max(1, len(gaps) - 1)


def table_fails(model: Model, sizes: list[int]) -> bool:
    """Whether the kept classes fail a model of the table."""
    name, rows = type(model).__name__, sum(sizes)
    if name == "AverageRisk":
        return len(sizes) > model.at_most * rows + 1e-9
    return name == "SampleUniqueness" and sizes.count(1) > model.at_most * rows + 1e-9


def loss(case, node, generalised, classes, lost, gone) -> float:
    """The loss by its definition in golden_adult.json."""
    n, sizes = len(case.rows), [len(v) for k, v in classes.items() if k not in lost]
    if case.loss == "discernibility":
        return float(sum(len(v) ** 2 for v in classes.values()))
    if case.loss == "discernibility_nm":
        return float(sum(s * s for s in sizes) + len(gone) * n)
    if case.loss == "class_size":
        return n / (len(sizes) + bool(gone))
    weights = case.weights or [1.0] * len(node)
    weights = [w * len(node) / sum(weights) for w in weights]
    columns = [column_loss(case, i, level, [g[i] for g in generalised], gone) for i, level in enumerate(node)]
    if case.loss == "loss":
        return math.prod((x + 1) ** (w / len(node)) for x, w in zip(columns, weights, strict=True)) - 1
    return sum(x * w for x, w in zip(columns, weights, strict=True))


def column_loss(case: Case, i: int, level: int, values: list[str], gone: list[int]) -> float:
    n, hierarchy, out = len(case.rows), case.hierarchies[i], set(gone)
    if case.loss == "loss":
        m = len(hierarchy)
        under = Counter(row[level] for row in hierarchy)
        total, s, g = 0.0, min(1.0, 2 * case.balance), min(1.0, 2 - 2 * case.balance)
        for number, value in enumerate(values):
            share = under[value] / m
            total += share * g if number not in out else 1 if s == 1 else share + s * (1 - share)
        return max(0.0, (total - n / m) / (n - n / m)) if m > 1 else 0.0
    leaves, general = Counter(row[i] for row in case.rows), Counter(values)
    bits = sum(-math.log2(leaves[row[i]] / general[v]) for row, v in zip(case.rows, values, strict=True))
    if case.loss == "nue_nm":
        counts = Counter(values[number] for number in gone)
        bits += sum(-c * math.log2(c / len(gone)) for c in counts.values())
    return bits
