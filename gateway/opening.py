"""For ML engineers: a release, a grant and an identity in, Arrow datasets out. No site needed.

Who has no account at a site makes an identity of their own, and joins to it what the site certified.
"""

import os
from getpass import getpass
from pathlib import Path
from secrets import token_bytes

from gateway.crypto import identity as identities
from gateway.crypto.documents import canonical, claimed_site, stamp
from gateway.crypto.identity import Identity, PublicIdentity, demand_name, demand_passphrase
from gateway.crypto.rotation import check_chain
from gateway.errors import BadInput, KeyRefused
from gateway.model import Location, Role
from gateway.seal.manifest import MANIFEST
from gateway.seal.opened import Release
from gateway.seal.opened import open_release as open_checked
from gateway.seal.parts import write_durably
from gateway.site import now, passphrase_from_environment
from gateway.storage import location, read_bytes


def open_release(directory: str | os.PathLike[str], *, grant: str | os.PathLike[str],
                 identity: str | os.PathLike[str], passphrase: str | None = None) -> Release:
    """Open a release as a mapping of table name to `pyarrow.dataset.Dataset`, decrypted as it is read.

    directory: the release's folder, or its URL (s3://bucket/…). grant: the grant's file.
    identity: the recipient's identity file.
    passphrase: of the identity; else GATEWAY_PASSPHRASE, else it is asked for.
    Raises gateway.errors.IntegrityError (changed or foreign release), KeyRefused (wrong passphrase, grant for
    somebody else), Refused (expired grant), BadInput (missing file). Pages that were changed since make Arrow
    raise OSError when they are read, or IntegrityError through `release.rows(name)`.
    """
    secret = passphrase or passphrase_from_environment() or getpass("passphrase: ")
    place = location(os.fspath(directory))
    opener = unlock_file(Path(identity), secret, place / MANIFEST)
    return open_checked(place, Path(grant), opener, now().date())


def unlock_file(path: Path, passphrase: str, document: Location) -> Identity:
    """An identity from its own file, as the site certified it that made `document`, if it joined that one.

    Raises KeyRefused, IntegrityError.
    """
    body = _identity(path)
    try:
        site = claimed_site(read_bytes(document))
    except FileNotFoundError:
        site = None
    joined = site if site in identities.sites(body) else None
    return identities.unlock(body, passphrase, joined)


def create_own(name: str, role: Role, passphrase: str, path: Path) -> PublicIdentity:
    """An identity of no site, and beside it the public file that a site can import. Raises BadInput."""
    public_file = path.with_name(f"{path.stem}.public.json")
    for file in (path, public_file):
        if file.exists():
            raise BadInput(f"{file}: exists already", hint="choose another name")
    demand_name(name)
    demand_passphrase(passphrase)
    body = identities.create(None, name, role, stamp(now()), passphrase, token_bytes)
    public = identities.read_public(body, None)
    for file, content in ((path, body), (public_file, canonical({"public": public.to_json()}))):
        write_durably(file, content)
        file.chmod(0o600)
    return public


def join(own: Path, certified: Path) -> PublicIdentity:
    """Add a site's certificate to an identity file; from then on the file trusts that site. Raises IntegrityError."""
    found = check_chain(_identity(certified), None)
    write_durably(own, identities.join(_identity(own), found))
    own.chmod(0o600)
    return found


def _identity(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise KeyRefused(f"{path}: no such identity file", hint="`gateway keys export` writes one") from None
