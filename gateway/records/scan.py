"""Source files in, a proposed descriptor out: a kind for each column with the evidence, in counts and never values.

Links between tables decide first (a column whose values are another table's keys), names of columns second, the
shape of values third. What nothing tells is proposed as `id.other`, which every shipped policy drops: a wrong
guess loses data, it does not leak them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from gateway import storage
from gateway.errors import BadInput
from gateway.model import Column, ColumnType, Location, Remote, Table
from gateway.records.descriptor import SUFFIXES
from gateway.records.guesses import HARMLESS, IDENTIFYING, NAMES, SHAPES, STAFF, TYPED, TYPES
from gateway.records.proposal import Guess, Proposal, TableGuess
from gateway.records.readers import READERS
from gateway.records.readers.columns import column_names

SAMPLE_BATCHES = 8
SURE = 0.9  # share of values that must look like what they are taken for


@dataclass(frozen=True, slots=True)
class _Sample:
    """The first rows of a table, as text."""

    name: str
    source: Location
    columns: dict[str, pa.ChunkedArray]

    @property
    def key(self) -> str | None:
        """The column that numbers the rows: named id, filled and unique."""
        for name, values in self.columns.items():
            if _words(name) in ("id", "uuid", f"{_singular(self.name)}_id") and values.null_count == 0:
                return name if len(values.unique()) == len(values) else None
        return None


def scan(path: Location, folder: Path) -> Proposal:
    """Propose a descriptor for a file or for all files in a folder. Raises BadInput."""
    files = _files(path)
    if not files:
        raise BadInput(f"{path}: no tables in it", hint=f"known endings: {', '.join(SUFFIXES)}")
    samples = [_read(file) for file in files]
    if twice := [one for one, other in pairwise(sorted(sample.name for sample in samples)) if one == other]:
        raise BadInput(f"{path}: two files would be the table {twice[0]!r}", hint="rename one of them")
    tables = [_table(sample, samples) for sample in samples]
    tables.sort(key=lambda table: (not _is_subject_table(table), table.name))
    tables = [_with_open_text(_with_reference(table, tables), samples, tables[0]) for table in tables]
    whole = path.resolve() if isinstance(path, Path) else path
    return Proposal(_identifier(Path(whole.name).stem, "d"), folder, tuple(tables))


def _files(path: Location) -> list[Location]:
    if isinstance(path, Remote):
        names = sorted(name for name in storage.files(path) if "/" not in name)
        return [path / name for name in names if Path(name).suffix.lower() in SUFFIXES] or [path]
    if not path.exists():
        raise BadInput(f"{path}: no such file or folder", hint="name a table or a folder of tables")
    found = sorted(path.iterdir()) if path.is_dir() else [path]
    return [file.resolve() for file in found if file == path or file.suffix.lower() in SUFFIXES]


def _read(path: Location) -> _Sample:
    format_ = SUFFIXES.get(path.suffix.lower())
    if format_ is None or format_ == "fhir":
        hint = "describe FHIR by hand: a column's name is a path such as name[0].family"
        raise BadInput(f"{path}: cannot be scanned", hint=hint)
    bare = Table(_identifier(Path(path.name).stem, "t"), path, format_, ())
    names = column_names(bare)
    for number, name in enumerate(names, start=1):
        if re.match(r"\d|[^@\s]+@[^@\s]+\.", name) or not name.strip():  # not named: it may be a cell
            raise BadInput(f"{path}: column {number} of the header looks like a value", hint="add a header line")
    described = replace(bare, columns=tuple(Column(name, "id.other") for name in names))
    rows = pa.Table.from_batches(list(islice(READERS[format_](described, None), SAMPLE_BATCHES)))
    return _Sample(bare.name, bare.source, {name: rows.column(name).cast(pa.string()) for name in names})


def _table(sample: _Sample, samples: list[_Sample]) -> TableGuess:
    guesses = [_guess(name, values, sample, samples) for name, values in sample.columns.items()]
    subjects = [guess for guess in guesses if guess.kind == "subject"]
    if len(subjects) > 1:  # one column links a row to its patient; the others are ids of something else
        best = max(subjects, key=lambda guess: guess.linked)
        guesses = [g if g.kind != "subject" or g is best else replace(g, kind="id.other", sure=False) for g in guesses]
    if not subjects:
        guesses = [replace(g, kind=_institution(sample.name, g.kind)) for g in guesses]
    return TableGuess(sample.name, sample.source, tuple(guesses))


def _with_reference(table: TableGuess, tables: list[TableGuess]) -> TableGuess:
    """A table that others point to and that points to no patient; whether it is about nobody, a person decides."""
    pointed = any(
        guess.linked and guess.kind == _row_kind(table.name)
        for other in tables
        if other is not table
        for guess in other.columns
    )
    return replace(table, reference=pointed and table.subject is None)


def _with_open_text(table: TableGuess, samples: list[_Sample], subjects: TableGuess) -> TableGuess:
    """A column that looks harmless but holds the patients' own identifiers is free text, to be scrubbed."""
    columns = {sample.source: sample.columns for sample in samples}
    known = {
        g.column: columns[subjects.source][g.column].unique()
        for g in subjects.columns
        if g.kind.startswith(IDENTIFYING)
    }

    def looked_at(guess: Guess) -> Guess:
        values = columns[table.source][guess.column].drop_null().unique()
        for column, identifiers in known.items() if guess.kind.startswith(HARMLESS) else ():
            long = identifiers.filter(pc.greater_equal(pc.utf8_length(identifiers), 6))
            if hits := pc.sum(pc.is_in(values, value_set=long.drop_null())).as_py():
                evidence = f"{hits} of its distinct values are in {subjects.name}.{column}"
                return replace(guess, kind="text.short", type="text", sure=False, evidence=evidence)
        return guess

    return replace(table, columns=tuple(looked_at(guess) for guess in table.columns))


def _is_subject_table(table: TableGuess) -> bool:
    return table.subject is not None and any(g.kind in ("date.birth", "name.family") for g in table.columns)


def _guess(name: str, values: pa.ChunkedArray, sample: _Sample, samples: list[_Sample]) -> Guess:
    texts = values.drop_null()
    counts = f"{len(texts)} of {len(values)} filled, {len(texts.unique())} distinct"
    for kind, sure, linked, evidence in _evidence(name, texts, sample, samples):
        type_ = _type(texts) if kind.startswith(TYPED) else "text"
        return Guess(name, kind, type_, sure, linked, f"{evidence}; {counts}")
    return Guess(name, "id.other", "text", False, False, f"not recognised; {counts}")


def _evidence(
    name: str, texts: pa.ChunkedArray, sample: _Sample, samples: list[_Sample]
) -> Iterator[tuple[str, bool, bool, str]]:
    """(kind, sure, by its values, why), the strongest first."""
    if name == sample.key:
        yield _row_kind(sample.name), True, True, "numbers the rows"
    for other in samples:
        if other.key and other is not sample and _links(texts, other.columns[other.key]):
            yield _row_kind(other.name), True, True, f"its values are {other.name}.{other.key}"
    by_name = next((kind for pattern, kind in NAMES if re.fullmatch(pattern, _words(name))), None)
    shapes = {kind: _share(texts, looks) for kind, looks in SHAPES.items()} if len(texts) else {}
    if by_name:
        kind = (
            f"key.{_singular(re.sub('_?(id|key|uuid)$', '', _words(name))) or 'row'}" if by_name == "key" else by_name
        )
        family = next(
            (share for shape, share in shapes.items() if shape.split(".")[0] == kind.split(".")[0] == "date"), 1
        )
        yield kind, family >= SURE, False, "by its name" if family >= SURE else "by its name, but not by its values"
    for kind, share in shapes.items():
        if share >= SURE:
            yield kind, False, False, f"{share:.0%} look like one"
    if len(texts) and (pc.mean(pc.utf8_length(texts)).as_py() or 0) > 80:
        yield "text.note", False, False, "long text"


def _links(texts: pa.ChunkedArray, keys: pa.ChunkedArray) -> bool:
    """All values are keys, and not by chance: short counts (1, 2, 3 …) meet every numbering."""
    distinct = texts.unique()
    if len(distinct) == 0 or (pc.mean(pc.utf8_length(distinct)).as_py() or 0) < 4:
        return False
    return bool(pc.all(pc.is_in(distinct, value_set=keys.combine_chunks())).as_py())


def _row_kind(table: str) -> str:
    singular = _singular(_words(table))
    return "subject" if singular in ("patient", "person", "subject", "member") else f"key.{singular}"


def _institution(table: str, kind: str) -> str:
    """In a table that describes no patient, names are of staff or of an organisation."""
    if kind in ("name.full", "name.given", "name.family"):
        return "name.staff" if re.search(STAFF, table.lower()) else "org.name"
    return kind


def _type(texts: pa.ChunkedArray) -> ColumnType:
    if len(texts):
        for type_, pattern in TYPES.items():
            if pc.all(pc.match_substring_regex(texts, pattern)).as_py():
                return type_
    return "text"


def _share(texts: pa.ChunkedArray, pattern: str) -> float:
    return float(pc.mean(pc.match_substring_regex(texts, pattern)).as_py() or 0)


def _words(name: str) -> str:
    """`BirthDate`, `BIRTH-DATE` → `birth_date`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9]+", "_", name).lower().strip("_")


def _singular(word: str) -> str:
    return re.sub(r"ies$", "y", word) if word.endswith("ies") else re.sub(r"(?<=[^s])s$", "", word)


def _identifier(stem: str, prefix: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", stem).strip("_-") or prefix
    return (name if name[0].isalpha() else f"{prefix}_{name}")[:64]
