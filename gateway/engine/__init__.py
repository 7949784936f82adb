"""A task and its items in, an outcome for each out: on this machine or on many, with the same results.

To add an engine, write one file and one line in `ENGINES`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gateway.engine.base import Engine
from gateway.engine.local import LocalEngine

ENGINES: Mapping[str, Callable[[int | None], Engine]] = MappingProxyType({"local": LocalEngine})
