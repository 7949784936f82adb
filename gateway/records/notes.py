"""Notes outside a dataset, as JSON Lines, for `detect` and `evaluate`: text, gold spans, and the patient's record."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway.errors import BadInput
from gateway.model import Identifier, PatientRecord
from gateway.records.descriptor import first_problem

# Field of a record → the kind that a dataset's descriptor would give it.
FIELDS = {
    "given": "name.given", "family": "name.family", "dob": "date.birth", "mrn": "id.mrn", "phone": "contact.phone",
    "address": "geo.street",
}  # fmt: skip


class Gold(BaseModel):
    """A labelled span: code points `start` to `end`, end exclusive."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    start: Annotated[int, Field(ge=0)]
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Note:
    """One line of a corpus."""

    id: str | int
    text: str
    spans: tuple[Gold, ...] = ()


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str | int
    text: str
    spans: list[Gold] | None = None


class _Relative(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    relation: str | None = None


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str | int
    given: str | None = None
    family: str | None = None
    dob: str | None = None
    mrn: str | int | None = None
    phone: str | None = None
    address: str | None = None
    relatives: list[_Relative] = []


def read(path: Path, *, gold: bool = False) -> Iterator[Note]:
    """Notes in file order; with `gold`, each must have its spans. Raises BadInput naming the line."""
    for number, raw in _lines(path):
        line = _checked(_Line, path, number, raw)
        if gold and line.spans is None:
            raise BadInput(f"{path}:{number}: no `spans`", hint="an evaluation needs gold spans; [] means none")
        for span in line.spans or ():
            if not span.start < span.end <= len(line.text):
                raise BadInput(f"{path}:{number}: a span lies outside of the text", hint="offsets count code points")
        yield Note(line.id, line.text, tuple(line.spans or ()))


def read_records(path: Path) -> dict[str, PatientRecord]:
    """Records by note id. Raises BadInput."""
    found = {}
    for number, raw in _lines(path):
        line = _checked(_Record, path, number, raw)
        own = [Identifier(kind, str(value)) for name, kind in FIELDS.items() if (value := getattr(line, name))]
        relatives = [Identifier("name.relative", relative.name) for relative in line.relatives]
        found[str(line.id)] = PatientRecord((*own, *relatives))
    return found


def _checked(model: type[Any], path: Path, number: int, raw: object) -> Any:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        hint = '{"id": …, "text": …} a line' if model is _Line else '{"id": …, "given": …, "family": …} a line'
        raise BadInput(f"{path}:{number}: {first_problem(error)}", hint=hint) from None


def _lines(path: Path) -> Iterator[tuple[int, object]]:
    try:
        with path.open("rb") as handle:
            for number, line in enumerate(handle, start=1):
                if line.strip():
                    yield number, json.loads(line.decode("utf-8"))
    except FileNotFoundError:
        raise BadInput(f"{path}: no such file", hint="check the path") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path}: not UTF-8 text", hint="save the file as UTF-8") from None
    except (ValueError, RecursionError):
        raise BadInput(f"{path}:{number}: not JSON", hint="write one object a line") from None
    except OSError as error:
        raise BadInput(
            f"{path}: cannot be read ({type(error).__name__})", hint="name a file that you may read"
        ) from None
