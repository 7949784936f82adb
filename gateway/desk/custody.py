"""Where the site's root key is kept: from a file into a KMS, or from one key of a KMS under another."""

import json
import re
from hashlib import sha256

from gateway.audit.identities import RootWrapped
from gateway.crypto import root
from gateway.crypto.identity import PublicIdentity
from gateway.seal.parts import write_durably
from gateway.settings import SITE_FILE
from gateway.site import Site

_SECTION = re.compile(r"\n*\[root\]\n[^\[]*")


def wrap_root(site: Site, kms: str, actor: PublicIdentity) -> None:
    """Put the root key under a KMS key, and overwrite the file that held it. Raises Refused by Cedar, KeyRefused.

    Killed on the way, the same call takes it up again; the site opens at every moment.
    """
    site.demand(actor, "certifyIdentity")
    site.put_root_under(kms)
    event = RootWrapped(actor=actor.name, role=actor.role, fingerprint=sha256(kms.encode()).hexdigest())
    settings = _SECTION.sub("", (site.folder / SITE_FILE).read_text(encoding="utf-8")).rstrip("\n")
    with site.log.record(event):
        write_durably(site.folder / SITE_FILE, f"{settings}\n\n[root]\nkms = {json.dumps(kms)}\n".encode())
    root.settle(site.folder / "keys", kms)
