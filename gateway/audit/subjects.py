"""The events about what the site holds of one data subject, known here by salted commitments only."""

from typing import Literal

from gateway.audit.schema import Commitment, Count, Event


class DisclosuresAccounted(Event):
    """Somebody looked up which releases hold a patient; letter: whether to tell the patient (45 CFR 164.528(d))."""

    type: Literal["disclosures.accounted"] = "disclosures.accounted"
    action: Literal["R"] = "R"
    dicom: Literal["110110"] = "110110"  # Patient Record
    subject: Commitment
    releases: Count
    letter: bool


class DetailsErased(Event):
    """The openings of all commitments in `events` were erased; `why` is a commitment to a sentence."""

    type: Literal["details.erased"] = "details.erased"
    action: Literal["D"] = "D"
    dicom: Literal["110110"] = "110110"
    events: tuple[Count, ...] = ()
    why: Commitment | None = None
