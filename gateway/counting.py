"""Consented subjects in; the manifest's differentially private counts of them out, where the policy asks for some.

They are of the source's values before suppression: whom the risk stage suppresses depends on others, so counts of
released subjects would tell more than the noise hides.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gateway.model import Consented
from gateway.records.stream import parts
from gateway.risk.noise import noisy


def public_counts(consented: Consented) -> dict[str, Any]:
    """The field `counts`, empty where the policy asks for none. Epsilon is divided evenly among the kinds."""
    terms, dataset = consented.plan.public_counts, consented.planned.dataset
    if terms is None:
        return {}
    share = terms.epsilon / len(terms.codes)
    table = dataset.table(dataset.subject_table)
    columns = {column.kind: column.name for column in table.columns}
    made = []
    for kind, codes in terms.codes.items():
        values = [text for part in parts(table, (str(table.subject), columns[kind]))
                  for text in _consented(part.rows, str(table.subject), columns[kind], consented.subjects)]  # fmt: skip
        made.append(noisy(kind, codes, values, share))
    return {
        "counts": {
            "epsilon": str(terms.epsilon),
            "of": [
                {"kind": one.kind, "codes": list(one.codes), "counts": list(one.counts), "within": one.within}
                for one in made
            ],
        }
    }


def _consented(rows: pa.RecordBatch, subject: str, column: str, subjects: pa.StringArray) -> list[str | None]:
    kept = pc.is_in(rows.column(subject).cast(pa.string()), value_set=subjects)
    return list(rows.column(column).cast(pa.string()).filter(kept).to_pylist())
