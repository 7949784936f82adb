"""A model that a policy names in, with its parameters as it spells them; a checked demand out."""

from hashlib import file_digest
from pathlib import Path

from pydantic import ValidationError

from gateway.errors import BadInput
from gateway.hierarchies.csv import Csv
from gateway.model import Demand
from gateway.risk.models import MODELS
from gateway.risk.models.delta_presence import DeltaPresence
from gateway.risk.models.k_map import KMap
from gateway.risk.models.t_closeness import TCloseness


def demand(name: str, parameters: object, folder: Path) -> Demand:
    """As `gateway risk` spells models; a sensitive column is named by its kind, files are relative to `folder`.

    Raises BadInput for an unknown model, a parameter that does not fit, or a file that is not there.
    """
    if name not in MODELS:
        raise BadInput("no such model", hint=f"choose from {', '.join(MODELS)}")
    try:
        model = MODELS[name].parse(parameters)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, (name, *first["loc"])))
        what = first["msg"].removeprefix("Value error, ")
        hint = f"its parameters are {', '.join(MODELS[name].model_fields)}"
        raise BadInput(f"{place}: {what[0].lower()}{what[1:]}", hint=hint) from None
    hierarchy = model.hierarchy.file if isinstance(model, TCloseness) and isinstance(model.hierarchy, Csv) else None
    population = model.population if isinstance(model, KMap | DeltaPresence) else None
    return Demand(name, model, next(iter(model.sensitive()), ""), _file(folder, hierarchy), _file(folder, population))


def _file(folder: Path, name: str | None) -> tuple[str, str]:
    if name is None:
        return "", ""
    path = folder / name
    try:
        with path.open("rb") as handle:
            return str(path), file_digest(handle, "sha256").hexdigest()
    except OSError:
        raise BadInput(f"{path}: no such file", hint="name it relative to the policy") from None
