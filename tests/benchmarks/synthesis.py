"""A request for synthetic rows of a rare cohort, from the invented hospital to the release or the refusal.

python tests/benchmarks/synthesis.py [PATIENTS] [COHORT'S SHARE] [SYNTHESISER]

One table of 15 learnt columns. What decides the outcome is another in the cohort than elsewhere, so rows of the cohort
are worth something. Prints how it ended, the figures, and the seconds it took.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))

from cli.desk import Desk

COLUMNS = {
    "patient_id": "subject",
    "birth_year": {"kind": "clinical.birth_year", "type": "integer"},
    "sex": "demographic.sex",
    "race": "demographic.race",
    "language": "demographic.language",
    "smoker": "clinical.smoker",
    "ward": "clinical.kind",
    "payer": "admin.payer",
    "code": "clinical.code",
    "description": "clinical.description",
    "bmi": {"kind": "clinical.value", "type": "number"},
    "sodium": {"kind": "clinical.value", "type": "number"},
    "glucose": {"kind": "clinical.value", "type": "number"},
    "days": {"kind": "admin.days", "type": "integer"},
    "visits": {"kind": "admin.visits", "type": "integer"},
    "outcome": {"kind": "clinical.outcome", "type": "integer"},
}
RANGES = {"birth_year": (1940, 2004), "bmi": (12, 60), "sodium": (110, 170), "glucose": (0, 500), "days": (0, 40),
          "visits": (0, 40), "outcome": (0, 1)}  # fmt: skip
VALUES = {
    "sex": ["F", "M"],
    "race": ["Asian", "White", "Black", "Other"],
    "language": ["English", "Spanish", "Mandarin"],
    "smoker": ["yes", "no"],
    "ward": ["ED", "ICU", "ward", "clinic"],
    "payer": ["Medicare", "Medicaid", "private", "none"],
    "code": [f"D{number:02}" for number in range(12)],
}
CONSTRAINTS = [
    *({"range": {"column": name, "low": low, "high": high}} for name, (low, high) in RANGES.items()),
    *({"values": {"column": name, "of": values}} for name, values in VALUES.items()),
    {"together": ["code", "description"]},
]
COHORT = "Asian"


def invent(folder: Path, patients: int, share: float) -> None:
    """patients.csv and consents.csv."""
    rng = np.random.default_rng(7)
    rare = rng.random(patients) < share
    codes = rng.integers(0, 12, patients)
    bmi, sodium = rng.normal(27, 5, patients).clip(13, 55), rng.normal(140, 4, patients)
    glucose = rng.gamma(9, 12, patients)
    smoker = rng.random(patients) < 0.25
    risk = np.where(rare, 0.25 * (27 - bmi) + 0.02 * (glucose - 108), 0.15 * (bmi - 27) + 1.2 * smoker) - 0.6
    columns = [
        [f"P{n:06}" for n in range(patients)],
        rng.integers(1940, 2005, patients),
        rng.choice(["F", "M"], patients),
        np.where(rare, COHORT, rng.choice(["White", "Black", "Other"], patients, p=[0.7, 0.2, 0.1])),
        rng.choice(["English", "Spanish", "Mandarin"], patients, p=[0.8, 0.15, 0.05]),
        np.where(smoker, "yes", "no"),
        rng.choice(["ED", "ICU", "ward", "clinic"], patients),
        rng.choice(["Medicare", "Medicaid", "private", "none"], patients),
        [f"D{c:02}" for c in codes],
        [f"diagnosis {c}" for c in codes],
        bmi.round(1),
        sodium.round(0),
        glucose.round(0),
        rng.poisson(4, patients),
        rng.poisson(2, patients),
        (rng.random(patients) < 1 / (1 + np.exp(-risk))).astype(int),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    rows = zip(*columns, strict=True)
    (folder / "patients.csv").write_text(
        "\n".join([",".join(COLUMNS), *(",".join(map(str, row)) for row in rows)]) + "\n"
    )
    granted = [f"C{n},P{n:06},granted,HRESCH,,2023-01-01,,2023-01-01" for n in range(patients)]
    header = "consent_id,subject,status,purposes,recipients,effective_from,effective_until,recorded_at"
    (folder / "consents.csv").write_text("\n".join([header, *granted]) + "\n")


def site(home: Path, patients: int, share: float, **synthetic: object) -> Desk:
    """A site with that hospital, and a policy that allows synthetic rows."""
    desk = Desk(home)
    home.mkdir(parents=True, exist_ok=True)
    invent(desk.records, patients, share)
    tables = {"patients": {"source": "patients.csv", "columns": COLUMNS, "constraints": CONSTRAINTS}}
    raw = {"version": 1, "name": "invented", "subject": "patient_id", "tables": tables}
    (desk.records / "dataset.yaml").write_text(json.dumps(raw))
    desk.founds("invented")
    desk.policy("synthetic", synthetic=synthetic)
    return desk


def wish(rows: int = 1500, **more: object) -> str:
    return json.dumps({"tables": ["patients"], "cohort": {"race": [COHORT]}, "rows": rows, "target": "outcome", **more})


def main(patients: int = 30_000, share: float = 0.01, synthesiser: str = "auto") -> None:
    """Print how it ended."""
    with tempfile.TemporaryDirectory() as folder:
        names = [] if synthesiser == "auto" else [synthesiser]
        desk = site(Path(folder) / "home", patients, share, **({"synthesisers": names} if names else {}))
        spec = wish(synthesiser=synthesiser)
        columns = [f"patients.{name}" for name in COLUMNS if name != "description"] if synthesiser == "dp" else []
        request = desk.request("invented", "synthetic", "patients", synthetic=spec, columns=",".join(columns))
        started = time.perf_counter()
        before = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        done = desk("export", request, who="sam")
        used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        took = f"{time.perf_counter() - started:.0f} s, {used - before:.0f} s of processors"
        print(f"exit {done.code} after {took}\n{done.out}{done.err}")
        if done.code == 0:
            manifest = next(desk.site.glob("releases/rel-*/manifest.json"))
            section = json.loads(manifest.read_text())["synthetic"]
            print(section["verdict"], section["chosen"], section["rows_made"])
            for one in section["candidates"]:
                print(f"  {one['name']}: {one['outcome']}: {one['why']}")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(*(convert(text) for convert, text in zip((int, float, str), arguments, strict=False)))
