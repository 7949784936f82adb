"""A de-identification policy file in, a frozen `Policy` out: what happens to each kind, and on whose authority."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway.errors import BadInput
from gateway.model import CountTerms, NoteTerms, RiskTerms, SyntheticTerms, Transform
from gateway.policy.risk import BuildModel, RiskSection, Share, terms
from gateway.policy.safe_harbor import check_safe_harbor
from gateway.policy.synthetic import SyntheticSection, synthetic_terms
from gateway.records import kinds, yaml
from gateway.records.descriptor import Name, digest, first_problem

Build = Callable[[str, object, Path], Transform]
_LEVELS = "levels lists at least two transforms, from the finest to the coarsest"
_FOR_EXAMPLE = "for example `levels: [{band: {years: 10}}, {band: {years: 20}}, drop]`"


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` is a kind, or a family and `.*`; `source` cites the law or guidance behind the rule.

    levels: transforms from the finest to the coarsest, for the risk stage to choose from; `transform` is the finest.
    """

    pattern: str
    transform: Transform
    source: str
    levels: tuple[Transform, ...] = ()

    def rank(self, kind: str) -> int:
        """How specifically the rule names `kind`; 0 where it does not."""
        if self.pattern == kind:
            return len(kind) + 2
        stem = self.pattern.removesuffix("*")
        return len(stem) if self.pattern != stem and kind.startswith(stem) else 0


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy file, checked. `approvals` is how many people besides the requester must agree."""

    name: str
    basis: str
    purposes: tuple[str, ...]
    rules: tuple[Rule, ...]
    quasi_identifiers: tuple[str, ...]
    risk: RiskTerms
    consent_default: Literal["opt-in", "opt-out"]
    approvals: int
    quarantine_at_most: float
    notes: NoteTerms
    digest: str
    public_counts: CountTerms | None = None
    synthetic: SyntheticTerms | None = None

    def rule(self, kind: str) -> Rule | None:
        """The most specific rule for `kind`."""
        best = max(self.rules, key=lambda rule: rule.rank(kind))
        return best if best.rank(kind) else None

    def is_quasi_identifier(self, kind: str) -> bool:
        return any(kind == q or (q.endswith(".*") and kind.startswith(q[:-1])) for q in self.quasi_identifiers)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Consent(_Strict):
    default: Literal["opt-in", "opt-out"] = "opt-in"


class _Notes(_Strict):
    recall_at_least: Share | None = None
    leaks_at_most: Share | None = None
    strictness: Literal["balanced", "strict", "maximum"] = "balanced"


class _PublicCounts(_Strict):
    epsilon: Annotated[float, Field(ge=0.000001, le=1000)]
    columns: Annotated[dict[str, Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]],
                       Field(min_length=1)]  # fmt: skip


class _Policy(_Strict):
    version: Literal[1]
    name: Name
    basis: Annotated[str, Field(min_length=1)]
    purposes: list[str] = []
    columns: Annotated[dict[str, Any], Field(min_length=1)]
    quasi_identifiers: list[str] = []
    risk: RiskSection | None = None
    consent: _Consent = _Consent()
    approvals: Annotated[int, Field(ge=1, le=5)] = 1
    quarantine_at_most: Share = 0.05
    notes: _Notes = _Notes()
    public_counts: _PublicCounts | None = None
    synthetic: SyntheticSection | None = None


def load(path: Path, build: Build, build_model: BuildModel) -> Policy:
    """Read a policy; `build` makes a transform and `build_model` a risk model of (name, parameters, folder).

    Raises BadInput.
    """
    raw = yaml.load(path)
    try:
        parsed = _Policy.model_validate(raw)
    except ValidationError as error:
        raise BadInput(f"{path}: {first_problem(error)}", hint="compare with a file in policies/") from None
    rules = tuple(_rule(path, pattern, rule, build) for pattern, rule in parsed.columns.items())
    for kind in parsed.quasi_identifiers:
        _check_pattern(f"{path}: quasi_identifiers", kind)
    check_safe_harbor(
        path,
        parsed.basis,
        ((rule.pattern, transform) for rule in rules for transform in rule.levels or (rule.transform,)),
    )
    risk = terms(path, parsed.risk, build_model)
    return Policy(
        name=parsed.name,
        public_counts=_count_terms(path, parsed.public_counts),
        synthetic=synthetic_terms(parsed.synthetic),
        basis=parsed.basis,
        purposes=tuple(parsed.purposes),
        rules=rules,
        quasi_identifiers=tuple(parsed.quasi_identifiers),
        risk=risk,
        consent_default=parsed.consent.default,
        approvals=parsed.approvals,
        quarantine_at_most=parsed.quarantine_at_most,
        notes=NoteTerms(**parsed.notes.model_dump()),
        digest=digest({
            "policy": raw,
            "files": [t.model_dump_json() for r in rules for t in r.levels or (r.transform,)],
            **({"risk": read} if (read := [[d.hierarchy[1], d.population[1]] for d in risk.models]) else {}),
        }),
    )


def _count_terms(path: Path, parsed: _PublicCounts | None) -> CountTerms | None:
    if parsed is None:
        return None
    where = f"{path}: public_counts.columns"
    for kind, codes in parsed.columns.items():
        if kinds.find(kind) is None:
            raise BadInput(f"{where}: unknown kind {kind!r}", hint=kinds.suggestion(kind))
        if len(set(codes)) < len(codes):
            raise BadInput(f"{where}.{kind}: lists a code twice", hint="list each code once")
    codes_of = {kind: tuple(codes) for kind, codes in parsed.columns.items()}
    return CountTerms(Decimal(str(parsed.epsilon)), codes_of)


def _rule(path: Path, pattern: str, raw: object, build: Build) -> Rule:
    where = f"{path}: columns.{pattern}"
    _check_pattern(where, pattern)
    name, params, source = _parts(where, raw)
    try:
        if name != "levels":
            transform, *more = build(name, params, path.parent).steps()
            if more:
                what = f"the rule has {1 + len(more)} levels"
                raise BadInput(what, hint=f"name one of them, or put it under `levels: [{name}: …, drop]`")
            return Rule(pattern, transform, source)
        named = [build(*_parts(where, level)[:2], path.parent) for level in _level_list(params)]
        levels = tuple(step for transform in named for step in transform.steps())
        if len(levels) < 2:
            raise BadInput(_LEVELS, hint=_FOR_EXAMPLE)
    except BadInput as error:
        raise BadInput(f"{where}: {error.what}", hint=error.hint) from None
    return Rule(pattern, levels[0], source, levels)


def _level_list(raw: object) -> list[object]:
    if not isinstance(raw, list):
        raise BadInput(_LEVELS, hint=_FOR_EXAMPLE)
    return raw


def _parts(where: str, raw: object) -> tuple[str, object, str]:
    """`keep`, `{shift: {days: 365}}` or either with `source: …` beside it."""
    if isinstance(raw, str):
        return raw, None, ""
    if isinstance(raw, Mapping):
        rest = {str(key): value for key, value in raw.items()}
        source = rest.pop("source", "")
        if len(rest) == 1 and isinstance(source, str):
            ((name, params),) = rest.items()
            return name, params, source
    raise BadInput(f"{where}: a rule names one transform", hint="for example `drop` or `{shift: {days: 365}}`")


def _check_pattern(where: str, pattern: str) -> None:
    family = pattern.removesuffix(".*")
    known = any(kind.family == family for kind in kinds.KINDS) if pattern != family else kinds.find(pattern)
    if not known:
        raise BadInput(f"{where}: unknown kind {pattern!r}", hint=kinds.suggestion(pattern))
