"""Exports as OpenLineage run events, one a line: a dataset in, a release out. What is no export has no lineage.

An intent is a START; its outcome is COMPLETE (published), FAIL (refused, failed) or ABORT (interrupted).
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from gateway.audit.exports import ExportIntent, ExportOutcome
from gateway.audit.log import Entry
from gateway.version import __version__

_STATES = {"pending": "START", "success": "COMPLETE", "refused": "FAIL", "failed": "FAIL", "interrupted": "ABORT"}
_PRODUCER = f"urn:gateway:{__version__}"
_SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
_STATISTICS = "https://openlineage.io/spec/facets/1-0-2/OutputStatisticsOutputDatasetFacet.json"


def lines(entries: Iterable[Entry], origin: str) -> Iterator[str]:
    """One RunEvent an event of an export; `origin` is the namespace of its datasets."""
    for entry in entries:
        event = entry.event
        if not isinstance(event, ExportIntent | ExportOutcome):
            continue
        facts = event.facts
        began = event.intent if isinstance(event, ExportOutcome) else entry.seq
        inputs = [{"namespace": origin, "name": facts["dataset"]}] if "dataset" in facts else []
        published = event.outcome == "success"
        run = {
            "eventType": _STATES[event.outcome],
            "eventTime": event.at,
            "run": {"runId": str(uuid5(NAMESPACE_URL, f"{origin}/{began}"))},
            "job": {"namespace": origin, "name": f"export {event.request}"},
            "inputs": inputs,
            "outputs": [_output(origin, dict(facts))] if published else [],
            "producer": _PRODUCER,
            "schemaURL": _SPEC,
        }
        yield json.dumps(run, separators=(",", ":")) + "\n"


def _output(origin: str, facts: dict[str, Any]) -> dict[str, Any]:
    counts = {"rowCount": facts["rows_out"], **({"size": facts["bytes"]} if "bytes" in facts else {})}
    return {
        "namespace": origin,
        "name": facts["release"],
        "outputFacets": {"outputStatistics": {"_producer": _PRODUCER, "_schemaURL": _STATISTICS, **counts}},
    }
