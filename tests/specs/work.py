"""A task whose items say what happens to them."""

import os
from dataclasses import dataclass
from pathlib import Path

from gateway.errors import BadInput

SECRET = "CANARY-Quillfeather"


@dataclass(frozen=True)
class Item:
    name: str


@dataclass(frozen=True)
class Obeying:
    """Does what the item's name says. `folder` remembers attempts over processes; `size` bytes make it heavy."""

    folder: Path
    body: bytes = b""
    name: str = "obey"

    def __call__(self, item: Item, attempt: str, /) -> str:
        what = item.name.partition(" ")[0]
        place = self.folder / item.name
        before = len(list(self.folder.glob(f"{item.name}.*")))
        place.with_name(f"{item.name}.{attempt}").touch()
        match what:
            case "dies" if before < 1:
                os._exit(9)
            case "always-dies":
                os._exit(9)
            case "raises" if before < 2:
                raise ValueError(SECRET)
            case "always-raises":
                raise ValueError(SECRET)
            case "refuses":
                raise BadInput(f"{item.name}: is bad", hint="mend it")
            case "lacks":
                raise OSError(28, SECRET)
        return f"{item.name} {len(self.body)}"
