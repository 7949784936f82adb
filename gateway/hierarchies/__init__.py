"""Kinds of generalisation hierarchies, by the name a configuration gives them: a column's values in, levels out."""

from typing import Any

from gateway.hierarchies.base import Kind
from gateway.hierarchies.csv import Csv
from gateway.hierarchies.dates import Dates
from gateway.hierarchies.flat import Flat
from gateway.hierarchies.icd10cm import Icd10Cm
from gateway.hierarchies.intervals import Intervals
from gateway.hierarchies.mask import Mask
from gateway.hierarchies.us_state import UsState
from gateway.hierarchies.us_zip import UsZip

HIERARCHIES: dict[str, type[Kind]] = {
    "csv": Csv,
    "intervals": Intervals,
    "mask": Mask,
    "dates": Dates,
    "us_zip": UsZip,
    "us_state": UsState,
    "icd10cm": Icd10Cm,
    "flat": Flat,
}


def parse(entry: Any) -> Kind:
    """A text names a file in ARX's format; a mapping names a kind with its parameters. Raises ValueError."""
    if isinstance(entry, Kind):
        return entry
    if isinstance(entry, str):
        entry = {"csv": entry}
    if not isinstance(entry, dict) or len(entry) != 1:
        raise ValueError("name a hierarchy file, or write one kind as {name: parameters}")
    ((name, parameters),) = entry.items()
    if name not in HIERARCHIES:
        raise ValueError(f"no such kind of hierarchy; choose from {', '.join(HIERARCHIES)}")
    return HIERARCHIES[name].parse(parameters)
