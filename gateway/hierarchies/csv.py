"""A file in ARX's format: each line is a value and its ancestors, from the finest to the coarsest."""

from pathlib import Path

from pydantic import Field

from gateway.errors import BadInput
from gateway.hierarchies.base import Kind
from gateway.hierarchies.hierarchy import Hierarchy


class Csv(Kind):
    """`file` is relative to the configuration; `delimiter` is that of the table where none is given."""

    file: str = Field(min_length=1)
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)

    def read(self, folder: Path, delimiter: str) -> Hierarchy:
        """The hierarchy of the file. Raises BadInput naming file and row."""
        return Hierarchy.read(folder / self.file, self.delimiter or delimiter)


def separator(path: Path) -> str:
    """The semicolon or comma of the first line. Raises BadInput where there is no such file."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            return ";" if ";" in file.readline() else ","
    except OSError:
        raise BadInput(f"{path}: no such hierarchy file", hint="name it relative to the policy") from None
