"""Arrow's compute functions, each taken to return an array.

The published stubs want Arrow scalars where the functions take plain numbers and text as well, and they do
not know of a scalar beside an array in the element-wise functions; so they would refuse most lines that work.
"""

from collections.abc import Callable
from typing import Protocol, cast

import pyarrow.compute

from gateway.deid.columns.base import Column


class Kernels(Protocol):
    """Functions from arrays (or plain values, for every row) to an array; see pyarrow.compute."""

    def __getattr__(self, name: str) -> Callable[..., Column]: ...


pc = cast(Kernels, pyarrow.compute)
