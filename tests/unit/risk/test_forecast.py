"""Risk before effort: who stands out by which column, what each k costs, and the advice that follows from it."""

from dataclasses import asdict

import numpy as np
import pytest

from gateway.hierarchies.flat import Flat
from gateway.hierarchies.intervals import Intervals
from gateway.report.forecast import page, picture
from gateway.report.guidance import advice
from gateway.risk.forecast import Forecast, forecast, losses
from gateway.risk.models import KAnonymity
from gateway.risk.problem import Problem
from gateway.risk.search import solve
from gateway.risk.table import Table, tabulate

from . import adult


def table(rows: list[tuple[str, str]]) -> Table:
    ages, races = ([row[place] for row in rows] for place in range(2))
    hierarchies = {"age": Intervals(widths=[10]).over(set(ages), "h"), "race": Flat().over(set(races), "h")}
    return tabulate(
        {name: np.array([hierarchies[name].leaves.index(value) for value in values])
         for name, values in (("age", ages), ("race", races))}, hierarchies,
    )  # fmt: skip


SMALL = [("31", "a"), ("31", "a"), ("31", "b"), ("39", "a"), ("52", "a"), ("52", "a")]


def test_uniqueness_is_told_by_column() -> None:
    found = forecast(table(SMALL), "race")
    assert (found.subjects, found.classes, found.unique, found.small) == (6, 4, pytest.approx(2 / 6), 1.0)
    age, race = found.columns
    assert (age.column, age.values, age.alone) == ("age", 3, pytest.approx(1 / 6))
    assert (race.column, race.values, race.alone) == ("race", 2, pytest.approx(1 / 6))
    assert age.only_with_it == race.only_with_it == pytest.approx(1 / 6)  # by race alone b is, by age alone 39 is
    assert race.bits == pytest.approx(-(5 / 6 * np.log2(5 / 6) + 1 / 6 * np.log2(1 / 6)))
    assert [(pair.columns, pair.unique) for pair in found.pairs] == [(("age", "race"), pytest.approx(2 / 6))]


def test_a_price_is_the_optimum_and_what_it_does_to_groups() -> None:
    found = forecast(table(SMALL), "race")
    two, three, five = found.prices
    assert [price.k for price in found.prices] == [2, 3, 5]
    assert two.loss == solve(Problem(table(SMALL), [KAnonymity(k=2)], suppression=0.05)).loss
    assert two.by_column == {"age": pytest.approx(1 / 3), "race": 1.0}
    assert two.suppressed == 0.0
    assert two.capped_loss is None  # b is alone: race can't stay as it is
    assert three.loss is not None
    assert five.loss is not None


def test_a_loss_by_column_counts_the_suppressed_as_all() -> None:
    one = table([("31", "a"), ("32", "a"), ("51", "b")])
    assert losses(one, (0, 0), np.array([], dtype=np.int64)) == {"age": 0.0, "race": 0.0}
    assert losses(one, (1, 1), np.arange(3)) == {"age": 1.0, "race": 1.0}
    # two rows stand for 2 of 3 ages, one for its own: (2/3 + 2/3 + 1/3) / 3 = 5/9, scaled from 1/3 … 1 to 0 … 1
    assert losses(one, (1, 0), np.array([], dtype=np.int64))["age"] == pytest.approx((5 / 9 - 1 / 3) / (2 / 3))


@adult.needed
def test_the_price_of_erasing_a_minority_is_told() -> None:
    names = [name for name in adult.golden()["q9"] if name != "occupation"]
    found = forecast(adult.table(names), "race")
    price = next(price for price in found.prices if price.k == 11)
    assert price.proven
    assert price.hardest_hit is not None
    assert price.loss is not None
    assert price.capped_loss is not None
    assert price.capped_loss > price.loss
    assert found.columns[0].column == "age"
    told = " ".join(advice(asdict(found)))
    assert "group" in told
    assert f"{price.capped_loss:.2f}" in told
    assert [p.loss for p in found.prices] == sorted(p.loss for p in found.prices)  # more k never costs less


def test_advice_is_words_from_the_figures() -> None:
    told = advice(asdict(forecast(table(SMALL), None)))
    assert told[0].startswith("33.3% of the subjects stand alone")
    assert "k = 11 is out of reach" in told[-1]
    safe = advice(asdict(forecast(table([("31", "a"), ("52", "b")] * 60), "race")))
    assert safe[0].startswith("Nobody stands alone")
    assert any("k = 50 costs hardly more" in sentence for sentence in safe)


def test_the_page_opens_offline_and_escapes() -> None:
    found: Forecast = forecast(table([("31", "a"), ("52", "b")] * 60), "race")
    odd = asdict(found) | {"columns": [asdict(c) | {"column": "<b>age</b>"} for c in found.columns]}
    text = page("a<script>", odd).decode()
    assert "<script>" not in text
    assert "<b>age" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")
    assert picture("x", asdict(found)).startswith(b"<svg")
    assert b"k = 50" in picture("x", asdict(found))
