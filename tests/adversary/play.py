"""Many commands in one process, one after the other: a JSON list of [words of `gateway`, environment] on stdin.

What is printed goes to the real stdout and stderr, warnings and all, so that a test can search every byte of it.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "cli"))  # as small_parts.py, a program of its own, would be found

import small_parts

from gateway import cli


def play(words: list[str], environment: dict[str, str]) -> int:
    """One command; its exit code."""
    os.environ.update(environment)
    sys.argv = ["gateway", *words]
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        for name in environment:
            del os.environ[name]
    return 0


if __name__ == "__main__":
    for module, size, value in small_parts.SMALL:
        setattr(module, size, value)
    codes = [play(words, environment) for words, environment in json.load(sys.stdin)]
    Path(os.environ["CODES"]).write_text(json.dumps(codes))
