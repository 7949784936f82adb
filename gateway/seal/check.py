"""A published folder in, its checked manifest out: signature, listed files and nothing else, every digest."""

from hashlib import file_digest
from pathlib import Path

from gateway import storage
from gateway.crypto.trust import Trust
from gateway.errors import IntegrityError
from gateway.model import Location
from gateway.seal.manifest import MANIFEST, SIGNATURE, Manifest, read
from gateway.seal.parts import digests


def check_folder(folder: Location, trust: Trust, *, whole: bool = True) -> Manifest:
    """Check a release without its data key. Raises IntegrityError naming the first file that does not hold.

    whole: hash every byte; else only the footers of parts, since GCM guards the rest when they are read.
    """
    manifest = read(folder, trust)
    _check_listing(folder, manifest)
    for part in manifest.parts:
        path = folder / part.path
        if storage.size(path) != part.bytes:
            raise IntegrityError(f"{part.path}: has another size than the manifest says", hint="it was replaced")
        file, footer = digests(path) if whole else (part.sha256, digests(path)[1])
        if (file, footer) != (part.sha256, part.footer_sha256):
            raise IntegrityError(f"{part.path}: does not match the manifest", hint="it was changed or replaced")
    for name, expected in manifest.documents.items():
        with storage.open_bytes(folder / name) as handle:
            if file_digest(handle, "sha256").hexdigest() != expected:
                raise IntegrityError(f"{name}: does not match the manifest", hint="it was changed")
    return manifest


def _check_listing(folder: Location, manifest: Manifest) -> None:
    found = storage.files(folder)
    listed = {part.path for part in manifest.parts} | set(manifest.documents) | {MANIFEST, SIGNATURE}
    if missing := sorted(listed - found):
        raise IntegrityError(f"{missing[0]}: is missing", hint="copy the whole folder again")
    if foreign := sorted(found - listed):
        raise IntegrityError(f"{foreign[0]}: is not part of the release", hint="remove it")
    if links := sorted(name for name in listed if isinstance(folder, Path) and (folder / name).is_symlink()):
        raise IntegrityError(f"{links[0]}: is a link", hint="copy the whole folder again")
