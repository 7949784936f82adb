"""What is proven of the patterns of Presidio's own recognisers: which words of a note hold all of their matches.

A proof is of certain regular expressions, and known by their digest: where a version of Presidio brings others, they
search the whole note, which takes longer and finds the same. To add one, read the patterns, name the mark that every
word of a match holds (words of a match are one space apart) and a string that every match contains, and print
`digest(recognizer)`.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from phonenumbers import Leniency
from presidio_analyzer import EntityRecognizer, LocalRecognizer, PatternRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import IbanRecognizer, PhoneRecognizer

from gateway.recognize.chunks import ADDRESS, AT, DIGIT, DOMAIN, HEXADECIMALS, Mark
from gateway.recognize.phones import EveryRegionRecognizer
from gateway.recognize.watch import saw


class Proof(NamedTuple):
    """Every match lies in words that hold `mark` (None: anywhere) and contains a match of `needs`, in any case."""

    mark: Mark | None = None
    needs: str = ""


UNPROVEN = Proof()

# By digest of the patterns. [0-9] is \d and [A-Z] is a letter, in any case (K is the Kelvin sign, too).
PROOFS: Mapping[str, Proof] = {
    "89eb26963b40a558": Proof(DIGIT, r"\d{4}[- ]?\d{3,4}[- ]?\d{3}"),  # CreditCard
    "1fc40b1b6c23dc92": Proof(DIGIT, r"\d{8}"),  # UsBank
    "7d8aae5de46b8366": Proof(DIGIT, r"[^\W\d_]\d|\d[^\W\d_]|\d{6}|\]\d"),  # UsLicense
    "b9cbf58efc9408a7": Proof(DIGIT, r"9\d{2}[- ]?\d{2}[- ]?\d{4}"),  # UsItin
    "1e60805f89660e20": Proof(DIGIT, r"\d{8}"),  # UsPassport
    "a916a0f9eef1b9c8": Proof(DIGIT, r"\d\d[- .]?\d{4}"),  # UsSsn
    "d53306a38696bcc5": Proof(DIGIT, r"[12]\d{3}[ -]?\d{3}[ -]?\d{3}"),  # UsNpi
    "1a843060f10eb6d2": Proof(DIGIT, r"\d[^\W\d_]\w\d-?[^\W\d_]"),  # UsMbi
    "d3e33f93db1082cc": Proof(DIGIT, r"\d{3}[- ]?\d{3}[- ]?\d{4}"),  # Nhs
    "6f3ba28630868b7d": Proof(DIGIT, r"[^\W_]{26}"),  # Crypto
    "5083ca6402b80715": Proof(DIGIT, r"\d[/.-]|-\d"),  # Date
    "2a17104a27b5da07": Proof(AT),  # Email
    "a5526dd2db17d033": Proof(ADDRESS, r"\d\.\d{1,3}\.\d|:[0-9a-f]{0,4}:"),  # Ip
    "c42e94f1978ca172": Proof(DIGIT, r"[^\W\d_]\d{7}"),  # MedicalLicense
    "3244d37343e2db07": Proof(HEXADECIMALS, r"(?:[:-][0-9a-f]{2}){5}|\.[0-9a-f]{4}\."),  # MacAddress
    "eb141e9be8a9a50a": Proof(HEXADECIMALS, r"[0-9a-f]{8}-[0-9a-f]{4}-"),  # Uuid
    "14acbe64844d1212": Proof(DOMAIN),  # Url
    # Iban: its groups may be words of letters alone.
    "118951964ecd09fd": Proof(None, r"(?-i:[A-Z]{2}[0-9]{2})[ -]?[a-z0-9]{4}"),
}


class WholeRecognizer(LocalRecognizer):
    """A recogniser of which it is known that it looks at the whole text each time, and in bounded time."""

    name: str

    def __init__(self, inner: EntityRecognizer) -> None:
        stock: Any = inner
        super().__init__(supported_entities=inner.supported_entities, name=stock.name, context=inner.context)
        self._inner = inner
        self._id = inner.id

    def load(self) -> None:
        """Nothing: the recogniser inside is loaded already."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """The inner recogniser's results."""
        results = self._inner.analyze(text, entities, nlp_artifacts)
        saw(len(text))
        return results


def digest(recognizer: PatternRecognizer) -> str:
    """What identifies a recogniser's patterns and their flags."""
    stock: Any = recognizer
    told = "\n".join(f"{recognizer.global_regex_flags or 0:d} {pattern.regex}" for pattern in stock.patterns)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def proof_of(recognizer: EntityRecognizer) -> Proof:
    """What is known of the recogniser's matches; nothing where nobody proved anything of its patterns."""
    return PROOFS.get(digest(recognizer), UNPROVEN) if isinstance(recognizer, PatternRecognizer) else UNPROVEN


def quickened(recognizer: EntityRecognizer) -> EntityRecognizer:
    """One with the same results, for recognisers of Presidio's that search by code of their own."""
    if type(recognizer) is PhoneRecognizer and (recognizer.leniency or 0) >= Leniency.VALID:
        stock: Any = recognizer
        return EveryRegionRecognizer(recognizer, stock.name)
    if type(recognizer) is IbanRecognizer:
        return WholeRecognizer(recognizer)
    return recognizer
