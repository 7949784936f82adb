"""Text goes in, spans come out: which characters of a clinical note may identify a person, and why.

To add a recogniser, write one file under `rules/` and one line in `RECOGNIZERS`.
"""

from collections.abc import Callable, Mapping

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    IbanRecognizer,
    IpRecognizer,
    MacAddressRecognizer,
    MedicalLicenseRecognizer,
    UsItinRecognizer,
    UsMbiRecognizer,
    UsNpiRecognizer,
    UsSsnRecognizer,
    UuidRecognizer,
)

from gateway.model import Detection, PatientRecord, Span
from gateway.recognize.context import IndexedContextEnhancer
from gateway.recognize.entities import ours
from gateway.recognize.merge import merge
from gateway.recognize.nlp import TokenEngine
from gateway.recognize.rules.mrn import MrnRecognizer
from gateway.recognize.rules.ssn import SsnRecognizer
from gateway.recognize.watch import RecognizerFailed, begin, watched

RECOGNIZERS: Mapping[str, Callable[[], EntityRecognizer]] = {
    "ssn": SsnRecognizer,
    "mrn": MrnRecognizer,
    "presidio credit card": CreditCardRecognizer,
    "presidio iban": IbanRecognizer,
    "presidio ip": IpRecognizer,
    "presidio itin": UsItinRecognizer,
    "presidio mac address": MacAddressRecognizer,
    "presidio mbi": UsMbiRecognizer,
    "presidio medical license": MedicalLicenseRecognizer,
    "presidio npi": UsNpiRecognizer,
    "presidio ssn": UsSsnRecognizer,
    "presidio uuid": UuidRecognizer,
}

LONGEST = 2_000_000
THRESHOLD = 0.4


class Detector:
    """Finds identifiers in notes. Load one per process; it opens no connection and logs no text."""

    def __init__(self, recognizers: Mapping[str, Callable[[], EntityRecognizer]] = RECOGNIZERS) -> None:
        self._required = tuple(recognizers)
        registry = RecognizerRegistry([watched(name, make()) for name, make in recognizers.items()])
        self._engine = AnalyzerEngine(
            registry=registry,
            nlp_engine=TokenEngine(),
            context_aware_enhancer=IndexedContextEnhancer(),
            default_score_threshold=THRESHOLD,
        )

    def detect(self, text: str, record: PatientRecord | None = None) -> Detection:
        """The spans of `text`: sorted, disjoint, offsets in code points; `record` is the patient's own.

        A note that is longer than `LONGEST` characters, or that a recogniser failed on or did not see to
        the end, is quarantined with a reason that holds nothing of its text.
        """
        if len(text) > LONGEST:
            return _quarantined(f"{len(text)} characters, more than the bound of {LONGEST}")
        if not text:
            return Detection("scanned")
        try:
            return Detection("scanned", self._spans(text, record))
        except RecognizerFailed as failed:
            return _quarantined(str(failed))
        except Exception as error:
            return _quarantined(f"analysis failed: {type(error).__name__}")

    def _spans(self, text: str, record: PatientRecord | None) -> tuple[Span, ...]:
        coverage = begin()
        results = self._engine.analyze(text, "en")
        for name in self._required:
            if coverage.scanned.get(name) != len(text):
                raise RecognizerFailed(name, "incomplete scan")
        return merge(_span(text, result) for result in results)


def _span(text: str, result: RecognizerResult) -> Span:
    evidence = result.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY]
    return Span(result.start, result.end, ours(result.entity_type), result.score, (evidence,))


def _quarantined(reason: str) -> Detection:
    return Detection("quarantined", reason=reason)
