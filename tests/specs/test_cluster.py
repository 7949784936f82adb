"""A standalone cluster, authenticated and on loopback: an export whose executor is killed gives the same rows."""

import pytest
import spark_cluster

from .kill_spark import Rounds


def test_an_executor_that_is_killed_changes_no_row(tmp_path):
    if spark_cluster.JAVA is None:
        pytest.skip("no Java for Spark")
    with spark_cluster.running() as cluster:
        Rounds(tmp_path, cluster, patients=20).round("executor", 0.7)
