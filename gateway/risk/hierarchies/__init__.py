"""Kinds of generalisation hierarchies, by the name a configuration gives them: a column's values in, levels out."""

from gateway.risk.hierarchies.base import Kind
from gateway.risk.hierarchies.csv import Csv
from gateway.risk.hierarchies.dates import Dates
from gateway.risk.hierarchies.flat import Flat
from gateway.risk.hierarchies.icd10cm import Icd10Cm
from gateway.risk.hierarchies.intervals import Intervals
from gateway.risk.hierarchies.mask import Mask
from gateway.risk.hierarchies.us_state import UsState
from gateway.risk.hierarchies.us_zip import UsZip

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
