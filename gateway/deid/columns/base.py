"""What every column transform is: parameters that were checked, and one pure function on an Arrow array."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, TypeAlias

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from gateway.model import Secrets

if TYPE_CHECKING:
    Column: TypeAlias = pa.Array[Any]
else:  # Arrow's own classes are not generic when the program runs
    Column = pa.Array


@dataclass(frozen=True, slots=True)
class Rows:
    """What a transform may know about the rows beside its own column.

    subject: string array, one data subject per row (null in reference tables, which describe no patient).
    kind: the column's kind; it scopes pseudonyms, so that equal keys get equal codes in every table.
    as_of: the day of the export, for ages.
    scrub: what replaces identifying spans in free text.
    """

    subject: pa.StringArray
    kind: str
    as_of: date
    secrets: Secrets
    scrub: "Scrub"


class Scrub(Protocol):
    """Replaces identifying spans in texts, one subject each; raises Unreadable for texts not scanned whole."""

    def __call__(self, texts: Column, subjects: Column, mode: str, keep: Sequence[str]) -> Column: ...


class Unreadable(Exception):
    """Rows (boolean array, True is bad) whose value the transform cannot process; they are quarantined.

    `rows` is as long as the column and holds no null; `reason` is a short phrase without any value.
    """

    def __init__(self, rows: pa.BooleanArray, reason: str) -> None:
        super().__init__(reason)
        self.rows = rows
        self.reason = reason


class Transform(BaseModel):
    """A rule's parameters. Subclasses add fields and write `apply`.

    name: what a policy calls the transform, and its key in the shelf.
    primary: the field that a policy may give alone, as in `top_code: 89`.
    derived: fields that `from_policy` fills from a file; a policy must not set them.
    drops: the column is left out of the release, so the caller never applies the transform.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    name: ClassVar[str]
    primary: ClassVar[str | None] = None
    derived: ClassVar[frozenset[str]] = frozenset()
    drops: ClassVar[bool] = False

    @classmethod
    def from_policy(cls, fields: Mapping[str, object], base: Path) -> Self:
        """Check the fields of a rule; `base` is the policy's folder. Raises pydantic.ValidationError."""
        del base  # only transforms that read a file need it
        return cls.model_validate(fields)

    def steps(self) -> "Sequence[Transform]":
        """What it is among the levels of a column: itself, or several, the finest first."""
        return [self]

    @abstractmethod
    def apply(self, values: Column, rows: Rows) -> Column:
        """Transform one column; as many rows out as in, nulls stay null. Raises Unreadable.

        Any Arrow array will do: sliced, empty, of type null, or dictionary-encoded (it comes out plain).
        """
