"""The consents of a million patients: imported from CSV, read from the ledger, compared with the log, evaluated.

    python tests/benchmarks/consent.py [--patients 1000000] [--consents 1500000] [--folder DIR]

Each step runs in a process of its own and tells its seconds and the peak of its memory; so does the import of a fifth
of the consents, for comparison. `evaluation` begins with the ledger in memory, `both` is from SQLite to the answer.
"""

import argparse
import random
import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa
from measuring import MB, Stretch, apart, stretch

from gateway.consent import Terms, evaluate
from gateway.crypto.identity import PublicIdentity
from gateway.desk import consents as desk
from gateway.desk import ledger as ledgers
from gateway.desk import people
from gateway.registry import consents
from gateway.site import Site, create_site, open_site

PASSPHRASE = "benchmark"
TERMS = Terms("HRESCH", "sepsis", date(2026, 3, 1))
HEADER = "consent_id,subject,status,purposes,recipients,effective_from,effective_until,recorded_at,categories\n"


def invent(path: Path, patients: int, count: int) -> None:
    """`count` consents of that many patients, a tenth of them later versions of earlier ones."""
    rng = random.Random(1)
    with path.open("w") as file:
        file.write(HEADER)
        for number in range(count):
            later = number >= count * 9 // 10
            consent = rng.randrange(count * 9 // 10) if later else number
            status = rng.choices(("granted", "denied", "withdrawn"), (8, 1, 1))[0]
            purposes = rng.choice(("HRESCH", "HRESCH TREAT", "CLINTRCH", "PurposeOfUse", "TREAT HPAYMT HOPERAT"))
            until = rng.choice(("", "", "2025-12-31", "2027-06-30"))
            told = rng.choice(("", "", "", "hiv", "mental-health substance-use")) if status != "withdrawn" else ""
            recipient = rng.choice(("", "", "", "sepsis", "stroke other"))
            start = f"2024-01-{1 + number % 28:02}"
            day = f"202{5 if later else 4}-02-{1 + number % 28:02}"
            at = f"{day}T{number % 24:02}:{number % 60:02}:00.{number % 10**6:06}"
            file.write(f"C{consent:08},P{consent % patients:08},{status},{purposes},{recipient},{start},{until},"
                       f"{at}-05:00,{told}\n")  # fmt: skip


def importing(folder: Path, file: str) -> Stretch:
    site, sam = _site(folder / f"site of {file}")
    with stretch() as done:
        taken = desk.take_in(site, folder / file, sam)
    done.rows, done.bytes = sum(taken.by_status.values()), (folder / file).stat().st_size
    return done


def reading(folder: Path) -> Stretch:
    site, _ = _site(folder / "site of all.csv")
    with stretch() as done, site.registry.transaction() as tx:
        done.rows = consents.read(tx, site.clock()).num_rows
    return done


def comparing(folder: Path) -> Stretch:
    site, _ = _site(folder / "site of all.csv")
    with stretch() as done:
        done.rows = ledgers.verify(site).rows
    return done


def digesting(folder: Path) -> Stretch:
    ledger = _ledger(folder)
    with stretch() as done:
        consents.digest(ledger)
    done.rows = ledger.num_rows
    return done


def evaluation(folder: Path, patients: int) -> Stretch:
    ledger, everybody = _ledger(folder), _everybody(patients)
    with stretch() as done:
        evaluate(ledger, everybody, TERMS)
    done.rows = ledger.num_rows
    return done


def both(folder: Path, patients: int) -> Stretch:
    everybody = _everybody(patients)
    with stretch() as done:
        ledger = _ledger(folder)
        evaluate(ledger, everybody, TERMS)
    done.rows = ledger.num_rows
    return done


def _everybody(patients: int) -> pa.StringArray:
    return pa.array([f"P{number:08}" for number in range(patients)])


def _ledger(folder: Path) -> pa.Table:
    site, _ = _site(folder / "site of all.csv")
    with site.registry.transaction() as tx:
        return consents.read(tx, site.clock())


def _site(folder: Path) -> tuple[Site, PublicIdentity]:
    if not folder.exists():
        site = create_site(folder, "benchmark")
        people.create(site, "sam", "data-steward", PASSPHRASE)
    site = open_site(folder)
    return site, site.public("sam")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=1_000_000)
    parser.add_argument("--consents", type=int, default=1_500_000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp())
    invent(folder / "all.csv", asked.patients, asked.consents)
    invent(folder / "fifth.csv", asked.patients, asked.consents // 5)
    steps = {
        "import of a fifth": apart(importing, folder, "fifth.csv"),
        "import": apart(importing, folder, "all.csv"),
        "reading": apart(reading, folder),
        "compared with the log": apart(comparing, folder),
        "digest of the snapshot": apart(digesting, folder),
        "evaluation": apart(evaluation, folder, asked.patients),
        "both": apart(both, folder, asked.patients),
    }
    print(f"{'step':<24}{'consents':>11}{'seconds':>10}{'processor':>11}{'peak MB':>9}")
    for name, done in steps.items():
        print(f"{name:<24}{done.rows:>11,}{done.seconds:>10.2f}{done.processor:>11.2f}{done.peak / MB:>9,.0f}")


if __name__ == "__main__":
    main()
