"""Generated patients from the files that their consents are in, through import and ledger, to the evaluation, against
a plain reading of the prose."""

import csv
import json
import os
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from gateway.consent import REASONS, Terms, evaluate, read
from gateway.consent.purposes import PARENT
from gateway.records.sensitive import names
from gateway.registry import consents
from gateway.registry.db import Registry

from . import generated, prose

COUNT = int(os.environ.get("GATEWAY_CONSENT_PATIENTS", "5000"))
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ASKED = [("HRESCH", "sepsis", "opt-in"), ("CLINTRCH", "sepsis", "opt-out"), ("BIORCH", "other", "opt-in"),
         ("CLINTRCHPC", "sepsis", "opt-in"), ("TREAT", "sepsis", "opt-in")]  # fmt: skip


@pytest.fixture(scope="module")
def people() -> dict[str, list]:
    return dict(generated.patients(random.Random(20260301), COUNT))


@pytest.fixture(scope="module")
def ledger(people: dict[str, list], tmp_path_factory: pytest.TempPathFactory) -> pa.Table:
    """Everything imported as a hospital would: one file of each kind, twice where a consent has two versions."""
    folder = tmp_path_factory.mktemp("ledger")
    registry = Registry(f"sqlite:///{folder / 'registry.db'}")
    registry.create()
    documents = [one for found in people.values() for one in found]
    with registry.transaction() as tx:
        for kind in ("R4", "R5", "csv"):
            path = write(folder, kind, [document for _, _, one, document in documents if one == kind])
            consents.add(tx, read(path, imported=NOW).versions)
        return consents.read(tx, NOW)


def write(folder: Path, kind: str, documents: list[dict]) -> Path:
    if kind != "csv":
        path = folder / f"{kind}.ndjson"
        path.write_text("".join(json.dumps(document) + "\n" for document in documents))
        return path
    path = folder / "consents.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(documents[0]))
        writer.writeheader()
        writer.writerows(documents)
    return path


def standing(documents: list, tree: prose.Tree) -> list[prose.Consent]:
    """Of each consent the version recorded last."""
    last: dict[str, tuple] = {}
    for consent, at, kind, document in documents:
        if consent not in last or at >= last[consent][0]:
            last[consent] = (at, kind, document)
    return [prose.row(d, tree) if kind == "csv" else prose.resource(d, tree) for _, kind, d in last.values()]


@pytest.mark.parametrize(("purpose", "recipient", "default"), ASKED)
def test_no_patient_is_decided_otherwise(
    people: dict[str, list], ledger: pa.Table, purpose: str, recipient: str, default: str
) -> None:
    tree = prose.Tree(dict(PARENT))
    terms = Terms(purpose, recipient, generated.TODAY, default)  # type: ignore[arg-type]  # one of the two literals
    found = evaluate(ledger, pa.array(people), terms)
    pairs = zip(found.why.tolist(), found.named.tolist(), strict=True)
    told = [(REASONS[why], set(names(bits))) for why, bits in pairs]
    expected = [
        prose.decide(standing(documents, tree), purpose, recipient, generated.TODAY, tree, default == "opt-out")
        for documents in people.values()
    ]
    wrong = [(person, got, want) for person, got, want in zip(people, told, expected, strict=True) if got != want]
    assert not wrong, f"{len(wrong)} of {len(people)}: {wrong[:3]}"
    if purpose == "HRESCH":
        reasons = Counter(reason for reason, _ in expected)
        rare = [reason for reason in REASONS if reason != "category" and reasons[reason] < len(people) / 200]
        assert len(people) < 1000 or not rare
        assert len({tuple(sorted(named)) for _, named in expected}) > 5
