"""Training rows in; what turns rows of the same columns into a learner's numbers out.

Everything is fitted on the training rows alone: held-out and synthetic rows bring no category and no scale of theirs.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.preprocessing import OneHotEncoder

from gateway.errors import BadInput
from gateway.synth.evidence.base import Shape
from gateway.synth.evidence.cells import numbers, texts

BINS = 8
OWN = 0.2  # shrinks the cohort's own terms 25 times as much: at 1 they cost .05 AUROC where there was nothing to learn
_FEW = 5  # rows; rarer categories share one column


class Features:
    """One column a category, one a number and one a bin of numbers; each once more for the rows of the cohort.

    So a linear learner can bend a number's effect, and can hold that the cohort's effects are others.
    """

    def __init__(self, train: pd.DataFrame, shape: Shape) -> None:
        self._shape = shape
        self._numeric = tuple(name for name in shape.numeric if name != shape.target)
        self._categorical = tuple(name for name in shape.categorical if name != shape.target)
        if not self._numeric and not self._categorical:
            raise BadInput("there is no column to predict the target by", hint="name numeric or categorical columns")
        self._words = OneHotEncoder(handle_unknown="ignore", min_frequency=_FEW)
        if self._categorical:
            self._words.fit(texts(train, self._categorical))
        known = numbers(train, self._numeric)
        columns = [column[~np.isnan(column)] for column in known.T]
        self._middle = np.array([np.median(column) if len(column) else 0.0 for column in columns])
        self._spread = np.array([np.std(column) or 1.0 if len(column) else 1.0 for column in columns])
        shares = np.arange(1, BINS) / BINS
        self._edges = [np.unique(np.quantile(column, shares)) if len(column) else np.empty(0) for column in columns]

    def __call__(self, rows: pd.DataFrame) -> Any:
        """A sparse matrix of n rows."""
        blocks = [self._words.transform(texts(rows, self._categorical))] if self._categorical else []
        values = numbers(rows, self._numeric)
        gone = np.isnan(values)
        scaled = np.where(gone, 0.0, (values - self._middle) / self._spread)
        blocks.append(sparse.csr_matrix(np.clip(scaled, -10, 10)))
        for place, edges in enumerate(self._edges):
            bins = np.where(gone[:, place], len(edges) + 1, np.digitize(values[:, place], edges))
            ones = (np.ones(len(rows)), (np.arange(len(rows)), bins))
            blocks.append(sparse.csr_matrix(ones, shape=(len(rows), len(edges) + 2)))
        whole = sparse.hstack(blocks, format="csr")
        if not self._shape.cohort:
            return whole
        own = sparse.diags(self._shape.in_cohort(rows, self._shape.target).astype(float) * OWN) @ whole
        return sparse.hstack([whole, own], format="csr")
