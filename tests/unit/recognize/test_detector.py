"""The detector fails closed: what it did not see to the end is quarantined, with a reason that holds no text."""

import logging
import socket
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer import LocalRecognizer, Pattern, PatternRecognizer

from gateway.model import Identifier, PatientRecord
from gateway.recognize import watch
from gateway.recognize.detector import LONGEST, RECOGNIZERS, Detector
from gateway.recognize.entities import ENTITIES
from gateway.recognize.rules.base import Rule, RuleRecognizer

CANARY = "Zebulon Quaggmire"


class Crashing(LocalRecognizer):
    def __init__(self):
        super().__init__(["PERSON"])

    def load(self):
        pass

    def analyze(self, text, entities, nlp_artifacts):
        raise ValueError(f"cannot read {text}")


class Silent(Crashing):
    """Returns without telling what it scanned, as one that gave up would."""

    def analyze(self, text, entities, nlp_artifacts):
        return []


class HalfWay(Crashing):
    def analyze(self, text, entities, nlp_artifacts):
        watch.saw(len(text) // 2)
        return []


class Endless(PatternRecognizer):
    def __init__(self):
        super().__init__("PERSON", patterns=[Pattern("endless", r"(?:a|aa)+$", 0.5)])


class EndlessRule(RuleRecognizer):
    ENTITY = "PERSON"
    RULES = (Rule("endless", r"(?:a|aa)+$", 0.5),)


@pytest.mark.parametrize(
    ("recognizer", "reason"),
    [
        (Crashing, "recogniser broken failed: ValueError"),
        (Silent, "recogniser broken failed: incomplete scan"),
        (HalfWay, "recogniser broken failed: incomplete scan"),
    ],
)
def test_a_failure_quarantines(recognizer, reason):
    detection = Detector({**RECOGNIZERS, "broken": recognizer}).detect(f"Mr. {CANARY}")
    assert (detection.status, detection.spans, detection.reason) == ("quarantined", (), reason)


@pytest.mark.parametrize("recognizer", [Endless, EndlessRule])
def test_a_time_out_quarantines(monkeypatch, recognizer):
    monkeypatch.setattr(watch, "PATTERN_SECONDS", 0.05)
    detection = Detector({"slow": recognizer}).detect("a" * 5000 + "b")
    assert detection.status == "quarantined"
    assert detection.reason == "recogniser slow failed: PatternTimeLimitError"


def test_a_failure_in_the_record_quarantines(detector, monkeypatch):
    monkeypatch.setattr("gateway.recognize.own_record.fold", lambda text: text[1:])
    detection = detector.detect("Ana slept", PatientRecord((Identifier("name.given", "Ana"),)))
    assert detection.status == "quarantined"
    assert "Ana" not in detection.reason


def test_a_stock_pattern_stays_untouched_for_others():
    Detector()
    from presidio_analyzer.predefined_recognizers import UsSsnRecognizer

    assert not any(isinstance(p.compiled_regex, watch.WatchedRegex) for p in UsSsnRecognizer.PATTERNS)


def test_too_long_a_text_is_quarantined_not_cut(detector):
    detection = detector.detect("x" * (LONGEST + 1))
    assert (detection.status, detection.spans) == ("quarantined", ())
    assert str(LONGEST) in detection.reason


def test_empty_text(detector):
    assert detector.detect("").spans == ()
    assert detector.detect(" \n\t ").status == "scanned"


@pytest.mark.parametrize(
    "text",
    ["\0", "a\0b Mr. Reyes\0", "\ud800 Mr. Reyes", "İ Mr. Reyes", "\u202e3/4/2026", "👩🏽‍⚕️ Dr. Ana Ortiz"],
)
def test_odd_characters(detector, text):
    assert detector.detect(text).status == "scanned"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("Dr. MRN:0123456789/-@,ABab \n")), max_size=200))
def test_any_text_gives_sorted_disjoint_spans_of_known_entities(detector, text):
    detection = detector.detect(text)
    assert detection.status == "scanned", detection.reason
    assert all(a.end <= b.start for a, b in pairwise(detection.spans))
    for span in detection.spans:
        assert span.end <= len(text)
        assert span.entity in ENTITIES
        assert 0.4 <= span.score <= 1
        assert span.evidence


def test_offsets_are_code_points(detector):
    text = "👩🏽‍⚕️ é Dr. Ana Ortiz"
    (span,) = detector.detect(text).spans
    assert text[span.start : span.end] == "Ana Ortiz"


def test_the_same_text_gives_the_same_detection(detector):
    text = "Patient: DOE, JANE Q, MRN 5530918, 3/4/2026, Larkfield Hospital, Dr. Long"
    assert detector.detect(text) == detector.detect(text) == Detector().detect(text)


def test_evidence_and_logs_hold_no_text(caplog, capfd):
    caplog.set_level(logging.DEBUG)
    detection = Detector().detect(f"Mr. {CANARY}, zq@example.org, SSN 212-44-8899, IBAN GB33BUKB20201555555555")
    told = caplog.text + "".join(capfd.readouterr()) + str([span.evidence for span in detection.spans])
    assert detection.spans
    for part in (*CANARY.split(), "zq@", "8899", "BUKB"):
        assert part not in told


def test_no_connection_is_opened(monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert Detector().detect("write to ana@example.co.uk or www.example.org").status == "scanned"


def test_a_note_of_half_a_million_characters_is_scanned(detector):
    text = "Dr. Ana Ortiz saw the patient on 3/4/2026, BP 120/80, stable. " * 8_000
    found = detector.detect(text)
    assert found.status == "scanned"
    assert len(found.spans) == 16_000


@pytest.mark.parametrize("text", ["Seen by Dr. {} Smith today.".format("Xylo" * 100_000),
                                  "DOS: March{}2025".format(" " * 400_000)], ids=["word", "gap"])  # fmt: skip
def test_a_long_word_or_gap_costs_no_more_than_a_text_of_its_length(detector, text):
    """Where the cost grows with the square of the length this takes minutes."""
    assert detector.detect(text).status == "scanned"


def test_patterns_that_begin_at_a_cue_have_a_bounded_reach():
    pattern = watch.WatchedRegex(r"\w+[^z]*z")
    assert list(pattern.matches_at("a" * 1000 + "z", [0])) == []
    assert [match.span() for match in pattern.matches_at("aaz", [0])] == [(0, 3)]
