"""A PostgreSQL server on loopback for the tests that need one, and a database of its own for each of them."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql/15/bin")
WRITER, READER = "gateway_writer", "gateway_reader"
_NUMBERS = count(1)


@dataclass(frozen=True)
class Server:
    """A running server; `postgres` owns everything in it."""

    port: int

    def url(self, database: str, role: str = "postgres") -> str:
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str, database: str = "postgres", role: str = "postgres") -> str:
        command = [BINARIES / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, self.url(database, role)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PermissionError(done.stderr)
        return done.stdout.strip()

    def database(self) -> str:
        """The name of a new one."""
        name = f"site_{next(_NUMBERS)}"
        self.sql(f"CREATE DATABASE {name} LOCALE 'C.UTF-8' TEMPLATE template0 ENCODING 'UTF8'")
        return name


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A server in a folder of its own, as the user `postgres` where the tests run as root, which it refuses.

    durable: whether a commit waits for the disk, as it does where PostgreSQL is not told otherwise.
    """
    folder = Path(tempfile.mkdtemp(prefix="gateway-postgres-", dir="/tmp"))
    user = {}
    if os.geteuid() == 0:
        postgres = pwd.getpwnam("postgres")
        os.chown(folder, postgres.pw_uid, postgres.pw_gid)
        user = {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **user}
    data = folder / "data"
    initdb = [BINARIES / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    subprocess.run(initdb, check=True, **quiet)
    fsync = "on" if durable else "off"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync={fsync}"
    control = [BINARIES / "pg_ctl", "-D", data, "-w", "-t", "60"]
    subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], check=True, **quiet)
    try:
        server = Server(port)
        for role in (WRITER, READER):
            server.sql(f"CREATE ROLE {role} LOGIN")
        yield server
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **quiet)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def registry() -> Iterator[str]:
    """The URL of a migrated registry of a durable server, with the role that only adds."""
    from gateway.registry.migration import migrate

    with running(durable=True) as server:
        name = server.database()
        migrate(server.url(name), WRITER)
        yield server.url(name, WRITER)
