"""A standalone Spark cluster on loopback: a master and two workers, whose processes a test may kill."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

JAVA = shutil.which("java")
LEAN = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
_READY = re.compile(r"Successfully registered with master|I have been elected leader")
_URL = re.compile(r"Starting Spark master at (spark://\S+)")
_DEPLOY = "org.apache.spark.deploy"
_CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
_PATH = os.pathsep.join(path for path in sys.path if path)
_SERVES = re.compile(r"SparkConnectService' on port (\d+)")


class Cluster:
    """`environment` leads a driver to it. Its folder holds settings, the secret among them, and logs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, ""
        self.daemons: dict[str, subprocess.Popen] = {}

    @property
    def environment(self) -> dict[str, str]:
        return {"SPARK_CONF_DIR": str(self.folder), "SPARK_LOCAL_IP": "127.0.0.1", "GATEWAY_SPARK_MASTER": self.url}

    def master(self) -> None:
        """Start the master, again at its first port."""
        port = self.url.rpartition(":")[2] or "0"
        self._start("master", f"{_DEPLOY}.master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", "0")
        self.url = self._wait("master", _READY) and _URL.search(self._log("master"))[1]

    def workers(self, *names: str) -> None:
        for name in names:
            self._start(name, f"{_DEPLOY}.worker.Worker", self.url, "--host", "127.0.0.1", "--port", "0",
                        "--webui-port", "0", "--cores", "1", "--memory", "1g")  # fmt: skip
        for name in names:
            self._wait(name, _READY)

    def connect(self) -> str:
        """Start a Connect server that computes by itself, in the place of master and workers; its URL."""
        settings = ("spark.io.encryption.enabled=true", "spark.connect.grpc.binding.address=127.0.0.1",
                    "spark.connect.grpc.binding.port=0", "spark.task.maxFailures=1")  # fmt: skip
        chosen = [word for setting in settings for word in ("--conf", setting)]
        self._start("connect", f"{_DEPLOY}.SparkSubmit", "--class", _CONNECT, "--master", "local[2]", *chosen,
                    "spark-internal", memory="1g")  # fmt: skip
        self._wait("connect", _SERVES)
        return f"sc://127.0.0.1:{_SERVES.search(self._log('connect'))[1]}"

    def executors(self) -> list[int]:
        """Process ids of the executors' JVMs."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                told = (path / "cmdline").read_bytes() + (path / "environ").read_bytes()
                if b"CoarseGrainedExecutorBackend" in told and os.fsencode(self.folder) in told:
                    found.append(int(path.name))
        return found

    def kill(self, name: str) -> None:
        daemon = self.daemons.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(daemon.pid, signal.SIGKILL)
        daemon.wait()

    def stop(self) -> None:
        for name in list(self.daemons):
            self.kill(name)
        for executor in self.executors():
            with suppress(ProcessLookupError):
                os.kill(executor, signal.SIGKILL)

    def _start(self, name: str, *command: str, memory: str = "256m") -> None:
        import pyspark

        home = Path(pyspark.__file__).parent
        environment = {"SPARK_HOME": str(home), "SPARK_WORKER_DIR": str(self.folder / name),
                       "SPARK_DAEMON_MEMORY": memory, "SPARK_DAEMON_JAVA_OPTS": LEAN, "PYSPARK_PYTHON": sys.executable,
                       "PYTHONPATH": _PATH, **self.environment}  # fmt: skip
        with (self.folder / f"{name}.log").open("w") as log:
            self.daemons[name] = subprocess.Popen(
                [home / "bin/spark-class", *command, "--properties-file", self.folder / "spark-defaults.conf"],
                env=os.environ | environment, stdout=log, stderr=log, cwd=self.folder, start_new_session=True,
            )  # fmt: skip

    def _wait(self, name: str, sign: re.Pattern[str]) -> bool:
        deadline = time.monotonic() + 120
        while not sign.search(self._log(name)):
            if time.monotonic() > deadline or self.daemons[name].poll() is not None:
                raise RuntimeError(f"Spark's {name} did not start:\n{self._log(name)[-2000:]}")
            time.sleep(0.1)
        return True

    def _log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()


@contextmanager
def running() -> Iterator[Cluster]:
    """A cluster that is authenticated by a secret of its own."""
    folder = Path(tempfile.mkdtemp(prefix="gateway-spark-", dir="/tmp"))
    settings = {
        "spark.authenticate": "true",
        "spark.authenticate.secret": secrets.token_hex(16),
        "spark.network.crypto.enabled": "true",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraJavaOptions": LEAN,
        "spark.executor.extraJavaOptions": LEAN,
        "spark.executor.memory": "512m",
        "spark.ui.enabled": "false",
        "spark.master.rest.enabled": "false",
        "spark.executorEnv.PYTHONPATH": _PATH,
    }
    conf = folder / "spark-defaults.conf"
    conf.touch(0o600)
    conf.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    cluster = Cluster(folder)
    try:
        cluster.master()
        cluster.workers("worker-1", "worker-2")
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
