"""Synthetic rows, from the request to the opened release, or to the refusal with its figures."""

import importlib.util
import json
from pathlib import Path

import pytest
import yaml
from benchmarks.synthesis import COHORT, site, wish

from gateway.seal.parts import write
from gateway.site import open_site, shipped

from .desk import PEOPLE, Desk
from .signed import resign, restore

ROWS = 120
LOOSE = {"copies": 1.0, "near": 1.0, "attack": 1.0, "membership": 1.0}


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    """450 patients, a third of them of the cohort; a copula is fitted, and its rows marked where they help nobody."""
    folder = tmp_path_factory.mktemp("synthetic")
    return site(folder / "home", 450, 0.34, synthesisers=["gaussian-copula"], when_not_helpful="mark", limits=LOOSE,
                seconds=240)  # fmt: skip


@pytest.fixture(scope="module")
def release(desk: Desk) -> str:
    request = desk.request("invented", "synthetic", "patients", synthetic=wish(ROWS))
    done = desk("export", request, "--json", who="sam")
    assert done.code == 0, done.err
    assert "Business Source License" in done.err
    assert "trying gaussian-copula, fitted on the cohort" in done.err
    return done.json["release"]


def test_synthetic_rows_lie_apart_and_say_so(desk: Desk, release: str) -> None:
    opened = desk.opened(release)
    made = opened.synthetic["patients"].to_table()
    assert made.num_rows == ROWS
    assert made.column("synthetic").to_pylist() == [True] * ROWS
    assert set(made.column("race").to_pylist()) == {COHORT}
    assert "synthetic" not in opened["patients"].schema.names
    codes, real = made.column("patient_id").to_pylist(), opened["patients"].to_table().column("patient_id").to_pylist()
    assert len(set(codes)) == ROWS
    assert all(code.startswith("syn-") for code in codes)
    assert not any(code.startswith("syn-") for code in real)
    assert opened["patients"].count_rows() == 450


def test_all_constraints_hold_and_no_row_repeats_a_patient(desk: Desk, release: str) -> None:
    opened = desk.opened(release)
    made = opened.synthetic["patients"].to_table().to_pylist()
    real = opened["patients"].to_table().to_pylist()
    assert all(12 <= row["bmi"] <= 60 for row in made)
    pairs = {(row["code"], row["description"]) for row in real} | {(None, None)}  # what few patients have is not learnt
    assert {(row["code"], row["description"]) for row in made} <= pairs
    told = [name for name in real[0] if name != "patient_id"]
    assert not {tuple(row[n] for n in told) for row in made} & {tuple(row[n] for n in told) for row in real}


def test_open_shows_them_only_when_asked(desk: Desk, release: str) -> None:
    grant = desk.grant(release)
    folder = desk.site / "releases" / release
    shown = desk.does("open", folder, "--grant", grant, "--synthetic", who="ana")
    assert "synthetic" in shown
    assert str(ROWS) in shown
    assert "synthetic" not in desk.does("open", folder, "--grant", grant, who="ana")


def test_the_release_tells_the_truth(desk: Desk, release: str) -> None:
    folder = desk.site / "releases" / release
    section = json.loads((folder / "manifest.json").read_text())["synthetic"]
    assert section["rows_made"] == ROWS
    assert 0 < section["quality"]["cohort"]["shapes"] <= 1
    assert [one["name"] for one in section["candidates"]] == [
        "gaussian-copula, fitted on the cohort", "gaussian-copula, fitted on all rows, under the condition"
    ]  # fmt: skip
    assert all(one["utility"]["splits"] >= 5 for one in section["candidates"] if one["outcome"] != "failed")
    told = json.loads((folder / "manifest.json").read_text())["representation"]
    assert told["stages"][-1] == "augmented"
    card = (folder / "card.html").read_text()
    assert "do not belong into a test or validation split" in card
    assert "Business Source License" in card
    assert section["verdict"].capitalize() in card
    described = json.loads((folder / "croissant.json").read_text())
    assert "synthetic/patients" in [one["@id"] for one in described["recordSet"]]
    published = desk.events("export.published")[-1]
    assert published["facts"]["synthetic_rows"] == ROWS


def test_no_model_and_no_plaintext_is_left(desk: Desk, release: str) -> None:
    assert release
    assert not (desk.site / "models").exists()
    assert not list(desk.site.rglob("*.pkl"))


def test_it_verifies_until_a_synthetic_row_hides(desk: Desk, release: str) -> None:
    assert "2 parts, 570 rows" in desk.does("release", "verify", release)
    folder, held = desk.site / "releases" / release, open_site(desk.site)
    path = folder / "synthetic/patients/part-00000.parquet"
    before, manifest = path.read_bytes(), (folder / "manifest.json").read_bytes()
    key = held.data_key(release)
    rows = desk.opened(release).synthetic["patients"].to_table().drop_columns(["synthetic"])
    write(path, rows.to_batches(), key.tier("synthetic"))
    try:
        resign(desk, folder, path)
        done = desk("release", "verify", release)
        assert done.code == 6
        assert "do not say that they are synthetic" in done.err
    finally:
        path.write_bytes(before)
        restore(desk, folder, manifest)
    assert desk("release", "verify", release).code == 0


def test_under_a_k_synthetic_rows_look_like_nobody_who_was_left_out(desk: Desk) -> None:
    classes = ["sex", "race", "payer", "ward"]
    desk.policy("classes", risk={"k": 4, "suppress_at_most": 0.7, "group_cap": {"at_most": 1}},
                quasi_identifiers=["demographic.sex", "demographic.race", "admin.payer", "clinical.kind"],
                synthetic={"synthesisers": ["gaussian-copula"], "when_not_helpful": "mark", "limits": LOOSE,
                           "seconds": 240})  # fmt: skip
    request = desk.request("invented", "classes", "patients", who="bo", synthetic=wish(ROWS))  # who holds no other
    opened = desk.opened(json.loads(desk.does("export", request, "--json", who="sam"))["release"], who="bo")
    both = (opened["patients"], opened.synthetic["patients"])
    real, made = (data.to_table().select(classes).to_pandas() for data in both)
    sizes = real.groupby(classes).size()
    assert sizes.min() >= 4
    assert len(sizes[sizes.index.get_level_values("race") == COHORT]) < 2 * 4 * 4  # some were left out
    assert len(made) == ROWS
    assert set(made.itertuples(index=False, name=None)) <= set(sizes.index)


def test_a_cohort_under_the_floor_is_refused_with_the_figures(desk: Desk) -> None:
    desk.policy("floor", synthetic={"floor": 1000})
    request = desk.request("invented", "floor", "patients", synthetic=wish())
    done = desk("export", request, who="sam")
    assert done.code == 5
    assert "under the policy's floor of 1000" in done.err
    refused = desk.events("export.refused")[-1]
    assert (refused["reason"], refused["stage"]) == ("cohort-floor", "augment")
    assert refused["facts"]["numbers"]["floor"] == 1000
    assert refused["facts"]["numbers"]["cohort"] > 100
    assert not desk.staged()


def test_the_request_shows_what_was_approved(desk: Desk) -> None:
    request = desk.request("invented", "synthetic", "patients", synthetic=wish(77))
    assert '"rows": 77' in desk.does("request", "show", request)
    assert desk("request", "show", request, "--json").json["synthetic"]["cohort"] == {"race": [COHORT]}


@pytest.mark.parametrize(
    ("policy", "spec", "code", "word"),
    [
        ("hipaa-safe-harbor", wish(), 4, "allows no synthetic rows"),
        ("synthetic", wish(synthesiser="tvae"), 4, "does not allow the synthesiser tvae"),
        ("synthetic", wish(target="gone"), 3, "names no released columns"),
        ("synthetic", wish(cohort={"patient_id": ["x"]}), 3, "that can be learnt from"),
        ("synthetic", wish(cohort={"bmi": ["fat"]}), 3, "not a number"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, policy: str, spec: str, code: int, word: str) -> None:
    done = desk("export", desk.request("invented", policy, "patients", synthetic=spec), who="sam")
    assert (done.code, word in done.err) == (code, True), done.err


@pytest.mark.parametrize(
    ("spec", "word"),
    [("{tables: [patients], rows: 0}", "rows"), ("{tables: [patients]}", "rows: is missing"),
     ("{tables: [encounters], rows: 5}", "not asked for"),
     ("{rows: 5, tables: [patients], seed: 1}", "not a known key"),
     ("nowhere.yaml", "no such file")],
)  # fmt: skip
def test_a_wish_that_is_none_is_refused_at_once(desk: Desk, spec: str, word: str) -> None:
    done = desk("request", "new", "--dataset", "invented", "--policy", "synthetic", "--purpose", "HRESCH", "--tables",
                "patients", "--until", "2030-01-01", "--why", "x", "--synthetic", spec, who="ana")  # fmt: skip
    assert (done.code, word in done.err) == (3, True), done.err


def test_without_the_extra_it_says_what_to_install(desk: Desk, monkeypatch) -> None:
    request = desk.request("invented", "synthetic", "patients", synthetic=wish())
    found = importlib.util.find_spec
    monkeypatch.setattr("gateway.augment.find_spec", lambda name: None if name == "sdv" else found(name))
    done = desk("export", request, who="sam")
    assert done.code == 3
    assert "pip install 'patient-data-gateway[synthetic]'" in done.err


def test_sample_records_are_too_few_for_a_rare_cohort(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    desk.home.mkdir()
    desk.does("init", desk.site, "--name", "sample")
    for name, role in PEOPLE.items():
        desk.does("keys", "create", name, "--role", role, who="sam")
    records = shipped("sample_records")
    desk.does("dataset", "add", records / "dataset.yaml", who="sam")
    for file in ("consents.csv", "consents_fhir.ndjson"):
        desk.does("consent", "import", records / file, who="sam")
    desk.policy("sampled", synthetic={})
    name = yaml.safe_load((records / "dataset.yaml").read_text())["name"]
    spec = {"tables": ["patients", "encounters"], "cohort": {"race": ["Asian"]}, "rows": 500,
            "target": "readmitted_30d"}  # fmt: skip
    request = desk.request(name, "sampled", "patients,encounters", synthetic=json.dumps(spec))
    done = desk("export", request, who="sam")
    assert done.code == 5
    assert "under the policy's floor of 100" in done.err


def test_the_card_shows_whom_the_rows_add_and_every_figure(desk: Desk, release: str) -> None:
    folder = desk.site / "releases" / release
    fields = json.loads((folder / "manifest.json").read_text())
    groups = {one["group"]: one["stages"] for one in fields["representation"]["groups"]}
    grown = [stages for stages in groups.values() if "augmented" in stages]
    assert sum(one["augmented"]["count"] - one["released"]["count"] for one in grown) % ROWS == 0
    assert any(one["augmented"]["share"]["low"] > one["released"]["share"]["high"] for one in grown)
    card = (folder / "card.html").read_text()
    for part in ("with synthetic rows", "Error rates by group", "Every attack", "Distance of synthetic rows"):
        assert part in card
