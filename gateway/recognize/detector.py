"""The shelf of recognisers, and the detector that runs them over a note.

To add a recogniser, write one file under `rules/` and one line in `RECOGNIZERS`.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    IpRecognizer,
    MacAddressRecognizer,
    MedicalLicenseRecognizer,
    UsItinRecognizer,
    UsMbiRecognizer,
    UsNpiRecognizer,
    UsSsnRecognizer,
    UuidRecognizer,
)

from gateway.model import Detection, PatientRecord, Span, Vote
from gateway.recognize.analyzer import LANGUAGE, Analyzer, watched
from gateway.recognize.entities import ours
from gateway.recognize.merge import merge
from gateway.recognize.nlp import Note, TokenEngine
from gateway.recognize.own_record import OwnRecordRecognizer
from gateway.recognize.plugged import PluggedRecognizer
from gateway.recognize.rules.accession import AccessionRecognizer
from gateway.recognize.rules.account import AccountRecognizer
from gateway.recognize.rules.age import AgeRecognizer
from gateway.recognize.rules.credentials import CredentialRecognizer
from gateway.recognize.rules.date import DateRecognizer
from gateway.recognize.rules.dea import DeaRecognizer
from gateway.recognize.rules.device import DeviceRecognizer
from gateway.recognize.rules.email import EmailRecognizer, SpokenEmailRecognizer
from gateway.recognize.rules.facility import FacilityRecognizer
from gateway.recognize.rules.facts import FactRecognizer
from gateway.recognize.rules.family_names import FamilyNameRecognizer
from gateway.recognize.rules.fax import FaxRecognizer
from gateway.recognize.rules.given_names import GivenNameRecognizer
from gateway.recognize.rules.headers import HeaderRecognizer
from gateway.recognize.rules.health_plan import HealthPlanRecognizer
from gateway.recognize.rules.identifier import IdentifierRecognizer
from gateway.recognize.rules.initials import InitialsRecognizer
from gateway.recognize.rules.licence import LicenceRecognizer
from gateway.recognize.rules.month_day import MonthDayRecognizer
from gateway.recognize.rules.mrn import MrnRecognizer
from gateway.recognize.rules.npi import NpiRecognizer
from gateway.recognize.rules.organisation import OrganisationRecognizer
from gateway.recognize.rules.pager import PagerRecognizer
from gateway.recognize.rules.patients import PatientRecognizer
from gateway.recognize.rules.phone import PhoneLibraryRecognizer, PhoneShapeRecognizer
from gateway.recognize.rules.relatives import RelativeRecognizer
from gateway.recognize.rules.rows import RowRecognizer
from gateway.recognize.rules.spoken_to import SpokenToRecognizer
from gateway.recognize.rules.ssn import SsnRecognizer
from gateway.recognize.rules.street import StreetRecognizer
from gateway.recognize.rules.titles import TitleRecognizer
from gateway.recognize.rules.town import TownRecognizer
from gateway.recognize.rules.unexplained import UnexplainedRecognizer, UnknownWordRecognizer
from gateway.recognize.rules.url import UrlRecognizer
from gateway.recognize.rules.vehicle import VehicleRecognizer
from gateway.recognize.rules.zip import ZipRecognizer
from gateway.recognize.sightings import sightings
from gateway.recognize.spread import spread
from gateway.recognize.tagger.recognizer import THRESHOLDS, ModelRecognizer
from gateway.recognize.votes import votes
from gateway.recognize.watch import RecognizerError, findings

RECOGNIZERS: Mapping[str, Callable[[], EntityRecognizer]] = {
    "accession number": AccessionRecognizer,
    "account number": AccountRecognizer,
    "age over 89": AgeRecognizer,
    "beside a fact": FactRecognizer,
    "credential": CredentialRecognizer,
    "date": DateRecognizer,
    "DEA number": DeaRecognizer,
    "device identifier": DeviceRecognizer,
    "e-mail": EmailRecognizer,
    "e-mail as spoken": SpokenEmailRecognizer,
    "facility": FacilityRecognizer,
    "family name": FamilyNameRecognizer,
    "fax": FaxRecognizer,
    "given name": GivenNameRecognizer,
    "label": HeaderRecognizer,
    "health plan number": HealthPlanRecognizer,
    "other number": IdentifierRecognizer,
    "initials": InitialsRecognizer,
    "licence": LicenceRecognizer,
    "model": ModelRecognizer,
    "medical record number": MrnRecognizer,
    "month and day": MonthDayRecognizer,
    "NPI": NpiRecognizer,
    "organisation": OrganisationRecognizer,
    "pager": PagerRecognizer,
    "patient": PatientRecognizer,
    "phone": PhoneShapeRecognizer,
    "phone library": PhoneLibraryRecognizer,
    "relative": RelativeRecognizer,
    "row": RowRecognizer,
    "spoken to": SpokenToRecognizer,
    "social security number": SsnRecognizer,
    "street": StreetRecognizer,
    "title": TitleRecognizer,
    "town": TownRecognizer,
    "web address": UrlRecognizer,
    "vehicle": VehicleRecognizer,
    "ZIP code": ZipRecognizer,
    "presidio credit card": CreditCardRecognizer,
    "presidio ip": IpRecognizer,
    "presidio itin": UsItinRecognizer,
    "presidio mac address": MacAddressRecognizer,
    "presidio mbi": UsMbiRecognizer,
    "presidio medical license": MedicalLicenseRecognizer,
    "presidio npi": UsNpiRecognizer,
    "presidio ssn": UsSsnRecognizer,
    "presidio uuid": UuidRecognizer,
}

# What every match of a recogniser of ours contains: a text without it is not searched by the costly patterns.
NEEDS: Mapping[str, str] = {
    "e-mail": "@",
    "web address": r"://|www|\.(?:com|org|net|edu|gov|mil|io|info|biz|health|app|co|us|ca|me|ly|be)",
}

# What each strictness adds to the one before it.
ADDED: Mapping[str, Mapping[str, Callable[[], EntityRecognizer]]] = {
    "strict": {"model, strict": partial(ModelRecognizer, "strict"), "unexplained": UnexplainedRecognizer},
    "maximum": {"model, maximum": partial(ModelRecognizer, "maximum"), "unknown word": UnknownWordRecognizer},
}

LONGEST = 2_000_000
THRESHOLD = 0.4


def shelf(strictness: str = "balanced", models: Path | None = None) -> Mapping[str, Callable[[], EntityRecognizer]]:
    """The recognisers at a strictness, with another model where a configuration of Presidio's names one."""
    chosen = dict(RECOGNIZERS)
    for name in tuple(THRESHOLDS)[1 : tuple(THRESHOLDS).index(strictness) + 1]:
        chosen |= ADDED[name]
    if models:
        chosen["plugged model"] = partial(PluggedRecognizer, models)
    return chosen


class Detector:
    """Finds identifiers in notes. Load one per process; it opens no connection and logs no text."""

    def __init__(self, recognizers: Mapping[str, Callable[[], EntityRecognizer]] = RECOGNIZERS) -> None:
        shelved = {name: watched(name, make(), NEEDS.get(name, "")) for name, make in recognizers.items()}
        rounds = ([shelved.pop(name) for name in added if name in shelved] for added in ADDED.values())
        self._rounds = [added for added in rounds if added]
        self._engine = Analyzer(shelved.values(), TokenEngine(), THRESHOLD)

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
            return self._scan(text, record)
        except RecognizerError as failed:
            return _quarantined(str(failed))
        except Exception as error:  # whatever failed, the note is not passed on; its words could hold text
            return _quarantined(f"analysis failed: {type(error).__name__}")

    def explain(self, text: str, record: PatientRecord | None = None) -> tuple[Detection, tuple[tuple[Vote, ...], ...]]:
        """As `detect`, and for each span the recognisers that voted for it, the surest first."""
        detection = self.detect(text, record)
        return detection, votes(detection.spans, findings(), THRESHOLD)

    def _scan(self, text: str, record: PatientRecord | None) -> Detection:
        """One pass of every recogniser; what is found without the record is a by-product of it."""
        note = Note(text, self._engine.nlp_engine, LANGUAGE)
        results, own = self._engine.results(text, note), list[RecognizerResult]()
        further = partial(self._engine.further, text=text, artifacts=note)
        rounds = [[result for one in added for result in further(one)] for added in self._rounds]
        if record and record.identifiers:
            own = further(watched("record", OwnRecordRecognizer(record)))
        blind = _complete(text, note, [results, *rounds])
        if not own:
            return Detection("scanned", blind)
        spans = _complete(text, note, [[*results, *own], *rounds])
        return Detection("scanned", spans, sightings=sightings(text, own, blind))


def _complete(text: str, note: Note, rounds: Iterable[Iterable[RecognizerResult]]) -> tuple[Span, ...]:
    """The results as disjoint spans, and every further place of the names among them.

    Each round completes the one before: a strictness covers all that the milder ones cover.
    """
    complete: tuple[Span, ...] = ()
    for results in rounds:
        found = merge([*complete, *map(_span, results)])
        complete = merge([*found, *spread(text, note, found)])
    return complete


def _span(result: RecognizerResult) -> Span:
    evidence = result.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY]
    return Span(result.start, result.end, ours(result.entity_type), result.score, (evidence,))


def _quarantined(reason: str) -> Detection:
    return Detection("quarantined", reason=reason)
