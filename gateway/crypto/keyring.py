"""The identities in a site's folder of keys: a name in, a certified or an unlocked identity out."""

from pathlib import Path

from gateway.crypto import identity as identities
from gateway.crypto.identity import Identity, PublicIdentity
from gateway.crypto.rotation import check_chain
from gateway.crypto.trust import Trust
from gateway.errors import IntegrityError, KeyRefused


class Keyring:
    """`folder` holds NAME.json; `trust` says whose word counts, and which keys were replaced."""

    def __init__(self, folder: Path, trust: Trust) -> None:
        self._folder = folder
        self.trust = trust

    def public(self, name: str) -> PublicIdentity:
        """An identity's certified public part. Raises KeyRefused where there is none, or its keys were replaced."""
        return self._current(name, check_chain(self._file(name), self.trust.site_key))

    def unlock(self, name: str, passphrase: str) -> Identity:
        """An identity, ready to sign. Raises KeyRefused."""
        identity = identities.unlock(self._file(name), passphrase, self.trust.site_key)
        self._current(name, identity.public)
        return identity

    def _file(self, name: str) -> bytes:
        path = self._folder / f"{name}.json"
        if not name.replace("-", "").replace("_", "").replace(".", "").isalnum() or not path.is_file():
            known = ", ".join(sorted(file.stem for file in path.parent.glob("*.json"))) or "none"
            hint = f"there are: {known}; make one with `gateway keys create`"
            raise KeyRefused(f"no identity {name!r} at this site", hint=hint)
        body, renewed = path.read_bytes(), path.with_suffix(".next")
        if renewed.is_file() and identities.read_public(body, self.trust.site_key).signing_key in self.trust.ended:
            renewed.rename(path)  # a rotation was killed after the registry knew of it
            return path.read_bytes()
        return body

    def _current(self, name: str, public: PublicIdentity) -> PublicIdentity:
        if public.name != name:
            raise IntegrityError(f"identity {name}: the file is of {public.name}", hint="restore it from a backup")
        if ended := self.trust.ended.get(public.signing_key):
            hint = f"restore keys/{name}.json from a backup that is newer"
            raise KeyRefused(f"identity {name}: the keys in its file were replaced on {ended.at}", hint=hint)
        return public
