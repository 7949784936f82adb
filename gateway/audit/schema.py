"""What every event has and what a field may hold: no field takes a sentence, so none holds free text."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from gateway.model import Role

_IDENTIFIER = r"[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}"
_CODE = r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*"
_CODE_LENGTH = 64

# Patterns are anchored at both ends; pydantic's engine has no multi-line `$`, so a final newline is refused.
Identifier = Annotated[str, Field(pattern=f"^{_IDENTIFIER}$")]
Code = Annotated[str, Field(pattern=f"^{_CODE}$", max_length=_CODE_LENGTH)]
Version = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+!_-]{0,63}$")]
ClassName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,127}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Commitment = Annotated[str, Field(pattern=r"^sha256-salted:[0-9a-f]{64}$")]  # `details` holds what it stands for
Date = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
Timestamp = Annotated[  # RFC 3339 in UTC with microseconds, so that text order is time order
    str,
    Field(
        pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z$"
    ),
]
Count = Annotated[int, Field(ge=0, lt=2**53)]  # RFC 8785 §3.2.2.3: larger integers lose digits in JSON

STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


def _keys_are_codes(value: object) -> object:
    return _checked_keys(value, _CODE, _CODE_LENGTH)


def _keys_are_identifiers(value: object) -> object:
    return _checked_keys(value, _IDENTIFIER, 128)


def _checked_keys(value: object, pattern: str, length: int) -> object:
    """Refuse a key before pydantic meets it: its own message would quote the key."""
    for key in value if isinstance(value, Mapping) else ():
        if not isinstance(key, str) or len(key) > length or not re.fullmatch(pattern, key):
            raise ValueError("a key is not an identifier or code")
    return value


Counts = Annotated[dict[str, Count], BeforeValidator(_keys_are_codes)]
Figures = Annotated[dict[str, Count], BeforeValidator(_keys_are_identifiers)]
Digests = Annotated[dict[str, Sha256], BeforeValidator(_keys_are_identifiers)]
Versions = Annotated[dict[str, Version], BeforeValidator(_keys_are_identifiers)]

Outcome = Literal["success", "refused", "failed", "interrupted", "pending"]
Action = Literal["C", "R", "U", "D", "E"]  # DICOM PS3.15 §A.5.1, EventActionCode
Dicom = Literal["110100", "110106", "110107", "110110", "110113", "110114"]
Stage = Literal["approve", "permit", "plan", "consent", "generalise", "seal", "verify", "augment", "publish"]
ConsentFormat = Literal["fhir-r4", "fhir-r4b", "fhir-r5", "csv"]


class Event(BaseModel):
    """Who did what, with which outcome. `reason` is a code, and a refusal has one.

    The log sets `at`, and `head`, the SHA-256 of the checkpoint that the event follows: so each checkpoint
    is itself under the signature of the next.
    """

    model_config = STRICT

    schema_version: Literal[1] = 1
    type: str
    at: Timestamp | None = None
    head: Sha256 | None = None
    actor: Identifier
    role: Role
    outcome: Outcome = "success"
    reason: Code | None = None
    action: Action
    dicom: Dicom | None = None

    @model_validator(mode="after")
    def _refusal_has_a_reason(self) -> Self:
        if self.outcome == "refused" and self.reason is None:
            raise ValueError("a refusal needs a reason")
        return self
