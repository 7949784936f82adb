"""Spans that overlap become one; nothing that was covered is lost."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gateway.model import Span
from gateway.recognize.entities import ENTITIES
from gateway.recognize.merge import merge

SPANS = st.builds(
    lambda start, length, entity, score, name: Span(start, start + length, entity, score, (name,)),
    st.integers(0, 60),
    st.integers(1, 12),
    st.sampled_from(sorted(ENTITIES)),
    st.sampled_from([0.4, 0.6, 0.9]),
    st.sampled_from(["a", "b", "record: name.family"]),
)


def covered(spans):
    return {i for span in spans for i in range(span.start, span.end)}


@given(st.lists(SPANS))
def test_sorted_disjoint_and_covering_the_same(spans):
    merged = merge(spans)
    assert covered(merged) == covered(spans)
    assert all(a.end <= b.start for a, b in pairwise(merged))


@given(st.lists(SPANS))
def test_order_of_findings_does_not_matter(spans):
    assert merge(spans) == merge(reversed(spans))


def test_union_keeps_all_evidence_and_the_longest_name():
    merged = merge([Span(0, 4, "DATE", 0.6, ("date",)), Span(2, 12, "MRN", 0.5, ("mrn",))])
    assert merged == (Span(0, 12, "MRN", 0.6, ("date", "mrn")),)


def test_the_record_knows_best_who_is_meant():
    merged = merge([Span(0, 12, "PERSON", 0.9, ("x",)), Span(0, 4, "PATIENT", 0.7, ("record: name.given",))])
    assert [span.entity for span in merged] == ["PATIENT"]


def test_neighbours_stay_apart():
    assert len(merge([Span(0, 4, "CITY", 1, ("a",)), Span(4, 6, "ZIP", 1, ("b",))])) == 2
