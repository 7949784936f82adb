"""A request, a dataset and policies, small enough to see through."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from gateway.deid.columns import build
from gateway.model import Approval, Approved, Column, Dataset, Permitted, Request, Table
from gateway.policy import schema
from gateway.policy.schema import Policy
from gateway.risk.terms import demand

TODAY = date(2026, 6, 1)
POLICIES = Path(__file__).parents[3] / "policies"

POLICY = """\
version: 1
name: plain
basis: 45 CFR 164.514(b)(1)
columns:
  subject: {pseudonym: hmac}
  name.*: drop
  geo.zip: {zip3: {census: 2020}, source: "(B)"}
  geo.*: drop
  date.*: {shift: {days: 30}}
  clinical.*: keep
  text.note: {scrub: surrogate}
quasi_identifiers: [geo.*]
"""

REQUEST = Request(
    id="req-1", dataset="hospital", policy="plain", tables=("patients",), purpose="HRESCH", project="sepsis",
    until=date(2026, 12, 31), why="a test", requester="ana", role="ml-engineer", requested="2026-05-01T00:00:00Z",
    digest="0" * 64, dataset_digest="d" * 64, policy_digest="p" * 64,
)  # fmt: skip
PATIENTS = Table("patients", Path("p.csv"), "csv", (
    Column("pid", "subject"), Column("family", "name.family"), Column("zip", "geo.zip"), Column("seen", "date.service"),
))  # fmt: skip
NOTES = Table("notes", Path("n.jsonl"), "jsonl", (Column("pid", "subject"), Column("text", "text.note")))
DATASET = Dataset("hospital", (PATIENTS, NOTES), "patients", "d" * 64)


def approval(by: str) -> Approval:
    return Approval(by, "data-steward", "2026-05-02T00:00:00Z", "I approve", by * 8)


def permitted(**changes: Any) -> Permitted:
    return Permitted(Approved(replace(REQUEST, **changes), (approval("sam"),)), "sam", ("a-rule",), "a" * 64)


def load(folder: Path, text: str = POLICY) -> Policy:
    path = folder / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return schema.load(path, build, demand)
