"""A project's secrets with a fixed key, and the rows of a column."""

import hmac
from collections.abc import Callable, Sequence
from datetime import date

import pyarrow as pa
import pytest

from gateway.deid.columns import Column, Rows

AS_OF = date(2026, 11, 20)


class FixedSecrets:
    """What a site derives for one project, without a site."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.crosswalk: dict[tuple[str, str], str] = {}

    def mac(self, domain: str, message: bytes) -> bytes:
        key = hmac.digest(self._key, domain.encode(), "sha256")
        return hmac.digest(key, message, "sha256")

    def codes(self, domain: str, values: list[str]) -> list[str]:
        assert len(set(values)) == len(values)
        return [
            self.crosswalk.setdefault((domain, value), f"code-{len(self.crosswalk):04}") for value in values
        ]


def no_notes(texts: Column, subjects: Column, mode: str, keep: Sequence[str]) -> Column:
    """Stands for the scrubbing of notes, which these tests leave to others."""
    raise NotImplementedError


MakeRows = Callable[..., Rows]


@pytest.fixture(scope="session")
def make_rows() -> MakeRows:
    """Rows of one subject each, unless told otherwise; every call gets secrets of its own."""

    def make(
        count: int = 1,
        *,
        subjects: Sequence[str | None] | None = None,
        kind: str = "subject",
        as_of: date = AS_OF,
        project: bytes = b"sepsis",
    ) -> Rows:
        named = subjects if subjects is not None else [f"patient-{number}" for number in range(count)]
        return Rows(pa.array(named, pa.string()), kind, as_of, FixedSecrets(project), no_notes)

    return make
