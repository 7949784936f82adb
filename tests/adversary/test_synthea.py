"""Eighteen linked tables of a synthetic hospital (Synthea), from the scan to the opened release, under Safe Harbor."""

import csv
import os
import re
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
import yaml
from cli.desk import PEOPLE, Desk
from cli.hospital import write_csv

from gateway import site
from gateway.records.sensitive import CATEGORIES

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("GATEWAY_CORPORA", ROOT.parent / "shared/corpora")) / "synthea_csv"
IDENTIFYING = ("SSN", "DRIVERS", "PASSPORT", "FIRST", "LAST", "MAIDEN", "ADDRESS")
FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\b\d{1,2}/\d{1,2}/\d{4}\b")
# What a reviewer decided where the scan was not sure; a column that it newly marks must be decided here first.
REVIEWED = {
    ("claims_transactions", "PATIENTINSURANCEID"): "id.other",  # copies of patients' own ids
    ("observations", "VALUE"): "text.short",  # answers to surveys, addresses among them
    **{(table, "reference"): True for table in ("organizations", "payers", "providers")},  # no row is about a patient
}
# child column → parent key; the same rows must join in the release as in the source
LINKS = [
    *(
        (f"{table}.{column}", "patients.Id")
        for table, column in [
            *(
                (t, "PATIENT")
                for t in (
                    "allergies",
                    "careplans",
                    "conditions",
                    "devices",
                    "encounters",
                    "imaging_studies",
                    "immunizations",
                    "medications",
                    "observations",
                    "payer_transitions",
                    "procedures",
                    "supplies",
                )
            ),
            ("claims", "PATIENTID"),
            ("claims_transactions", "PATIENTID"),
        ]
    ),
    *(
        (f"{table}.ENCOUNTER", "encounters.Id")
        for table in (
            "allergies",
            "careplans",
            "conditions",
            "devices",
            "imaging_studies",
            "immunizations",
            "medications",
            "observations",
            "procedures",
            "supplies",
        )
    ),
    ("claims.APPOINTMENTID", "encounters.Id"),
    ("claims_transactions.APPOINTMENTID", "encounters.Id"),
    ("claims_transactions.CLAIMID", "claims.Id"),
    ("encounters.ORGANIZATION", "organizations.Id"),
    ("encounters.PROVIDER", "providers.Id"),
    ("encounters.PAYER", "payers.Id"),
    ("providers.ORGANIZATION", "organizations.Id"),
    ("claims.PROVIDERID", "providers.Id"),
    ("medications.PAYER", "payers.Id"),
    ("payer_transitions.PAYER", "payers.Id"),
]

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir() and not os.environ.get("GATEWAY_CORPORA_REQUIRED"), reason="the Synthea corpus is not here"
)

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def source() -> dict[str, Rows]:
    """The tables as they are."""
    tables = {}
    for path in sorted(CORPUS.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as handle:
            tables[path.stem] = list(csv.DictReader(handle))
    assert len(tables) == 18
    return tables


@pytest.fixture(scope="module")
def refusers(source) -> set[str]:
    """Three patients who do not consent: with the most encounters, so that their absence shows."""
    counts = {patient["Id"]: 0 for patient in source["patients"]}
    for encounter in source["encounters"]:
        counts[encounter["PATIENT"]] += 1
    return set(sorted(counts, key=lambda id_: (-counts[id_], id_))[:3])


@pytest.fixture(scope="module")
def desk(tmp_path_factory, source, refusers) -> Desk:
    """A site where the scanned and reviewed dataset is registered, and all but three patients consent."""
    desk = Desk(tmp_path_factory.mktemp("synthea"))
    desk.records.mkdir()
    desk.does("init", desk.site, "--name", "synthea")
    for name in ("sam", "ana"):
        desk.does("keys", "create", name, "--role", PEOPLE[name], who="sam")
    described = desk.records / "dataset.yaml"
    desk.does("dataset", "scan", CORPUS, "--output", described)
    marked = set(review(described.read_text()))
    assert marked <= REVIEWED.keys(), "the scan is unsure of columns that nobody reviewed"
    raw = yaml.safe_load(described.read_text())
    for (table, column), kind in REVIEWED.items():
        if column == "reference":
            raw["tables"][table]["reference"] = kind
        else:
            raw["tables"][table]["columns"][column] = kind
    raw["name"] = "synthea"
    described.write_text(yaml.safe_dump(raw, sort_keys=False))
    desk.does("dataset", "add", described, who="sam")
    desk.does("policy", "check", desk.site / "policies/hipaa-safe-harbor.yaml", "--dataset", "synthea")
    header = [
        "consent_id",
        "subject",
        "status",
        "purposes",
        "recipients",
        "effective_from",
        "effective_until",
        "recorded_at",
        "categories",
    ]
    named = " ".join(sorted(CATEGORIES))
    write_csv(
        desk.records / "consents.csv",
        header,
        [
            [f"C{n}", patient["Id"], "granted", "HRESCH", "", "2020-01-01", "", "2020-01-01T00:00:00Z", named]
            for n, patient in enumerate(source["patients"])
            if patient["Id"] not in refusers
        ],
    )
    desk.does("consent", "import", desk.records / "consents.csv", who="sam")
    return desk


def review(text: str) -> list[tuple[str, str]]:
    """The (table, column) pairs whose line is marked `review`."""
    found, table = [], ""
    for line in text.splitlines():
        if match := re.fullmatch(r"  (\w+):", line):
            table = match[1]
        elif table and "# review:" in line:
            found.append((table, line.split(":")[0].strip()))
    return found


@pytest.fixture(scope="module")
def release(desk, source) -> str:
    until = (site.now().date() + timedelta(days=30)).isoformat()
    request = desk.does(
        "request",
        "new",
        "--dataset",
        "synthea",
        "--policy",
        "hipaa-safe-harbor",
        "--purpose",
        "HRESCH",
        "--tables",
        ",".join(source),
        "--until",
        until,
        "--why",
        "a test",
        who="ana",
    )
    desk.does("request", "approve", request, who="sam")
    desk.does("export", request, who="sam")
    return request.replace("req-", "rel-")


@pytest.fixture(scope="module")
def opened(desk, release) -> dict[str, pa.Table]:
    """The release as ana opens it."""
    return {name: data.to_table() for name, data in desk.opened(release).items()}


def texts(tables: dict[str, pa.Table]) -> dict[tuple[str, str], str]:
    """All distinct cells of each column, in one text."""
    return {
        (name, column): "\n".join(map(str, table[column].unique().to_pylist()))
        for name, table in tables.items()
        for column in table.column_names
    }


def test_no_identifier_of_any_patient(source, opened):
    values = {patient[column].casefold() for patient in source["patients"] for column in IDENTIFYING} - {""}
    assert len(values) > 100
    haystacks = {place: text.casefold() for place, text in texts(opened).items()}
    leaks = {
        (place, sum(value in text for value in values))
        for place, text in haystacks.items()
        if any(value in text for value in values)
    }
    assert not leaks
    mine = {("patients", c): "\n".join(p[c] for p in source["patients"]).casefold() for c in IDENTIFYING}
    assert all(any(value in text for text in mine.values()) for value in values), "the search finds what is there"


def test_no_patient_is_named_in_another_table_of_the_source_for_nothing(source):
    """Why the search matters: the source names patients outside of their own table too."""
    values = {patient[column] for patient in source["patients"] for column in ("FIRST", "LAST", "ADDRESS")} - {""}
    elsewhere = {
        name
        for name, rows in source.items()
        if name != "patients"
        for row in rows
        if any(value in cell for cell in row.values() for value in values)
    }
    assert elsewhere >= {"observations", "payer_transitions"}


def test_no_full_date(source, opened):
    assert any(FULL_DATE.search(cell) for row in source["encounters"] for cell in row.values())
    found = {place: len(FULL_DATE.findall(text)) for place, text in texts(opened).items() if FULL_DATE.search(text)}
    assert not found
    dated = [
        (name, field.name)
        for name, table in opened.items()
        for field in table.schema
        if pa.types.is_date(field.type) or pa.types.is_timestamp(field.type)
    ]
    assert not dated


def own(source, refusers, name) -> Rows:
    """The rows of a table that may be released."""
    return [
        row
        for row in source[name]
        if not refusers & {row.get("PATIENT"), row.get("PATIENTID"), row["Id"] if name == "patients" else None}
    ]


def test_rows_are_those_of_consenting_patients(source, refusers, opened):
    """Row by row: the released tables are as long as the source without three patients; each of the three had rows."""
    assert {name: table.num_rows for name, table in opened.items()} == {
        name: len(own(source, refusers, name)) for name in source
    }
    for name in ("encounters", "claims", "claims_transactions", "observations"):
        assert len({row.get("PATIENT", row.get("PATIENTID")) for row in source[name]} & refusers) == 3
    assert len(set(opened["patients"]["Id"].to_pylist())) == len(source["patients"]) - 3


def test_nobody_who_refused_is_disclosed(desk, source, refusers, release):
    for patient in source["patients"]:
        held = [line["release"] for line in desk("audit", "disclosures", "--subject", patient["Id"], "--json").json]
        assert held == ([] if patient["Id"] in refusers else [release])


def joined(rows: Rows, parents: Rows, child: str, parent: str) -> list[int]:
    """For each row of the child, how many rows of the parent it joins with."""
    counts: dict[object, int] = {}
    for row in parents:
        counts[row[parent]] = counts.get(row[parent], 0) + 1
    return [counts.get(row[child], 0) if row[child] else 0 for row in rows]


@pytest.mark.parametrize(("child", "parent"), LINKS, ids=[f"{child}-{parent}" for child, parent in LINKS])
def test_keys_join_as_they_did(source, refusers, opened, child, parent):
    (table, column), (other, key) = child.split("."), parent.split(".")
    before = joined(own(source, refusers, table), own(source, refusers, other), column, key)
    after = joined(opened[table].to_pylist(), opened[other].to_pylist(), column, key)
    assert sum(before) > 0
    assert after == before


def test_keys_are_other_values(source, opened):
    """No key of the source stands in the release, so joining them with the hospital's own tables gives nothing."""
    keys = {row[column] for name, rows in source.items() for row in rows for column in row if column in ("Id", "ID")}
    assert not {place for place, text in texts(opened).items() if keys & set(text.split("\n"))}
