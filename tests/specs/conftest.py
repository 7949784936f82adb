"""Every engine, as the specs run on it. What a spec demands, it demands of all; Spark is begun once, on loopback."""

import os
import sys
from collections.abc import Iterator

import pytest
import spark_cluster

from gateway.engine import ENGINES
from gateway.engine.base import Engine, Terms

LOCAL = {"local here": 0, "local 1": 1, "local 3": 3}


@pytest.fixture(scope="session")
def spark_engine() -> Iterator[Engine]:
    """Spark in one JVM on two cores, as `ENGINES` makes it."""
    if spark_cluster.JAVA is None:
        pytest.skip("no Java for Spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
        made = ENGINES["spark"](Terms(None, "local[2]"))
        yield made
        made.close()


@pytest.fixture(params=[*LOCAL, *(name for name in ENGINES if name != "local")])
def engine(request) -> Iterator[Engine]:
    if request.param not in LOCAL:
        yield request.getfixturevalue(f"{request.param}_engine")
        return
    made = ENGINES["local"](Terms(LOCAL[request.param], ""))
    yield made
    made.close()
