"""A site's root key: 32 bytes, in a file that its user alone reads, or under a key in a KMS.

keys/root.key holds it in the clear, the default. keys/root.kms holds what the KMS made of it; the key itself then is
nowhere but in memory, and whoever copies the folder has nothing without the KMS.
"""

import os
from pathlib import Path

from gateway.crypto import kms
from gateway.errors import KeyRefused

SIZE = 32
LOCAL, WRAPPED = "root.key", "root.kms"


def make(folder: Path, key: bytes, kms_key: str, site: str) -> None:
    """Keep a new root key in the folder of keys, under the KMS key where one is named. Raises KeyRefused."""
    if kms_key:
        _write_private(folder / WRAPPED, kms.encrypt(kms_key, site, key).hex().encode())
    else:
        _write_private(folder / LOCAL, key.hex().encode())


def read(folder: Path, kms_key: str, site: str) -> bytes:
    """The root key. Raises KeyRefused where it is missing or damaged, or the KMS does not give it."""
    path = folder / (WRAPPED if kms_key else LOCAL)
    try:
        body = bytes.fromhex(path.read_text())
    except (OSError, ValueError):
        hint = "restore it from escrow"
        if kms_key and (folder / LOCAL).is_file():
            hint = f"take `kms` out of site.toml, then `gateway keys root --kms {kms_key}`"
        raise KeyRefused(f"{path}: the site's root key is missing or damaged", hint=hint) from None
    key = kms.decrypt(kms_key, site, body) if kms_key else body
    if len(key) != SIZE:
        raise KeyRefused(f"{path}: the site's root key is damaged", hint="restore it from escrow")
    return key


def forget_local(folder: Path) -> None:
    """Overwrite and remove the file with the key in the clear, if there is one. A disk or a backup may keep copies."""
    path = folder / LOCAL
    if path.is_file():
        with path.open("r+b") as handle:
            handle.write(bytes(path.stat().st_size))
            handle.flush()
            os.fsync(handle.fileno())
        path.unlink()


def _write_private(path: Path, body: bytes) -> None:
    """Whole or not at all."""
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(body)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.rename(path)
