"""The log for other programs: every type of event in every format, and nothing that the log does not hold."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from fhir.resources.R4B.auditevent import AuditEvent

from gateway.audit.events import EVENTS, canonical, parse
from gateway.audit.formats import FORMATS
from gateway.audit.formats.csv import COLUMNS
from gateway.audit.log import Entry

from .samples import ORIGIN
from .test_events import SAMPLES, WHO

NOW = datetime(2026, 3, 1, 8, 0, 0, 5, tzinfo=UTC)


def entries() -> Iterator[Entry]:
    for seq, (kind, fields) in enumerate(SAMPLES.items()):
        body = canonical(EVENTS[kind](**WHO, **fields), NOW, None)
        yield Entry(seq, parse(seq, body), body)


def written(format: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in FORMATS[format](entries(), ORIGIN)]


@pytest.mark.parametrize("number", range(len(SAMPLES)), ids=list(SAMPLES))
def test_fhir_takes_every_event(number: int) -> None:
    resource = written("fhir")[number]
    validated = AuditEvent.model_validate(resource)
    assert json.loads(validated.model_dump_json()) | {"recorded": ""} == resource | {"recorded": ""}  # nothing is lost
    assert datetime.fromisoformat(resource["recorded"]) == NOW
    assert validated.agent[0].who.identifier.value == "dana"
    assert validated.subtype[0].code == list(SAMPLES)[number]


def test_fhir_codes_of_a_release() -> None:
    event = written("fhir")[list(SAMPLES).index("export.published")]
    assert event["type"]["code"] == "110106"
    assert event["outcome"] == "0"
    assert event["agent"][0]["policy"] == ["urn:gateway:rule:research-export"]
    assert event["purposeOfEvent"][0]["coding"][0]["code"] == "HRESCH"
    names = {
        thing["what"]["identifier"]["system"]: thing["what"]["identifier"]["value"] for thing in event["entity"][:-1]
    }
    assert (names["urn:gateway:release"], names["urn:gateway:dataset"]) == ("rel-1", "set-1")
    details = {detail["type"]: detail["valueString"] for detail in event["entity"][-1]["detail"]}
    assert (details["rows_out"], details["rows_dropped.no-consent"]) == ("90", "8")


def test_fhir_names_recipient_and_patient_in_their_roles() -> None:
    granted, withdrawn = (written("fhir")[list(SAMPLES).index(name)] for name in ("grant.issued", "consent.withdrawn"))
    assert [(a["who"]["identifier"]["value"], a["requestor"]) for a in granted["agent"]] == [
        ("dana", True),
        ("max", False),
    ]
    assert [e["role"]["code"] for e in withdrawn["entity"] if "role" in e] == ["1", "13"]


def test_csv_holds_every_event_in_the_same_columns() -> None:
    rows = list(csv.DictReader(StringIO("".join(FORMATS["csv"](entries(), ORIGIN)), newline="")))
    assert [row["type"] for row in rows] == list(SAMPLES)
    assert tuple(rows[0]) == COLUMNS
    published = rows[list(SAMPLES).index("export.published")]
    assert (published["release"], published["rows_out"], published["rules"]) == ("rel-1", "90", "research-export")
    assert json.loads(published["details"])["k_after"] == 11
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@", "\t")]


def test_openlineage_follows_a_run() -> None:
    runs = written("openlineage")
    assert [run["eventType"] for run in runs] == ["START", "COMPLETE", "FAIL", "FAIL", "ABORT"]
    published = runs[1]
    assert published["inputs"] == [{"namespace": ORIGIN, "name": "set-1"}]
    assert published["outputs"][0]["name"] == "rel-1"
    assert published["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"] == 90
    assert len({run["run"]["runId"] for run in runs[1:]}) == 1  # all of the intent with number 4
    for run in runs:
        assert {"eventTime", "producer", "schemaURL", "job", "run"} <= run.keys()
        datetime.fromisoformat(run["eventTime"])
