"""A further model joins our engine; one that cannot be had is an error before any note is read."""

import socket
import subprocess
from itertools import chain

import pytest
import spacy
import yaml

from gateway.errors import BadInput
from gateway.recognize.detector import Detector, shelf

TEXT = "The blue kettle stood on the old dresser. Dr. Ana Ortiz, MRN 5530918."


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """Whoever looks for a host or for pip fails the test, whatever they make of the failure."""
    tried = []

    def refuse(*args, **_):
        tried.append(args)
        raise OSError("offline")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    yield
    assert not tried


@pytest.fixture
def folder(tmp_path):
    """A pipeline that takes kettles for people and dressers for places and for what no identifier is."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(
        [
            {"label": "PERSON", "pattern": "blue kettle"},
            {"label": "GPE", "pattern": "old"},
            {"label": "NORP", "pattern": "dresser"},
        ]
    )
    nlp.to_disk(tmp_path / "ruler")
    return tmp_path


def configured(folder, **changes):
    path = folder / "models.yaml"
    settings = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": str(folder / "ruler")}]}
    path.write_text(yaml.safe_dump(settings | changes).replace("RULER", str(folder / "ruler")))
    return path


def spans(detection):
    return {TEXT[s.start : s.end]: s for s in detection.spans}


def test_its_spans_join_ours_under_our_names(folder, detector):
    alone = spans(detector.detect(TEXT))
    both = spans(Detector(shelf(models=configured(folder))).detect(TEXT))
    joined = {name: (span.entity, span.evidence[0]) for name, span in both.items() if name not in alone}
    assert joined == {"blue kettle": ("PERSON", "plugged model"), "old": ("LOCATION", "plugged model")}
    assert alone.items() <= both.items()
    assert {"Ana Ortiz", "5530918"} <= alone.keys()


def test_its_vote_is_told(folder):
    _, votes = Detector(shelf(models=configured(folder))).explain(TEXT)
    assert [vote.recognizer for vote in chain(*votes)].count("plugged model") == 2


def test_it_sees_every_character_or_the_note_is_quarantined(folder, monkeypatch):
    detector = Detector(shelf(models=configured(folder)))
    monkeypatch.setattr(spacy.Language, "__call__", lambda *_: 1 / 0)
    detection = detector.detect(TEXT)
    assert (detection.status, detection.spans) == ("quarantined", ())
    assert detection.reason.startswith("recogniser plugged model failed: ")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"models": [{"lang_code": "en", "model_name": "en_core_web_trf"}]}, "model en_core_web_trf is not installed"),
        (
            {
                "nlp_engine_name": "transformers",
                "models": [{"lang_code": "en", "model_name": {"spacy": "en_core_web_sm", "transformers": "a/b"}}],
            },
            "model en_core_web_sm is not installed",
        ),
        (
            {
                "nlp_engine_name": "transformers",
                "models": [{"lang_code": "en", "model_name": {"spacy": "RULER", "transformers": "a/b"}}],
            },
            "model a/b is not installed",
        ),
        ({"nlp_engine_name": "oracle"}, "the model cannot be loaded"),
        ({"models": []}, "the model cannot be loaded"),
        ({"models": ["ruler"]}, "the model cannot be loaded"),
    ],
)
def test_a_model_that_cannot_be_had_is_named_with_its_mend(folder, changes, told):
    path = configured(folder, **changes)
    with pytest.raises(BadInput) as refusal:
        Detector(shelf(models=path))
    assert refusal.value.what.startswith(f"{path}: {told}")
    assert "install" in refusal.value.hint


def test_a_model_for_another_language_is_refused(folder):
    path = configured(folder, models=[{"lang_code": "de", "model_name": str(folder / "ruler")}])
    with pytest.raises(BadInput, match="no model for en") as refusal:
        Detector(shelf(models=path))
    assert "lang_code: en" in refusal.value.hint


def test_a_damaged_model_is_refused(folder):
    (folder / "ruler" / "config.cfg").unlink()
    with pytest.raises(BadInput, match="the model cannot be loaded"):
        Detector(shelf(models=configured(folder)))


def test_a_missing_configuration_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"models\.yaml: no such file"):
        Detector(shelf(models=tmp_path / "models.yaml"))
