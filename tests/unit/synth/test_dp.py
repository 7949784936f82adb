"""OpenDP's MST behind ours: all of its epsilon and no more, over a domain that nobody had to look at the data for."""

import numpy as np
import opendp.prelude as opendp
import pandas as pd
import pytest
from mbi import Domain, LinearMeasurement, MarkovRandomField

from gateway.model import Bounded, Listed, Ordered, Together
from gateway.synth import dp
from gateway.synth.base import SUBJECT, Columns, NotMade
from gateway.synth.domain import Range, known
from gateway.synth.make import make

from . import fakes

COLUMNS = Columns(("t.age",), ("t.race", "t.outcome"), (), ("t.race", "t.outcome"), ("t.age",))
RULES = (Bounded("t.age", 0, 120), Listed("t.outcome", ("0", "1", "2")))


def job(**changes):
    fields = {"synthesiser": "dp", "columns": COLUMNS, "rules": RULES, "epsilon": 3.0, "wanted": 200}
    return fakes.job(**(fields | changes))


def test_the_domain_is_the_descriptors_and_the_requests() -> None:
    assert known(COLUMNS, RULES, fakes.COHORT) == {"t.age": Range(0, 120, True), "t.outcome": ("0", "1", "2")}
    wider = known(COLUMNS, RULES, {"t.race": ("rare", "other")})
    assert wider["t.race"] == ("rare", "other")


def test_a_later_date_is_known_as_a_distance() -> None:
    columns = Columns(("t.from", "t.to"), ())
    rules = (Bounded("t.from", 10, 20), Bounded("t.to", 10, 50), Ordered("t.from", "t.to"))
    assert known(columns, rules, {})["t.to"] == Range(0, 40, False)


@pytest.mark.parametrize(
    ("rules", "word"),
    [
        (RULES[:1], "dp needs the `values` of t.outcome"),
        (RULES[1:], "dp needs the `range` of t.age"),
        ((*RULES, Together(("t.race", "t.outcome"))), "occur together"),
    ],
)
def test_what_only_the_data_could_tell_is_asked_for(rules: tuple, word: str) -> None:
    with pytest.raises(NotMade, match=word):
        make(job(rules=rules))


def test_all_rows_are_of_the_domain_though_the_data_is_not() -> None:
    training = fakes.real(900)
    training.loc[training.index[:300], "t.outcome"] = "CANARY"
    training.loc[training.index[:300], "t.age"] = 400.0
    made = make(job(training=training)).rows
    assert len(made) == 200
    assert set(made["t.outcome"].dropna()) <= {"0", "1", "2"}
    assert made["t.age"].dropna().between(0, 120).all()
    assert (made["t.age"].dropna() % 1 == 0).all()
    assert set(made["t.race"]) == {"rare"}


class Asked(Exception):
    """What OpenDP was asked for."""


def asked(monkeypatch, **changes) -> dict:
    """The data, unit, loss and query that a fit passes on; nothing is drawn."""
    told: dict = {}

    class Context:
        @staticmethod
        def compositor(**fields):
            told.update(fields)
            return Context()

        def query(self, **fields):
            told["query"] = fields
            return self

        def contingency_table(self, **fields):
            told.update(fields)
            raise Asked

    monkeypatch.setattr(dp.opendp, "Context", Context)
    with pytest.raises(Asked):
        make(job(**changes))
    return told


def test_epsilon_is_passed_on_whole_and_one_row_of_a_subject(monkeypatch) -> None:
    training = fakes.real(600)
    training[SUBJECT] = [f"s{n // 3}" for n in range(600)]
    told = asked(monkeypatch, epsilon=0.7, training=training)
    assert str(told["privacy_loss"]) == str(opendp.loss_of(epsilon=0.7))
    assert str(told["privacy_unit"]) == str(opendp.unit_of(contributions=1))
    assert told["query"] == {"epsilon": 0.7}
    of_cohort = training[training["t.race"] == "rare"]
    assert told["data"].collect().height == of_cohort[SUBJECT].nunique() < len(of_cohort)


def test_no_row_changes_the_domain_or_what_is_told_of_another(monkeypatch) -> None:
    """Else removing a subject would change more than one row, and epsilon would bound nothing."""
    training = fakes.real(600)
    training.loc[training.index[:5], "t.outcome"] = "2"  # of few subjects, whom other synthesisers do not learn
    without = training.drop(training.index[[0, 7]])
    more, less = (asked(monkeypatch, training=one) for one in (training, without))
    assert more["keys"] == less["keys"]
    rows = [pd.Series(map(tuple, one["data"].collect().rows())).value_counts() for one in (more, less)]
    gone = rows[0].sub(rows[1], fill_value=0)
    dropped = (training.loc[training.index[[0, 7]], "t.race"] == "rare").sum()
    assert (gone >= 0).all()
    assert gone.sum() == dropped


def test_more_budget_is_nearer_to_the_truth() -> None:
    training = fakes.real(900).assign(**{"t.outcome": "1"})
    shares = [(make(job(training=training, epsilon=epsilon)).rows["t.outcome"] == "1").mean()
              for epsilon in (0.001, 50.0)]  # fmt: skip
    assert shares[1] > 0.9 > shares[0]
    assert not np.isnan(shares).any()


def test_pairs_of_columns_that_were_counted_apart_are_their_product() -> None:
    domain = Domain.fromdict({"a": 3, "b": 2, "c": 4})
    counts = {"a": [5, 10, 20], "b": [30, 6], "c": [1, 2, 30, 3]}
    found = dp._estimated(domain, [LinearMeasurement(np.array(one, float), clique=(name,), stddev=1.0)
                                   for name, one in counts.items()])  # fmt: skip
    for pair in (("a", "b"), ("c", "a")):
        slow = np.asarray(MarkovRandomField.project(found, pair).values)
        assert np.allclose(np.asarray(found.project(pair).values), slow)


def test_its_model_is_never_kept() -> None:
    with pytest.raises(NotMade, match="second release"):
        dp.Marginals(1.0, {}).dump()
