"""The events of the consent ledger: what was added to it, so that the ledger can be compared with the log."""

from typing import Literal

from pydantic import Field

from gateway.audit.schema import Commitment, ConsentFormat, Count, Counts, Event, Identifier, Sha256


class ConsentImported(Event):
    """A file of consents entered the ledger; `digest` is the file's, `by_status` counts its records.

    rows: digest of the rows that came with it. ledger: the last link of the ledger's chain after them.
    """

    type: Literal["consent.imported"] = "consent.imported"
    action: Literal["C"] = "C"
    dicom: Literal["110107"] = "110107"
    digest: Sha256
    format: ConsentFormat
    records: Count
    by_status: Counts = Field(default_factory=dict)
    rows: Sha256 | None = None
    ledger: Sha256 | None = None


class ConsentWithdrawn(Event):
    """A patient, known here by a commitment only, withdrew; `releases` are the live ones that hold them.

    subject: salted; older events hold a keyed one. recipients: who was ever granted the key of one of these.
    records, rows, ledger: as of an import.
    """

    type: Literal["consent.withdrawn"] = "consent.withdrawn"
    action: Literal["U"] = "U"
    dicom: Literal["110110"] = "110110"  # Patient Record
    subject: Commitment | Sha256
    releases: tuple[Identifier, ...] = ()
    recipients: tuple[Identifier, ...] = ()
    records: Count = 0
    rows: Sha256 | None = None
    ledger: Sha256 | None = None
