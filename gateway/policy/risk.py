"""A policy's `risk:` section in, checked `RiskTerms` out."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gateway.errors import BadInput
from gateway.model import Demand, Differencing, GroupLimit, LossName, PerSubject, RiskTerms, SearchTerms
from gateway.records import kinds

BuildModel = Callable[[str, object, Path], Demand]
K = 11  # EMA policy 0070 and Health Canada: a risk of 0.09 at most
SUPPRESS_AT_MOST, GROUP_AT_MOST = 0.05, 0.10
_CLASS_SIZE = {"k_anonymity", "k_map"}  # models that bound the size of a class themselves
_BY_COLUMN = {"loss", "nue", "nue_nm"}  # losses that are a sum over columns

Share = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _GroupCap(_Strict):
    columns: list[str] = []
    at_most: Share = GROUP_AT_MOST


class _Releases(_Strict):
    then: Literal["refuse", "suppress"] = "refuse"
    at_least: Annotated[int, Field(ge=2)] = 2
    may_join: list[str] = []


class _Search(_Strict):
    loss: LossName = "loss"
    weights: dict[str, Annotated[float, Field(gt=0)]] = {}
    checks_at_most: Annotated[int, Field(ge=1)] | None = None
    seconds_at_most: Annotated[float, Field(gt=0)] | None = None


class RiskSection(_Strict):
    """As it stands in the file; the section being there means that risk is demanded."""

    k: Annotated[int, Field(ge=2)] | None = None
    models: list[dict[str, Any]] = []
    suppress_at_most: Share = SUPPRESS_AT_MOST
    group_cap: _GroupCap = _GroupCap()
    per_subject: dict[str, Any] = {}
    releases: _Releases = _Releases()
    search: _Search = _Search()


def terms(path: Path, section: RiskSection | None, build: BuildModel) -> RiskTerms:
    """The terms; `build` makes a demand of (model, parameters, folder). Raises BadInput naming the place."""
    if section is None:
        return RiskTerms(None, SUPPRESS_AT_MOST)
    models = tuple(_model(path, entry, build) for entry in section.models)
    for kind in section.group_cap.columns:
        _check_kind(f"{path}: risk.group_cap.columns", kind)
    sizes = {model.name for model in models} & _CLASS_SIZE
    if section.k and "k_anonymity" in sizes:
        raise BadInput(f"{path}: risk: k stands there twice", hint="remove `k`, or the model k_anonymity")
    k = section.k or (None if sizes else K)
    cap = GroupLimit(tuple(section.group_cap.columns), section.group_cap.at_most)
    rules = tuple(_per_subject(path, key, rule) for key, rule in section.per_subject.items())
    joining = section.releases
    releases = Differencing(joining.then, joining.at_least, tuple(joining.may_join))
    named = [int(getattr(model.model, "k", 0)) for model in models if model.name == "k_anonymity"]
    search = _search(path, section.search)
    return RiskTerms(max([k or 0, *named]) or None, section.suppress_at_most, models, cap, rules, releases, search)


def _search(path: Path, section: _Search) -> SearchTerms:
    for kind in section.weights:
        _check_kind(f"{path}: risk.search.weights", kind)
    if section.weights and section.loss not in _BY_COLUMN:
        what = f"{path}: risk.search.weights: do not apply to loss {section.loss}"
        raise BadInput(what, hint="remove them, or choose loss, nue or nue_nm")
    return SearchTerms(**section.model_dump())


def _model(path: Path, entry: Mapping[str, Any], build: BuildModel) -> Demand:
    if len(entry) != 1:
        raise BadInput(f"{path}: risk.models: write one model as {{name: parameters}}", hint="for example {k_map: 5}")
    ((name, parameters),) = entry.items()
    try:
        demand = build(name, parameters, path.parent)
    except BadInput as error:
        raise BadInput(f"{path}: risk.models: {error.what}", hint=error.hint) from None
    if demand.column:
        _check_kind(f"{path}: risk.models.{name}.column", demand.column)
    return demand


def _per_subject(path: Path, key: str, rule: Any) -> PerSubject:
    """`KIND`, `TABLE.KIND` or `TABLE` to `set`, `rarest`, `count` or `{count: [1, 2, 5]}`."""
    where = f"{path}: risk.per_subject.{key}"
    table, kind = split(key)
    if kind:
        _check_kind(where, kind)
    bands: list[int] = []
    if isinstance(rule, dict) and list(rule) == ["count"]:
        rule, bands = "count", rule["count"]
        if (
            not isinstance(bands, list)
            or any(type(b) is not int for b in bands)
            or not bands
            or (bands[0] < 1 or any(a >= b for a, b in pairwise(bands)))
        ):
            raise BadInput(f"{where}: count lists its bands' lowest counts", hint="for example {count: [1, 2, 5]}")
    if rule not in ("set", "rarest", "count"):
        raise BadInput(f"{where}: no such rule", hint="one of set, rarest, count, {count: [1, 2, 5]}")
    if not kind and rule != "count":
        raise BadInput(f"{where}: a table's rows can only be counted", hint=f"name a kind: {key}.clinical.code: {rule}")
    return PerSubject(table, kind, rule, tuple(bands))


def split(key: str) -> tuple[str, str]:
    """`clinical.code` → ("", kind), `diagnoses.clinical.code` → (table, kind), `encounters` → (table, "")."""
    if kinds.find(key):
        return "", key
    table, _, kind = key.partition(".")
    return table, kind


def _check_kind(where: str, kind: str) -> None:
    if not kinds.find(split(kind)[1] or kind):
        raise BadInput(f"{where}: unknown kind", hint=kinds.suggestion(kind))
