"""From a policy's rule to a transform."""

from pathlib import Path

import pytest

from gateway.deid.columns import TRANSFORMS, build
from gateway.errors import BadInput


def fails(name: str, params: object) -> str:
    with pytest.raises(BadInput) as caught:
        build(name, params, Path())
    return str(caught.value)


def test_each_transform_stands_on_the_shelf_under_its_own_name() -> None:
    assert {name: transform.name for name, transform in TRANSFORMS.items()} == {
        name: name for name in TRANSFORMS
    }
    assert {name for name, transform in TRANSFORMS.items() if transform.drops} == {"drop"}


def test_a_primary_parameter_is_a_field_that_a_policy_may_set() -> None:
    for transform in TRANSFORMS.values():
        if transform.primary is not None:
            assert transform.primary in transform.model_fields.keys() - transform.derived


@pytest.mark.parametrize(
    ("name", "short", "long"),
    [
        ("pseudonym", "hmac", {"method": "hmac"}),
        ("shift", 365, {"days": 365}),
        ("zip3", 2020, {"census": 2020}),
        ("top_code", 89, {"limit": 89}),
        ("hash", None, {"separator": "|"}),
    ],
)
def test_a_scalar_sets_the_primary_parameter(name: str, short: object, long: object) -> None:
    assert build(name, short, Path()) == build(name, long, Path())


@pytest.mark.parametrize(
    ("name", "params", "said"),
    [
        ("top_cod", 89, ["unknown transform 'top_cod'", "did you mean 'top_code'?"]),
        ("qqq", None, ["unknown transform 'qqq'", "known: band, dates, drop"]),
        ("shift", {"dayz": 3}, ["transform 'shift' has no parameter 'dayz'", "did you mean 'days'?"]),
        ("keep", {"much": 1}, ["transform 'keep' has no parameter 'much'", "it takes no parameters"]),
        ("keep", "all", ["transform 'keep' takes no single value"]),
        ("band", 10, ["transform 'band' takes no single value", "top, width, years"]),
        ("shift", None, ["transform 'shift', parameter 'days'", "required"]),
        ("shift", "365", ["transform 'shift', parameter 'days'", "integer"]),
        ("shift", True, ["transform 'shift', parameter 'days'", "integer"]),
        ("shift", 0, ["transform 'shift', parameter 'days'", "greater than or equal to 1"]),
        ("shift", [1], ["transform 'shift', parameter 'days'"]),
        ("zip3", 1990, ["transform 'zip3', parameter 'census'", "2000, 2010 or 2020"]),
        ("pseudonym", "md5", ["transform 'pseudonym', parameter 'method'", "'random' or 'hmac'"]),
        ("top_code", -1, ["transform 'top_code', parameter 'limit'"]),
        ("hash", "a", ["transform 'hash', parameter 'separator'"]),
        ("hash", "", ["transform 'hash', parameter 'separator'"]),
        ("band", None, ["transform 'band': give either 'width'"]),
        ("band", {"width": 10, "years": 5}, ["transform 'band': give either 'width'"]),
        ("band", {"years": 5, "top": 90}, ["transform 'band': 'top' goes with 'width' only"]),
        ("map", {"file": "x.csv", "pairs": []}, ["transform 'map' has no parameter 'pairs'"]),
        ("map", {"file": "x.csv", "level": 0}, ["transform 'map', parameter 'level'"]),
        ("map", None, ["transform 'map', parameter 'file'"]),
    ],
)
def test_what_cannot_be_built_is_named_with_a_hint(name: str, params: object, said: list[str]) -> None:
    message = fails(name, params)
    for part in said:
        assert part in message


def test_transforms_are_values() -> None:
    first, second = (build("band", {"width": 10, "top": 90}, Path()) for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)
    assert first.model_dump_json() == '{"width":10,"years":null,"top":90}'
