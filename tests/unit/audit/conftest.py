"""A log in a fresh registry, with a clock that ticks and a key of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.audit.log import Log
from gateway.registry.db import Registry

from .samples import ORIGIN, SeededSigner, ticking


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    registry = Registry(f"sqlite:///{tmp_path / 'registry.db'}")
    registry.create()
    yield registry
    registry.close()


@pytest.fixture
def log(registry: Registry) -> Log:
    return Log(registry, SeededSigner(), ORIGIN, ticking())
