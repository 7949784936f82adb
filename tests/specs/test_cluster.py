"""A standalone cluster and a Connect server, authenticated and on loopback: they give the same rows."""

from collections.abc import Iterator

import pytest
import spark_cluster

from .kill_spark import Rounds


@pytest.fixture(scope="module")
def rounds(tmp_path_factory) -> Iterator[Rounds]:
    if spark_cluster.JAVA is None:
        pytest.skip("no Java for Spark")
    with spark_cluster.running() as cluster:
        yield Rounds(tmp_path_factory.mktemp("cluster"), cluster, patients=20)


def test_an_executor_that_is_killed_changes_no_row(rounds: Rounds) -> None:
    rounds.round("executor", 0.7)


def test_a_connect_server_gives_the_same_rows(rounds: Rounds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds.cluster, "url", rounds.cluster.connect())
    assert rounds.round("nothing", 0.0)["patients"]
