"""What Spark says, told without its words; a session that is not safe; a task handed over on a disk."""

import re
import sys
from unittest import mock

import pytest

from gateway.engine import spark
from gateway.engine.base import Fault
from gateway.engine.handed import hand_over
from gateway.engine.spark import SparkEngine
from gateway.errors import BadInput, Interrupted, KeyRefused

SECRET = "CANARY-Quillfeather"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Python worker exited unexpectedly (crashed)", "its Python process ended"),
        ("ExecutorLostFailure (executor 1 exited caused by …)", "its executor was lost"),
        ("something new", "Spark's RuntimeError"),
    ],
)
def test_an_attempt_that_spark_lost(words, why):
    assert spark._fault(RuntimeError(f"{SECRET} {words}")) == Fault(why)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("ModuleNotFoundError: No module named 'gateway'", BadInput),
        ("[PYTHON_VERSION_MISMATCH] Python in worker has different version: 3.9", BadInput),
        ('java.io.IOException: Cannot run program "python3.11": error=2', BadInput),
        ("Job 3 cancelled because SparkContext was shut down", Interrupted),
        ("[Errno 111] Connection refused", Interrupted),
    ],
)
def test_what_no_other_attempt_would_mend(words, error):
    with pytest.raises(error) as caught:
        spark._fault(RuntimeError(f"{SECRET} {words}"))
    assert SECRET not in str(caught.value)
    assert caught.value.hint
    assert caught.value.__suppress_context__


def test_an_error_that_cannot_even_be_told():
    class Py4JNetworkError(Exception):
        pass

    class Dead(Exception):
        def __str__(self) -> str:
            raise Py4JNetworkError

    with pytest.raises(Interrupted, match="Spark ended"):
        spark._fault(Dead())


@pytest.mark.parametrize("missing", spark.DEMANDED)
def test_a_session_that_is_not_safe_is_refused(missing):
    session = mock.Mock()
    session.conf.get.side_effect = lambda name, default: default if name == missing else "true"
    with mock.patch.object(spark, "_begin", return_value=session), pytest.raises(BadInput, match=missing):
        _ = SparkEngine("spark://host:7077").session


def test_without_pyspark_the_extra_is_named():
    with mock.patch.dict(sys.modules, {"pyspark.sql": None}), pytest.raises(BadInput) as caught:
        _ = SparkEngine("local[2]").session
    assert "patient-data-gateway[spark]" in caught.value.hint


@pytest.mark.parametrize(
    ("error", "words"), [(ImportError(SECRET), r"pyspark\[connect\]"), (RuntimeError(SECRET), "sc://host:15002/")]
)
def test_a_connect_server_that_cannot_be_reached(error, words):
    session = mock.Mock()
    session.builder.appName.return_value.remote.return_value.getOrCreate.side_effect = error
    with mock.patch("pyspark.sql.SparkSession", session), pytest.raises(BadInput) as caught:
        _ = SparkEngine(f"sc://host:15002/;token={SECRET}").session
    told = f"{caught.value} {caught.value.hint}"
    assert re.search(words, told)
    assert SECRET not in told


def test_a_task_is_handed_over_without_plaintext(tmp_path):
    handed = hand_over({"task": SECRET}, tmp_path / "new")
    body = handed.path.read_bytes()
    assert SECRET.encode() not in body
    assert handed.path.stat().st_mode & 0o077 == 0
    assert handed.load() == {"task": SECRET}
    handed.path.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    with pytest.raises(KeyRefused):
        handed.load()
    handed.remove()
    handed.remove()
    assert list((tmp_path / "new").iterdir()) == []


def test_a_large_task_crosses_in_chunks_that_cannot_be_swapped(tmp_path):
    with mock.patch("gateway.engine.handed._CHUNK", 1000):
        handed = hand_over(bytes(range(250)) * 10, tmp_path)
        assert handed.load() == bytes(range(250)) * 10
        size = 8 + int.from_bytes(handed.path.read_bytes()[:8], "little")
        body = handed.path.read_bytes()
        handed.path.write_bytes(body[size : 2 * size] + body[:size] + body[2 * size :])
        with pytest.raises(KeyRefused):
            handed.load()
