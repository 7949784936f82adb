"""Places in the plots of the log's report: in the frame, in order, and as tall as their counts."""

from datetime import datetime, timedelta

import pytest

from gateway.report import plots

START = datetime.fromisoformat("2026-01-01T08:00:00.000000Z")


def at(days: float) -> str:
    return (START + timedelta(days)).isoformat()


def answers(exports: list[float], denied: list[float] = (), changed: list[float] = ()) -> dict[str, list[dict]]:
    rows = {"exports": exports, "denied": denied, "policies": changed, "intents": []}
    return {name: [{"at": at(day), "file": "ours.yaml"} for day in days] for name, days in rows.items()}


@pytest.mark.parametrize(("last", "step"), [(0, "day"), (30, "day"), (200, "week"), (1000, "30 days"), (4000, "year")])
def test_every_event_stands_in_a_column(last: int, step: str) -> None:
    found = plots.timeline(answers([0, 0, last], denied=[last]))
    assert found is not None
    assert found.step == step
    assert len(found.columns) <= max(plots.MOST_COLUMNS, 12)
    counts = [count for column in found.columns for _, count, _, _ in column.stack]
    assert sum(counts) == 4
    assert found.columns[0].label == "2026-01-01"
    for column in found.columns:
        assert 0 <= column.left < column.left + column.width <= 1 + 1e-9
        top = plots.HEIGHT - sum(tall for _, _, _, tall in column.stack)
        assert top >= -1e-9
        assert not column.stack or column.stack[-1][2] == pytest.approx(top)


def test_the_highest_column_fills_the_frame() -> None:
    found = plots.timeline(answers([0, 0, 5], denied=[0]))
    assert found is not None
    assert found.highest == 3
    assert sum(tall for _, _, _, tall in found.columns[0].stack) == pytest.approx(plots.HEIGHT)


def test_policies_are_marked_within_the_time_shown() -> None:
    found = plots.timeline(answers([0, 20], changed=[-3, 10, 90]))
    assert found is not None
    assert [file for _, file in found.marks] == ["ours.yaml"]
    assert found.marks[0][0] == pytest.approx(10 / 21)


def test_nothing_gives_no_plot() -> None:
    assert plots.timeline(answers([])) is None
    assert plots.dots([]) == ((), ())


def test_dots_stand_on_a_scale_of_decades() -> None:
    rows = [{"at": at(day), "rows": count, "patients": 1, "release": "r", "recipient": "ana", "unusual": []}
            for day, count in ((0, 1), (5, 100), (10, 10_000))]  # fmt: skip
    found, grid = plots.dots(rows)
    assert [round(dot.y, 6) for dot in found] == [plots.HEIGHT, plots.HEIGHT / 2, 0]
    assert [round(dot.x, 6) for dot in found] == [0.03, 0.5, 0.97]
    assert [label for _, label in grid] == ["1", "10", "100", "1,000", "10,000"]
