"""A standalone cluster, authenticated and on loopback: an export that loses an executor, and one with a wrong secret."""

import pytest
import spark_cluster

from .kill_spark import Rounds


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    if spark_cluster.JAVA is None:
        pytest.skip("no Java for Spark")
    with spark_cluster.running() as cluster:
        yield Rounds(tmp_path_factory.mktemp("rounds"), cluster, patients=20)


def test_an_executor_that_is_killed_changes_no_row(rounds):
    rounds.round("executor", 0.7)


def test_who_does_not_know_the_secret_is_refused(rounds, monkeypatch, tmp_path):
    (tmp_path / "spark-defaults.conf").write_text("spark.authenticate.secret wrong\nspark.driver.host 127.0.0.1\n")
    environment = rounds.cluster.environment | {"SPARK_CONF_DIR": str(tmp_path)}
    monkeypatch.setattr(type(rounds.cluster), "environment", environment)
    from cli.desk import Desk

    driver = rounds.export(Desk(rounds.made))
    out, err = driver.communicate(timeout=300)
    assert driver.returncode in (3, 8), err
    assert out == ""
    assert "gateway: Spark" in err
    assert "Traceback" not in err
