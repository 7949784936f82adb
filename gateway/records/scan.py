"""Source files in, a proposed descriptor out: a kind for each column with the evidence, in counts and never values.

Names of columns decide first, the shape of values second. What neither tells is proposed as `id.other`, which
every shipped policy drops: a wrong guess loses data, it does not leak them.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import yaml

from gateway.errors import BadInput
from gateway.model import Column, ColumnType, Table
from gateway.records.descriptor import SUFFIXES
from gateway.records.readers import READERS
from gateway.records.readers.columns import column_names

SAMPLE_BATCHES = 8


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposed kind with its evidence; `sure` where column name and values agree."""

    column: str
    kind: str
    type: ColumnType
    sure: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class TableGuess:
    """A table's proposals; a table without a subject is proposed as a reference table."""

    name: str
    source: Path
    columns: tuple[Guess, ...]

    @property
    def subject(self) -> str | None:
        return next((guess.column for guess in self.columns if guess.kind == "subject"), None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A descriptor to review. `folder` is what sources are written relative to."""

    name: str
    folder: Path
    tables: tuple[TableGuess, ...]

    @property
    def subject(self) -> str:
        """The subject column of the table whose rows are one subject each, which is written first."""
        return next((table.subject for table in self.tables if table.subject), "REVIEW")

    def to_json(self) -> dict[str, object]:
        tables = {table.name: {g.column: {"kind": g.kind, "type": g.type, "sure": g.sure, "evidence": g.evidence}
                               for g in table.columns} for table in self.tables}
        return {"name": self.name, "subject": self.subject, "tables": tables}

    def to_yaml(self) -> str:
        """dataset.yaml with the evidence as comments."""
        lines = ["# Proposed by `gateway dataset scan`. Review every kind, above all those marked `review`.",
                 "version: 1", f"name: {self.name}", f"subject: {_scalar(self.subject)}", "tables:"]
        for table in self.tables:
            lines += [f"  {table.name}:", f"    source: {_scalar(os.path.relpath(table.source, self.folder))}"]
            lines += ["    reference: true  # review: no column was recognised as a patient's"] * (not table.subject)
            lines += ["    columns:", *(_line(guess) for guess in table.columns)]
        return "\n".join(lines) + "\n"


def scan(path: Path, folder: Path) -> Proposal:
    """Propose a descriptor for a file or for all files in a folder. Raises BadInput."""
    if not path.exists():
        raise BadInput(f"{path}: no such file or folder")
    files = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
    if not files:
        raise BadInput(f"{path}: no tables in it", hint=f"known endings: {', '.join(SUFFIXES)}")
    tables = [_table(file) for file in files]
    tables.sort(key=lambda table: (not _is_subject_table(table), table.name))
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", path.resolve().stem).strip("-") or "dataset"
    return Proposal(name if name[0].isalpha() else f"d-{name}", folder, tuple(tables))


def _is_subject_table(table: TableGuess) -> bool:
    return table.subject is not None and any(guess.kind in ("date.birth", "name.family") for guess in table.columns)


def _table(path: Path) -> TableGuess:
    format_ = SUFFIXES.get(path.suffix.lower())
    if format_ is None or format_ == "fhir":
        hint = "describe FHIR by hand: a column's name is a path such as name[0].family"
        raise BadInput(f"{path}: cannot be scanned", hint=hint)
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", path.stem)
    bare = Table(name if name[0].isalpha() else f"t_{name}", path.resolve(), format_, ())
    names = column_names(bare)
    table = Table(bare.name, bare.source, format_, tuple(Column(column, "id.other") for column in names))
    rows = pa.Table.from_batches(list(islice(READERS[format_](table), SAMPLE_BATCHES)))
    patients = any(word in table.name.lower() for word in ("patient", "person", "subject", "member"))
    guesses = [_guess(column, rows.column(column), patients) for column in names]
    return TableGuess(table.name, table.source, tuple(guesses))


def _guess(name: str, values: pa.ChunkedArray, in_patients: bool) -> Guess:
    texts = values.cast(pa.string()).drop_null()
    distinct = len(texts.unique())
    type_ = _type(texts)
    counts = f"{len(texts)} of {len(values)} filled, {distinct} distinct"
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9]+", "_", name).lower().strip("_")
    for pattern, kind in NAMES:
        if re.fullmatch(pattern, words):
            if kind == "key.row" and in_patients:
                kind = "subject"
            if kind == "key.row":
                kind = "key." + re.sub(r"[^a-z0-9]+", "", words) if words not in ("id", "uuid") else "key.row"
            return Guess(name, kind, _typed(kind, type_), True, f"by its name; {counts}")
    for kind, looks in SHAPES.items():
        if len(texts) and (share := _share(texts, looks)) >= 0.9:
            return Guess(name, kind, _typed(kind, type_), False, f"{share:.0%} look like one; {counts}")
    if len(texts) and type_ == "text" and (pc.mean(pc.utf8_length(texts)).as_py() or 0) > 80:
        return Guess(name, "text.note", "text", False, f"long text; {counts}")
    return Guess(name, "id.other", "text", False, f"not recognised; {counts}")


def _typed(kind: str, type_: ColumnType) -> ColumnType:
    """Only measures get a type: an identifier's leading zeros and a code's form are kept as text."""
    return type_ if kind.split(".")[0] in ("clinical", "admin", "age") and type_ in ("integer", "number") else "text"


def _type(texts: pa.ChunkedArray) -> ColumnType:
    if len(texts) == 0:
        return "text"
    for type_, pattern in TYPES.items():
        if pc.all(pc.match_substring_regex(texts, pattern)).as_py():
            return type_
    return "text"


def _share(texts: pa.ChunkedArray, pattern: str) -> float:
    return float(pc.mean(pc.match_substring_regex(texts, pattern)).as_py() or 0)


def _line(guess: Guess) -> str:
    kind = guess.kind if guess.type == "text" else f"{{kind: {guess.kind}, type: {guess.type}}}"
    review = "" if guess.sure else "review: "
    return f"      {_scalar(guess.column)}: {kind}  # {review}{guess.evidence}"


def _scalar(text: str) -> str:
    return yaml.safe_dump(text, default_flow_style=True, width=1000).removesuffix("...\n").strip()


TYPES: Mapping[ColumnType, str] = {
    "integer": r"^[+-]?(0|[1-9]\d{0,17})$",
    "number": r"^[+-]?\d{1,15}(\.\d+)?([eE][+-]?\d{1,3})?$",
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "timestamp": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}",
}

SHAPES: Mapping[str, str] = {
    "date.service": r"^\d{4}-\d{2}-\d{2}([T ]|$)",
    "id.ssn": r"^\d{3}-\d{2}-\d{4}$",
    "contact.email": r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$",
    "contact.phone": r"^\+?1?[ .-]?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$",
    "contact.ip": r"^\d{1,3}(\.\d{1,3}){3}$",
    "contact.url": r"^https?://",
    "key.other": r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-",
}

# Patterns over the column's name, in lower case with words joined by "_"; the first that matches decides.
NAMES: Sequence[tuple[str, str]] = (
    (r"(patient|subject|person|member)s?_?(id|identifier|key|uuid)?", "subject"),
    (r"(encounter|visit|claim|provider|organization|payer|order|charge|appointment|procedure|supervising_?provider"
     r"|department|facility|secondary_?payer|primary_?payer|primary_?patient_?insurance|patient_?insurance"
     r"|secondary_?patient_?insurance|fee_?schedule|transfer_?out)_?(id|key|uuid)?(id)?", "key.row"),
    (r"(referring|supervising|attending)_?provider_?(id)?", "key.provider"),
    (r"(id|uuid|row_?id)", "key.row"),
    (r"(first|given|fore|middle)_?(name)?s?", "name.given"),
    (r"(last|family|sur)_?(name)?", "name.family"),
    (r"maiden(_?name)?", "name.maiden"),
    (r"(full_?)?name|patient_?name", "name.full"),
    (r"prefix|title", "name.prefix"),
    (r"suffix", "name.suffix"),
    (r".*(owner|contact|relative|mother|father|guardian|spouse|guarantor).*name", "name.relative"),
    (r".*(author|attending|provider|physician|nurse|surgeon|doctor|operator|signed_by).*?(_?name)?", "name.staff"),
    (r"(birth|date_of_birth|dob|birth_?date|birthdate).*", "date.birth"),
    (r"(death|date_of_death|dod|death_?date|deathdate).*", "date.death"),
    (r"birth_?place|place_of_birth", "geo.place"),
    (r"age(_?(years|in_years))?", "age"),
    (r".*(ssn|social_?security).*", "id.ssn"),
    (r"(mrn|medical_?record(_?(number|no))?)", "id.mrn"),
    (r"drivers?(_?licen[cs]e)?|passport|licen[cs]e.*|dea|npi", "id.license"),
    (r".*(health_?plan|insurance|member|policy|beneficiary|subscriber).*(id|number|no)", "id.health_plan"),
    (r".*account.*", "id.account"),
    (r".*(udi|device_?id|serial).*", "id.device"),
    (r".*(accession|specimen).*", "id.accession"),
    (r".*(uid|instance).*", "id.other"),
    (r"(street_?)?address.*|street", "geo.street"),
    (r"city|town", "geo.city"),
    (r"county.*", "geo.county"),
    (r"state(_headquartered)?|province", "geo.state"),
    (r"country", "geo.country"),
    (r"(zip|postal|post)_?(code)?", "geo.zip"),
    (r"lat(itude)?", "geo.latitude"),
    (r"lon(g|gitude)?", "geo.longitude"),
    (r".*fax.*", "contact.fax"),
    (r".*(phone|mobile|telephone|cell).*", "contact.phone"),
    (r".*e_?mail.*", "contact.email"),
    (r".*url.*|website", "contact.url"),
    (r"ip(_address)?", "contact.ip"),
    (r"employer.*", "org.employer"),
    (r"facility.*|hospital.*|unit_?name|ward", "org.facility"),
    (r"race", "demographic.race"),
    (r"ethnicity", "demographic.ethnicity"),
    (r"sex|gender", "demographic.sex"),
    (r"(preferred_?)?language", "demographic.language"),
    (r"marital.*", "demographic.marital"),
    (r".*(date|time|_at|_on)\d?|start|stop|start_?year|end_?year|admitted|discharged|from_?date|to_?date"
     r"|(last_?billed|service|current_?illness|onset).*date.*|last_?billed_?date.*", "date.service"),
    (r"(line_?)?notes?(_?text)?|text|narrative|report|comments?", "text.note"),
    (r".*(code|icd|loinc|snomed|rxnorm|cpt|ndc).*", "clinical.code"),
    (r"(reason_?)?description|category|type|class|encounter_?class|modality.*|body_?site.*|sop.*|test|drug"
     r"|medication|diagnosis.*", "clinical.description"),
    (r"value|result|units?|dose|route|frequency|severity\d?|abnormal.*|flag|reaction.*|quantity|dispenses|system"
     r"|speciality|specialty", "clinical.value"),
    (r".*(cost|amount|coverage|covered|expenses|revenue|utilization|payments?|adjustments?|transfers?|outstanding"
     r"|qols|member_?months|customers).*|ownership|status.*|method|place_?of_?service|modifier\d|health_?care_.*"
     r"|payer.*|disposition|procedure_?code\d?|transfer_?type|departments?.*|base_.*", "admin.other"),
)

