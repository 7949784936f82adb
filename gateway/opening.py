"""For ML engineers: a release, a grant and an identity in, Arrow datasets out. No site needed."""

import os
from getpass import getpass
from pathlib import Path

from gateway.crypto import identity as identities
from gateway.crypto.identity import Identity
from gateway.errors import KeyRefused
from gateway.seal.opened import Release
from gateway.seal.opened import open_release as open_checked
from gateway.site import now, passphrase_from_environment


def open_release(directory: str | os.PathLike[str], *, grant: str | os.PathLike[str],
                 identity: str | os.PathLike[str], passphrase: str | None = None) -> Release:
    """Open a release as a mapping of table name to `pyarrow.dataset.Dataset`, decrypted as it is read.

    directory: the release's folder. grant: the grant's file. identity: the recipient's identity file.
    passphrase: of the identity; else GATEWAY_PASSPHRASE, else it is asked for.
    Raises gateway.errors.IntegrityError (changed or foreign release), KeyRefused (wrong passphrase, grant for
    somebody else), Refused (expired grant), BadInput (missing file). Pages that were changed since make Arrow
    raise OSError when they are read, or IntegrityError through `release.rows(name)`.
    """
    secret = passphrase or passphrase_from_environment() or getpass("passphrase: ")
    return open_checked(Path(directory), Path(grant), unlock_file(Path(identity), secret), now().date())


def unlock_file(path: Path, passphrase: str) -> Identity:
    """An identity from its own file, which pins the site's key. Raises KeyRefused, IntegrityError."""
    try:
        body = path.read_bytes()
    except OSError:
        raise KeyRefused(f"{path}: no such identity file", hint="`gateway keys export` writes one") from None
    return identities.unlock(body, passphrase)
