"""An empty registry in a file."""

from pathlib import Path

import pytest

from gateway.registry.db import Registry


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    registry = Registry(f"sqlite:///{tmp_path / 'registry.db'}")
    registry.create()
    return registry
