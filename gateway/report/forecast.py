"""A forecast of risk in, a page or a picture out: who stands out by which columns, and what each k costs."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from gateway.report.guidance import advice, who
from gateway.report.page import ENVIRONMENT
from gateway.report.sheets import style

WIDTH, LEFT, RIGHT = 720, 170, 20
_ROW, _TOP, _PLOT = 26, 48, 180


def page(name: str, forecast: Mapping[str, Any]) -> bytes:
    """HTML in UTF-8 that opens offline and loads nothing. forecast: plain JSON values, no cell of the data."""
    sheet = style("card.css")
    text = ENVIRONMENT.get_template("forecast.html").render(
        name=name,
        f=forecast,
        advice=advice(forecast),
        who=who,
        picture=Markup(picture(name, forecast).decode()),  # noqa: S704 - made by a template that escapes
        style=sheet.text,
        style_hash=sheet.digest,
    )
    return text.encode()


def picture(name: str, forecast: Mapping[str, Any]) -> bytes:
    """The two charts as one SVG."""
    rows = [
        {"label": column["column"], "y": _TOP + place * _ROW, "alone": _bar(column["alone"]),
         "only": _bar(column["only_with_it"]), "text": column["only_with_it"], "alone_text": column["alone"]}
        for place, column in enumerate(forecast["columns"])
    ]  # fmt: skip
    top = _TOP + len(rows) * _ROW + 70
    reached = [price for price in forecast["prices"] if price["loss"] is not None]
    places = {price["k"]: LEFT + (place + 0.5) * _span() / max(1, len(reached)) for place, price in enumerate(reached)}
    lines = {
        "loss": [(places[p["k"]], _height(top, p["loss"]), p["loss"]) for p in reached],
        "capped": [(places[p["k"]], _height(top, p["capped_loss"]), p["capped_loss"])
                   for p in reached if p["capped_loss"] is not None],
    }  # fmt: skip
    text = ENVIRONMENT.get_template("forecast.svg").render(
        name=name, f=forecast, rows=rows, top=top, bottom=top + _PLOT, places=places, width=WIDTH, left=LEFT,
        height=top + _PLOT + 50, lines=lines, paths={series: _path(points) for series, points in lines.items()},
        grid=[(share, _height(top, share)) for share in (0, 0.25, 0.5, 0.75, 1)],
    )  # fmt: skip
    return text.encode()


def _span() -> int:
    return WIDTH - LEFT - RIGHT


def _bar(share: float) -> float:
    return max(0.0, share) * (_span() - 60)


def _height(top: float, loss: float) -> float:
    return top + _PLOT * (1 - loss)


def _path(points: Sequence[tuple[float, float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
