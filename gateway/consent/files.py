"""A consent file in, its versions out, whichever of the formats it is in."""

from datetime import datetime
from pathlib import Path

from gateway.consent import csv, fhir
from gateway.consent.ledger import Imported
from gateway.consent.provisions import Release
from gateway.errors import BadInput

_FHIR = frozenset({".json", ".ndjson", ".jsonl"})


def read(path: Path, *, imported: datetime, release: Release | None = None) -> Imported:
    """Read the consents of a .csv file, or of a FHIR file (.json, .ndjson, .jsonl); `imported` (UTC) is now.

    Raises BadInput that names the file, the place and the mend, never a value.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return csv.read(path, imported=imported)
    if suffix in _FHIR:
        return fhir.read(path, imported=imported, release=release)
    raise BadInput(f"{path}: is no kind of consent file", hint="name it .csv, .json, .ndjson or .jsonl")
