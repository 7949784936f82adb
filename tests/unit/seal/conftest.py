"""A release made once, and a copy of it for each test to spoil."""

import shutil
from pathlib import Path

import pytest

from .samples import release


@pytest.fixture(scope="session")
def _made(tmp_path_factory) -> Path:
    return release(tmp_path_factory.mktemp("release") / "rel-1")


@pytest.fixture
def folder(_made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_made, tmp_path / "rel-1"))
