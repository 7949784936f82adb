"""Data keys in escrow: each release's key under the site's root key and the key of the current epoch.

keys/epochs/N.key holds 32 random bytes; keys/data/RELEASE.key is of epoch 0, which has no key of its own,
keys/data/RELEASE.N.key of epoch N. To destroy a data key is to make the next epoch: every other key is wrapped anew,
then the epoch's key and all that was wrapped under it are overwritten and removed. A copy of a wrapped key that
somebody kept opens with a copy of its epoch's key only.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

from gateway.crypto.primitives import NONCE, decrypt, derive, encrypt
from gateway.errors import KeyRefused
from gateway.seal.parts import sync_folder

_FILE = re.compile(r"(rel-[0-9a-z-]+?)(?:\.(\d+))?\.key")


class Escrow:
    """The data keys of a site. `keys` is its folder, `random` gives as many random bytes as asked."""

    def __init__(self, keys: Path, root: bytes, random: Callable[[int], bytes]) -> None:
        self._data, self._epochs, self._root, self._random = keys / "data", keys / "epochs", root, random

    @property
    def epoch(self) -> int:
        """The epoch that keys are wrapped under now."""
        return max((int(path.stem) for path in self._epochs.glob("*.key")), default=0)

    def get(self, release: str) -> bytes:
        """The 32-byte data key. Raises KeyRefused where it was destroyed, never made here, or is damaged."""
        held = self._held().get(release, {})
        if not held:
            raise KeyRefused(f"the data key of {release} is not in escrow", hint="it was destroyed, or never made here")
        epoch = max(held)
        return decrypt(self._wrapping(epoch), held[epoch].read_bytes(), release.encode())

    def make(self, release: str) -> bytes:
        """The data key, made where there is none."""
        if release not in self._held():
            self._wrap(release, self._random(32), self.epoch)
        return self.get(release)

    def remove(self, release: str) -> None:
        """Forget the key of a release that never was."""
        for path in self._held().get(release, {}).values():
            path.unlink()

    def holds(self, release: str) -> bool:
        """Whether any wrapping of the data key is left."""
        return release in self._held()

    def destroy(self, release: str) -> int:
        """Shred the data key and make the next epoch, whose number it gives.

        The key itself goes last: killed on the way, the same call takes it up again. Nothing else may use the escrow
        meanwhile.
        """
        held = self._held()
        gone = held.pop(release, {})
        old = self.epoch
        self._epochs.mkdir(exist_ok=True)
        _write(self._epochs / f"{old + 1}.key", self._random(32))
        for other in held:
            self._wrap(other, self.get(other), old + 1)
        epochs = [path for path in self._epochs.glob("*.key") if int(path.stem) <= old]
        for path in (*(path for files in held.values() for path in files.values()), *epochs, *gone.values()):
            _shred(path)
        return old + 1

    def _wrap(self, release: str, key: bytes, epoch: int) -> None:
        path = self._data / (f"{release}.{epoch}.key" if epoch else f"{release}.key")
        _write(path, encrypt(self._wrapping(epoch), self._random(NONCE), key, release.encode()))

    def _wrapping(self, epoch: int) -> bytes:
        if not epoch:
            return derive(self._root, "escrow")
        try:
            return derive(self._root + (self._epochs / f"{epoch}.key").read_bytes(), "escrow/epoch")
        except OSError:
            what = f"the escrow key of epoch {epoch} is missing"
            raise KeyRefused(what, hint="restore keys/epochs from the newest backup") from None

    def _held(self) -> dict[str, dict[int, Path]]:
        """Release → epoch → file."""
        found: dict[str, dict[int, Path]] = {}
        for path in sorted(self._data.glob("*.key")):
            if match := _FILE.fullmatch(path.name):
                found.setdefault(match[1], {})[int(match[2] or 0)] = path
        return found


def _write(path: Path, body: bytes) -> None:
    """Whole or not at all, for its user alone."""
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(body)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.rename(path)
    sync_folder(path.parent)


def _shred(path: Path) -> None:
    """Overwrite, then remove. On copy-on-write and flash disks the old bytes can stay: the epoch is what counts."""
    with path.open("r+b") as handle:
        handle.write(bytes(path.stat().st_size))
        handle.flush()
        os.fsync(handle.fileno())
    path.unlink()
    sync_folder(path.parent)
