"""What the recognisers miss while the record is hidden: every certain place of a value, once, covered or not."""

import pytest

from gateway.model import Identifier, PatientRecord
from gateway.recognize.detector import RECOGNIZERS, Detector

RECORD = PatientRecord(
    (
        Identifier("name.given", "Thistlewick"),
        Identifier("name.family", "Vosk"),
        Identifier("id.mrn", "ZK77120"),
        Identifier("geo.street", "14 Harrowgate Lane"),
        Identifier("contact.phone", "603-555-0142"),
    )
)


@pytest.fixture(scope="module")
def detector() -> Detector:
    """Without the model, whose next training may find what these examples take for missed."""
    return Detector({name: make for name, make in RECOGNIZERS.items() if name != "model"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nothing of the record is here.", []),
        ("the vosk walked", [("name.family", False)]),
        ("Mr. Vosk walked; the vosk walked", [("name.family", True), ("name.family", True)]),  # found once, spread
        ("call 603-555-0142", [("contact.phone", True)]),
        ("lives at 14 Harrowgate Lane", [("geo.street", True)]),  # its shorter forms are the same place
        ("code zk77120 on the lid", [("id.mrn", False)]),
        ("seen by Vosks", []),  # one letter off: perhaps another word
    ],
)
def test_each_place_of_a_value_is_told_once(detector, text, expected):
    sightings = detector.detect(text, RECORD).sightings
    assert [(sighting.kind, sighting.found) for sighting in sightings] == expected


def test_the_record_finds_what_the_meter_says_was_missed(detector):
    text = "the vosk walked, code zk77120"
    assert [text[s.start : s.end] for s in detector.detect(text, RECORD).spans] == ["vosk", "zk77120"]
    assert detector.detect(text).spans == ()


def test_found_without_the_record_is_what_a_detector_without_it_finds(detector):
    text = "Mr. Vosk, MRN ZK77120, of 14 Harrowgate Lane. Thistlewick says thistlewick is well. Ph 603-555-0142."
    blind = detector.detect(text).spans
    covered = {at for span in blind for at in range(span.start, span.end)}
    lower = text.lower()
    for kind, value in (("name.given", "thistlewick"), ("id.mrn", "zk77120"), ("contact.phone", "603-555-0142")):
        places = [at for at in range(len(text)) if lower.startswith(value, at)]
        whole = [all(at + n in covered or not text[at + n].isalnum() for n in range(len(value))) for at in places]
        assert [s.found for s in detector.detect(text, RECORD).sightings if s.kind == kind] == whole


def test_without_a_record_nothing_is_measured(detector):
    assert detector.detect("Mr. Vosk walked").sightings == ()
