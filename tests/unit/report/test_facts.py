"""Counts and shares, without any markup."""

import pytest

from gateway.report import facts, page

from .samples import manifest


def test_consent_reasons_largest_first_without_the_covered() -> None:
    _, consented, _ = facts.steps(manifest())
    assert [(bar.note, bar.count) for bar in consented.lost] == [
        ("no-record", 21), ("denied", 14), ("withdrawn", 3), ("purpose", 2),
    ]  # fmt: skip
    assert sum(bar.count for bar in consented.lost) == 40


def test_equal_counts_are_ordered_by_name() -> None:
    assert [bar.note for bar in facts.bars({"b": 2, "a": 2, "c": 5, "d": 0}, {})] == ["c", "a", "b"]


def test_spans_are_added_up_over_tables() -> None:
    fields = manifest()
    fields["tables"]["drugs"]["spans"] = {"DATE": 400}
    assert [(bar.note, bar.count, bar.share) for bar in facts.spans(fields)] == [
        ("DATE", 720, 1.0), ("PATIENT", 640, 640 / 720), ("SSN", 4, 4 / 720),
    ]  # fmt: skip


def test_columns_are_counted_by_treatment() -> None:
    assert [(bar.label, bar.count) for bar in facts.treatments(manifest())] == [
        ("kept as it is", 2), ("replaced by a random code", 2), ("identifying spans replaced by placeholders", 1),
        ("left out", 1), ("only the year stays", 1),
    ]  # fmt: skip


def test_tables_of_columns_count_dropped_and_quasi_identifiers() -> None:
    patients, notes, _ = facts.columns(manifest())
    assert (len(patients.columns), patients.dropped, patients.quasi_identifiers) == (4, 1, 1)
    assert (len(notes.columns), notes.dropped, notes.quasi_identifiers) == (2, 0, 0)


def test_bins_cover_every_size_once() -> None:
    edges = [size for low, high in facts.BINS for size in range(low, (high or 60) + 1)]
    assert edges == list(range(1, 61))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 10, 11, 19, 20, 49, 50, 100_000])
def test_each_class_falls_into_one_bin(size: int) -> None:
    figures = {"subjects": size, "classes": 1, "k": size, "average_risk": 1 / size, "sizes": {str(size): 1}}
    found = facts.risk(manifest(risk__before=figures, risk__after=figures))
    assert [bin_.after for bin_ in found.bins if bin_.after] == [size]
    assert [k for k, _, share in found.below if share == 1] == [k for k in (3, 5, 11) if size < k]
    assert found.alone == (size == 1)


def test_class_sizes_are_ordered_as_numbers() -> None:
    assert facts.risk(manifest()).sizes == ((1, 3, 0), (2, 1, 1), (5, 1, 1), (10, 2, 2), (30, 1, 1))


def test_quasi_identifiers_are_named_with_their_tables() -> None:
    fields = manifest(risk__known=["patients.born", "drugs (count)"])
    assert facts.risk(fields).quasi_identifiers == ("patients.born", "drugs (count)")


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "0%"), (0.0004, "<0.1%"), (0.001, "0.1%"), (0.05, "5%"), (0.054, "5.4%"), (0.126, "13%"), (0.99, "99%"),
     (0.995, "99.5%"), (0.99999, ">99.9%"), (1, "100%")],
)  # fmt: skip
def test_a_share_is_never_rounded_to_nothing_or_to_all(share: float, shown: str) -> None:
    assert page._environment().filters["percent"](share) == shown
