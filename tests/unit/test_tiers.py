"""Real and synthetic rows, told apart on the sealed bytes."""

from pathlib import Path

import pyarrow as pa
import pytest

from gateway.errors import IntegrityError
from gateway.model import PartRecord
from gateway.seal.parts import PartKey, digests, write
from gateway.tiers import check_tiers

KEY = PartKey(b"k" * 32, "rel-1")
PLAN = [{"table": "patients", "column": "code", "kind": "subject"},
        {"table": "patients", "column": "age", "kind": "age"}]  # fmt: skip


def part(folder: Path, tier: str, rows: pa.RecordBatch, as_tier: str | None = None) -> PartRecord:
    """A part of `tier`, or one whose record says another."""
    path = folder / (as_tier or tier) / "patients" / "part-00000.parquet"
    path.parent.mkdir(parents=True)
    write(path, [rows], KEY.tier(tier))
    told = as_tier or tier
    relative = str(path.relative_to(folder))
    return PartRecord(relative, "patients", told, rows.num_rows, path.stat().st_size, *digests(path))


def real(*codes: str) -> pa.RecordBatch:
    return pa.record_batch({"code": list(codes), "age": [40] * len(codes)})


def synthetic(*codes: str, flags: list[bool | None] | None = None) -> pa.RecordBatch:
    flag = pa.array(flags or [True] * len(codes), pa.bool_())
    return pa.record_batch([pa.array(codes), pa.array([40] * len(codes)), flag], ["code", "age", "synthetic"])


def test_a_release_of_both_holds(tmp_path: Path) -> None:
    parts = [part(tmp_path, "data", real("a", "b")), part(tmp_path, "synthetic", synthetic("syn-a", "syn-b", "syn-c"))]
    assert check_tiers(tmp_path, parts, PLAN, KEY) == 3


@pytest.mark.parametrize(
    ("tier", "rows", "word"),
    [
        ("synthetic", real("syn-a", "syn-b"), "do not say that they are synthetic"),
        ("synthetic", synthetic("syn-a", "syn-b", flags=[True, False]), "do not say that they are synthetic"),
        ("synthetic", synthetic("syn-a", "syn-b", flags=[True, None]), "do not say that they are synthetic"),
        ("synthetic", synthetic("syn-a", "b"), "holds keys of real rows"),
        ("data", real("a", "syn-b"), "holds synthetic rows among real ones"),
        ("data", synthetic("a", "b"), "holds synthetic rows among real ones"),
    ],
)
def test_a_row_of_the_other_tier_is_refused(tmp_path: Path, tier: str, rows: pa.RecordBatch, word: str) -> None:
    with pytest.raises(IntegrityError, match=word):
        check_tiers(tmp_path, [part(tmp_path, tier, rows)], PLAN, KEY)


def test_a_text_that_says_true_is_no_flag(tmp_path: Path) -> None:
    rows = pa.record_batch({"code": ["syn-a"], "age": [40], "synthetic": ["true"]})
    with pytest.raises(IntegrityError, match="do not say"):
        check_tiers(tmp_path, [part(tmp_path, "synthetic", rows)], PLAN, KEY)


@pytest.mark.parametrize(("made", "told"), [("synthetic", "data"), ("data", "synthetic")])
def test_a_part_that_was_moved_does_not_open(tmp_path: Path, made: str, told: str) -> None:
    rows = synthetic("syn-a") if made == "synthetic" else real("a")
    with pytest.raises(IntegrityError, match="cannot be decrypted"):
        check_tiers(tmp_path, [part(tmp_path, made, rows, told)], PLAN, KEY)


def test_a_part_lies_where_its_tier_says(tmp_path: Path) -> None:
    found = part(tmp_path, "data", real("a"))
    with pytest.raises(IntegrityError, match="folder of another tier"):
        check_tiers(tmp_path, [PartRecord(found.path, "patients", "synthetic", *[1, 1, "", ""])], PLAN, KEY)


def test_the_synthetic_key_does_not_give_the_data_key() -> None:
    assert KEY.tier("data") is KEY
    assert KEY.tier("synthetic").key != KEY.key
    assert KEY.tier("synthetic").aad_prefix == b"gw/rel-1/synthetic"
