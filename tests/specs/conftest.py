"""The engines, each begun once: in this process, two worker processes, and Spark on two cores."""

import os
import sys

import pytest
import spark_cluster

from gateway.engine.local import LocalEngine
from gateway.engine.spark import SparkEngine

ENGINES = ("here", "workers", "spark")


@pytest.fixture(scope="session")
def spark_engine():
    """Spark within one JVM, all of it on loopback."""
    if spark_cluster.JAVA is None:
        pytest.skip("no Java for Spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
        engine = SparkEngine("local[2]")
        yield engine
        engine.close()


@pytest.fixture(params=ENGINES)
def engine(request):
    """One engine after the other."""
    if request.param == "spark":
        return request.getfixturevalue("spark_engine")
    return LocalEngine(2 if request.param == "workers" else 0)
