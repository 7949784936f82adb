"""What the log's tests write: a key, a clock, events."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.audit.events import DatasetAdded
from gateway.audit.exports import ExportFacts, ExportIntent
from gateway.audit.log import Log
from gateway.registry.db import Registry

ORIGIN = "hospital.example/gateway"


@dataclass(frozen=True)
class SeededSigner:
    """An Ed25519 key made from a fixed seed."""

    seed: bytes = b"\x01" * 32
    name: str = ORIGIN

    @property
    def public_key_bytes(self) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(data)


def ticking() -> Callable[[], datetime]:
    """A clock that goes one second further at every look."""
    seconds = iter(range(1_000_000))
    start = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    return lambda: start + timedelta(seconds=next(seconds))


def open_log(path: Path) -> tuple[Registry, Log]:
    registry = Registry(f"sqlite:///{path}")
    return registry, Log(registry, SeededSigner(), ORIGIN, ticking())


def dataset_added(number: int) -> DatasetAdded:
    return DatasetAdded(
        actor="dana",
        role="data-steward",
        dataset=f"set-{number}",
        digest=f"{number:064x}",
        tables=number,
        columns=9,
    )


def append(log: Log, count: int) -> None:
    for number in range(count):
        with log.record(dataset_added(number)):
            pass


def intent(request: str = "req-1") -> ExportIntent:
    return ExportIntent(
        actor="dana",
        role="data-steward",
        request=request,
        facts={"release": "rel-1", "dataset": "set-1", "purpose": "HRESCH", "project": "sepsis"},
    )


ALL_FACTS: ExportFacts = {
    "policy": "safe-harbor",
    "policy_digest": "a" * 64,
    "plan_digest": "b" * 64,
    "rules": ("research-export",),
    "consent_snapshot": "c" * 64,
    "software": "0.1.0",
    "recognisers": {"mrn": "1", "names": "2.1"},
    "rows_in": 100,
    "rows_out": 90,
    "rows_dropped": {"no-consent": 8, "small-class": 2},
    "subjects_in": 20,
    "subjects_out": 18,
    "k_before": 1,
    "k_after": 11,
    "manifest_digest": "d" * 64,
}
