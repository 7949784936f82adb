"""site.toml in; what it says, and what holds where it says nothing, out."""

import json
import os
import tomllib
from pathlib import Path

from gateway.errors import BadInput

SITE_FILE = "site.toml"

_OPTIONAL = {  # section → its one key, and what holds where it is missing
    "recognize": ("models", ""),
    "root": ("kms", ""),
    "releases": ("url", "releases"),
    "spark": ("master", "local[*]"),
}


def read(folder: Path) -> dict[str, str]:
    """`name`, `registry`, and what each optional section says; GATEWAY_SPARK_MASTER rules. Raises BadInput."""
    path = folder / SITE_FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        found = {section: raw.pop(section, {key: default}) for section, (key, default) in _OPTIONAL.items()}
        if raw["version"] != 1 or set(raw) != {"version", "name", "registry"} or set(raw["registry"]) != {"url"}:
            raise KeyError
        if any(set(found[section]) != {key} for section, (key, _) in _OPTIONAL.items()):
            raise KeyError
        url = str(raw["registry"]["url"]).replace("sqlite:///", f"sqlite:///{folder}/")
        optional = {section: str(found[section][key]) for section, (key, _) in _OPTIONAL.items()}
        optional["spark"] = os.environ.get("GATEWAY_SPARK_MASTER", optional["spark"])
        return {"name": str(raw["name"]), "registry": url, **optional}
    except FileNotFoundError:
        hint = "make one with `gateway init DIR`, or name it with --site DIR or GATEWAY_SITE"
        raise BadInput(f"{folder}: is not a site", hint=hint) from None
    except (KeyError, TypeError, ValueError):
        known = ", ".join(f"[{section}] {key}" for section, (key, _) in _OPTIONAL.items())
        hint = f"it holds version = 1, name, [registry] url, and if any {known}"
        raise BadInput(f"{path}: not a site file", hint=hint) from None


def write(folder: Path, name: str, registry: str, kms: str) -> None:
    """The file of a new site. registry: URL of its database. kms: the key there that guards the root key, if any."""
    text = f'version = 1\nname = "{name}"\n\n[registry]\nurl = {json.dumps(registry)}\n'
    (folder / SITE_FILE).write_text(text + (f"\n[root]\nkms = {json.dumps(kms)}\n" if kms else ""))
