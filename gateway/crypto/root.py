"""A site's root key: 32 bytes in a file that its user alone reads."""

import os
from pathlib import Path

from gateway.errors import KeyRefused

SIZE = 32


def make(path: Path, key: bytes) -> None:
    """Keep a new root key. The file must not be there yet."""
    _write_private(path, key.hex().encode())


def read(path: Path) -> bytes:
    """The root key. Raises KeyRefused where it is missing or damaged."""
    try:
        key = bytes.fromhex(path.read_text())
    except (OSError, ValueError):
        raise KeyRefused(f"{path}: the site's root key is missing or damaged", hint="restore it from escrow") from None
    if len(key) != SIZE:
        raise KeyRefused(f"{path}: the site's root key is damaged", hint="restore it from escrow")
    return key


def _write_private(path: Path, body: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(body)
        handle.flush()
        os.fsync(handle.fileno())
