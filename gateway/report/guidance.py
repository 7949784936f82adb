"""A forecast of risk in, advice in words out: why to choose a setting, from the figures."""

from collections.abc import Iterator, Mapping
from typing import Any

_WHO = {
    2: "nobody is unique; for data that stay inside the hospital",
    3: "the least that statistical offices use, for recipients under contract who are trusted",
    5: "usual for a named recipient under contract and audit",
    11: "the default here; EMA policy 0070 and Health Canada ask it of data that anybody may see (risk at most 0.09)",
    20: "for sensitive subjects, or where several releases overlap",
    50: "for small places and rare conditions that are talked about",
    100: "seldom worth it; think of synthetic data or counts instead",
}


def advice(f: Mapping[str, Any]) -> list[str]:
    """Sentences, the most important first. f: the forecast as plain JSON values."""
    return [*_uniqueness(f), *_prices(f), *_groups(f), *_next(f)]


def who(k: int) -> str:
    """For whom this k is."""
    return _WHO.get(k, "")


def _uniqueness(f: Mapping[str, Any]) -> Iterator[str]:
    if not f["unique"]:
        yield "Nobody stands alone by these columns as they are."
    else:
        yield (
            f"{_share(f['unique'])} of the subjects stand alone by these columns as they are: whoever knows the "
            "values of one of them can pick that person out. Removing names and numbers does not change that."
        )
    worst = [column for column in f["columns"] if column["only_with_it"] > 0][:2]
    if worst:
        told = " and ".join(f"{c['column']} ({_share(c['only_with_it'])} are unique only because of it)" for c in worst)
        yield f"Most of it comes from {told}: offer coarser levels there first, or drop what the study does not need."


def _prices(f: Mapping[str, Any]) -> Iterator[str]:
    reached = [price for price in f["prices"] if price["loss"] is not None]
    default = next((price for price in reached if price["k"] == 11), None)
    if default is None:
        yield "k = 11 is out of reach: too few subjects share anything. Ask for more subjects, or release counts."
        return
    below = [price for price in reached if price["k"] < 11]
    yield (
        f"k = 11 costs a loss of {default['loss']:.2f} (0: nothing changed, 1: nothing left) and "
        f"{_share(default['suppressed'])} of the subjects."
    )
    if below and default["loss"] - below[-1]["loss"] > 0.05:
        yield (
            f"k = {below[-1]['k']} would cost {below[-1]['loss']:.2f}. It gives each person fewer others to hide "
            "among, so choose it only where a contract binds the recipient."
        )
    above = [price for price in reached if price["k"] > 11 and price["loss"] - default["loss"] <= 0.05]
    if above:
        yield f"k = {above[-1]['k']} costs hardly more ({above[-1]['loss']:.2f}): take it where the study allows."


def _groups(f: Mapping[str, Any]) -> Iterator[str]:
    price = next((p for p in f["prices"] if p["k"] == 11 and p["hardest_hit"] is not None), None)
    if price is None:
        return
    if price["by_column"][f["protected"]] > 0.9:
        yield (
            f"The least lossy way to k = 11 takes {f['protected']} away altogether, and then nobody can see how its "
            f"groups fare. Name it in `group_cap` to keep it; {_capped(price)}."
        )
        return
    if price["hardest_hit"] <= 0.10:
        yield f"Suppression hits no group of {f['protected']} harder than {_share(price['hardest_hit'])} at k = 11."
        return
    yield (
        f"At k = 11 without a cap, one group of {f['protected']} would lose {_share(price['hardest_hit'])} of its "
        f"people: privacy by erasing a minority. Keep the cap; {_capped(price)}."
    )


def _capped(price: Mapping[str, Any]) -> str:
    if price["capped_loss"] is None:
        return "but with at most 10% suppressed in every group, and the column as it is, nothing reaches k = 11"
    return f"with at most 10% suppressed in every group the loss is {price['capped_loss']:.2f}"


def _next(f: Mapping[str, Any]) -> Iterator[str]:
    default = next((p for p in f["prices"] if p["k"] == 11 and p["by_column"]), None)
    if default:
        lost = [name for name, loss in default["by_column"].items() if loss > 0.9]
        if lost:
            yield (
                f"At k = 11 little is left of {', '.join(lost)}. If the study needs it, give up another column for it: "
                "each quasi-identifier that goes makes the others finer."
            )


def _share(value: float) -> str:
    return "less than 0.1%" if 0 < value < 0.001 else f"{value:.1%}"
