"""Tables written to disk for a test, and what reading them gives or refuses."""

from pathlib import Path
from typing import Any

import pytest

from gateway.errors import BadInput
from gateway.model import Column, Dataset, Format, Table
from gateway.records.readers import READERS

SECRET = "CANARY"  # stands for a cell that no message may repeat


def table(folder: Path, body: str | bytes, *columns: str | Column, format: Format = "csv", **settings: Any) -> Table:
    """A table `t` with that content; a column given by its name alone is an identifier."""
    source = folder / f"t.{format}"
    source.write_bytes(body.encode() if isinstance(body, str) else body)
    described = tuple(c if isinstance(c, Column) else Column(c, "id.other") for c in columns)
    return Table("t", source, format, described, **settings)


def dataset(*tables: Table) -> Dataset:
    return Dataset("d", tables, tables[0].name, "digest")


def rows(described: Table) -> list[dict[str, Any]]:
    """Every row, as the reader gives it."""
    return [row for batch in READERS[described.format](described, None) for row in batch.to_pylist()]


def values(described: Table) -> list[tuple[Any, ...]]:
    """Every row's values, in declared order."""
    names = [column.name for column in described.columns]
    return [tuple(row[name] for name in names) for row in rows(described)]


def refused(described: Table) -> str:
    """What the refusal says; it has a hint, repeats no cell, and carries no exception that might."""
    with pytest.raises(BadInput) as caught:
        rows(described)
    error = caught.value
    assert error.hint
    assert SECRET not in str(error)
    assert error.__cause__ is None
    assert error.__context__ is None or error.__suppress_context__
    return error.what
