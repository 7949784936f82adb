"""OpenDP's MST behind `Synthesiser`: rows from noisy counts of columns and pairs of columns.

McKenna, Miklau and Sheldon, J. Privacy and Confidentiality 11(3), 2021. One row of each subject is learnt from, so
epsilon bounds what the rows tell of a subject. It takes the categories and the ends of numeric columns as known to
everybody: they are those of the released rows, without the rare. OpenDP draws its noise from the operating system, so
these rows differ from run to run.
"""

from typing import Any

import numpy as np
import opendp.prelude as opendp
import pandas as pd
import polars as pl
from mbi.estimation import mirror_descent
from opendp.extras.mbi import MST, ContingencyTable, _mst

from gateway.synth.base import SUBJECT, Columns, Conditions, NotMade

BINS = 8  # of each numeric column
ITERATIONS = 150  # of fitting the noisy counts: it costs seconds and no epsilon
_SPARED = 1e-9  # of the budget
_MISSING = "\0missing"

# OpenDP 0.16 puts one rounding step aside for a sum of several, and then refuses its own query.
_mst.prior = lambda x: x * (1 - _SPARED)  # type: ignore[attr-defined]


class Marginals:
    """MST with `epsilon` for one fit."""

    def __init__(self, epsilon: float) -> None:
        opendp.enable_features("contrib")
        self._epsilon = epsilon
        self._names: dict[str, str] = {}
        self._ends: dict[str, tuple[float, float]] = {}
        self._table: ContingencyTable | None = None

    def fit(self, rows: pd.DataFrame, columns: Columns, seed: int) -> None:
        if len(columns.numeric) + len(columns.categorical) < 2:
            raise NotMade("the marginals of one column are no rows")
        one = rows.sample(frac=1, random_state=seed).drop_duplicates(SUBJECT)
        self._names = {name: f"c{n}" for n, name in enumerate((*columns.numeric, *columns.categorical))}
        numbers = {self._names[name]: one[name].fillna(one[name].median()) for name in columns.numeric}
        texts = {self._names[name]: one[name].astype(object).where(one[name].notna(), _MISSING)
                 for name in columns.categorical}  # fmt: skip
        self._ends = {name: (float(values.min()), float(values.max())) for name, values in numbers.items()}
        frame = pl.DataFrame({name: values.to_numpy().tolist() for name, values in {**numbers, **texts}.items()})
        context = opendp.Context.compositor(
            data=frame.lazy(),
            privacy_unit=opendp.unit_of(contributions=1),
            privacy_loss=opendp.loss_of(epsilon=self._epsilon),
        )
        cuts = {name: np.linspace(*ends, BINS + 1)[1:-1].tolist() for name, ends in self._ends.items()}
        keys = {name: sorted(set(values)) for name, values in texts.items()}
        query = context.query(epsilon=self._epsilon)
        self._table = query.contingency_table(keys=keys, cuts=cuts, algorithm=MST(estimator=_estimated)).release()

    def sample(self, count: int, conditions: Conditions, seed: int) -> pd.DataFrame:
        if conditions:
            raise NotMade("it takes no condition; it can be fitted on the cohort")
        assert self._table is not None  # noqa: S101 - callers fit first
        rng = np.random.default_rng(seed)
        indices = self._table.model.synthetic_data(count, "sample").df
        rows = {}
        for name, short in self._names.items():
            places = indices[short].to_numpy()
            if short in self._ends:
                low, high = self._ends[short]
                rows[name] = low + (places + rng.random(len(places))) * (high - low) / BINS
            else:
                known = self._table.keys[short].to_list()
                found = [known[place] for place in places]
                rows[name] = np.array([None if value in (_MISSING, None) else value for value in found], dtype=object)
        return pd.DataFrame(rows).assign(**{SUBJECT: [str(n) for n in range(count)]})

    def dump(self) -> bytes:
        raise NotMade("its model is not kept: it would serve as a second release under the same epsilon")


def _estimated(domain: Any, loss: Any, *, potentials: Any = None) -> Any:
    return mirror_descent(domain, loss, potentials=potentials, iters=ITERATIONS)
