"""A small manifest as `seal.publish.describe` and `export` make it, and a reader of the page made from it."""

import json
from copy import deepcopy
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "br", "img", "input", "hr", "rect", "line", "path"}


def digest(letter: str) -> str:
    return letter * 64


def column(table: str, name: str, kind: str, summary: str, *, quasi: bool = False) -> dict[str, Any]:
    transform = summary.split()[0]
    return {
        "table": table, "column": name, "kind": kind, "rule": f"{kind.split('.')[0]}.*", "transform": transform,
        "source": f"source of {name}", "dropped": transform == "drop", "quasi_identifier": quasi, "summary": summary,
    }  # fmt: skip


def part(table: str, index: int, rows: int, sha: str) -> dict[str, Any]:
    return {
        "path": f"data/{table}/part-{index:05}.parquet", "table": table, "tier": "data", "rows": rows,
        "bytes": 1000 + rows, "sha256": digest(sha), "footer_sha256": digest("0"),
    }  # fmt: skip


def attacks(highest: float, average: float) -> dict[str, Any]:
    figures = {"highest": highest, "average": average, "at_risk": 0.25}
    return {name: dict(figures) for name in ("prosecutor", "journalist", "marketer")}


_FIELDS: dict[str, Any] = {
    "release": "rel-20260301-aa11bb22",
    "site": "north-hospital",
    "created": "2026-03-01T09:05:00Z",
    "software": "9.8.7",
    "checkpoint": "gateway/north\n17\nROOTHASHROOTHASH=\n\n— gateway/north SIGNATURE\n",
    "request": {
        "id": "req-20260301-aa11bb22", "dataset": "wards", "policy": "hipaa-safe-harbor",
        "tables": ["patients", "notes", "drugs"], "purpose": "HRESCH", "project": "sepsis", "until": "2026-09-30",
        "why": "foresee sepsis on the wards", "requester": "ana", "role": "ml-engineer",
        "requested": "2026-02-27T08:00:00Z", "digest": digest("1"),
    },
    "approvals": [
        {"approver": "sam", "role": "data-steward", "at": "2026-02-28T14:30:00Z", "meaning": "I agree to this export",
         "digest": digest("2")},
    ],
    "decision": {"exporter": "sue", "rules": ["steward-exports-approved"], "access_digest": digest("3")},
    "plan": {
        "digest": digest("4"), "dataset": "wards", "dataset_digest": digest("5"), "policy": "hipaa-safe-harbor",
        "policy_digest": digest("6"), "basis": "45 CFR 164.514(b)(2)", "as_of": "2026-03-01",
        "consent_default": "opt-in", "suppress_at_most": 0.05,
        "columns": [
            column("patients", "pid", "subject", "pseudonym method=random"),
            column("patients", "surname", "name.family", "drop"),
            column("patients", "born", "date.birth", "year", quasi=True),
            column("patients", "weight", "clinical.value", "keep"),
            column("notes", "pid", "subject", "pseudonym method=random"),
            column("notes", "body", "text.note", "scrub mode=placeholder"),
            column("drugs", "drug", "clinical.code", "keep"),
        ],
    },
    "consent": {
        "reasons": {"covered": 60, "denied": 14, "withdrawn": 3, "expired": 0, "not-yet-effective": 0, "recipient": 0,
                    "purpose": 2, "no-record": 21},
        "snapshot": digest("7"),
    },
    "subjects": {"in": 100, "consented": 60, "suppressed": 3, "released": 57},
    "tables": {
        "patients": {"read": 100, "released": 57, "left_out": {"no-consent": 40, "suppressed": 3}, "spans": {}},
        "notes": {"read": 1500, "released": 1201,
                  "left_out": {"no-consent": 290, "suppressed": 8, "quarantined: body: not scanned whole": 1},
                  "spans": {"PATIENT": 640, "DATE": 320, "SSN": 4}},
        "drugs": {"read": 0, "released": 0, "left_out": {}, "spans": {}},
    },
    "risk": {
        "k_required": None, "models": [], "known": ["patients.born"], "sensitive": [], "population": False,
        "compared": 0, "settled": None, "group_at_most": None, "groups": {},
        "before": {"subjects": 60, "classes": 8, "k": 1, "average_risk": 8 / 60, "attacks": attacks(1.0, 8 / 60),
                   "sizes": {"1": 3, "2": 1, "5": 1, "10": 2, "30": 1}},
        "after": {"subjects": 57, "classes": 5, "k": 2, "average_risk": 5 / 57, "attacks": attacks(0.5, 5 / 57),
                  "sizes": {"2": 1, "5": 1, "10": 2, "30": 1}},
    },
    "checks": [{"name": "sealed bytes", "finding": "4 parts decrypt and match their digests"},
               {"name": "risk", "finding": "smallest class 2 of 57 subjects (none demanded)"}],
    "parts": [part("patients", 0, 57, "a"), part("notes", 0, 1000, "b"), part("notes", 1, 201, "c"),
              part("drugs", 0, 0, "d")],
}  # fmt: skip


def manifest(**changes: Any) -> dict[str, Any]:
    """The sample's fields; a change is named by its place, as in `plan__basis="GDPR"`."""
    fields = deepcopy(_FIELDS)
    for place, value in changes.items():
        *path, last = place.split("__")
        target = fields
        for key in path:
            target = target[key]
        target[last] = value
    return fields


def signed(fields: dict[str, Any]) -> dict[str, Any]:
    """The same after the manifest was signed, written, and read back: keys sorted, tuples gone."""
    signer = {"name": "sam", "role": "data-steward"}
    full = {**fields, "format": "gateway-release/1", "documents": {}, "signed_by": signer}
    read: dict[str, Any] = json.loads(json.dumps(full, sort_keys=True))
    return read


class Page(HTMLParser):
    """A page's visible text, tags with attributes, and rows of tables; refuses tags that do not nest."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.source = body.decode("utf-8")
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.captions: dict[str, list[list[str]]] = {}
        self._open: list[str] = []
        self._words: list[str] = []
        self._cell: list[str] | None = None
        self.feed(self.source)
        self.close()
        assert not self._open

    @property
    def text(self) -> str:
        return " ".join("".join(self._words).split())

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def table(self, caption: str) -> list[list[str]]:
        """The body and foot of the one table whose caption begins so."""
        ((_, rows),) = [item for item in self.captions.items() if item[0].startswith(caption)]
        return rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "table":
            self.rows = []
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th", "caption"}:
            self._cell = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"{tag} closed out of turn"
        if tag in {"td", "th", "caption"} and self._cell is not None:
            words = " ".join("".join(self._cell).split())
            self._cell = None
            if tag == "caption":
                assert words not in self.captions
                self.captions[words] = self.rows
            else:
                self.rows[-1].append(words)

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            return
        self._words.append(data)
        if self._cell is not None:
            self._cell.append(data)
