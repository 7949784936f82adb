"""Synthetic subjects with rows of their own: two linked tables, from the request to the opened release."""

import html
import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks.synthesis import COHORT

from gateway.desk import kept_models
from gateway.seal.parts import write
from gateway.site import open_site

from .desk import Desk
from .signed import resign, restore

PATIENTS, ROWS = 240, 90
LOOSE = {"copies": 1.0, "near": 1.0, "attack": 1.0, "membership": 1.0}
WARDS = {"ICU": "intensive care", "ED": "emergency", "MED": "medicine"}
TABLES = {
    "patients": {
        "source": "patients.csv",
        "columns": {"patient_id": "subject", "sex": "demographic.sex", "race": "demographic.race",
                    "bmi": {"kind": "clinical.value", "type": "number"}},
        "constraints": [{"range": {"column": "bmi", "low": 12, "high": 60}}],
    },
    "visits": {
        "source": "visits.csv",
        "columns": {"visit_id": "key.visit", "patient_id": "subject", "ward": "clinical.ward",
                    "place": "clinical.place", "planned": {"kind": "clinical.days", "type": "integer"},
                    "stayed": {"kind": "clinical.days", "type": "integer"},
                    "outcome": {"kind": "clinical.outcome", "type": "integer"}},
        "constraints": [{"together": ["ward", "place"]}, {"ordered": ["planned", "stayed"]}],
    },
}  # fmt: skip


def invent(folder: Path) -> None:
    """Patients, some two visits each, and their consents."""
    rng = np.random.default_rng(11)
    patients, visits, consents = [], [], []
    for n in range(PATIENTS):
        bmi = min(55.0, max(13.0, rng.normal(27, 5)))
        patients.append([f"P{n:04}", rng.choice(["F", "M"]), COHORT if n % 2 else "White", round(bmi, 1)])
        consents.append(f"C{n},P{n:04},granted,HRESCH,,2023-01-01,,2023-01-01")
        for visit in range(1 + rng.integers(0, 3)):
            ward, planned = rng.choice(list(WARDS)), int(rng.integers(1, 30))
            ill = int(rng.random() < 1 / (1 + np.exp((27 - bmi) / 3)))
            stay = planned + int(rng.integers(0, 9))
            visits.append([f"V{n:04}{visit}", f"P{n:04}", ward, WARDS[ward], planned, stay, ill])
    folder.mkdir(parents=True)
    for name, rows in (("patients", patients), ("visits", visits)):
        lines = [",".join(TABLES[name]["columns"]), *(",".join(map(str, row)) for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
    header = "consent_id,subject,status,purposes,recipients,effective_from,effective_until,recorded_at"
    (folder / "consents.csv").write_text("\n".join([header, *consents]) + "\n")


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("linked") / "home")
    desk.home.mkdir(parents=True)
    invent(desk.records)
    raw = {"version": 1, "name": "clinic", "subject": "patient_id", "tables": TABLES}
    (desk.records / "dataset.yaml").write_text(json.dumps(raw))
    desk.founds("clinic")
    terms = {"synthesisers": ["hma"], "seconds": 240}
    desk.policy("linked", synthetic={**terms, "limits": LOOSE, "when_not_helpful": "mark",
                                    "keep_models": True})  # fmt: skip
    desk.policy("strict", synthetic={**terms, "limits": {"membership": 0.5}})
    return desk


def ask(desk: Desk, policy: str) -> str:
    spec = {"tables": ["patients", "visits"], "cohort": {"race": [COHORT]}, "rows": ROWS, "synthesiser": "hma",
            "target": "outcome"}  # fmt: skip
    return desk.request("clinic", policy, "patients,visits", synthetic=json.dumps(spec))


@pytest.fixture(scope="module")
def release(desk: Desk) -> str:
    done = desk("export", ask(desk, "linked"), "--json", who="sam")
    assert done.code == 0, done.err
    return done.json["release"]


def test_keys_resolve_and_are_of_nobody(desk: Desk, release: str) -> None:
    opened = desk.opened(release)
    patients, visits = (opened.synthetic[name].to_table().to_pylist() for name in TABLES)
    assert len(visits) == ROWS
    codes = [row["patient_id"] for row in patients]
    assert len(set(codes)) == len(codes) < ROWS
    assert {row["patient_id"] for row in visits} == set(codes)
    assert len({row["visit_id"] for row in visits}) == ROWS
    assert all(row["patient_id"].startswith("syn-") for row in visits)
    assert all(row["visit_id"].startswith("syn-") for row in visits)
    assert all(row["synthetic"] is True for row in (*patients, *visits))
    for name, key in (("patients", "patient_id"), ("visits", "patient_id"), ("visits", "visit_id")):
        real = opened[name].to_table()
        assert "synthetic" not in real.schema.names
        assert not any(code.startswith("syn-") for code in real.column(key).to_pylist())


def test_all_constraints_hold_in_both_tables(desk: Desk, release: str) -> None:
    opened = desk.opened(release)
    patients, visits = (opened.synthetic[name].to_table().to_pylist() for name in TABLES)
    assert {row["race"] for row in patients} == {COHORT}
    assert all(row["bmi"] is None or 12 <= row["bmi"] <= 60 for row in patients)
    assert {(row["ward"], row["place"]) for row in visits} <= set(WARDS.items())
    assert all(row["planned"] <= row["stayed"] for row in visits)
    assert {row["outcome"] for row in visits} <= {0, 1}


def test_the_card_tells_what_was_checked(desk: Desk, release: str) -> None:
    folder = desk.site / "releases" / release
    section = json.loads((folder / "manifest.json").read_text())["synthetic"]
    assert section["chosen"] == "hma, fitted on the cohort"
    assert {"synthetic rows", "synthetic constraints", "synthetic risk"} <= {one["name"] for one in section["checks"]}
    assert section["repeated"]["excess"]["low"] <= 0
    card = (folder / "card.html").read_text()
    for check in section["checks"]:
        assert check["finding"] in html.unescape(card)
    assert "is refused whatever a policy allows" in card


@pytest.mark.parametrize("table", list(TABLES))
def test_it_verifies_until_a_flag_is_forged(desk: Desk, release: str, table: str) -> None:
    """Also by a steward who signs anew: manifest, signature and registry agree."""
    desk.does("release", "verify", release)
    folder, key = desk.site / "releases" / release, open_site(desk.site).data_key(release)
    path = folder / f"synthetic/{table}/part-00000.parquet"
    before, manifest = path.read_bytes(), (folder / "manifest.json").read_bytes()
    rows = desk.opened(release).synthetic[table].to_table()
    forged = [[False, *[True] * (rows.num_rows - 1)]]
    write(path, rows.set_column(rows.schema.get_field_index("synthetic"), "synthetic", forged).to_batches(),
          key.tier("synthetic"))  # fmt: skip
    try:
        resign(desk, folder, path)
        done = desk("release", "verify", release)
        assert done.code == 6
        assert f"synthetic/{table}/part-00000.parquet: holds rows that do not say that they are synthetic" in done.err
    finally:
        path.write_bytes(before)
        restore(desk, folder, manifest)
    desk.does("release", "verify", release)


def test_the_model_is_kept_encrypted_in_the_site_and_nowhere_else(desk: Desk, release: str) -> None:
    path = desk.site / "models" / f"{release}.bin"
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    model = kept_models.get(open_site(desk.site), release)
    assert b"HMASynthesizer" in model
    assert b"HMASynthesizer" not in path.read_bytes()
    sealed = path.read_bytes()
    for file in (desk.site / "releases").rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert b"HMASynthesizer" not in held
            assert sealed not in held


def test_a_refusal_has_its_figures_and_keeps_no_model(desk: Desk, release: str) -> None:
    """A release without synthetic rows: the policy's limit is one that hardly anything can keep."""
    done = desk("export", ask(desk, "strict"), "--json", who="sam")
    assert done.code == 0, done.err
    other = done.json["release"]
    section = json.loads((desk.site / "releases" / other / "manifest.json").read_text())["synthetic"]
    assert section["rows_made"] == 0
    assert section["verdict"] == "no synthesiser stays within the policy's privacy limits"
    (tried,) = section["candidates"]
    assert (tried["outcome"], "membership inference" in tried["why"]) == ("exposes", True)
    assert not (desk.site / "releases" / other / "synthetic").exists()
    assert [path.stem for path in (desk.site / "models").iterdir()] == [release]
