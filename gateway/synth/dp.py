"""OpenDP's MST behind `Synthesiser`: rows from noisy counts of columns and pairs of columns.

McKenna, Miklau and Sheldon, J. Privacy and Confidentiality 11(3), 2021. One row of each subject is learnt from, and the
domain comes from the descriptor and the request, so epsilon bounds what the rows tell of a subject. OpenDP draws its
noise from the operating system, so these rows differ from run to run.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import opendp.prelude as opendp
import pandas as pd
import polars as pl
from mbi import Factor, MarkovRandomField
from mbi.estimation import mirror_descent
from opendp.extras.mbi import MST, ContingencyTable, _mst

from gateway.synth.base import SUBJECT, Columns, Conditions, NotMade
from gateway.synth.domain import Domain, Range

BINS = 8  # of each numeric column
ITERATIONS = 150  # of fitting the noisy counts: it costs seconds and no epsilon
_SPARED = 1e-9  # of the budget

# OpenDP 0.16 puts one rounding step aside for a sum of several, and then refuses its own query.
_mst.prior = lambda x: x * (1 - _SPARED)  # type: ignore[attr-defined]  # it is imported there by name


class Marginals:
    """MST with `epsilon` for one fit; values outside of `domain` are taken for the nearest, or for missing."""

    def __init__(self, epsilon: float, domain: Domain) -> None:
        opendp.enable_features("contrib")
        self._epsilon, self._domain = epsilon, domain
        self._names: dict[str, str] = {}
        self._table: ContingencyTable | None = None

    def fit(self, rows: pd.DataFrame, columns: Columns, seed: int) -> None:
        names = (*columns.numeric, *columns.categorical)
        if len(names) < 2:
            raise NotMade("the marginals of one column are no rows")
        one = rows.sample(frac=1, random_state=seed).drop_duplicates(SUBJECT)
        self._names = {name: f"c{n}" for n, name in enumerate(names)}
        codes = {short: _coded(one[name], self._domain[name]) for name, short in self._names.items()}
        keys = {short: [*range(_size(self._domain[name])), None] for name, short in self._names.items()}
        context = opendp.Context.compositor(
            data=pl.LazyFrame(codes, schema=dict.fromkeys(codes, pl.Int64)),
            privacy_unit=opendp.unit_of(contributions=1),
            privacy_loss=opendp.loss_of(epsilon=self._epsilon),
        )
        query = context.query(epsilon=self._epsilon)
        self._table = query.contingency_table(keys=keys, algorithm=MST(estimator=_estimated)).release()

    def sample(self, count: int, conditions: Conditions, seed: int) -> pd.DataFrame:
        if conditions:
            raise NotMade("it takes no condition; it can be fitted on the cohort")
        assert self._table is not None  # noqa: S101 - callers fit first
        rng = np.random.default_rng(seed)
        places = self._table.model.synthetic_data(count, "sample").df
        rows = {name: _decoded(places[short].to_numpy(), self._domain[name], rng)
                for name, short in self._names.items()}  # fmt: skip
        return pd.DataFrame(rows).assign(**{SUBJECT: [str(n) for n in range(count)]})

    def dump(self) -> bytes:
        raise NotMade("its model is not kept: it would serve as a second release under the same epsilon")


def _size(known: Range | tuple[str, ...]) -> int:
    """Cells of a column, without the one for what is missing."""
    if not isinstance(known, Range):
        return len(known)
    return min(BINS, int(known.high - known.low) + 1) if known.whole else BINS


def _edges(known: Range) -> npt.NDArray[np.float64]:
    half = 0.5 if known.whole else 0.0
    return np.linspace(known.low - half, known.high + half, _size(known) + 1)


def _coded(values: pd.Series, known: Range | tuple[str, ...]) -> list[int | None]:
    if isinstance(known, Range):
        numbers = values.to_numpy(dtype=float)
        places = np.clip(np.digitize(numbers, _edges(known)) - 1, 0, _size(known) - 1)
        return [None if np.isnan(number) else int(place) for number, place in zip(numbers, places, strict=True)]
    place_of = {value: place for place, value in enumerate(known)}
    return [place_of.get(value) for value in values]


def _decoded(places: npt.NDArray[np.int64], known: Range | tuple[str, ...], rng: np.random.Generator) -> Any:
    if not isinstance(known, Range):
        return np.array([*known, None], dtype=object)[places]
    edges = _edges(known)
    made = edges[places] + rng.random(len(places)) * (edges[1] - edges[0])
    made[places == _size(known)] = np.nan
    return np.clip(made.round() if known.whole else made, known.low, known.high)


class _Apart(MarkovRandomField):  # type: ignore[misc]  # mbi has no types
    """A model of single columns, with which MST begins: each pair of columns is the product of the two.

    mbi compiles an elimination for each pair, which took half the time of a fit of 15 columns.
    """

    def project(self, attrs: str | Sequence[str]) -> Any:
        if len(attrs) != 2 or isinstance(attrs, str):
            return super().project(attrs)
        one, other = (np.asarray(self.marginals.project((name,)).values) for name in attrs)
        return Factor(self.domain.project(attrs), np.outer(one, other) / one.sum())


def _estimated(domain: Any, loss: Any, *, potentials: Any = None) -> Any:
    found = mirror_descent(domain, loss, potentials=potentials, iters=ITERATIONS)
    if any(len(clique) > 1 for clique in found.cliques):
        return found
    return _Apart(potentials=found.potentials, marginals=found.marginals, total=found.total)
