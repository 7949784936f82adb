"""The indexed enhancer against Presidio's own over spaCy's tokens: the same scores."""

import copy

import pytest
from benchmarks.stock import Blank
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    DateRecognizer,
    IpRecognizer,
    MedicalLicenseRecognizer,
    UsBankRecognizer,
    UsLicenseRecognizer,
    UsNpiRecognizer,
    UsPassportRecognizer,
    UsSsnRecognizer,
)

from gateway.recognize.context import IndexedContextEnhancer
from gateway.recognize.nlp import Note, TokenEngine

BLANK = Blank()
STOCK = (
    CreditCardRecognizer,
    DateRecognizer,
    IpRecognizer,
    MedicalLicenseRecognizer,
    UsBankRecognizer,
    UsLicenseRecognizer,
    UsNpiRecognizer,
    UsPassportRecognizer,
    UsSsnRecognizer,
)
WORDS = st.sampled_from(
    [
        *("ssn", "social", "security:", "account#", "bank", "check", "the", "of", "is", "(", ")", ",", ":"),
        *("driver", "license", "lic", "duplicate", "date", "npi", "provider", "passport", "dea", "medical"),
        *("ip", "address", "and", "birthday", "born", "123-45-6789", "1234567893", "A1234567", "12/03/2020"),
        *("945456787654", "10.0.0.1", "4111-1111-1111-1111", "AB1234563", "Z12803456", "\n", "\t", "  "),
    ]
)


@pytest.fixture(scope="module")
def recognizers():
    return [make() for make in STOCK]


def scores(results):
    return sorted((r.recognition_metadata["recognizer_name"], r.start, r.end, r.score) for r in results)


def both(recognizers, text, artifacts, theirs=None, **settings_):
    raw = [r for one in recognizers for r in one.analyze(text, one.supported_entities, artifacts)]
    ours = IndexedContextEnhancer(**settings_).enhance_using_context(text, copy.deepcopy(raw), artifacts, recognizers)
    stock = LemmaContextAwareEnhancer(**settings_).enhance_using_context(text, raw, theirs or artifacts, recognizers)
    return scores(ours), scores(stock), scores(raw)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40), st.integers(0, 6), st.integers(0, 3))
def test_same_scores_as_stock(recognizers, words, before, after):
    text = " ".join(words)
    artifacts = Note(text, TokenEngine(), "en")
    theirs = BLANK.process_text(text, "en")
    ours, stock, _ = both(recognizers, text, artifacts, theirs, context_prefix_count=before, context_suffix_count=after)
    assert ours == stock


def test_same_scores_on_artifacts_of_another_engine(recognizers):
    text = "Her Social Security: 078-05-1123, account# 945456787654"
    tokens = text.split(" ")
    starts = [text.index(token) for token in tokens]
    artifacts = NlpArtifacts([], tokens, starts, [t.lower() for t in tokens], TokenEngine(), "en")
    ours, stock, raw = both(recognizers, text, artifacts)
    assert ours == stock
    assert ours != raw


def test_whole_engine_gives_the_same_with_either(recognizers):
    text = "SSN 078-05-1123. Bank account 945456787654, driver license A1234567, seen 12/03/2020." * 5
    found = []
    for enhancer, tokens in ((IndexedContextEnhancer(), TokenEngine()), (LemmaContextAwareEnhancer(), Blank())):
        engine = AnalyzerEngine(RecognizerRegistry(list(recognizers)), tokens, context_aware_enhancer=enhancer)
        found.append([(r.entity_type, r.start, r.end, r.score) for r in engine.analyze(text, "en")])
    assert found[0] == found[1]


def test_words_around_are_given_by_the_caller_too(recognizers):
    text = "945456787654"
    artifacts = Note(text, TokenEngine(), "en")
    raw = [r for one in recognizers for r in one.analyze(text, [], artifacts)]
    found = [
        scores(e.enhance_using_context(text, copy.deepcopy(raw), artifacts, recognizers, ["Account"]))
        for e in (IndexedContextEnhancer(), LemmaContextAwareEnhancer())
    ]
    assert found[0] == found[1]
    assert max(score for *_, score in found[0]) >= 0.4
