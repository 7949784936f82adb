"""k-anonymity: every class has at least k rows (Samarati 2001; Sweeney 2002)."""

from pydantic import Field

from gateway.risk.models.base import BySize, Model, by_floor
from gateway.risk.table import Table


class KAnonymity(Model):
    """At least `k` rows share every combination of quasi-identifiers."""

    k: int = Field(ge=2)

    def judge(self, _table: Table, /) -> BySize:
        return by_floor(lambda rows, _: rows >= self.k)
