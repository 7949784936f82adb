"""Privacy models, by the name a configuration gives them: parameters in, a judge of equivalence classes out."""

from gateway.risk.models.average_risk import AverageRisk
from gateway.risk.models.b_likeness import BLikeness
from gateway.risk.models.base import Model
from gateway.risk.models.delta_presence import DeltaPresence
from gateway.risk.models.k_anonymity import KAnonymity
from gateway.risk.models.k_map import KMap
from gateway.risk.models.l_diversity import LDiversity
from gateway.risk.models.population_uniqueness import PopulationUniqueness
from gateway.risk.models.sample_uniqueness import SampleUniqueness
from gateway.risk.models.t_closeness import TCloseness

MODELS: dict[str, type[Model]] = {
    "k_anonymity": KAnonymity,
    "l_diversity": LDiversity,
    "t_closeness": TCloseness,
    "b_likeness": BLikeness,
    "delta_presence": DeltaPresence,
    "k_map": KMap,
    "average_risk": AverageRisk,
    "sample_uniqueness": SampleUniqueness,
    "population_uniqueness": PopulationUniqueness,
}
