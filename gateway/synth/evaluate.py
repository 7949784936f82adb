"""Files of real, synthetic and held-out rows in; what the synthetic ones help and whom they expose, out.

Nothing is fitted here. Whoever asks states that the synthetic rows were made from the real file and nothing else; the
control is real rows that the synthesiser never saw. Without a control neither use nor exposure can be measured.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway.errors import BadInput
from gateway.records.yaml import load
from gateway.synth.evidence.base import SPLITS, Privacy, Quality, Shape, Utility

_LIBRARIES = ("sklearn", "imblearn", "fairlearn", "sdmetrics")
Value = str | int | float | bool


class EvaluationConfig(BaseModel):
    """A configuration as people write it; see `evidence.base.Shape`."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    delimiter: str = Field(default=",", min_length=1, max_length=1)
    numeric: list[str] = []
    categorical: list[str] = []
    target: str | None = None
    groups: list[str] = []
    cohort: dict[str, list[Value]] = {}
    subject: str | None = None
    splits: int = Field(default=SPLITS, ge=SPLITS)
    seed: int = Field(default=1, ge=0)

    @property
    def shape(self) -> Shape:
        """What the evidence needs to know."""
        cohort = {name: tuple(values) for name, values in self.cohort.items()}
        numeric, categorical, groups = map(tuple, (self.numeric, self.categorical, self.groups))
        return Shape(numeric, categorical, self.target, groups, cohort, self.subject)


@dataclass(frozen=True)
class Evaluation:
    """The figures. repeated: share of synthetic rows equal to a real row. not_measured: what could not be, and why."""

    rows: dict[str, int]
    quality: Quality
    utility: Utility | None
    privacy: Privacy | None
    repeated: float
    not_measured: dict[str, str]

    def json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "quality": self.quality.json(),
            "utility": self.utility.json() if self.utility else None,
            "privacy": self.privacy.json() if self.privacy else None,
            "repeated": self.repeated,
            "not_measured": self.not_measured,
        }


def evaluate(real: Path, synthetic: Path, config: Path, control: Path | None = None) -> Evaluation:
    """Read the files and measure. Raises BadInput naming the file and what mends it."""
    demand_installed()
    found = read(config)
    shape = found.shape
    ours, made = table(real, found), table(synthetic, found)
    theirs = table(control, found) if control else None
    from gateway.synth.evidence.gower import coded
    from gateway.synth.evidence.privacy import privacy
    from gateway.synth.evidence.quality import quality
    from gateway.synth.evidence.utility import held_out

    missing: dict[str, str] = {}
    if theirs is None:
        missing = dict.fromkeys(("utility", "privacy"), "no held-out rows were given (--control)")
    elif shape.target is None:
        missing["utility"] = "the configuration names no target"
    keys = [one.keys for one in coded([ours, made], shape)]
    return Evaluation(
        {"real": len(ours), "synthetic": len(made), "control": 0 if theirs is None else len(theirs)},
        quality(ours, made, shape),
        None if theirs is None or missing else held_out(ours, theirs, made, shape, found.seed, found.splits),
        None if theirs is None else privacy(ours, theirs, made, shape, found.seed),
        float(pd.Series(keys[1]).isin(keys[0]).mean()),
        missing,
    )


def demand_installed() -> None:
    """Raise BadInput where the extra is missing."""
    if missing := [name for name in _LIBRARIES if find_spec(name) is None]:
        what = f"this needs {missing[0]}, which is not installed"
        raise BadInput(what, hint="pip install 'patient-data-gateway[synthetic]'")


def read(path: Path) -> EvaluationConfig:
    """Load and check a configuration. Raises BadInput naming the file and the key."""
    try:
        config = EvaluationConfig(**load(path))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        what = f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg'][0].lower()}{first['msg'][1:]}"
        raise BadInput(what, hint=f"keys are {', '.join(EvaluationConfig.model_fields)}") from None
    names = [*config.numeric, *config.categorical]
    if not names:
        raise BadInput(f"{path}: names no column", hint="list the columns to look at as `numeric` and `categorical`")
    if twice := [name for name in names if names.count(name) > 1]:
        raise BadInput(f"{path}: column {twice[0]!r} is named twice", hint="a column is numeric or categorical")
    for key, wanted in (("target", [config.target] if config.target else []), ("groups", config.groups),
                        ("cohort", list(config.cohort))):  # fmt: skip
        if strange := [name for name in wanted if name not in names]:
            hint = "list it as numeric or categorical too"
            raise BadInput(f"{path}: {key}: {strange[0]!r} is no column that is looked at", hint=hint)
    return config


def table(path: Path, config: EvaluationConfig) -> pd.DataFrame:
    """The rows of a CSV file as text; an empty cell is missing. Raises BadInput."""
    try:
        rows = pd.read_csv(path, sep=config.delimiter, dtype=str, keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise BadInput(f"{path}: no such file", hint="check the path") from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        what = f"{path}: is not CSV text in UTF-8"
        raise BadInput(what, hint="save it with one header line, and set `delimiter` in the configuration") from None
    if lost := [name for name in config.shape.needed if name not in rows]:
        raise BadInput(f"{path}: no column {lost[0]!r}", hint="check the header and `delimiter` in the configuration")
    if not len(rows):
        raise BadInput(f"{path}: has no rows", hint="give a file with rows")
    return rows.replace("", None)
