"""A few of the kills of log_kills.py; the script takes hundreds."""

import subprocess
import sys
from pathlib import Path

import pytest
from postgres import Server

SCRIPT = Path(__file__).with_name("log_kills.py")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request) -> tuple[str, ...]:
    if request.param == "sqlite":
        return ()
    server: Server = request.getfixturevalue("postgres")  # skips where there is none
    assert server
    return ("--postgres",)


def test_what_was_acknowledged_stays(place):
    command = [sys.executable, SCRIPT, "6", "--seed", "3", *place]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "6 kills on" in done.stdout
    assert "all that was promised held" in done.stdout
