"""A site's root key: 32 bytes, in a file that its user alone reads, or under a key in a KMS.

keys/root.key holds it in the clear, the default. keys/root.kms holds what the KMS made of it, by the KMS key's name;
the root key itself then is nowhere but in memory, and whoever copies the folder has nothing without the KMS.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from gateway.crypto import kms
from gateway.errors import KeyRefused

SIZE = 32
LOCAL, WRAPPED = "root.key", "root.kms"


def make(folder: Path, key: bytes, kms_key: str, site: str) -> None:
    """Keep a root key in the folder of keys, under the KMS key where one is named. Raises KeyRefused."""
    if kms_key:
        held = _wrapped(folder) if (folder / WRAPPED).exists() else {}
        _write_wrapped(folder, {**held, kms_key: kms.encrypt(kms_key, site, key).hex()})
    else:
        _write_private(folder / LOCAL, key.hex().encode())


def read(folder: Path, kms_key: str, site: str) -> bytes:
    """The root key. Raises KeyRefused where it is missing or damaged, or the KMS does not give it."""
    if kms_key:
        held = _wrapped(folder, f"take `kms` out of site.toml, then `gateway keys root --kms {kms_key}`")
        body = held.get(kms_key) or next(iter(held.values()))  # a key has several names
        return _whole(folder / WRAPPED, kms.decrypt(kms_key, site, bytes.fromhex(body)))
    try:
        key = bytes.fromhex((folder / LOCAL).read_text())
    except (OSError, ValueError):
        what = f"{folder / LOCAL}: the site's root key is missing or damaged"
        raise KeyRefused(what, hint="restore it from escrow") from None
    return _whole(folder / LOCAL, key)


def settle(folder: Path, kms_key: str) -> None:
    """Forget the root key as it was kept before `kms_key`; a disk or a backup may keep copies."""
    _write_wrapped(folder, {kms_key: _wrapped(folder)[kms_key]})
    path = folder / LOCAL
    if path.is_file():
        with path.open("r+b") as handle:
            handle.write(bytes(path.stat().st_size))
            handle.flush()
            os.fsync(handle.fileno())
        path.unlink()


def _whole(path: Path, key: bytes) -> bytes:
    if len(key) != SIZE:
        raise KeyRefused(f"{path}: the site's root key is damaged", hint="restore it from escrow")
    return key


def _wrapped(folder: Path, hint: str = "") -> Mapping[str, str]:
    """Ciphertexts (hex) by KMS key; `hint` where there is only a local key."""
    path = folder / WRAPPED
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if not held or not all(bytes.fromhex(body) for body in held.values()):
            raise ValueError
    except (OSError, ValueError, TypeError, AttributeError):
        local = (folder / LOCAL).is_file() and not path.exists()
        what = f"{path}: the site's root key is missing or damaged"
        raise KeyRefused(what, hint=hint if local and hint else "restore it from a backup") from None
    found: Mapping[str, str] = held
    return found


def _write_wrapped(folder: Path, held: Mapping[str, str]) -> None:
    _write_private(folder / WRAPPED, json.dumps(held, indent=1).encode())


def _write_private(path: Path, body: bytes) -> None:
    """Whole or not at all."""
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(body)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.rename(path)
