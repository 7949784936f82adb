"""What a policy may say of synthetic rows, and what a request may ask."""

from pathlib import Path

import pytest
import yaml

from gateway import preview
from gateway.deid.columns import build
from gateway.errors import BadInput, Refused
from gateway.model import Column, ColumnPlan, Dataset, SyntheticTerms, SyntheticWish, Table
from gateway.policy import synthetic
from gateway.site import shipped


def policy(tmp_path: Path, section: object) -> SyntheticTerms | None:
    raw = yaml.safe_load((shipped("policies") / "hipaa-safe-harbor.yaml").read_text())
    path = tmp_path / "p.yaml"
    path.write_text(yaml.safe_dump(raw | ({"synthetic": section} if section is not None else {})))
    return preview.policy(path).synthetic


def test_nothing_said_is_nothing_allowed(tmp_path: Path) -> None:
    assert policy(tmp_path, None) is None


def test_an_empty_section_allows_with_a_floor_and_limits(tmp_path: Path) -> None:
    terms = policy(tmp_path, {})
    assert terms is not None
    assert (terms.floor, terms.when_not_helpful, terms.keep_models) == (100, "leave-out", False)
    assert terms.synthesisers == ("gaussian-copula", "tvae")
    assert terms.limits.copies == 0.02


@pytest.mark.parametrize(
    ("section", "word"),
    [
        ({"floor": 5}, "floor"), ({"synthesisers": ["smote"]}, "synthesisers"), ({"synthesisers": []}, "synthesisers"),
        ({"limits": {"copies": 2.0}}, "copies"), ({"limits": {"dcr": 0.1}}, "dcr"), ({"membership": 0.7}, "membership"),
        ({"when_not_helpful": "publish"}, "when_not_helpful"), ({"epsilon": 0.0}, "epsilon"),
        ({"seconds": 0}, "seconds"),
    ],
)  # fmt: skip
def test_what_a_policy_cannot_mean_is_refused(tmp_path: Path, section: dict, word: str) -> None:
    with pytest.raises(BadInput, match=f"synthetic.*{word}"):
        policy(tmp_path, section)


def test_every_term_changes_the_policy_that_was_approved(tmp_path: Path) -> None:
    raw = yaml.safe_load((shipped("policies") / "hipaa-safe-harbor.yaml").read_text())
    digests = set()
    for number, section in enumerate(({}, {"floor": 50}, {"limits": {"near": 0.2}})):
        path = tmp_path / f"{number}.yaml"
        path.write_text(yaml.safe_dump(raw | {"synthetic": section}))
        digests.add(preview.policy(path).digest)
    assert len(digests) == 3


def test_a_wish_in_place_and_in_a_file_are_the_same(tmp_path: Path) -> None:
    text = "{tables: [visits], cohort: {payer: Medicaid, ok: [1, true]}, rows: 5, target: ok}"
    path = tmp_path / "wish.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(text)))
    wish = synthetic.read_wish(text)
    assert wish == synthetic.read_wish(str(path))
    assert wish == SyntheticWish(("visits",), 5, {"payer": ("Medicaid",), "ok": (1, True)}, "auto", "ok")
    assert synthetic.as_wish(wish.json()) == wish
    assert synthetic.read_wish("") is None


TERMS = synthetic.synthetic_terms(synthetic.SyntheticSection(synthesisers=["gaussian-copula", "hma"]))
TABLES = {"patients": ["id", "sex"], "visits": ["id", "kind", "cost"], "labs": ["id", "kind"],
          "bad": ["id", "synthetic"]}  # fmt: skip


def dataset() -> tuple[Dataset, list[ColumnPlan]]:
    kept, dropped = build("keep", None, Path()), build("drop", None, Path())
    kinds = {"id": "subject"}
    tables = tuple(
        Table(name, Path("x.csv"), "csv", tuple(Column(c, kinds.get(c, "clinical.kind")) for c in columns))
        for name, columns in TABLES.items()
    )
    planned = [ColumnPlan(table.name, c.name, c.kind, "", dropped if c.name == "cost" else kept, "", False)
               for table in tables for c in table.columns]  # fmt: skip
    return Dataset("d", tables, "patients", ""), planned


@pytest.mark.parametrize(
    ("wish", "error", "word"),
    [
        (SyntheticWish(("labs", "visits"), 5), BadInput, "linked by nothing"),
        (SyntheticWish(("nowhere",), 5), BadInput, "not asked for"),
        (SyntheticWish(("visits",), 5, synthesiser="ctgan"), Refused, "does not allow"),
        (SyntheticWish(("visits",), 5, synthesiser="hma"), BadInput, "hma is for linked tables"),
        (SyntheticWish(("visits",), 5, target="cost"), BadInput, "no released columns"),
        (SyntheticWish(("patients", "visits"), 5, {"id": ("a",)}), BadInput, "names 2 released columns"),
        (SyntheticWish(("bad",), 5), BadInput, "of its own"),
    ],
)
def test_a_wish_that_does_not_fit_is_refused_before_a_row_is_read(wish, error, word: str) -> None:
    described, planned = dataset()
    with pytest.raises(error, match=word):
        synthetic.fit(wish, TERMS, "p", described, planned)


def test_a_wish_that_fits() -> None:
    described, planned = dataset()
    wish = SyntheticWish(("patients", "visits"), 5, {"sex": ("F",)}, "hma", "visits.kind")
    assert synthetic.fit(wish, TERMS, "p", described, planned).wish == wish


def test_a_policy_without_the_section_refuses() -> None:
    described, planned = dataset()
    with pytest.raises(Refused, match="allows no synthetic rows"):
        synthetic.fit(SyntheticWish(("visits",), 5), None, "p", described, planned)
