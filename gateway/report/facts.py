"""Manifest fields in, the numbers that the release card shows out: counted, ordered, and still without markup.

Everything is put in an order of its own, since a manifest that was read back has its keys in another order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.report import words

Fields = Mapping[str, Any]

# Cut where the usual thresholds lie: 3, 5 and 11 (public US releases; EMA policy 0070), and 20.
BINS: tuple[tuple[int, int | None], ...] = ((1, 1), (2, 2), (3, 4), (5, 10), (11, 19), (20, 49), (50, None))
THRESHOLDS = (3, 5, 11)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart; `share` is of the whole or of the longest line, 0 to 1."""

    label: str
    count: int
    share: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the subjects' way into the release, and who went missing before it, by reason."""

    label: str
    subjects: int
    share: float
    lost: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class TableFlow:
    """Rows of one table: read, released, and left out by reason."""

    name: str
    read: int
    released: int
    share: float
    left_out: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class TableColumns:
    """What happened to the columns of one table, in the order of the source."""

    name: str
    columns: tuple[Fields, ...]

    @property
    def dropped(self) -> int:
        return sum(column["dropped"] for column in self.columns)

    @property
    def quasi_identifiers(self) -> int:
        return sum(column["quasi_identifier"] for column in self.columns)


@dataclass(frozen=True, slots=True)
class Bin:
    """Subjects in classes of `label` subjects, before suppression and in the release, with their shares."""

    label: str
    before: int
    after: int
    share_before: float
    share_after: float


@dataclass(frozen=True, slots=True)
class Risk:
    """Re-identification risk before suppression and as measured on the sealed release.

    sizes: (class size, classes before, classes after), ascending. below: (threshold, share before, share after)
    of the subjects in classes smaller than the threshold. alone: subjects who share their traits with nobody.
    """

    before: Fields
    after: Fields
    quasi_identifiers: tuple[str, ...]
    bins: tuple[Bin, ...]
    below: tuple[tuple[int, float, float], ...]
    sizes: tuple[tuple[int, int, int], ...]
    alone: int


@dataclass(frozen=True, slots=True)
class Attack:
    """One kind of attacker: what it knows, and its highest and average success, and the share of subjects at risk."""

    name: str
    knows: str
    highest: float
    average: float
    at_risk: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A protected group: its consented subjects, those suppressed with their rows in all tables."""

    label: str
    code: str
    subjects: int
    suppressed: int
    rows: int
    share: float


def share(part: float, whole: float) -> float:
    """`part` of `whole`, 0 where there is no whole."""
    return part / whole if whole else 0.0


def bars(counts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[Bar, ...]:
    """Counts that are not zero, the largest first, as shares of the largest; the code goes into the note."""
    ordered = sorted(((n, code) for code, n in counts.items() if n), key=lambda pair: (-pair[0], pair[1]))
    longest = ordered[0][0] if ordered else 0
    return tuple(Bar(labels.get(code, code), n, share(n, longest), code) for n, code in ordered)


def steps(fields: Fields) -> tuple[Step, ...]:
    """The subjects' way: in the dataset, consented, released."""
    subjects = fields["subjects"]
    whole = subjects["in"]
    refused = {code: n for code, n in fields["consent"]["reasons"].items() if code != "covered"}
    return (
        Step("in the dataset", whole, share(whole, whole), ()),
        Step("may be used: consent covers purpose, project and day", subjects["consented"],
             share(subjects["consented"], whole), bars(refused, words.CONSENT)),
        Step("are in the release", subjects["released"], share(subjects["released"], whole),
             bars({"suppressed": subjects["suppressed"]}, {"suppressed": "suppressed: too few share their traits"})),
    )


def tables(fields: Fields) -> tuple[TableFlow, ...]:
    """Rows in and out by table, in the order of the request."""
    counted = ((name, fields["tables"][name]) for name in fields["request"]["tables"])
    return tuple(
        TableFlow(name, c["read"], c["released"], share(c["released"], c["read"]),
                  bars(c["left_out"], {reason: words.left_out(reason) for reason in c["left_out"]}))
        for name, c in counted
    )  # fmt: skip


def columns(fields: Fields) -> tuple[TableColumns, ...]:
    """The plan, table by table."""
    planned = fields["plan"]["columns"]
    return tuple(
        TableColumns(name, tuple(column for column in planned if column["table"] == name))
        for name in fields["request"]["tables"]
    )


def treatments(fields: Fields) -> tuple[Bar, ...]:
    """How many columns were treated in which way, over all tables."""
    counts = Counter(words.transform(column["summary"]) for column in fields["plan"]["columns"])
    return bars(counts, {})


def texts(fields: Fields) -> tuple[str, ...]:
    """The free-text columns that were scrubbed, as table.column."""
    return tuple(f"{c['table']}.{c['column']}" for c in fields["plan"]["columns"] if c["transform"] == "scrub")


def spans(fields: Fields) -> tuple[Bar, ...]:
    """Identifying spans that were replaced, by entity, over all tables."""
    found = Counter[str]()
    for counts in fields["tables"].values():
        found.update(counts["spans"])
    return bars(found, {name: words.entity(name) for name in found})


def risk(fields: Fields) -> Risk:
    """Measures and histograms, before and after suppression."""
    before, after = fields["risk"]["before"], fields["risk"]["after"]
    sizes_before, sizes_after = _sizes(before), _sizes(after)
    quasi = tuple(fields["risk"]["known"])
    return Risk(
        before,
        after,
        quasi,
        tuple(_bin(low, high, sizes_before, sizes_after) for low, high in BINS),
        tuple((k, _below(k, sizes_before), _below(k, sizes_after)) for k in THRESHOLDS),
        tuple((size, sizes_before.get(size, 0), sizes_after.get(size, 0))
              for size in sorted(sizes_before.keys() | sizes_after.keys())),
        sizes_after.get(1, 0),
    )  # fmt: skip


def attacks(fields: Fields) -> tuple[Attack, ...]:
    """What each kind of attacker achieves against the release."""
    found = fields["risk"]["after"]["attacks"]
    return tuple(
        Attack(name, words.ATTACKERS[name], *(found[name][figure] for figure in ("highest", "average", "at_risk")))
        for name in words.ATTACKERS
    )


def losses(fields: Fields) -> tuple[Bar, ...]:
    """The loss of each quasi-identifier, 0 … 1, the largest first; empty where nothing was searched."""
    settled = fields["risk"]["settled"] or {"by_column": {}}
    ordered = sorted(settled["by_column"].items(), key=lambda item: (-item[1], item[0]))
    return tuple(Bar(name, 0, loss) for name, loss in ordered)


def groups(fields: Fields) -> tuple[Hit, ...]:
    """Whom suppression hits: the protected groups, those of a column together, the worst hit first."""
    found = (Hit(words.group(name), name, h["subjects"], h["suppressed"], h["rows"],
                 share(h["suppressed"], h["subjects"])) for name, h in fields["risk"]["groups"].items())  # fmt: skip
    return tuple(sorted(found, key=lambda hit: (hit.code.rpartition(".")[0], -hit.share, -hit.subjects, hit.code)))


def _sizes(figures: Fields) -> dict[int, int]:
    return {int(size): int(count) for size, count in figures["sizes"].items()}


def _bin(low: int, high: int | None, before: Mapping[int, int], after: Mapping[int, int]) -> Bin:
    label = f"{low}+" if high is None else str(low) if high == low else f"{low}–{high}"
    counts = [_subjects(n for n in sizes.items() if n[0] >= low and (high is None or n[0] <= high))
              for sizes in (before, after)]  # fmt: skip
    shares = [share(n, _subjects(sizes.items())) for n, sizes in zip(counts, (before, after), strict=True)]
    return Bin(label, counts[0], counts[1], shares[0], shares[1])


def _below(k: int, sizes: Mapping[int, int]) -> float:
    return share(_subjects(n for n in sizes.items() if n[0] < k), _subjects(sizes.items()))


def _subjects(classes: Iterable[tuple[int, int]]) -> int:
    return sum(size * count for size, count in classes)
