"""A task and its items in, an outcome for each out: on this machine or on many, with the same results.

To add an engine, write one file and one line in `ENGINES`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gateway.engine.base import Engine, Terms
from gateway.engine.local import LocalEngine
from gateway.engine.spark import SparkEngine

ENGINES: Mapping[str, Callable[[Terms], Engine]] = MappingProxyType({
    "local": lambda terms: LocalEngine(terms.workers),
    "spark": lambda terms: SparkEngine(terms.master, terms.workers),
})
