"""A steward who forges a release so that manifest, signature and registry agree."""

import json
from pathlib import Path

from gateway.crypto.documents import canonical
from gateway.seal.parts import digests
from gateway.site import open_site

from .desk import PASSPHRASE, Desk


def resign(desk: Desk, folder: Path, path: Path) -> None:
    """Put the part's digests into the manifest, and sign it anew."""
    fields = json.loads((folder / "manifest.json").read_text())
    whole, footer = digests(path)
    for part in fields["parts"]:
        if part["path"] == str(path.relative_to(folder)):
            part.update(sha256=whole, footer_sha256=footer, bytes=path.stat().st_size)
    restore(desk, folder, canonical(fields))


def restore(desk: Desk, folder: Path, manifest: bytes) -> None:
    """Sign these bytes as the release's manifest."""
    sam = open_site(desk.site).unlock("sam", PASSPHRASE)
    signature = sam.signing.sign(manifest)
    (folder / "manifest.json").write_bytes(manifest)
    (folder / "manifest.sig").write_bytes(signature)
    desk.sql("UPDATE documents SET body = ? WHERE kind = 'release' AND id = ?", signature + manifest, folder.name)
