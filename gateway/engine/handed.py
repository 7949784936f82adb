"""A task in; an encrypted file that other machines make the task from out. No plaintext of it touches a disk.

The file's key is not in it: who hands the file over tells the key on an encrypted channel of its own.
"""

import os
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.crypto.primitives import NONCE, decrypt, encrypt
from gateway.version import __version__

_CHUNK = 1 << 28  # bytes under one nonce
_LENGTH = 8  # bytes


@dataclass(frozen=True, slots=True)
class Handed:
    """Where a task lies in a folder that all who work on it reach, and what opens it."""

    path: Path
    key: bytes
    version: str = __version__

    def load(self) -> Any:
        """The task. Raises OSError where the folder is not there, KeyRefused where it was changed."""
        body = bytearray()
        with self.path.open("rb") as handle:
            while head := handle.read(_LENGTH):
                chunk = handle.read(int.from_bytes(head, "little"))
                body += decrypt(self.key, chunk, self._context(len(body)))
        return pickle.loads(body)  # noqa: S301 - authenticated above

    def remove(self) -> None:
        """Forget it; who has loaded it keeps it."""
        self.path.unlink(missing_ok=True)

    def _context(self, at: int) -> bytes:
        return f"{self.path.name}/{at}".encode()

    def write(self, task: object) -> None:
        """Write the task, for its user alone. Raises OSError."""
        body = memoryview(pickle.dumps(task, protocol=5))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            for at in range(0, len(body), _CHUNK):
                chunk = encrypt(self.key, os.urandom(NONCE), bytes(body[at : at + _CHUNK]), self._context(at))
                handle.write(len(chunk).to_bytes(_LENGTH, "little") + chunk)


def hand_over(task: object, folder: Path) -> Handed:
    """Write a task into `folder` under a name and a key of its own. Raises OSError."""
    handed = Handed(folder / f"task-{os.urandom(8).hex()}", os.urandom(32))
    handed.write(task)
    return handed
