"""A policy's `synthetic:` section and a request's wish in; what fits of the two, as part of the plan, out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from gateway.errors import BadInput, Refused
from gateway.model import (
    ColumnPlan,
    Dataset,
    SyntheticLimits,
    SyntheticPlan,
    SyntheticTerms,
    SyntheticValue,
    SyntheticWish,
)
from gateway.records import yaml
from gateway.records.descriptor import Name, first_problem

FLAG = "synthetic"  # the column of every synthetic row; no table of a release that has such rows may have its own
SynthesiserName = Literal["gaussian-copula", "ctgan", "tvae", "copula-gan", "hma", "dp"]
NAMES: tuple[str, ...] = get_args(SynthesiserName)
_EXAMPLE = "for example {tables: [encounters], cohort: {payer: [Medicaid]}, rows: 500, target: readmitted_30d}"

Excess = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class _Limits(_Strict):
    copies: Excess = 0.02
    near: Excess = 0.1
    attack: Excess = 0.2
    membership: Annotated[float, Field(ge=0.5, le=1)] = 0.75


class SyntheticSection(_Strict):
    """As it stands in the policy; the section being there means that synthetic rows are allowed."""

    floor: Annotated[int, Field(ge=20)] = 100
    synthesisers: Annotated[list[SynthesiserName], Field(min_length=1)] = ["gaussian-copula", "tvae"]
    limits: _Limits = _Limits()
    when_not_helpful: Literal["leave-out", "mark"] = "leave-out"
    epsilon: Annotated[float, Field(gt=0, le=100)] = 1.0
    seconds: Annotated[int, Field(ge=1, le=86_400)] = 60
    megabytes: Annotated[int, Field(ge=256)] = 4096
    keep_models: bool = False


def _listed(raw: object) -> object:
    return raw if isinstance(raw, list) else [raw]


class _Wish(_Strict):
    tables: Annotated[list[Name], Field(min_length=1, max_length=2)]
    rows: Annotated[int, Field(ge=1, le=1_000_000)]
    cohort: dict[str, Annotated[list[SyntheticValue], BeforeValidator(_listed), Field(min_length=1)]] = {}
    synthesiser: Literal["auto", SynthesiserName] = "auto"
    target: str | None = None


def synthetic_terms(section: SyntheticSection | None) -> SyntheticTerms | None:
    """The policy's terms; None where it allows no synthetic rows."""
    if section is None:
        return None
    fields = section.model_dump()
    synthesisers, limits = tuple(fields.pop("synthesisers")), SyntheticLimits(**fields.pop("limits"))
    return SyntheticTerms(synthesisers=synthesisers, limits=limits, **fields)


def read_wish(spec: str) -> SyntheticWish | None:
    """What `--synthetic` says, in a file or in place; None where it says nothing. Raises BadInput."""
    if not spec.strip():
        return None
    path = Path(spec)
    named = "{" not in spec
    return parse_wish("--synthetic", yaml.load(path) if named else yaml.loads(spec, "--synthetic"))


def parse_wish(where: str, raw: object) -> SyntheticWish:
    """Raises BadInput naming the key, without its value."""
    try:
        parsed = _Wish.model_validate(raw)
    except ValidationError as error:
        raise BadInput(f"{where}: {first_problem(error)}", hint=_EXAMPLE) from None
    cohort = {column: tuple(values) for column, values in parsed.cohort.items()}
    return SyntheticWish(tuple(dict.fromkeys(parsed.tables)), parsed.rows, cohort, parsed.synthesiser, parsed.target)


def fit(wish: SyntheticWish, allowed: SyntheticTerms | None, policy: str, dataset: Dataset,
        columns: Sequence[ColumnPlan]) -> SyntheticPlan:  # fmt: skip
    """The wish under the policy's terms, before a row is read. columns: those of the tables that were asked for.

    Raises Refused where the policy does not allow it, BadInput for a table or column that the release does not hold.
    """
    if allowed is None:
        raise Refused(f"policy {policy} allows no synthetic rows", hint="ask without --synthetic", reason="synthetic")
    if wish.synthesiser not in ("auto", *allowed.synthesisers):
        what = f"policy {policy} does not allow the synthesiser {wish.synthesiser}"
        raise Refused(what, hint=f"it allows {', '.join(allowed.synthesisers)}, and auto", reason="synthesiser")
    for name in wish.tables:
        if name not in {column.table for column in columns}:
            raise BadInput(f"synthetic: table {name!r} is not asked for", hint="name it in --tables too")
    if len(wish.tables) == 2 and dataset.subject_table not in wish.tables:
        what = f"synthetic: {' and '.join(wish.tables)} are linked by nothing"
        raise BadInput(what, hint=f"name {dataset.subject_table} and one other table")
    if wish.synthesiser == "hma" and len(wish.tables) == 1:
        raise BadInput("synthetic: hma is for linked tables", hint=f"name {dataset.subject_table} and one other table")
    released = [column for column in columns if column.table in wish.tables and not column.transform.drops]
    if taken := [column.table for column in released if column.column == FLAG]:
        what = f"synthetic: table {taken[0]} has a column {FLAG!r} of its own"
        raise BadInput(what, hint="rename it in dataset.yaml")
    for name in (*wish.cohort, *([wish.target] if wish.target else [])):
        find(name, [(column.table, column.column) for column in released])
    return SyntheticPlan(wish, allowed)


def find(name: str, columns: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The (table, column) that `column` or `table.column` names. Raises BadInput where it is none, or not one."""
    found = [(table, column) for table, column in columns if name in (column, f"{table}.{column}")]
    if len(found) != 1:
        what = f"synthetic: {name!r} names {len(found) or 'no'} released columns of its tables"
        raise BadInput(what, hint="write table.column; the policy must not drop it")
    return found[0]


def as_wish(raw: Mapping[str, Any] | None) -> SyntheticWish | None:
    """A wish from the fields of a signed request, None where it has none. Raises BadInput."""
    return parse_wish("request", raw) if raw else None
