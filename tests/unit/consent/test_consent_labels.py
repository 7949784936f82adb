"""FHIR provisions about some of the data: sensitive categories by labels and codes, in the shapes that servers send."""

from pathlib import Path
from typing import Any

import pytest

from gateway.consent import read

from .test_consent_fhir import NOW, PERMIT, actor, load, one, purpose, r4, r5

ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"


def label(*codes: str) -> list[dict[str, str]]:
    return [{"system": CONFIDENTIALITY if len(code) == 1 else ACT, "code": code} for code in codes]


def code(system: str, *codes: str) -> list[dict[str, Any]]:
    return [{"coding": [{"system": system, "code": one} for one in codes]}]


def deny(**what: Any) -> dict[str, Any]:
    return {"type": "deny", **what}


ICD = "http://hl7.org/fhir/sid/icd-10-cm"


@pytest.mark.parametrize(
    ("resource", "categories", "withheld", "narrowed"),
    [
        (r4(PERMIT | {"provision": [deny(securityLabel=label("ETH"))]}), (), ("substance-use",), set()),
        (r4(PERMIT | {"provision": [deny(securityLabel=label("BH", "HIV"))]}), (),
         ("hiv", "mental-health", "substance-use"), set()),
        (r4(PERMIT | {"provision": [deny(code=code(ICD, "B20", "Z21"))]}), (), ("hiv",), set()),
        (r4(PERMIT | {"provision": [deny(code=code("http://loinc.org", "44261-6"))]}), (), ("mental-health",), set()),
        (r4(PERMIT | {"provision": [deny(**{"class": label("GDIS")})]}), (), ("genetics",), set()),
        (r4(PERMIT | {"provision": [deny(securityLabel=label("HIV"), purpose=purpose("CLINTRCH"))]}), (), ("hiv",),
         {"a restricted denial of a category"}),
        (r4(PERMIT | {"provision": [deny(securityLabel=label("HIV"), actor=[actor("Group/x")])]}), (), ("hiv",),
         {"a restricted denial of a category"}),
        (r4(PERMIT | {"provision": [deny(securityLabel=label("HIV"), dataPeriod={"start": "2020"})]}), (), ("hiv",),
         set()),
        (r4(PERMIT | {"provision": [deny(securityLabel=label("HIV"), provision=[PERMIT])]}), (), ("hiv",),
         {"a restricted denial of a category"}),
        (r4(PERMIT | {"securityLabel": label("N", "HIV")}), ("hiv",), (), set()),
        (r4(PERMIT | {"securityLabel": label("R")}), (), (), set()),
        (r4(PERMIT | {"securityLabel": label("N", "HIV", "ETH"), "provision": [deny(securityLabel=label("ETH"))]}),
         ("hiv",), ("substance-use",), set()),
        (r4(deny(provision=[PERMIT, PERMIT | {"securityLabel": label("HIV")}])), ("hiv",), (), set()),
        (r4(deny(provision=[PERMIT, PERMIT | {"securityLabel": label("HIV"), "period": {"end": "2030"}}])), (), (),
         {"a category for less than the rest"}),
        (r4(deny(provision=[PERMIT, {"type": "permit", "purpose": purpose("CLINTRCH"),
                                     "securityLabel": label("HIV")}])), (), (), {"a category for less than the rest"}),
        (r4(deny(provision=[PERMIT, PERMIT | {"securityLabel": label("HIV"), "actor": [actor("Group/a")]}])), (), (),
         {"a category for less than the rest"}),
        (r5("permit", {"securityLabel": label("PSY")}), (), ("mental-health",), set()),
        (r5("deny", {"purpose": purpose("HRESCH")}, {"purpose": purpose("HRESCH"), "securityLabel": label("SEX")}),
         ("reproductive-health",), (), set()),
        (r5("deny", {"purpose": purpose("HRESCH"), "provision": [{"code": code(ICD, "F32.1")}]}), (),
         ("mental-health",), set()),
    ],
)  # fmt: skip
def test_categories_of_a_grant(
    tmp_path: Path, resource: dict[str, Any], categories: tuple[str, ...], withheld: tuple[str, ...], narrowed: set[str]
) -> None:
    version, found = one(tmp_path, resource)
    assert (version.status, version.categories, version.withheld) == ("granted", categories, withheld)
    assert found == narrowed


@pytest.mark.parametrize(
    ("resource", "categories"),
    [
        (r4(deny(securityLabel=label("HIV"))), ("hiv",)),
        (r4(deny(securityLabel=label("HIV"), purpose=purpose("HRESCH"))), ("hiv",)),
        (r4(deny(securityLabel=label("HIV", "UNHEARD"))), ()),
        (r4(deny(securityLabel=label("R"))), ()),
        (r4(deny(code=code(ICD, "I10"))), ()),
        (r4(deny(code=code(ICD, "B20", "I10"))), ()),
        (r4(deny(code=[{"text": "HIV"}])), ()),
        (r4(deny(data=[{"meaning": "instance", "reference": {"reference": "Observation/1"}}])), ()),
        (r4(PERMIT | {"securityLabel": label("HIV")}), ()),
        (r4(PERMIT | {"securityLabel": label("L")}), ()),
        (r4(PERMIT | {"securityLabel": label("N", "UNHEARD")}), ()),
        (r4(PERMIT | {"code": code(ICD, "B20")}), ()),
        (r4(PERMIT | {"securityLabel": label("N", "HIV")}, status="rejected"), ()),
        (r4(deny(securityLabel=label("HIV")), status="rejected"), ()),
        (r4(PERMIT | {"provision": [deny(code=code(ICD, "I10"))]}), ()),
    ],
)
def test_what_is_denied_and_of_which_data(
    tmp_path: Path, resource: dict[str, Any], categories: tuple[str, ...]
) -> None:
    """A denial of more than whole categories is a denial of everything; so is a permit that can't be honoured."""
    version, _ = one(tmp_path, resource)
    assert (version.status, version.categories, version.withheld) == ("denied", categories, ())


def test_a_purpose_whose_parts_are_all_denied_is_not_granted(tmp_path: Path) -> None:
    parts = purpose("BIORCH", "CLINTRCH", "DSRCH", "POARCH", "TRANSRCH")
    version, _ = one(tmp_path, r4(PERMIT | {"provision": [deny(purpose=parts)]}))
    assert version.status == "denied"


def test_r4b_is_what_the_caller_says(tmp_path: Path) -> None:
    load(tmp_path, r4(PERMIT | {"securityLabel": label("N", "HIV")}))
    found = read(tmp_path / "c.json", imported=NOW, release="R4B")
    [version] = found.versions
    assert (found.format, version.source, version.categories) == ("fhir-r4b", "fhir-r4b", ("hiv",))


def test_a_csv_names_categories(tmp_path: Path) -> None:
    header = "consent_id,subject,status,purposes,recipients,effective_from,effective_until,recorded_at,categories"
    rows = ["c1,p1,granted,HRESCH,,2025-01-01,,2025-01-01,hiv genetics",
            "c2,p1,denied,HRESCH,,2025-01-01,,2025-01-01,hiv",
            "c3,p1,withdrawn,,,,,2025-01-01,"]  # fmt: skip
    file = tmp_path / "c.csv"
    file.write_text("\n".join([header, *rows]) + "\n")
    assert [v.categories for v in read(file, imported=NOW).versions] == [("genetics", "hiv"), ("hiv",), ()]
