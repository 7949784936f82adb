"""Risk measures, by the name a report gives them: released classes in, figures out."""

from collections.abc import Callable

from gateway.risk.measures.alpha import alpha
from gateway.risk.measures.average_class_size import average_class_size
from gateway.risk.measures.base import Released
from gateway.risk.measures.beta import beta
from gateway.risk.measures.classes import classes
from gateway.risk.measures.delta_disclosure import delta_disclosure
from gateway.risk.measures.entropy_l import entropy_l
from gateway.risk.measures.k import k
from gateway.risk.measures.l import l
from gateway.risk.measures.prosecutor_average import prosecutor_average
from gateway.risk.measures.prosecutor_max import prosecutor_max
from gateway.risk.measures.records_at_risk import records_at_risk
from gateway.risk.measures.recursive_c import recursive_c
from gateway.risk.measures.t import t

Measure = Callable[[Released], object]

MEASURES: dict[str, Measure] = {
    "k": k,
    "classes": classes,
    "average_class_size": average_class_size,
    "prosecutor_max": prosecutor_max,
    "prosecutor_average": prosecutor_average,
    "records_at_risk": records_at_risk,
    "l": l,
    "entropy_l": entropy_l,
    "t": t,
    "recursive_c": recursive_c,
    "alpha": alpha,
    "beta": beta,
    "delta_disclosure": delta_disclosure,
}
