"""Bulk FHIR: paths into resources, references, attachments."""

import json
import os
from base64 import b64encode
from pathlib import Path

import pytest

from gateway.model import Column, Table

from ..tables import SECRET, refused, rows, table, values

PATIENT = {
    "id": "42",
    "active": True,
    "multipleBirthInteger": 2,
    "name": [{"family": "Doe", "given": ["Jane", "Q."]}, {"family": "Roe", "given": ["Janet"]}],
    "address": [{"line": []}, {"line": ["12 Oak St", "Apt 3"]}],
    "contact": [{"name": None}, {"name": {"family": "Poe"}}],
}
PATHS = {
    "id": "42",
    "active": "true",
    "multipleBirthInteger": "2",
    "name[0].family": "Doe",
    "name[1].family": "Roe",
    "name[2].family": None,
    "name.family": "Doe Roe",
    "name[0].given": "Jane Q.",
    "name[0].given[1]": "Q.",
    "name.given": "Jane Q. Janet",
    "address.line": "12 Oak St Apt 3",
    "address[0].line": None,
    "contact.name.family": "Poe",
    "gender": None,
    "name.family.given": None,
}
REFERENCES = {
    "Patient/42": "42",
    "42": "42",
    "urn:uuid:129c6ac7-8d06": "129c6ac7-8d06",
    "https://fhir.example/r4/Patient/42": "42",
    "Patient/42/_history/3": "42",
    "https://fhir.example/r4/Patient/42/_history/3": "42",
}
CORPUS = Path(os.environ.get("GATEWAY_CORPORA", Path(__file__).parents[5] / "shared/corpora")) / "synthea_fhir"


def resources(folder: Path, *items: object, paths: tuple[str, ...]) -> Table:
    return table(folder, "".join(json.dumps(item) + "\n" for item in items), *paths, format="fhir")


@pytest.mark.parametrize(("path", "value"), PATHS.items())
def test_a_path_leads_to_its_values(tmp_path: Path, path: str, value: str | None) -> None:
    described = resources(tmp_path, PATIENT, {"id": "2", **_leads_somewhere(path)}, paths=("id", path))
    assert rows(described)[0][path] == value


def _leads_somewhere(path: str) -> dict:
    """A resource that has the path, since one that no resource has is refused."""
    item: object = "x"
    for step in reversed(path.split(".")):
        name, _, index = step.rstrip("]").partition("[")
        item = {name: [item] * (int(index or 0) + 1)}
    return item  # type: ignore[return-value]


@pytest.mark.parametrize(("reference", "id"), REFERENCES.items())
def test_a_reference_joins_with_the_id(tmp_path: Path, reference: str, id: str) -> None:
    described = resources(tmp_path, {"subject": {"reference": reference}}, paths=("subject.reference",))
    assert values(described) == [(id,)]


def attachment(text: str | bytes, kind: str = "text/plain; charset=utf-8") -> dict:
    data = b64encode(text.encode() if isinstance(text, str) else text).decode()
    return {"attachment": {"contentType": kind, "data": data}}


EMPTY = {"attachment": {"contentType": "application/pdf", "url": "Binary/1"}}


@pytest.mark.parametrize(
    ("content", "path", "text"),
    [
        ([attachment("a\nb é")], "content[0].attachment.data", "a\nb é"),
        ([attachment("a"), attachment("b")], "content[1].attachment.data", "b"),
        ([attachment("a"), attachment("b")], "content.attachment.data", "a\n\nb"),
        ([EMPTY, attachment("b")], "content.attachment.data", "b"),
        ([attachment("a"), EMPTY], "content[1].attachment.data", None),
    ],
)
def test_text_attachments_are_decoded(tmp_path: Path, content: list, path: str, text: str | None) -> None:
    described = resources(tmp_path, {"content": content}, {"content": [attachment("z")] * 2}, paths=(path,))
    assert rows(described)[0][path] == text


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (attachment(SECRET, "application/pdf"), "the attachment is not text"),
        (attachment(SECRET.encode() + b"\xe9"), "is not base64 of UTF-8 text"),
        ({"attachment": {"contentType": "text/plain", "data": f"{SECRET}!"}}, "is not base64 of UTF-8 text"),
        ({"attachment": {"contentType": "text/plain", "data": "é"}}, "is not base64 of UTF-8 text"),
        ({"attachment": {"contentType": "text/plain", "data": {"x": SECRET}}}, "data is an object"),
        (attachment(f"{SECRET}\0"), "NUL character in the attachment"),
    ],
)
def test_other_attachments_are_refused(tmp_path: Path, content: dict, what: str) -> None:
    good = {"content": [attachment("fine")]}
    path = "content.attachment.data"
    for items in ((good, {"content": [content]}), (good, {"content": [attachment("fine"), content]})):
        refusal = refused(resources(tmp_path, *items, paths=(path,)))
        assert ":2: " in refusal
        assert what in refusal


@pytest.mark.parametrize(
    ("items", "path", "what"),
    [
        ([PATIENT], "name", ":1: name is an object"),
        ([PATIENT], "contact.name", ":1: contact.name is an object"),
        ([PATIENT, {"id": "2"}], "birthDate", ": no resource has 'birthDate'"),
        ([[SECRET]], "id", ":1: not an object"),
        ([{"id": f"{SECRET}\0"}], "id", ":1: NUL character"),
    ],
)
def test_refuses(tmp_path: Path, items: list, path: str, what: str) -> None:
    described = resources(tmp_path, *items, paths=(path,))
    assert refused(described).startswith(f"{described.source}{what}")


@pytest.mark.parametrize(
    "path", ["", "name.", ".name", "name[x]", "name[-1]", "name[]", "na me", "name[0]family", "Patient.name[0]."]
)
def test_what_is_no_path_is_refused(tmp_path: Path, path: str) -> None:
    assert refused(resources(tmp_path, PATIENT, paths=(path,))) == f"tables.t.columns: {path!r} is not a path"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the corpora: the Synthea bulk export")
def test_reads_a_real_bulk_export() -> None:
    patients = _described("Patient", {
        "id": "subject", "name[0].family": "name.family", "name[0].given": "name.given", "birthDate": "date.birth",
        "telecom[0].value": "contact.phone", "address[0].line": "geo.street", "address[0].postalCode": "geo.zip",
        "identifier[2].value": "id.ssn", "gender": "demographic.sex",
    })  # fmt: skip
    notes = _described("DocumentReference", {
        "id": "id.note", "subject.reference": "subject", "date": "date.service",
        "content[0].attachment.data": "text.note",
        "context.encounter.reference": "key.encounter", "author.display": "name.staff",
    })  # fmt: skip
    people, documents = rows(patients), rows(notes)
    assert len(people) == 13
    assert all(person[name] for person in people for name in ("id", "name[0].family", "birthDate", "gender"))
    assert {note["subject.reference"] for note in documents} <= {person["id"] for person in people}
    assert all("# " in note["content[0].attachment.data"] for note in documents)


def _described(resource: str, paths: dict[str, str]) -> Table:
    columns = tuple(Column(path, kind) for path, kind in paths.items())
    return Table("t", CORPUS / f"{resource}.000.ndjson", "fhir", columns)
