"""Descriptors, policies and access rules that cannot be used: file, place and mend are named."""

import pytest
import yaml

DESCRIPTOR = "dataset.yaml"


def change_of(place, value):
    """Set `value` at a dotted place of a descriptor."""

    def change(raw):
        *path, last = place.split(".")
        for key in path:
            raw = raw[key]
        raw[last] = value

    return change


def removal_of(place):
    def change(raw):
        *path, last = place.split(".")
        for key in path:
            raw = raw[key]
        del raw[last]

    return change


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (
            change_of("tables.patients.columns.zip", "geo.zipp"),
            ["tables.patients.columns.zip", "'geo.zipp'", "did you mean geo.zip"],
        ),
        (change_of("tables.patients.columns.zip", "planet"), ["tables.patients.columns.zip", "dataset kinds"]),
        (change_of("tables.patients.colour", "red"), ["tables.patients.colour", "not a known key"]),
        (change_of("owner", "me"), ["owner", "not a known key"]),
        (removal_of("version"), ["version", "is missing"]),
        (change_of("version", 2), ["version"]),
        (removal_of("tables.patients.source"), ["tables.patients.source", "is missing"]),
        (change_of("tables", {}), ["tables"]),
        (change_of("tables.patients.columns", {}), ["tables.patients.columns"]),
        (
            change_of("tables.encounters.columns.cost", {"kind": "admin.cost", "type": "money"}),
            ["tables.encounters.columns.cost"],
        ),
        (change_of("tables.patients.source", "patients.xlsx"), ["tables.patients.source", ".xlsx", "format"]),
        (change_of("name", "../escape"), ["name"]),
        (change_of("subject", "person"), ["subject", "'person'"]),
        (removal_of("tables.encounters.columns.patient_id"), ["tables.encounters", "no subject column"]),
        (change_of("tables.encounters.columns.unit", "subject"), ["tables.encounters", "2 subject columns"]),
        (change_of("tables.encounters.reference", True), ["tables.encounters", "reference"]),
    ],
    ids=lambda value: "-".join(value[0].split(".")) if isinstance(value, list) else "",
)
def test_descriptor(desk, refused, change, places):
    desk.describe(change)
    refused(desk("dataset", "add", desk.records / DESCRIPTOR, who="sam"), 3, DESCRIPTOR, *places)
    assert "changed" not in desk.does("dataset", "list")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"version: 1\nname: a\nversion: 1\n", f"{DESCRIPTOR}:3: the key 'version' occurs twice"),
        (
            b"version: 1\ntables:\n  t:\n    columns: {a: subject, a: key.x}\n",
            f"{DESCRIPTOR}:4: the key 'a' occurs twice",
        ),
        (b"version: [1\n", f"{DESCRIPTOR}:2"),
        (b"- a\n- b\n", f"{DESCRIPTOR}: must hold key: value pairs"),
        (b"", f"{DESCRIPTOR}: must hold key: value pairs"),
        (b"name: \xff\xfe\n", f"{DESCRIPTOR}: cannot be read"),
        (b"name: a\0b\n", f"{DESCRIPTOR}"),
        (b"a: &a [x]\nb: !!python/object/apply:os.system [id]\n", f"{DESCRIPTOR}:2"),
    ],
    ids=["key-twice", "column-twice", "syntax", "list", "empty", "encoding", "nul", "object"],
)
def test_descriptor_that_is_no_plain_yaml(desk, refused, body, place):
    (desk.records / DESCRIPTOR).write_bytes(body)
    refused(desk("dataset", "add", desk.records / DESCRIPTOR, who="sam"), 3, place)


@pytest.mark.parametrize(
    "command",
    [
        ("dataset", "add"),
        ("consent", "import"),
        ("keys", "import"),
        ("policy", "check"),
        ("dataset", "scan"),
        ("release", "verify"),
    ],
    ids=" ".join,
)
def test_missing_file(desk, refused, command):
    refused(desk(*command, desk.records / "nowhere.yaml", who="sam"), 3, "nowhere.yaml")


def rules(**columns):
    base = {"subject": {"pseudonym": "hmac"}, "key.*": {"pseudonym": "hmac"}, "id.*": "drop"}
    return {"columns": base | {name.replace("__", ".*").replace("_", "."): rule for name, rule in columns.items()}}


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        (rules(geo_zip="keep", contact_fone="drop"), ["columns.contact.fone", "unknown kind"]),
        (rules(geo_zip="keeep"), ["columns.geo.zip", "unknown transform 'keeep'", "did you mean 'keep'"]),
        (rules(date__={"shift": {"weeks": 5}}), ["columns.date.*", "no parameter 'weeks'"]),
        (rules(date__={"shift": {"days": "many"}}), ["columns.date.*", "'days'"]),
        (rules(date__={"shift": {"days": 5}, "band": {"years": 5}}), ["columns.date.*", "names one transform"]),
        (rules(age=["keep"]), ["columns.age", "names one transform"]),
        (rules() | {"colour": "red"}, ["colour", "not a known key"]),
        (rules() | {"risk": {"k": 1}}, ["risk.k"]),
        (rules() | {"risk": {"kk": 5}}, ["risk.kk", "not a known key"]),
        (rules() | {"quasi_identifiers": ["geo.zipp"]}, ["quasi_identifiers", "'geo.zipp'"]),
        ({"columns": {}}, ["columns"]),
        (rules() | {"approvals": 0}, ["approvals"]),
        (
            rules(geo_zip="keep") | {"basis": "45 CFR 164.514(b)(2)"},
            ["columns.geo.zip", "does not remove an identifier"],
        ),
    ],
    ids=lambda value: "-".join(value[0].split(".")) if isinstance(value, list) else "",
)
def test_policy(desk, refused, changes, places):
    name = desk.policy("broken", **({"basis": "a test"} | changes))
    path = desk.site / "policies/broken.yaml"
    refused(desk("policy", "check", path), 3, "broken.yaml", *places)
    refused(
        desk(
            "request",
            "new",
            "--dataset",
            "harrow-lake",
            "--policy",
            name,
            "--purpose",
            "HRESCH",
            "--tables",
            "patients",
            "--until",
            "2099-01-01",
            "--why",
            "a test",
            who="ana",
        ),
        3,
        "broken.yaml",
        *places,
    )


def test_policy_with_a_key_twice(desk, refused):
    path = desk.site / "policies/twice.yaml"
    path.write_text("version: 1\nname: twice\nbasis: a test\ncolumns:\n  subject: drop\n  age: drop\n  age: keep\n")
    refused(desk("policy", "check", path), 3, "twice.yaml:7", "'age' occurs twice")


def test_policy_that_names_no_rule_for_a_column(desk, refused):
    shipped = yaml.safe_load((desk.site / "policies/hipaa-safe-harbor.yaml").read_text())
    desk.policy(
        "gap",
        columns={kind: rule for kind, rule in shipped["columns"].items() if kind != "demographic.*"},
        quasi_identifiers=[],
    )
    places = ["policy gap names no rule for patients.", "of kind demographic.", "add `demographic."]
    refused(desk("export", desk.request("harrow-lake", "gap"), who="sam"), 3, *places)
    (event,) = desk.events("export.failed")
    assert event["stage"] == "plan"


def test_policy_check_against_a_dataset(desk):
    """What can be said of the file is printed before the dataset's columns are found wanting."""
    shipped = yaml.safe_load((desk.site / "policies/hipaa-safe-harbor.yaml").read_text())
    desk.policy(
        "gap",
        columns={kind: rule for kind, rule in shipped["columns"].items() if kind != "demographic.*"},
        quasi_identifiers=[],
    )
    for command in (("policy", "check"), ("policy", "explain")):
        done = desk(*command, desk.site / "policies/gap.yaml", "--dataset", "harrow-lake")
        assert done.code == 3
        assert "policy gap names no rule for patients." in done.err


def test_risk_bound_without_a_quasi_identifier(desk, refused):
    desk.policy("unmeasured", quasi_identifiers=[], risk={"k": 5})
    refused(
        desk("export", desk.request("harrow-lake", "unmeasured"), who="sam"), 3, "policy unmeasured", "risk is set"
    )


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("permit (principal, action, resource);", "no @id"),
        ('@id("a") permit (principal, action, resource);', "rule a has no @reason"),
        ('@id("a") @reason("b") permit (principal, action, resource) when { principal.shoe == 1 };', "access.cedar"),
        ('@id("a") @reason("b") permit (principal', "access.cedar"),
        ("", "no rules"),
    ],
    ids=["no-id", "no-reason", "unknown-attribute", "syntax", "empty"],
)
def test_access_rules(desk, refused, rule, place):
    (desk.site / "policies/access.cedar").write_text(rule)
    refused(desk("policy", "check", desk.site / "policies/access.cedar"), 3, "access.cedar", place)
    refused(
        desk(
            "request",
            "new",
            "--dataset",
            "harrow-lake",
            "--policy",
            "hipaa-safe-harbor",
            "--purpose",
            "HRESCH",
            "--tables",
            "patients",
            "--until",
            "2099-01-01",
            "--why",
            "a test",
            who="ana",
        ),
        3,
        "access.cedar",
        place,
    )
