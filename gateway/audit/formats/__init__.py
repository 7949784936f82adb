"""Entries of the log in, lines of text for other programs out. One file a format; `FORMATS`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from gateway.audit.formats import csv, fhir, openlineage
from gateway.audit.log import Entry

FORMATS: Final[Mapping[str, Callable[[Iterable[Entry], str], Iterator[str]]]] = MappingProxyType(
    {
        "fhir": fhir.lines,  # AuditEvent, R4, as NDJSON
        "csv": csv.lines,
        "openlineage": openlineage.lines,  # RunEvents of exports, as NDJSON
    }
)
