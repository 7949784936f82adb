"""Leave a column out of the release."""

from typing import ClassVar

from gateway.deid.columns.base import Column, Rows, Transform


class Drop(Transform):
    """The column does not occur in the release at all, not even empty: its name can tell something too."""

    name: ClassVar[str] = "drop"
    drops: ClassVar[bool] = True

    def apply(self, values: Column, rows: Rows) -> Column:
        """Raises AssertionError: whoever releases a table removes dropped columns first."""
        raise AssertionError(f"a dropped column of kind {rows.kind} reached the transforms")
