"""One detector for all tests: loading it takes longer than a note does."""

import pytest

from gateway.recognize.detector import Detector


@pytest.fixture(scope="session")
def detector() -> Detector:
    return Detector()
