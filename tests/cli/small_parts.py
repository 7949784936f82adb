"""`gateway` as a process that works in small parts; it kills itself at the moment that DIES names, if any.

DIES is "before NAME" or "after NAME": the moment around the rename that gives a finished file or folder its name;
with "full NAME" the disk is full at that moment. CRASHES is "TABLE ROW": whoever cleans the part that begins with that
row dies, in a worker process too, since that imports this file.
"""

import errno
import os
import signal
from functools import wraps
from pathlib import Path
from typing import Any

from gateway import cli, work
from gateway.deid.parts import Cleaned, Deidentifier
from gateway.records import split
from gateway.records.stream import Part

when, _, name = os.environ.get("DIES", "").partition(" ")
rename = Path.rename


def rename_or_die(self: Path, target: Path) -> Path:
    """Rename, and die where the name is the one."""
    fatal = Path(target).name.startswith(name) and bool(name)
    if fatal and when == "full":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if fatal and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    done = rename(self, target)
    if fatal and when == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return done


clean = Deidentifier.clean


@wraps(clean)
def clean_or_die(self: Deidentifier, part: Part, *args: Any, **named: Any) -> Cleaned:
    """Clean a part, and die where it is the one."""
    if os.environ.get("CRASHES") == f"{part.table} {part.first_row}":
        os.kill(os.getpid(), signal.SIGKILL)
    return clean(self, part, *args, **named)


Deidentifier.clean = clean_or_die
SMALL = ((split, "SOURCE_BYTES", 1 << 10), (work, "TEXT_BYTES", 1 << 10))

if __name__ == "__main__":
    for module, size, value in SMALL:
        setattr(module, size, value)
    Path.rename = rename_or_die
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
    cli.main()
