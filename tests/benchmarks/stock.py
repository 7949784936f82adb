"""Presidio as it comes: its own pattern recognisers for English, spaCy's tokens, its own context enhancer.

spaCy's blank model has no lemmas, without which no context word ever counts: its tokens in lower case stand for them.
"""

import spacy
import tldextract
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    RecognizerRegistry,
    RecognizerResult,
    predefined_recognizers,
)
from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, SpacyNlpEngine

from gateway.recognize.analyzer import Analyzer, watched
from gateway.recognize.nlp import TokenEngine

# What RecognizerRegistry().load_predefined_recognizers() loads for English. By name, because the registry looks classes
# up by their names among all that were ever defined, ours included.
RECOGNIZERS = (
    *("CreditCard", "UsBank", "UsLicense", "UsItin", "UsPassport", "UsSsn", "Nhs", "Crypto", "Date", "Email", "Iban"),
    *("Ip", "MedicalLicense", "MacAddress", "Uuid", "Phone", "Url"),
)


class Blank(SpacyNlpEngine):
    """spacy.blank("en"), with tokens in lower case for lemmas."""

    def __init__(self) -> None:
        super().__init__()
        self.nlp = {"en": spacy.blank("en")}
        self.nlp["en"].max_length = 10_000_000

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        tokens = self.nlp[language](text)
        return NlpArtifacts([], tokens, [t.idx for t in tokens], [t.lower_ for t in tokens], self, language)


def recognizers() -> list[EntityRecognizer]:
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())  # else it asks the network
    return [getattr(predefined_recognizers, f"{name}Recognizer")() for name in RECOGNIZERS]


def theirs() -> AnalyzerEngine:
    """Stock Presidio."""
    registry = RecognizerRegistry(recognizers())
    return AnalyzerEngine(registry, Blank(), context_aware_enhancer=LemmaContextAwareEnhancer())


def ours() -> Analyzer:
    """The same recognisers in our analyzer."""
    return Analyzer([watched(one.name, one) for one in recognizers()], TokenEngine())


def found(results: list[RecognizerResult]) -> list[tuple[str, int, int, float]]:
    """What two analyses can be compared by."""
    return sorted((one.entity_type, one.start, one.end, one.score) for one in results)
