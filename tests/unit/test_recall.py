"""The recall meter: sums over tables, the worst group decides, and what cannot be measured is refused."""

from types import SimpleNamespace

import pyarrow as pa
import pytest

from gateway import recall as meter
from gateway.errors import RiskRefused
from gateway.model import NoteTerms, Recall, Recalled, TableCounts
from gateway.recall import check_recall, facts, measure, worst

SIZES = {("sex", "F"): 30, ("sex", "M"): 25, ("race", "groups under 20"): 12, ("race", "Samoan"): 43}


def sealed(monkeypatch, *counts: TableCounts, floor: float | None = None, texts: tuple[str, ...] = ("notes",)):
    monkeypatch.setattr(meter.cohort, "load", lambda *_: SimpleNamespace(sizes=lambda: SIZES))
    plan = SimpleNamespace(text_tables=texts, as_of=SimpleNamespace(year=2026), notes=NoteTerms(floor))
    generalised = SimpleNamespace(
        released=pa.array(["p"] * 55), consented=SimpleNamespace(planned=SimpleNamespace(dataset=None))
    )
    return SimpleNamespace(plan=plan, counts=dict(enumerate(counts)), generalised=generalised)


def counts(**missed: int) -> TableCounts:
    stood = {"kind: id.mrn": 40, "kind: name.family": 60, "sex: F": 50, "sex: M": 50, "race: Samoan": 90,
             "race: groups under 20": 10}  # fmt: skip
    gone = {"id": "kind: id.mrn", "family": "kind: name.family", "f": "sex: F", "m": "sex: M", "few":
            "race: groups under 20", "many": "race: Samoan"}  # fmt: skip
    return TableCounts(1, 1, stood=stood, missed={gone[name]: n for name, n in missed.items()})


def test_tables_are_summed_and_kinds_make_the_whole(monkeypatch):
    found = measure(sealed(monkeypatch, counts(id=1, f=1, many=1), counts(family=3, m=3, few=3)))
    assert (found.whole.stood, found.whole.missed, found.whole.recall) == (200, 4, pytest.approx(0.98))
    by = {(g.axis, g.group): (g.subjects, g.stood, g.missed) for g in found.groups}
    assert by == {
        ("kind", "id.mrn"): (55, 80, 1), ("kind", "name.family"): (55, 120, 3), ("sex", "F"): (30, 100, 1),
        ("sex", "M"): (25, 100, 3), ("race", "Samoan"): (43, 180, 1), ("race", "groups under 20"): (12, 20, 3),
    }  # fmt: skip
    assert all(g.low < g.recall < g.high for g in found.groups)


def test_the_worst_group_is_one_that_is_large_enough_to_tell(monkeypatch):
    found = measure(sealed(monkeypatch, counts(m=3, few=9, many=1)))
    assert [(g.axis, g.group) for g in worst(found)] == [("race", "Samoan"), ("sex", "M")]


def test_below_the_floor_the_release_is_refused_with_the_numbers(monkeypatch):
    one = sealed(monkeypatch, counts(family=5, m=5, many=5), floor=0.95)
    with pytest.raises(RiskRefused) as caught:
        check_recall(one, measure(one))
    error = caught.value
    assert (error.exit_code, error.reason) == (5, "recall")
    assert error.numbers == {"floor_ppm": 950_000, "stood": 50, "missed": 5, "recall_ppm": 900_000}
    assert "45 of 50 known identifiers of the worst group by sex were found, 90.0%" in error.what
    assert "Samoan" not in str(error)


def test_the_whole_can_be_the_worst(monkeypatch):
    one = sealed(monkeypatch, counts(family=9, few=9), floor=0.95)
    with pytest.raises(RiskRefused, match="91 of 100 known identifiers of all subjects"):
        check_recall(one, measure(one))


@pytest.mark.parametrize("floor", [None, 0.9])
def test_at_the_floor_it_passes(monkeypatch, floor):
    one = sealed(monkeypatch, counts(family=5, m=5, many=5), floor=floor)
    [check] = check_recall(one, measure(one))
    assert check.finding.startswith("95 of 100 known identifiers found, 95.0%")


def test_a_floor_that_cannot_be_measured_is_not_held(monkeypatch):
    one = sealed(monkeypatch, TableCounts(1, 1), floor=0.5)
    with pytest.raises(RiskRefused) as caught:
        check_recall(one, measure(one))
    assert caught.value.reason == "recall-unmeasured"
    loose = sealed(monkeypatch, TableCounts(1, 1))
    assert "no value of a patient's record" in check_recall(loose, measure(loose))[0].finding


def test_without_scrubbed_texts_there_is_nothing_to_measure(monkeypatch):
    one = sealed(monkeypatch, counts(), floor=0.5, texts=())
    assert measure(one) is None
    assert check_recall(one, None) == []


def test_the_log_gets_counts_by_family_and_no_name_of_a_group():
    groups = (
        Recalled("kind", "name.family", 30, 60, 3, 0.8, 0.9), Recalled("kind", "name.given", 30, 40, 1, 0.8, 0.9),
        Recalled("sex", "F", 30, 100, 4, 0.8, 0.9),
    )  # fmt: skip
    assert facts(Recall(Recalled("all", "all", 30, 100, 4, 0.9, 0.99), groups)) == {
        "identifiers_in_texts": {"name": 100}, "identifiers_missed": {"name": 4},
        "recall_ppm": {"all": 960_000, "worst.sex": 960_000},
    }  # fmt: skip
