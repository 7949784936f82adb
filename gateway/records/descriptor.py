"""dataset.yaml in, a `Dataset` out: what every column of every table is."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

import rfc8785
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from gateway import storage
from gateway.errors import BadInput
from gateway.model import Column, ColumnType, Dataset, Format, Location, Table
from gateway.records import constraints, data_use, kinds, yaml
from gateway.records.sensitive import SYSTEMS

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]

PERSONAL = frozenset({"name.given", "name.family", "name.maiden", "name.full", "date.birth", "date.death", "age",
                      "id.ssn", "id.mrn", "id.health_plan", "text.note"})  # what no reference table can hold

SUFFIXES: dict[str, Format] = {".csv": "csv", ".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "fhir"}


# Pydantic's name of a problem → ours, where its own words are of Python.
PROBLEMS = {"extra_forbidden": "is not a known key", "missing": "is missing", "model_type": "must be a mapping"}


class _SystemIn(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    column: str


class _Column(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    kind: str
    type: ColumnType = "text"
    system: str | _SystemIn = ""


def _kind_alone(raw: object) -> object:
    return {"kind": raw} if isinstance(raw, str) else raw


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    source: str
    columns: Annotated[dict[str, Annotated[_Column, BeforeValidator(_kind_alone)]], Field(min_length=1)]
    format: Format | None = None
    reference: bool = False
    delimiter: Annotated[str, StringConstraints(pattern=r"^[\t -!#-~]$")] = ","
    encoding: str = "utf-8"
    constraints: list[dict[str, Any]] = []


class _DataUse(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    ontology: str
    terms: Annotated[list[str | dict[str, list[str]]], Field(min_length=1)]


class _Dataset(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    version: Literal[1]
    name: Name
    subject: str
    tables: Annotated[dict[Name, _Table], Field(min_length=1)]
    data_use: _DataUse | None = None


def load(path: Path, folder: Path | None = None) -> Dataset:
    """Read a descriptor; sources are relative to `folder`, by default its own. Raises BadInput."""
    raw = yaml.load(path)
    try:
        parsed = _Dataset.model_validate(raw)
    except ValidationError as error:
        raise BadInput(f"{path}: {first_problem(error)}", hint="see `dataset.yaml` in the README") from None
    tables = tuple(_table(path, folder or path.parent, name, table) for name, table in parsed.tables.items())
    said = parsed.data_use
    use = data_use.parse(path, said.ontology, said.terms) if said else None
    return Dataset(parsed.name, tables, _subject_table(path, parsed.subject, tables), digest(raw), use)


def first_problem(error: ValidationError) -> str:
    """The place and the rule of the first problem, without the offending value."""
    problem = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in problem["loc"])
    return f"{place}: {PROBLEMS.get(problem['type'], problem['msg'])}"


def digest(document: object) -> str:
    """SHA-256 (hex) of the canonical JSON of `document` (RFC 8785)."""
    return sha256(rfc8785.dumps(document)).hexdigest()  # type: ignore[arg-type]  # YAML gives JSON types only


def _table(path: Path, folder: Path, name: str, raw: _Table) -> Table:
    where = f"{path}: tables.{name}"
    columns = tuple(_column(where, key, value, raw.columns) for key, value in raw.columns.items())
    subjects = [column.name for column in columns if column.kind == "subject"]
    if raw.reference and subjects:
        raise BadInput(f"{where}: a reference table has no subject column", hint="remove `reference: true`")
    if not raw.reference and len(subjects) != 1:
        hint = "give one column the kind `subject`, or say `reference: true` where no row is about a patient"
        raise BadInput(f"{where}: has {len(subjects) or 'no'} subject columns", hint=hint)
    _check_encoding(where, raw.encoding)
    if raw.reference and (personal := [column.name for column in columns if column.kind in PERSONAL]):
        what = f"{where}: a reference table holds {personal[0]!r}, which is about a patient"
        raise BadInput(what, hint="give the column that names the patient the kind `subject`, and remove `reference`")
    source = _source(where, raw.source, folder)
    format_ = raw.format or SUFFIXES.get(source.suffix.lower())
    if format_ is None:
        raise BadInput(f"{where}.source: unknown ending {source.suffix!r}", hint="add `format: csv|parquet|jsonl|fhir`")
    rules = constraints.parse(where, raw.constraints, columns)
    return Table(name, source, format_, columns, raw.reference, raw.delimiter, raw.encoding, rules)


def _source(where: str, text: str, folder: Path) -> Location:
    try:
        source = storage.location(text, folder)
    except BadInput as error:
        raise BadInput(f"{where}.source: {error.what}", hint=error.hint) from None
    return source.resolve() if isinstance(source, Path) else source


def _check_encoding(where: str, encoding: str) -> None:
    try:
        "a".encode(encoding)
    except (LookupError, ValueError):
        hint = "name a codec that Python knows, such as windows-1252"
        raise BadInput(f"{where}.encoding: unknown encoding {encoding!r}", hint=hint) from None


def _column(where: str, name: str, raw: _Column, beside: Mapping[str, _Column]) -> Column:
    system, system_in = (raw.system, "") if isinstance(raw.system, str) else ("", raw.system.column)
    column = Column(name, raw.kind, raw.type, system, system_in)
    if kinds.find(column.kind) is None:
        raise BadInput(f"{where}.columns.{name}: unknown kind {column.kind!r}", hint=kinds.suggestion(column.kind))
    if system and system not in SYSTEMS:
        what = f"{where}.columns.{name}.system: no lists for {system!r}"
        raise BadInput(what, hint=f"write {', '.join(SYSTEMS)}, or leave it out: then all lists are asked")
    if system_in and system_in not in beside:
        what = f"{where}.columns.{name}.system: the table has no column {system_in!r}"
        raise BadInput(what, hint="name the column that says each code's system")
    return column


def _subject_table(path: Path, subject: str, tables: tuple[Table, ...]) -> str:
    """The first table whose subject column has the name that the descriptor's `subject` gives."""
    for table in tables:
        if table.subject == subject:
            return table.name
    hint = "`subject` names the subject column of the table that has one row per subject"
    raise BadInput(f"{path}: subject: no table has a subject column {subject!r}", hint=hint)
