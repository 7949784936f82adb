"""What is described: datasets, a patient's record, what was found in a note, and what a policy's rule can do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal, Protocol

import pyarrow as pa

from gateway.errors import BadInput

Role = Literal["data-steward", "ml-engineer", "compliance-officer"]
Format = Literal["csv", "parquet", "jsonl", "fhir"]
ColumnType = Literal["text", "integer", "number", "boolean", "date", "timestamp"]


class Secrets(Protocol):
    """Keyed derivations of one project: other projects get other results for the same value."""

    def mac(self, domain: str, message: bytes) -> bytes:
        """HMAC-SHA256 (32 bytes) of `message` under the project's key for `domain`."""
        ...

    def codes(self, domain: str, values: list[str]) -> list[str]:
        """Random codes, one for each distinct value, kept in the site's encrypted crosswalk."""
        ...


class Transform(Protocol):
    """What a policy's rule does to a column; the items of the shelf `deid/columns` are such."""

    @property
    def name(self) -> str: ...
    @property
    def drops(self) -> bool: ...
    def steps(self) -> "Sequence[Transform]": ...
    def apply(self, values: pa.Array, rows: Any) -> pa.Array: ...
    def model_dump_json(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Remote:
    """An object of an object store, or all objects under a prefix: `s3://bucket/key`."""

    url: str

    def __str__(self) -> str:
        return self.url

    def __truediv__(self, name: str) -> "Remote":
        return Remote(f"{self.url}/{name}")

    @property
    def name(self) -> str:
        """The last of its names, as of a path."""
        return PurePosixPath(self.url).name

    @property
    def suffix(self) -> str:
        """The ending of its name, as of a path."""
        return PurePosixPath(self.url).suffix


Location = Path | Remote


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the source, its kind, and the type its values are read as.

    system: of a column of codes the code system; system_in: or the column beside it that names the system.
    """

    name: str
    kind: str
    type: ColumnType = "text"
    system: str = ""
    system_in: str = ""


@dataclass(frozen=True, slots=True)
class Bounded:
    """No value of `column` is below `low` or above `high`."""

    column: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Together:
    """Only the combinations of values that occur make sense, such as a code with its description."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """The date in `before` is never after that in `after`."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Listed:
    """`column` holds no text but these: what anybody may know of it without the data."""

    column: str
    values: tuple[str, ...]


Constraint = Bounded | Together | Ordered | Listed


@dataclass(frozen=True, slots=True)
class Table:
    """One source file. A reference table describes no patient and has no subject column.

    constraints: what holds in every row, for whoever invents rows.
    """

    name: str
    source: Location
    format: Format
    columns: tuple[Column, ...]
    reference: bool = False
    delimiter: str = ","
    encoding: str = "utf-8"
    constraints: tuple[Constraint, ...] = ()

    @property
    def subject(self) -> str | None:
        """Name of the subject column."""
        return next((column.name for column in self.columns if column.kind == "subject"), None)


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """What one worker reads of a table: bytes `start` to `end` of its source, or row groups where it is Parquet.

    rows: how many stand there, from `first_row` of the table on; first_line: of a source that counts in lines.
    """

    table: str
    index: int
    start: int
    end: int
    first_row: int
    rows: int
    first_line: int = 0

    @property
    def name(self) -> str:
        """How a release calls it: `notes/part-00007`."""
        return f"{self.table}/part-{self.index:05d}"


@dataclass(frozen=True, slots=True)
class DataUse:
    """What a dataset may be used for: terms of one release of DUO, each with its values."""

    ontology: str
    terms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A described dataset. `subject_table` has exactly one row per subject. No `data_use`: nothing is said of it."""

    name: str
    tables: tuple[Table, ...]
    subject_table: str
    digest: str
    data_use: DataUse | None = None

    def table(self, name: str) -> Table:
        """The table of that name. Raises BadInput."""
        for table in self.tables:
            if table.name == name:
                return table
        known = ", ".join(table.name for table in self.tables)
        raise BadInput(f"dataset {self.name} has no table {name!r}", hint=f"its tables are {known}")


@dataclass(frozen=True, slots=True)
class Identifier:
    """One value of a patient's own record, under the kind that the descriptor gives its column."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """What the hospital knows about one subject that may occur in the subject's notes."""

    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (code points, end exclusive) that may identify a person."""

    start: int
    end: int
    entity: str
    score: float
    evidence: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span {self.start}:{self.end} is empty or negative")


@dataclass(frozen=True, slots=True)
class Vote:
    """A recogniser that took some of a span for an identifier: by which rule or field of the record, how surely."""

    recognizer: str
    rule: str
    score: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place in a note where a value of the patient's own record stands, told by the value's kind.

    entity: what the place is taken for. found: whether the other recognisers cover all of it, without the record.
    """

    kind: str
    entity: str
    found: bool


@dataclass(frozen=True, slots=True)
class Detection:
    """The outcome for one note; a quarantined note has no spans and must not be passed on."""

    status: Literal["scanned", "quarantined"]
    spans: tuple[Span, ...] = ()
    reason: str = ""
    sightings: tuple[Sighting, ...] = ()
