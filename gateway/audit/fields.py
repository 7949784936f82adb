"""What a field of an event may hold. None of these takes a sentence: no place is left for free text."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

# Patterns are anchored at both ends; pydantic's engine has no multi-line `$`, so a final newline is refused.
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}$")]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([._-][a-z0-9]+)*$", max_length=64)]
Version = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+!_-]{0,63}$")]
ClassName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,127}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Date = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
Timestamp = Annotated[  # RFC 3339 in UTC with microseconds, so that text order is time order
    str,
    Field(
        pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z$"
    ),
]
Count = Annotated[int, Field(ge=0, lt=2**53)]  # RFC 8785 §3.2.2.3: larger integers lose digits in JSON

_CODE = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}")


def _keys_are_codes(value: object) -> object:
    return _checked_keys(value, _CODE)


def _keys_are_identifiers(value: object) -> object:
    return _checked_keys(value, _NAME)


def _checked_keys(value: object, pattern: re.Pattern[str]) -> object:
    """Refuse a key before pydantic meets it: its own message would quote the key."""
    if isinstance(value, Mapping) and not all(isinstance(k, str) and pattern.fullmatch(k) for k in value):
        raise ValueError("a key is not an identifier or code")
    return value


Counts = Annotated[dict[str, Count], BeforeValidator(_keys_are_codes)]
Versions = Annotated[dict[str, Version], BeforeValidator(_keys_are_identifiers)]

Outcome = Literal["success", "refused", "failed", "interrupted", "pending"]
Action = Literal["C", "R", "U", "D", "E"]  # DICOM PS3.15 §A.5.1, EventActionCode
Stage = Literal["approve", "permit", "plan", "consent", "generalise", "seal", "verify", "publish"]
ConsentFormat = Literal["fhir-r4", "fhir-r5", "csv"]
