"""The stricter setting covers every letter and digit that the milder one covers, and something more."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.recognize.detector import Detector, shelf
from gateway.recognize.tagger.recognizer import THRESHOLDS

SAMPLES = Path(__file__).parents[3] / "sample_records"
LINES = [
    line
    for name in ("notes.jsonl", "evaluation/notes.jsonl")
    for note in (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    for line in json.loads(note)["text"].splitlines()
    if line.strip()
]


@pytest.fixture(scope="module")
def detectors() -> list[Detector]:
    return [Detector(shelf(strictness)) for strictness in THRESHOLDS]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Some lines of the sample notes: a stretch of one place, or lines of many."""
    if draw(st.booleans()):
        start = draw(st.integers(0, len(LINES) - 1))
        return "\n".join(LINES[start : start + draw(st.integers(1, 25))])
    return "\n".join(draw(st.lists(st.sampled_from(LINES), min_size=1, max_size=12)))


def covered(detector: Detector, text: str) -> set[int]:
    detection = detector.detect(text)
    assert detection.status == "scanned", detection.reason
    return {at for span in detection.spans for at in range(span.start, span.end) if text[at].isalnum()}


@settings(max_examples=120, deadline=None)
@given(text=texts())
def test_each_covers_what_the_milder_one_covers(detectors: list[Detector], text: str) -> None:
    balanced, strict, maximum = (covered(detector, text) for detector in detectors)
    assert balanced <= strict <= maximum


def test_each_covers_more_of_the_samples(detectors: list[Detector]) -> None:
    text = "\n".join(LINES[::20])
    balanced, strict, maximum = (len(covered(detector, text)) for detector in detectors)
    assert balanced < strict < maximum


def test_the_thresholds_fall() -> None:
    assert tuple(THRESHOLDS) == ("balanced", "strict", "maximum")
    assert sorted(THRESHOLDS.values(), reverse=True) == list(THRESHOLDS.values())
