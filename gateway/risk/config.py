"""A risk.yaml in, a checked `RiskConfig` out; nothing past this module sees a dictionary of options."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from gateway.errors import BadInput
from gateway.hierarchies import parse
from gateway.hierarchies.base import Kind
from gateway.records.yaml import load
from gateway.risk.losses import LOSSES
from gateway.risk.models import MODELS
from gateway.risk.models.base import Model
from gateway.risk.models.delta_presence import DeltaPresence
from gateway.risk.models.k_map import KMap
from gateway.risk.models.t_closeness import TCloseness
from gateway.risk.problem import GroupCap


def _model(entry: Any) -> Model:
    if not isinstance(entry, dict) or len(entry) != 1:
        raise ValueError("write one model as {name: parameters}")
    ((name, parameters),) = entry.items()
    if name not in MODELS:
        raise ValueError(f"no such model; choose from {', '.join(MODELS)}")
    return MODELS[name].parse(parameters)


def _loss(name: Any) -> str:
    if name not in LOSSES:
        raise ValueError(f"no such loss; choose from {', '.join(LOSSES)}")
    return str(name)


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class CapConfig(_Strict):
    """See `problem.GroupCap`."""

    columns: list[str] = Field(min_length=1)
    at_most: float = Field(ge=0, le=1)


class RiskConfig(_Strict):
    """What to search for. File names are relative to the configuration; `folder` is where that lies."""

    folder: Path
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    quasi_identifiers: dict[str, Annotated[Kind, BeforeValidator(parse)]] = Field(min_length=1)
    models: list[Annotated[Model, BeforeValidator(_model)]] = Field(min_length=1)
    suppression: float = Field(default=0.0, ge=0, le=1)
    group_cap: CapConfig | None = None
    loss: Annotated[str, BeforeValidator(_loss)] = "loss"
    weights: dict[str, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    balance: float = Field(default=0.5, ge=0, le=1)
    recoding: Literal["full_domain", "mondrian"] = "full_domain"
    seconds_at_most: float | None = Field(default=None, gt=0)
    checks_at_most: int | None = Field(default=None, gt=0)
    risk_threshold: float = Field(default=1 / 11, gt=0, le=1)

    @property
    def cap(self) -> GroupCap | None:
        """The cap for each group, where there is one."""
        return GroupCap(tuple(self.group_cap.columns), self.group_cap.at_most) if self.group_cap else None

    @property
    def sensitive(self) -> dict[str, Kind | None]:
        """The sensitive columns that the models need, each with its hierarchy or None."""
        columns: dict[str, Kind | None] = {name: None for model in self.models for name in model.sensitive()}
        for model in self.models:
            if isinstance(model, TCloseness) and model.hierarchy is not None:
                if columns[model.column] not in (None, model.hierarchy):
                    raise BadInput(f"models: {model.column!r} has two hierarchies", hint="use one hierarchy for both")
                columns[model.column] = model.hierarchy
        return columns

    @property
    def population(self) -> str | None:
        """The file of the population, where a model needs one."""
        files = {m.population for m in self.models if isinstance(m, KMap | DeltaPresence)} - {None}
        if len(files) > 1:
            raise BadInput("models: two populations", hint="all models that need a population must name the same file")
        return files.pop() if files else None


def read(path: Path) -> RiskConfig:
    """Load and check a configuration. Raises BadInput naming the file and the key."""
    options = load(path)
    if "folder" in options:
        raise BadInput(f"{path}: folder: unknown key", hint="file names are relative to the configuration")
    try:
        config = RiskConfig(folder=path.parent, **options)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        what = first["msg"].removeprefix("Value error, ")
        hint = f"keys are {', '.join(k for k in RiskConfig.model_fields if k != 'folder')}"
        raise BadInput(f"{path}: {place}: {what[0].lower()}{what[1:]}", hint=hint) from None
    if config.recoding == "mondrian" and (config.seconds_at_most or config.checks_at_most):
        what = f"{path}: recoding: mondrian searches nothing, so it takes no seconds_at_most or checks_at_most"
        raise BadInput(what, hint="remove them")
    for name in config.sensitive:
        if name in config.quasi_identifiers:
            what = f"{path}: models: {name!r} is a quasi-identifier and a sensitive column"
            raise BadInput(what, hint="remove it from one of the two")
    return config
