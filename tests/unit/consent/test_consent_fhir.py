"""FHIR Consents of both releases: what they come to, and that nothing unreadable makes them wider."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from gateway.consent import ConsentVersion, Imported, read
from gateway.errors import BadInput

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
EVERYTHING = ("PurposeOfUse",)
NOT_CLINTRCH = ("BIORCH", "DSRCH", "POARCH", "TRANSRCH")


def purpose(*codes: str) -> list[dict[str, str]]:
    return [{"system": REASON, "code": code} for code in codes]


def actor(reference: str, role: str = "IRCP") -> dict[str, Any]:
    return {"role": {"coding": [{"code": role}]}, "reference": {"reference": reference}}


def r4(provision: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "resourceType": "Consent",
        "id": "c1",
        "meta": {"lastUpdated": "2025-01-01T10:00:00+02:00"},
        "status": "active",
        "scope": {"coding": [{"code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": "Patient/p1"},
        "policy": [{"uri": "http://example.org"}],
        "provision": provision,
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


def r5(decision: str | None, *provisions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "resourceType": "Consent",
        "id": "c1",
        "meta": {"lastUpdated": "2025-01-01T08:00:00Z"},
        "status": "active",
        "subject": {"reference": "Patient/p1"},
        "decision": decision,
        "provision": list(provisions) or None,
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


def load(tmp_path: Path, *resources: dict[str, Any], name: str = "c.json") -> Imported:
    file = tmp_path / name
    body = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}
    file.write_text(json.dumps(body if len(resources) != 1 else resources[0]), encoding="utf-8")
    return read(file, imported=NOW)


def one(tmp_path: Path, resource: dict[str, Any]) -> tuple[ConsentVersion, set[str]]:
    found = load(tmp_path, resource)
    [version] = found.versions
    return version, set(found.narrowed)


PERMIT = {"type": "permit", "purpose": purpose("HRESCH")}
DATA = [{"meaning": "instance", "reference": {"reference": "Observation/1"}}]


@pytest.mark.parametrize(
    ("resource", "granted", "otherwise"),
    [
        (r4(PERMIT), ("HRESCH",), ()),
        (r4({"type": "permit"}), EVERYTHING, ()),
        (r4({"type": "permit"}, scope={"coding": [{"code": "research"}]}), ("HRESCH",), ()),
        (r4(PERMIT | {"provision": [{"type": "deny", "purpose": purpose("CLINTRCH")}]}), NOT_CLINTRCH,
         ("CLINTRCH",)),
        (r4({"type": "deny", "provision": [PERMIT]}), ("HRESCH",), EVERYTHING),
        (r4(PERMIT | {"provision": [{"type": "deny", "purpose": purpose("TREAT")}]}), ("HRESCH",), ()),
        (r4({"type": "permit", "action": [{"coding": [{"code": "disclose"}]}]}), EVERYTHING, ()),
        (r5("permit"), EVERYTHING, ()),
        (r5("deny", {"purpose": purpose("HRESCH")}), ("HRESCH",), EVERYTHING),
        (r5("deny", {"purpose": purpose("HRESCH"), "provision": [{"purpose": purpose("CLINTRCH")}]}),
         NOT_CLINTRCH, EVERYTHING),
        (r5("deny", {"purpose": purpose("HRESCH"), "provision": [
            {"purpose": purpose("CLINTRCH"), "provision": [{"purpose": purpose("CLINTRCHPC")}]}]}),
         ("BIORCH", "CLINTRCHPC", "DSRCH", "POARCH", "TRANSRCH"), EVERYTHING),
        (r5("permit", {"purpose": purpose("HRESCH")}),
         ("HMARKT", "HOPERAT", "HPAYMT", "PATRQT", "PUBHLTH", "TREAT"), ("HRESCH",)),
    ],
)  # fmt: skip
def test_what_is_granted(
    tmp_path: Path, resource: dict[str, Any], granted: tuple[str, ...], otherwise: tuple[str, ...]
) -> None:
    version, narrowed = one(tmp_path, resource)
    assert version.status == "granted"
    assert version.purposes == granted
    assert version.otherwise_denied == otherwise
    assert narrowed == set()
    assert version.source == ("fhir-r4" if "patient" in resource else "fhir-r5")
    assert version.recorded == datetime(2025, 1, 1, 8, tzinfo=UTC)
    assert (version.consent, version.subject) == ("c1", "p1")


@pytest.mark.parametrize(
    ("resource", "denied", "reason"),
    [
        (r4({"type": "deny"}), EVERYTHING, None),
        (r4({"type": "deny", "purpose": purpose("HRESCH")}), ("HRESCH",), None),
        (r4({"type": "deny", "purpose": purpose("TREAT")}, scope={"coding": [{"code": "research"}]}),
         ("TREAT",), None),
        (r5("deny"), EVERYTHING, None),
        (r4(PERMIT, status="rejected"), ("HRESCH",), None),
        (r4(PERMIT | {"data": DATA}), ("HRESCH",), "a restriction to some of the data"),
        (r4(PERMIT | {"class": [{"system": "x", "code": "Observation"}]}), ("HRESCH",),
         "a restriction to some of the data"),
        (r4(PERMIT | {"dataPeriod": {"start": "2020"}}), ("HRESCH",), "a restriction to some of the data"),
        (r4(PERMIT | {"securityLabel": [{"code": "N"}]}), ("HRESCH",),
         "a restriction to some of the data"),
        (r4(PERMIT | {"modifierExtension": [{"url": "http://x", "valueBoolean": True}]}), ("HRESCH",),
         "an unknown modifier"),
        (r4(PERMIT, modifierExtension=[{"url": "http://x", "valueBoolean": True}]), ("HRESCH",),
         "an unknown modifier"),
        (r4(PERMIT, implicitRules="http://x"), ("HRESCH",), "an unknown modifier"),
        (r4(PERMIT | {"action": [{"coding": [{"code": "collect"}]}]}), ("HRESCH",),
         "actions without disclosure"),
        (r4(PERMIT | {"actor": [actor("Organization/h", "CST")]}), ("HRESCH",),
         "no recipient that can be read"),
        (r4(PERMIT | {"period": {"_end": {"extension": [{"url": "http://x", "valueCode": "unknown"}]}}}),
         ("HRESCH",), "a period that is not known"),
        (r4({"type": "permit", "purpose": [{"system": "urn:local", "code": "HRESCH"}]}), EVERYTHING,
         "a permit without a usable purpose"),
        (r4({"purpose": purpose("HRESCH")}), ("HRESCH",), "no decision"),
        (r4(None), EVERYTHING, "no decision"),
        (r5(None), EVERYTHING, "no decision"),
        (r4({"type": "permit"}, scope={"coding": [{"code": "treatment"}]}), ("TREAT",),
         "a scope that is not the use of data"),
        (r4({"type": "permit"}, scope={"coding": [{"code": "local"}]}), EVERYTHING,
         "a scope that is not the use of data"),
        (r5("permit", category=[{"coding": [{"code": "dnr"}]}]), ("TREAT",),
         "a scope that is not the use of data"),
        (r5("deny", {"expression": {"language": "text/cql", "expression": "x"}}), EVERYTHING,
         "a restriction to some of the data"),
        (r4({"type": "deny", "provision": [PERMIT | {"period": {"start": "2025", "end": "2024"}}]}),
         EVERYTHING, "a permit for no recipient or no day"),
        (r4({"type": "deny", "purpose": [{"system": "urn:local", "code": "x"}]}), EVERYTHING,
         "a purpose that is not an ActReason code"),
        (r4({"type": "deny", "purpose": purpose("HRESCH"), "data": DATA}), ("HRESCH",),
         "a restricted denial"),
        (r4({"type": "deny", "provision": [{"purpose": purpose("HRESCH")}]}), EVERYTHING,
         "a provision without a type"),
    ],
)  # fmt: skip
def test_what_is_denied(
    tmp_path: Path, resource: dict[str, Any], denied: tuple[str, ...], reason: str | None
) -> None:
    version, narrowed = one(tmp_path, resource)
    assert (version.status, version.purposes, version.otherwise_denied) == ("denied", denied, ())
    assert reason in narrowed if reason else not narrowed


@pytest.mark.parametrize(
    ("resource", "granted", "otherwise", "reason"),
    [
        (r4({"type": "permit", "purpose": [*purpose("HRESCH"), {"system": "urn:local", "code": "x"}]}),
         ("HRESCH",), (), "a purpose that is not an ActReason code"),
        (r4(PERMIT | {"purpose": purpose("HRESCH", "TREAT")}, scope={"coding": [{"code": "research"}]}),
         ("HRESCH",), (), "a purpose outside the scope"),
        (r4({"type": "permit", "provision": [PERMIT]}), ("HRESCH",), EVERYTHING,
         "a permit inside a permit"),
        (r4(PERMIT | {"provision": [{"type": "deny", "purpose": purpose("CLINTRCH"), "data": DATA}]}),
         NOT_CLINTRCH, ("CLINTRCH",), "a restricted denial"),
        (r4(PERMIT | {"provision": [
            {"type": "deny", "purpose": purpose("CLINTRCH"), "actor": [actor("Organization/x")]}]}),
         NOT_CLINTRCH, ("CLINTRCH",), "a restricted denial"),
        (r4(PERMIT | {"provision": [{"type": "deny", "purpose": purpose("CLINTRCH")},
                                    {"type": "deny", "purpose": [{"code": "?"}]}]}), None, None, None),
        (r4({"type": "deny", "provision": [PERMIT, {"type": "deny", "purpose": purpose("CLINTRCH")}]}),
         NOT_CLINTRCH, EVERYTHING, None),
    ],
)  # fmt: skip
def test_what_is_narrowed(
    tmp_path: Path,
    resource: dict[str, Any],
    granted: tuple[str, ...] | None,
    otherwise: tuple[str, ...] | None,
    reason: str | None,
) -> None:
    version, narrowed = one(tmp_path, resource)
    if granted is None:
        assert (version.status, version.purposes) == ("denied", ("HRESCH",))
    else:
        assert (version.purposes, version.otherwise_denied) == (granted, otherwise)
    assert reason is None or reason in narrowed


@pytest.mark.parametrize("status", ["draft", "proposed", "inactive", "entered-in-error"])
def test_a_consent_that_is_not_in_force_is_withdrawn(tmp_path: Path, status: str) -> None:
    version, narrowed = one(tmp_path, r4(PERMIT, status=status))
    assert version.status == "withdrawn"
    assert narrowed == (set() if status == "inactive" else {"not in force"})


def test_recipients_and_periods_of_a_permit(tmp_path: Path) -> None:
    actors = [actor("Organization/sepsis"), actor("Practitioner/stroke", "PRCP"), actor("Group/h", "CST")]
    period = {"start": "2025", "end": "2026-06-30T23:00:00-05:00"}
    version, _ = one(tmp_path, r4(PERMIT | {"actor": actors, "period": period}))
    assert version.recipients == ("Practitioner/stroke", "sepsis")
    assert (version.effective_from, version.effective_until) == (date(2025, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("reference", "recipients"),
    [
        ({"identifier": {"value": "sepsis"}}, ("sepsis",)),
        ({"identifier": {"value": "sepsis"}, "type": "Organization"}, ("sepsis",)),
        ({"identifier": {"value": "sepsis"}, "type": "Practitioner"}, ("Practitioner/sepsis",)),
        ({"identifier": {"value": "two words"}}, None),
        ({"display": "sepsis"}, None),
        ({"reference": "http://elsewhere.example/Group/sepsis"}, None),
    ],
)
def test_a_recipient_is_named_by_reference_or_identifier(
    tmp_path: Path, reference: dict[str, Any], recipients: tuple[str, ...] | None
) -> None:
    named = {"role": {"coding": [{"code": "IRCP"}]}, "reference": reference}
    version, narrowed = one(tmp_path, r4(PERMIT | {"actor": [named]}))
    assert (version.recipients if version.status == "granted" else None) == recipients
    assert narrowed == (set() if recipients else {"no recipient that can be read"})


def test_recipients_and_periods_of_a_denial(tmp_path: Path) -> None:
    period = {"start": "2025-02", "end": "2026-06-30T23:00:00-05:00"}
    root = {"type": "deny", "period": period, "actor": [actor("Organization/sepsis")]}
    version, narrowed = one(tmp_path, r4(root))
    assert (version.recipients, version.effective_from) == (("sepsis",), date(2025, 2, 1))
    assert version.effective_until == date(2026, 7, 1)
    assert not narrowed
    unread = root | {"actor": [actor("Organization/sepsis"), {"role": {}, "reference": {"display": "x"}}]}
    assert one(tmp_path, r4(unread))[0].recipients == ()


def test_grants_share_what_all_of_them_name(tmp_path: Path) -> None:
    two = [
        {
            "purpose": purpose("BIORCH"),
            "period": {"start": "2025"},
            "actor": [actor("Group/a"), actor("Group/b")],
        },
        {"purpose": purpose("DSRCH"), "period": {"end": "2026"}, "actor": [actor("Group/b")]},
    ]
    version, _ = one(tmp_path, r5("deny", *two, period={"start": "2024", "end": "2030"}))
    assert version.purposes == ("BIORCH", "DSRCH")
    assert version.recipients == ("b",)
    assert (version.effective_from, version.effective_until) == (date(2025, 1, 1), date(2026, 12, 31))


def test_a_grantee_narrows_an_r5_consent(tmp_path: Path) -> None:
    version, narrowed = one(tmp_path, r5("permit", grantee=[{"reference": "Organization/sepsis"}]))
    assert version.recipients == ("sepsis",)
    assert narrowed == {"granted to its grantees only"}


def test_bundle_and_ndjson_give_the_same(tmp_path: Path) -> None:
    resources = [r4(PERMIT), {"resourceType": "Patient", "id": "p1"}, r4({"type": "deny"}, id="c2")]
    bundle = load(tmp_path, *resources)
    lines = tmp_path / "c.ndjson"
    lines.write_text("".join(json.dumps(item) + "\n" for item in resources), encoding="utf-8")
    assert read(lines, imported=NOW) == bundle
    assert bundle.skipped == 1
    assert [version.status for version in bundle.versions] == ["granted", "denied"]


def test_without_last_updated_the_import_is_the_recording(tmp_path: Path) -> None:
    assert one(tmp_path, r4(PERMIT, meta=None))[0].recorded == NOW


def test_the_caller_may_name_the_release(tmp_path: Path) -> None:
    bare = tmp_path / "bare.json"
    body = {"resourceType": "Consent", "id": "c1", "status": "inactive", "category": [{"text": "x"}]}
    bare.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(BadInput, match="does not show whether"):
        read(bare, imported=NOW)
    with pytest.raises(BadInput, match="names no patient"):
        read(bare, imported=NOW, release="R5")


@pytest.mark.parametrize(
    ("resources", "what"),
    [
        ([r4(PERMIT), r5("permit", id="c2")], "mixes FHIR R4 and R5"),
        ([r4(PERMIT, patient={"reference": "urn:uuid:CANARY"})], "names no patient"),
        ([r4(PERMIT, patient={"reference": "Group/CANARY"})], "names no patient"),
        ([r4(PERMIT, patient=None)], "names no patient"),
        ([r4(PERMIT, id=None)], "has no id"),
        ([r4(PERMIT, CANARY="x")], "is not a FHIR R4 Consent"),
        ([r4(PERMIT, dateTime="CANARY")], r"is not a FHIR R4 Consent \(dateTime\)"),
        ([r4(PERMIT, meta={"lastUpdated": "2027-01-01T00:00:00Z"})], "lies in the future"),
        ([r4(PERMIT), r4({"type": "deny"})], "entry 2: an earlier resource says something else"),
        ([r4(PERMIT), r4(PERMIT, patient={"reference": "Patient/CANARY"}, meta=None)], "entry 2: .* another"),
        ([{"resourceType": "Patient"}], "holds no Consent"),
        ([], "holds no Consent"),
        ([r4(PERMIT), {"CANARY": 1}], "entry 2: holds no FHIR resource"),
    ],
)
def test_refuses(tmp_path: Path, resources: list[dict[str, Any]], what: str) -> None:
    with pytest.raises(BadInput, match=what) as caught:
        load(tmp_path, *resources)
    assert "CANARY" not in str(caught.value)
    assert "hint: " in str(caught.value)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b'{"resourceType": "Consent",', "is not JSON"),
        (b'{"resourceType": "CANARY"}\n{"resourceType": ', ":2: is not JSON"),
        (b'{"resourceType": "Consent", "id": "CANARY", "id": "b"}', "has the same key twice"),
        (b'\n{"resourceType": "\xff"}', ":2: is not UTF-8"),
        (b"[1, 2]", "holds no FHIR resource"),
        (b'{"resourceType": "Bundle", "entry": {"a": 1}}', "its entry is not a list"),
        (b"[" * 100_000, "is nested too deeply"),
    ],
)
def test_refuses_unreadable_files(tmp_path: Path, content: bytes, what: str) -> None:
    file = tmp_path / "c.json"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=what) as caught:
        read(file, imported=NOW)
    assert "CANARY" not in str(caught.value)


def test_fhir_is_imported_only_when_a_fhir_file_is_read() -> None:
    code = "import sys, gateway.consent; sys.exit(any(name.startswith('fhir') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
