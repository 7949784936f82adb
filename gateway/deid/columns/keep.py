"""Leave a column as it is."""

from typing import ClassVar

from gateway.deid.columns.base import Column, Rows, Transform


class Keep(Transform):
    """The column's values are released unchanged."""

    name: ClassVar[str] = "keep"

    def apply(self, values: Column, rows: Rows) -> Column:
        return values
