"""`croissant.json`: what a machine-learning tool learns of a release."""

import json
from typing import Any

import pytest

from gateway import report
from gateway.crypto.documents import canonical
from gateway.deid.columns import TRANSFORMS
from gateway.report import croissant

from .samples import column, digest, manifest


def described(fields: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(report.documents(fields)["croissant.json"])
    return found


def test_canonical_json() -> None:
    body = report.documents(manifest())["croissant.json"]
    assert body == canonical(json.loads(body))


def test_what_the_specification_requires_of_a_dataset() -> None:
    """Croissant 1.1, "Dataset-level information": the required properties."""
    found = described(manifest())
    assert found["@type"] == "sc:Dataset"
    assert "http://mlcommons.org/croissant/1.1" in found["conformsTo"]
    required = {"@context", "name", "description", "license", "url", "creator", "datePublished", "distribution"}
    assert required <= found.keys()
    assert found["name"] == "rel-20260301-aa11bb22"
    assert found["datePublished"] == "2026-03-01T09:05:00Z"
    assert "rel-20260301-aa11bb22" in found["citeAs"]


def test_terms_used_are_in_the_context() -> None:
    found = described(manifest())
    schema_org = {"name", "identifier", "description", "url", "creator", "publisher", "datePublished", "version",
                  "license", "conditionsOfAccess", "usageInfo", "termCode", "inDefinedTermSet", "distribution",
                  "contentUrl", "contentSize", "encodingFormat", "sha256"}  # fmt: skip

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    context = found.pop("@context")
    for key in keys(found) - {"@type", "@id"} - schema_org:
        assert key.split(":")[0] in context, key


def test_each_part_with_its_digest_and_size() -> None:
    files = [item for item in described(manifest())["distribution"] if item["@type"] == "cr:FileObject"]
    assert [(f["contentUrl"], f["sha256"], f["contentSize"]) for f in files] == [
        ("data/patients/part-00000.parquet", digest("a"), "1057 B"),
        ("data/notes/part-00000.parquet", digest("b"), "2000 B"),
        ("data/notes/part-00001.parquet", digest("c"), "1201 B"),
        ("data/drugs/part-00000.parquet", digest("d"), "1000 B"),
    ]
    assert all(f["encodingFormat"] == "application/vnd.apache.parquet" for f in files)
    assert all("Encrypted" in f["description"] and "AES-256-GCM" in f["description"] for f in files)


def test_record_sets_have_the_released_columns_and_no_others() -> None:
    found = described(manifest())["recordSet"]
    assert {r["name"]: [f["name"] for f in r["field"]] for r in found} == {
        "patients": ["pid", "born", "weight"],
        "notes": ["pid", "body"],
        "drugs": ["drug"],
    }


def test_types_where_the_transform_makes_them() -> None:
    (patients, notes, _) = described(manifest())["recordSet"]
    assert [f.get("dataType") for f in patients["field"]] == ["sc:Text", "sc:Integer", None]
    assert [f.get("dataType") for f in notes["field"]] == ["sc:Text", "sc:Text"]


def test_every_transform_makes_a_type_or_keeps_that_of_the_source() -> None:
    assert croissant._TYPES.keys() | {"keep", "drop", "top_code"} == TRANSFORMS.keys()


def test_ids_are_unique_and_references_lead_somewhere() -> None:
    found = described(manifest())
    fields = [field for record_set in found["recordSet"] for field in record_set["field"]]
    ids = [item["@id"] for item in (*found["distribution"], *found["recordSet"], *fields)]
    assert len(ids) == len(set(ids))
    assert {field["source"]["fileSet"]["@id"] for field in fields} <= set(ids)


@pytest.mark.parametrize(
    ("basis", "warning"),
    [
        ("45 CFR 164.514(b)(2)", "HIPAA Safe Harbor"),
        ("45 CFR 164.514(b)(1)", "only together with an expert’s written determination"),
        ("45 CFR 164.514(e)", "Needs a data use agreement"),
        ("GDPR Art. 4(5)", "still personal data"),
    ],
)
def test_the_terms_carry_the_warning_of_the_basis(basis: str, warning: str) -> None:
    found = described(manifest(plan__basis=basis))
    assert warning in found["license"]["description"]
    assert warning in found["rai:personalSensitiveInformation"]


def test_the_purpose_is_a_term_of_act_reason() -> None:
    usage = described(manifest())["usageInfo"]
    assert (usage["termCode"], usage["name"]) == ("HRESCH", "health care research")


def test_a_table_without_released_columns_is_still_described() -> None:
    fields = manifest()
    fields["plan"]["columns"][-1] = column("drugs", "drug", "clinical.code", "drop")
    assert described(fields)["recordSet"][-1]["field"] == []
