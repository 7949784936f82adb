"""The log as a table (RFC 4180): what most events have in columns, the rest as JSON in the last.

No cell can begin a formula: text begins with a letter or digit by the log's schema, and `details` with a brace.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO

from gateway.audit.log import Entry

_EVENT = ("at", "type", "actor", "role", "outcome", "reason", "action", "dicom", "request", "release", "dataset",
          "policy", "purpose", "recipient", "stage")  # fmt: skip
_FACTS = ("release", "dataset", "policy", "purpose", "recipient", "subjects_out", "rows_out")
COLUMNS = ("seq", *_EVENT, "rules", "subjects_out", "rows_out", "details")


def lines(entries: Iterable[Entry], origin: str) -> Iterator[str]:  # noqa: ARG001 - every format's signature
    """The header and one record an event, each with its line end."""
    yield _record(COLUMNS)
    for entry in entries:
        fields = json.loads(entry.body)
        facts = fields.pop("facts", {})
        rules = " ".join(facts.pop("rules", ()))
        known = {name: facts.pop(name) for name in _FACTS if name in facts}
        known |= {name: fields.pop(name) for name in _EVENT if name in fields}
        details = json.dumps({**fields, **facts}, sort_keys=True)
        known |= {"seq": entry.seq, "rules": rules, "details": details}
        yield _record([known.get(name, "") for name in COLUMNS])


def _record(cells: Iterable[object]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
