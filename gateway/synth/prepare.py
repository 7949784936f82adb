"""Real rows in; what a synthesiser may learn from out, and its rows turned back into rows that hold every constraint.

Before a fit, what stands for few subjects goes: a category of fewer than `SMALL` subjects becomes null, and numbers
are drawn in to the `SMALL`-th from either end, since models repeat the extremes and categories that they saw.
Constraints are built into the columns, so that every synthesiser keeps them: columns that go together become one, and
a later date becomes its distance from the earlier one. `holds` checks all of it again on the rows that come out.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gateway.model import Bounded, Constraint, Listed, Ordered, Together
from gateway.model.flow import SMALL
from gateway.synth.base import SUBJECT, Classes, Columns

Combinations = Mapping[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows as they are fitted, and what turns sampled ones back.

    constants: columns that have one value in all rows. combinations: code → values, by rule.
    """

    rows: pd.DataFrame
    columns: Columns
    constants: Mapping[str, object]
    combinations: Mapping[Together, Combinations]
    rules: tuple[Constraint, ...]
    order: tuple[str, ...]
    whole: tuple[str, ...]

    def restore(self, sampled: pd.DataFrame) -> pd.DataFrame:
        """Sampled rows with the columns of the real ones, as they would be released: attacks are tried on these."""
        rows = sampled.copy()
        for name, value in self.constants.items():
            rows[name] = pd.Series([value] * len(rows), index=rows.index)
        for rule in self.rules:
            if isinstance(rule, Ordered):
                rows[rule.after] = rows[rule.before] + rows[rule.after].clip(lower=0)
            elif isinstance(rule, Together) and rule in self.combinations:
                _spread(rows, rule, self.combinations[rule])
        for rule in self.rules:
            if isinstance(rule, Bounded):
                rows[rule.column] = rows[rule.column].clip(rule.low, rule.high)
        for name in self.whole:
            rows[name] = rows[name].round()
        return rows[[*self.order, SUBJECT]]


def prepare(real: pd.DataFrame, columns: Columns, rules: Sequence[Constraint],
            same: Collection[str] | None = None) -> Prepared:  # fmt: skip
    """`real` has the columns and `SUBJECT`; nothing of it is changed.

    same: columns that have one value because the request says so. Where it is given, each row is prepared by itself:
    what depends on other subjects' rows would spend a privacy budget that nobody counts.
    """
    rows = real[[*columns.numeric, *columns.categorical, SUBJECT]].copy()
    for name in columns.numeric if same is None else ():
        if name not in columns.kept:
            rows[name] = _drawn_in(rows[name])
    for name in columns.categorical if same is None else ():
        if name not in columns.kept:
            rows[name] = _common(rows[name], rows[SUBJECT])
    combinations = {}
    coded = columns
    for rule in rules:
        if isinstance(rule, Ordered):
            rows[rule.after] = (rows[rule.after] - rows[rule.before]).clip(lower=0)
        elif isinstance(rule, Together):
            combinations[rule] = _join(rows, rule)
            coded = coded.without(rule.columns[1:])
    coded, constants = _apart(rows, coded, same)
    order = (*columns.numeric, *columns.categorical)
    fitted = rows[[*coded.numeric, *coded.categorical, SUBJECT]]
    return Prepared(fitted, coded, constants, combinations, tuple(rules), order, columns.whole)


def holds(rows: pd.DataFrame, real: pd.DataFrame, rules: Sequence[Constraint]) -> "pd.Series[bool]":
    """Which rows keep every rule; a null breaks none. Combinations are those of the real rows, nulls apart."""
    found = pd.Series(True, index=rows.index)
    for rule in rules:
        match rule:
            case Bounded(column=name, low=low, high=high):
                found &= rows[name].isna() | rows[name].between(low, high)
            case Ordered(before=before, after=after):
                found &= ~(rows[after] < rows[before])
            case Listed(column=name, values=values):
                found &= rows[name].isna() | rows[name].isin(values)
            case Together(columns=names):
                known = set(_tuples(real, names)) | {(None,) * len(names)}
                found &= pd.Series([one in known for one in _tuples(rows, names)], index=rows.index)
    return found


def shared(rows: pd.DataFrame, real: pd.DataFrame, classes: Classes) -> "pd.Series[bool]":
    """Which rows have quasi-identifiers that enough subjects of the real rows have, all of them together."""
    if not classes.columns:
        return pd.Series(True, index=rows.index)
    held = Counter(one for one, _ in set(zip(_tuples(real, classes.columns), real[SUBJECT], strict=True)))
    return pd.Series([held[one] >= classes.least for one in _tuples(rows, classes.columns)], index=rows.index)


def _drawn_in(values: pd.Series) -> pd.Series:
    found = np.sort(values.dropna().to_numpy())
    if len(found) < 2 * SMALL:
        return values.where(values.isna(), float(np.median(found)) if len(found) else np.nan)
    return values.clip(found[SMALL - 1], found[-SMALL])


def _common(values: pd.Series, subjects: pd.Series) -> pd.Series:
    held = subjects.groupby(values).nunique()
    return values.where(values.isin(held.index[held >= SMALL]), None)


def _join(rows: pd.DataFrame, rule: Together) -> Combinations:
    """Put one code in place of the rule's first column; the others go when the columns are chosen."""
    found = _tuples(rows, rule.columns)
    whole = [one if None not in one else (None,) * len(rule.columns) for one in found]
    codes = {one: f"c{number}" for number, one in enumerate(sorted(set(whole) - {whole[0][:0]}, key=repr))}
    rows[rule.columns[0]] = pd.Series([codes[one] for one in whole], index=rows.index, dtype=object)
    return {code: one for one, code in codes.items()}


def _spread(rows: pd.DataFrame, rule: Together, combinations: Combinations) -> None:
    empty = (None,) * len(rule.columns)
    found = [combinations.get(str(code), empty) for code in rows[rule.columns[0]]]
    for place, name in enumerate(rule.columns):
        rows[name] = pd.Series([one[place] for one in found], index=rows.index, dtype=object)


def _tuples(rows: pd.DataFrame, names: Sequence[str]) -> list[tuple[object, ...]]:
    columns = [[None if pd.isna(value) else value for value in rows[name]] for name in names]
    return list(zip(*columns, strict=True))


def _apart(rows: pd.DataFrame, columns: Columns, same: Collection[str] | None) -> tuple[Columns, dict[str, object]]:
    """The columns that vary, and the value of those that do not."""
    constants = {name: rows[name].iloc[0] for name in (*columns.numeric, *columns.categorical)
                 if (rows[name].nunique(dropna=False) == 1 if same is None else name in same)}  # fmt: skip
    return columns.without(list(constants)), constants
