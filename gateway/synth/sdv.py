"""SDV 2 behind `Synthesiser`: the only place that imports it. Only a worker process does, once a fit is wanted.

Metadata comes from the columns' roles, never from SDV's detection, which takes names and ZIP codes for categories.
SDV keeps a log of its calls in the user's folder where a file there says so: the worker gives it a folder of its own.
"""

import io
import random
from collections.abc import Mapping
from threading import RLock
from typing import Any

import cloudpickle
import numpy as np
import pandas as pd
import torch
from sdv.metadata import Metadata
from sdv.multi_table import HMASynthesizer
from sdv.sampling import Condition
from sdv.single_table import CopulaGANSynthesizer, CTGANSynthesizer, GaussianCopulaSynthesizer, TVAESynthesizer
from tqdm import tqdm

from gateway.synth.base import SUBJECT, Columns, Conditions, NotMade

torch.set_num_threads(1)  # more than a busy machine has make it slow, and sums depend on their number
tqdm.set_lock(RLock())  # its own is a semaphore, which a worker that is killed leaves behind

STEPS = 300  # of gradient descent: epochs over few rows, fewer over many, so that a fit ends
BATCH = 500  # SDV's own
TRIES = 20  # of SDV, for each batch of conditions
_TABLE, _PARENT, _CHILD = "rows", "subjects", "rows"


class SingleTable:
    """One of SDV's synthesisers for one table."""

    def __init__(self, make: Any) -> None:
        self._make = make
        self._model: Any = None

    def fit(self, rows: pd.DataFrame, columns: Columns, seed: int) -> None:
        _seed(seed)
        metadata = Metadata.load_from_dict({"tables": {_TABLE: {"columns": _types(columns)}}})
        self._model = self._make(metadata, len(rows))
        self._model.fit({_TABLE: rows[[*columns.numeric, *columns.categorical]].reset_index(drop=True)})

    def sample(self, count: int, conditions: Conditions, seed: int) -> pd.DataFrame:
        _seed(seed)
        self._model.reset_sampling()
        self._model._set_random_state(seed)  # SDV has no other way: by itself it always takes the same
        if conditions:
            wanted = [Condition(dict(values), num_rows=n) for values, n in conditions]
            sampled = self._model.sample_from_conditions(wanted, max_tries_per_batch=TRIES)[_TABLE]
        else:
            sampled = self._model.sample(count)[_TABLE]
        rows: pd.DataFrame = sampled.reset_index(drop=True)
        return rows.assign(**{SUBJECT: [str(n) for n in range(len(rows))]})

    def dump(self) -> bytes:
        return _dumped(self._model)


class Linked:
    """SDV's HMA: subjects, each with as many rows as the model finds likely."""

    def __init__(self) -> None:
        self._model: Any = None
        self._columns = Columns((), ())
        self._share = 1.0

    def fit(self, rows: pd.DataFrame, columns: Columns, seed: int) -> None:
        own = [name for name in (*columns.numeric, *columns.categorical) if name not in columns.linked]
        if not columns.linked or not own:
            raise NotMade("hma needs a column that varies in each of two tables")
        _seed(seed)
        types, key = _types(columns), {SUBJECT: {"sdtype": "id"}}
        tables = {
            _PARENT: {"primary_key": SUBJECT, "columns": {**key, **{name: types[name] for name in columns.linked}}},
            _CHILD: {"columns": {**key, **{name: types[name] for name in own}}},
        }
        link = {"parent_table_name": _PARENT, "parent_primary_key": SUBJECT,
                "child_table_name": _CHILD, "child_foreign_key": SUBJECT}  # fmt: skip
        metadata = Metadata.load_from_dict({"tables": tables, "relationships": [link]})
        self._model = HMASynthesizer(metadata, verbose=False)
        subjects = rows.drop_duplicates(SUBJECT)[[SUBJECT, *columns.linked]].reset_index(drop=True)
        self._model.fit({_PARENT: subjects, _CHILD: rows[[SUBJECT, *own]].reset_index(drop=True)})
        self._share = len(subjects) / len(rows)

    def sample(self, count: int, conditions: Conditions, seed: int) -> pd.DataFrame:  # noqa: ARG002 - HMA takes none
        _seed(seed)
        self._model._numpy_seed = seed  # as above
        subjects = max(1, round(1.2 * count * self._share))
        made = self._model.sample(subjects, _PARENT)
        rows: pd.DataFrame = made[_CHILD].merge(made[_PARENT], on=SUBJECT)
        return rows

    def dump(self) -> bytes:
        return _dumped(self._model)


def gaussian_copula() -> SingleTable:
    """Beta marginals under a Gaussian copula; it can be conditioned without trying."""
    return SingleTable(lambda metadata, _: GaussianCopulaSynthesizer(metadata))


def ctgan() -> SingleTable:
    """A conditional GAN."""
    return SingleTable(lambda metadata, rows: CTGANSynthesizer(metadata, epochs=_epochs(rows), enable_gpu=False))


def tvae() -> SingleTable:
    """A variational autoencoder."""
    return SingleTable(lambda metadata, rows: TVAESynthesizer(metadata, epochs=_epochs(rows), enable_gpu=False))


def copula_gan() -> SingleTable:
    """A GAN on the copula's scale."""
    return SingleTable(lambda metadata, rows: CopulaGANSynthesizer(metadata, epochs=_epochs(rows), enable_gpu=False))


def _epochs(rows: int) -> int:
    return max(1, STEPS // max(1, rows // BATCH))


def _types(columns: Columns) -> Mapping[str, Mapping[str, str]]:
    return {name: {"sdtype": "numerical"} for name in columns.numeric} | {
        name: {"sdtype": "categorical"} for name in columns.categorical
    }


def _seed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def _dumped(model: Any) -> bytes:
    held = io.BytesIO()
    cloudpickle.dump(model, held)
    return held.getvalue()
