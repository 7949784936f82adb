"""The kinds of hierarchies: what becomes of a value, that levels nest, and how a bad rule or value is refused."""

import tomllib
from importlib import resources
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import BadInput
from gateway.hierarchies import HIERARCHIES
from gateway.hierarchies.base import Rule
from gateway.hierarchies.us_states import divisions, names, of_prefix, regions
from gateway.risk.draft import draft

CANARY = "Zanzibar-7731"


def rule(name: str, options: Any) -> Rule:
    made = HIERARCHIES[name].parse(options)
    assert isinstance(made, Rule)
    return made


@pytest.mark.parametrize(
    ("name", "options", "value", "levels"),
    [
        ("intervals", [5, 10], "34.5", ["30-34", "30-39"]),
        ("intervals", [5, 10], "-3", ["-5 to -1", "-10 to -1"]),
        ("intervals", [1, 5], "7", ["7", "5-9"]),
        ("intervals", {"widths": [20], "top": 90}, "89", ["80-89"]),
        ("intervals", {"widths": [20], "top": 90}, "101", ["90+"]),
        ("intervals", {"widths": [20], "bottom": 18}, "18", ["18-19"]),
        ("intervals", {"widths": [20], "bottom": 18}, "17", ["under 18"]),
        ("intervals", {"widths": [5], "start": 1}, "5", ["1-5"]),
        ("intervals", [0.1, 0.5], "0.3", ["[0.3, 0.4)", "[0, 0.5)"]),
        ("intervals", {"cuts": [[18, 40, 65], [65]]}, "40", ["40-64", "under 65"]),
        ("intervals", {"cuts": [[18, 40, 65], [65]]}, "65", ["65+", "65+"]),
        ("mask", [4, 2], "03102", ["0310*", "03*"]),
        ("mask", {"keep": [4], "side": "left"}, "603-555-1000", ["*1000"]),
        ("mask", [4], "abc", ["abc"]),
        ("dates", None, "2024-11-30", ["2024-11", "2024-Q4", "2024", "2020s"]),
        ("dates", ["day"], "2024-11-30T23:59:00-05:00", ["2024-11-30"]),
        ("dates", {"units": ["year"], "format": "%m/%d/%Y"}, "11/30/1899", ["1899"]),
        ("us_zip", None, "02139-1234", ["021", "MA", "Northeast"]),
        ("us_zip", ["zip5", "zip3"], "2139", ["02139", "021"]),
        ("us_state", None, "new hampshire", ["New England", "Northeast"]),
        ("us_state", ["region"], "PR", ["Territories"]),
        ("icd10cm", None, "e119", ["E11.9", "E11", "E00-E89"]),
        ("icd10cm", None, "D49.2", ["D49.2", "D49", "C00-D49"]),
        ("icd10cm", None, "I10", ["I10", "I10", "I00-I99"]),
        ("icd10cm", ["chapter"], "O9A.1", ["O00-O9A"]),
        ("flat", None, "anything", []),
    ],
)
def test_a_value_climbs(name: str, options: Any, value: str, levels: list[str]) -> None:
    assert rule(name, options).climb(value) == (levels or ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("intervals", "forty"), ("intervals", "NaN"), ("intervals", "1e400"), ("dates", "30/11/2024"),
        ("dates", "2023-02-29"), ("us_zip", "K1A 0B1"), ("us_zip", "00100"), ("us_state", "Ontario"),
        ("icd10cm", "H96.1"), ("icd10cm", "250.00"), ("icd10cm", "E11.99999"),
    ],
)  # fmt: skip
def test_what_a_kind_does_not_cover_is_none(name: str, value: str) -> None:
    options = [5, 10] if name == "intervals" else None
    assert rule(name, options).climb(value) is None


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("intervals", [5, 12], "multiple"),
        ("intervals", [10, 5], "multiple"),
        ("intervals", {}, "either widths or cuts"),
        ("intervals", {"widths": [5], "cuts": [[1]]}, "either widths or cuts"),
        ("intervals", {"cuts": [[18, 65], [40]]}, "no others"),
        ("intervals", {"cuts": [[65, 18]]}, "ascend"),
        ("intervals", {"cuts": [[18]], "top": 90}, "go with widths"),
        ("intervals", {"widths": [5], "top": 1, "bottom": 2}, "below top"),
        ("mask", [2, 2], "fewer characters"),
        ("dates", ["year", "month"], "from fine to coarse"),
        ("us_zip", ["state", "zip3"], "from fine to coarse"),
        ("icd10cm", ["chapter", "category"], "from fine to coarse"),
    ],
)
def test_levels_that_would_not_nest_are_refused(name: str, options: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rule(name, options)


SOME = [
    ("intervals", {"widths": [3, 6, 12], "top": 50, "bottom": -7}, st.decimals(-200, 200, places=1).map(str)),
    ("intervals", {"cuts": [[-5, 0, 18, 40, 65], [0, 65], [65]]}, st.integers(-200, 200).map(str)),
    ("mask", [5, 3, 1], st.text("ab*", max_size=8)),
    ("dates", ["day", "month", "quarter", "year", "decade"], st.dates().map(str)),
    ("us_zip", ["zip5", "zip3", "state", "division", "region"], st.sampled_from([f"{p}{n:02}" for p in of_prefix()
                                                                                 for n in (1, 44)])),
    ("icd10cm", None, st.from_regex(r"\A[A-TZ][0-8][0-9](\.[0-9A-Z]{1,4})?\Z")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "options", "values"), SOME, ids=lambda x: x if isinstance(x, str) else None)
@given(data=st.data())
def test_every_level_is_coarser_and_every_value_covered(data: Any, name: str, options: Any, values: Any) -> None:
    made = rule(name, options)
    drawn = data.draw(st.sets(values, min_size=1, max_size=40))
    covered = {value for value in drawn if value == "" or made.climb(value) is not None}
    if not covered:
        return
    hierarchy = made.over(drawn, "h")  # would refuse levels that split
    assert set(hierarchy.leaves) == covered
    assert len(hierarchy.maps) == made.depth() + 2
    assert hierarchy.labels[-1] == ("*",)


def test_a_missing_value_stays_apart_up_to_the_top() -> None:
    hierarchy = rule("dates", ["year"]).over({"", "2020-01-31", "2020-06-30"}, "h")
    assert hierarchy.labels == (("", "2020-01-31", "2020-06-30"), ("", "2020"), ("*",))


def test_a_column_of_nothing_that_is_covered_is_refused_without_a_value() -> None:
    with pytest.raises(BadInput, match=r"h: not one value is a US ZIP code") as refused:
        rule("us_zip", None).over({CANARY}, "h")
    assert CANARY not in str(refused.value)


def test_each_assigned_prefix_lies_in_a_state_and_each_state_in_a_region() -> None:
    listed = tomllib.loads((resources.files("gateway.deid") / "data" / "zip3.toml").read_text("utf-8"))["assigned"]
    ranges = [(part.partition("-")[0], part.rpartition("-")[2]) for part in listed]
    assigned = {f"{number:03}" for low, high in ranges for number in range(int(low), int(high) + 1)}
    assert assigned - of_prefix().keys() == set()
    assert of_prefix().keys() - assigned == set()
    assert regions().keys() == names().keys() == divisions().keys()
    assert len(of_prefix()) == sum(int(high) - int(low) + 1 for low, high in ranges)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([f"19{n:02}-03-04" for n in range(40)], {"dates": ["month", "quarter", "year", "decade"]}),
        (["03101", "02139", ""], {"us_zip": ["zip3", "state", "region"]}),
        (["NH", "VT"], {"us_state": ["division", "region"]}),
        (["E11.9", "I10"], {"icd10cm": ["subcategory", "category", "chapter"]}),
        ([str(n) for n in range(90)], {"intervals": [5, 10, 20, 40]}),
        (["1", "2", "9"], {"flat": {}}),
        ([f"K-{n:03}" for n in range(30)], {"mask": [4, 2]}),
        (["F", "M", CANARY], {"flat": {}}),
        (["", ""], {"flat": {}}),
    ],
)
def test_a_draft_is_what_the_values_look_like(values: list[str], expected: dict[str, Any]) -> None:
    distinct = list(dict.fromkeys(values))
    places = np.array([distinct.index(value) for value in values])
    made = draft(distinct, places, np.arange(len(values)), "h")
    assert made.options == expected
    assert [level.values for level in made.levels] == list(made.hierarchy.cards)


def test_a_preview_shows_no_source_value_and_no_label_of_a_few() -> None:
    values = ["1980-01-01", "1980-05-05", "1993-07-07", CANARY]
    places = np.array([0] * 12 + [1] * 12 + [2] * 3)
    subjects = np.array([*range(24), *range(3)])
    shown = draft(values[:3], places, subjects, "h").levels
    assert [level.examples for level in shown] == [(), ("1980-01", "1980-05"), ("1980-Q1", "1980-Q2"), ("1980",),
                                                   ("1980s",), ("*",)]  # fmt: skip
    assert [level.fewest for level in shown] == [3, 3, 3, 3, 3, 24]
    one_subject = draft(values[:3], places, np.zeros(27, dtype=np.int64), "h").levels
    assert all(level.examples == () for level in one_subject)
    assert draft(values, np.array([*places, *[3] * 40]), np.arange(67), "h").levels[0].examples == ()
