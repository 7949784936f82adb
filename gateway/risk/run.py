"""A CSV file and a risk.yaml in; the search's report and, if asked for, the generalised CSV out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gateway.errors import BadInput
from gateway.hierarchies.base import Kind, Rule
from gateway.hierarchies.csv import Csv
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.config import RiskConfig, read
from gateway.risk.measures import MEASURES
from gateway.risk.measures.base import Released
from gateway.risk.models.t_closeness import TCloseness
from gateway.risk.mondrian import LocalSolution, recode
from gateway.risk.problem import Problem, Solution
from gateway.risk.search import solve
from gateway.risk.source import CsvTable
from gateway.risk.table import tabulate


@dataclass(frozen=True)
class Suppressed:
    """How suppression hits one group."""

    rows: int
    suppressed: int

    @property
    def share(self) -> float:
        """Suppressed over rows, in 0…1."""
        return self.suppressed / self.rows


@dataclass(frozen=True, eq=False)
class Report:
    """What was found, as figures: it holds labels of hierarchies, but no value of the data besides."""

    problem: Problem
    solution: Solution | LocalSolution
    measures: dict[str, object]
    by_group: dict[str, Suppressed]

    def json(self) -> dict[str, object]:
        """As `gateway risk --json` prints it."""
        groups = {
            name: {"rows": one.rows, "suppressed": one.suppressed, "share": one.share}
            for name, one in self.by_group.items()
        }
        return {**self.solution.json(), "measures": self.measures, "suppressed_by_group": groups}


def generalise(file: Path, configuration: Path, output: Path | None = None) -> Report:
    """Find the least lossy generalisation of `file`, and write it to `output`.

    Raises BadInput for a file that can't be used, RiskRefused where nothing satisfies the models.
    """
    config = read(configuration)
    if output is not None and output.resolve() == file.resolve():
        raise BadInput(f"{output}: is the input", hint="write the result to another file")
    source = CsvTable(file, config.delimiter)
    everybody = CsvTable(config.folder / config.population, config.delimiter) if config.population else None
    hierarchies = _made(config.quasi_identifiers, config, [source, *filter(None, [everybody])])
    over = {name: kind for name, kind in config.sensitive.items() if kind is not None}
    sensitive = dict.fromkeys(config.sensitive) | _made(over, config, [source])
    codes, columns = source.codes(hierarchies, sensitive)
    population = everybody.codes(hierarchies, {})[0] if everybody else None
    problem = Problem(
        tabulate(codes, hierarchies, columns, population),
        config.models,
        config.loss,
        config.suppression,
        config.cap,
        config.weights,
        config.balance,
    )
    solution: Solution | LocalSolution
    if config.recoding == "mondrian":
        solution = recode(problem)
    else:
        solution = solve(problem, config.seconds_at_most, checks_at_most=config.checks_at_most)
    if output is not None:
        source.write(solution.cells() if isinstance(solution, LocalSolution) else solution.cells(codes), output)
    return Report(problem, solution, measure(problem, solution, config.risk_threshold), by_group(problem, solution))


def measure(problem: Problem, solution: Solution | LocalSolution, risk_threshold: float = 1 / 11) -> dict[str, object]:
    """All measures of the released rows."""
    classes, table = solution.classes, problem.table
    kept = classes.rows > 0
    kept[classes.of_tuple[solution.lost.tuples]] = False
    equal = {name: TCloseness(column=name, t=1.0) for name in table.sensitive}
    chosen = equal | {model.column: model for model in problem.models if isinstance(model, TCloseness)}
    distances = {name: chosen[name].measure(column) for name, column in table.sensitive.items()}
    released = Released(classes, kept, distances, risk_threshold)
    return {name: figure(released) for name, figure in MEASURES.items()}


def by_group(problem: Problem, solution: Solution | LocalSolution) -> dict[str, Suppressed]:
    """How suppression hits each capped group, named by the labels of its columns' hierarchies."""
    table, lost = problem.table, solution.lost.tuples
    found: dict[str, Suppressed] = {}
    for groups in problem.groups:
        places = [table.names.index(name) for name in groups.columns]
        gone = np.bincount(groups.of_tuple[lost], weights=table.rows[lost], minlength=len(groups.rows))
        first = np.unique(groups.of_tuple, return_index=True)[1]
        names = [", ".join(table.hierarchies[p].leaves[table.codes[p][one]] for p in places) for one in first]
        figures = zip(names, groups.rows, gone, strict=True)
        found |= {name: Suppressed(int(rows), int(some)) for name, rows, some in figures if rows}
    return found


def _made(kinds: Mapping[str, Kind], config: RiskConfig, sources: Sequence[CsvTable]) -> dict[str, Hierarchy]:
    """In the order of `kinds`. Those that follow a rule are made over the values that occur."""
    rules = {name: kind for name, kind in kinds.items() if isinstance(kind, Rule)}
    files = {name: kind for name, kind in kinds.items() if isinstance(kind, Csv)}
    found = [source.values(list(rules)) for source in sources]
    made = {name: kind.read(config.folder, config.delimiter) for name, kind in files.items()}
    for name, rule in rules.items():
        values = set().union(*(one[name] for one in found))
        made[name] = rule.over(values, f"{sources[0].path}: column {name!r}")
    return {name: made[name] for name in kinds}
