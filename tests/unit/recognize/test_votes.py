"""Who voted for a span: every recogniser that touched it, by which rule, at its last score."""

from gateway.model import Identifier, PatientRecord, Span, Vote
from gateway.recognize.votes import votes
from gateway.recognize.watch import Found

RECORD = PatientRecord((Identifier("name.given", "Robert"), Identifier("name.family", "Vosklander")))


def explained(detector, text):
    detection, by = detector.explain(text, RECORD)
    return {text[s.start : s.end]: {(v.recognizer, v.rule) for v in vs}
            for s, vs in zip(detection.spans, by, strict=True)}  # fmt: skip


def test_the_field_of_the_record_and_how_it_was_written(detector):
    told = explained(detector, "the vosklander case. Mr. Voslkander slept, then Bob ate.")
    assert ("record", "name.family") in told["vosklander"]
    assert ("record", "name.family, one letter off") in told["Voslkander"]
    assert ("record", "name.given, nickname") in told["Bob"]


def test_all_that_voted_are_named_even_those_whose_finding_another_covers(detector):
    told = explained(detector, "Mr. Vosklander was seen.")
    assert {name for name, _ in told["Vosklander"]} >= {"record", "title"}


def test_explained_or_not_the_spans_are_the_same(detector):
    text = "Mr. Vosklander, MRN 7712034, seen 3/4/2024 by Dr. Ames; Vosklander slept. SSN 521-44-9987."
    detection, by = detector.explain(text, RECORD)
    assert detection == detector.detect(text, RECORD)
    assert len(by) == len(detection.spans)
    assert all(vs and [v.score for v in vs] == sorted((v.score for v in vs), reverse=True) for vs in by)
    assert all(max(v.score for v in vs) == span.score for span, vs in zip(detection.spans, by, strict=True))


def test_votes_go_to_the_span_that_they_touch():
    spans = (Span(2, 6, "DATE", 0.9, ("a",)), Span(8, 9, "PATIENT", 0.6, ("spread: patient named elsewhere",)))
    found = [Found(5, 6, "b", "y", 0.5), Found(2, 6, "a", "x", 0.7), Found(3, 6, "a", "x", 0.9),
             Found(2, 4, "weak", "", 0.3), Found(6, 8, "beside", "", 0.9)]  # fmt: skip
    assert votes(spans, found, 0.4) == (
        (Vote("a", "x", 0.9), Vote("b", "y", 0.5)), (Vote("spread", "patient named elsewhere", 0.6),)
    )  # fmt: skip


def test_a_note_without_spans_has_no_votes(detector):
    detector.explain("Mr. Vosklander was seen.", RECORD)
    assert detector.explain("") == (detector.detect(""), ())
