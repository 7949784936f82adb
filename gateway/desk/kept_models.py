"""Models that a policy keeps: what a synthesiser learnt, encrypted in the site. They never leave it.

A model holds real extremes and categories. models/RELEASE.bin is AES-256-GCM under a key that the root key gives; what
is in it is a pickle, so it is opened only by who trusts the site.
"""

from gateway.crypto.primitives import NONCE, decrypt, encrypt
from gateway.errors import BadInput
from gateway.seal.parts import write_durably
from gateway.site import Site


def keep(site: Site, release: str, model: bytes) -> None:
    """Keep the model of one release."""
    folder = site.folder / "models"
    folder.mkdir(exist_ok=True)
    sealed = encrypt(_key(site), site.random(NONCE), model, release.encode())
    write_durably(folder / f"{release}.bin", sealed)


def get(site: Site, release: str) -> bytes:
    """The model that was kept. Raises BadInput where there is none, KeyRefused where it was changed."""
    try:
        sealed = (site.folder / "models" / f"{release}.bin").read_bytes()
    except OSError:
        raise BadInput(f"no model of {release} was kept", hint="a policy keeps them with `keep_models`") from None
    return decrypt(_key(site), sealed, release.encode())


def _key(site: Site) -> bytes:
    """Of no project: a project's name has no blank."""
    return site.secrets("kept models").mac("synthetic/models", b"key")
