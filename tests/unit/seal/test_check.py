"""A published folder holds what its manifest lists, byte for byte, and nothing besides."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from crypto.people import SITE

from gateway.crypto.trust import Trust
from gateway.errors import IntegrityError
from gateway.seal.check import check_folder
from gateway.seal.staging import Staging

from .samples import JOB, rows, seal_part

FIRST, SECOND = "data/patients/part-00000.parquet", "data/patients/part-00001.parquet"


def test_a_whole_release_holds(folder: Path) -> None:
    for whole in (True, False):
        assert check_folder(folder, Trust(SITE.public), whole=whole).release == "rel-1"


def test_a_copy_elsewhere_holds(folder: Path, tmp_path: Path) -> None:
    check_folder(Path(shutil.copytree(folder, tmp_path / "copy of it")), Trust(SITE.public))


def _swap(folder: Path) -> None:
    (folder / FIRST).rename(folder / "x")
    (folder / SECOND).rename(folder / FIRST)
    (folder / "x").rename(folder / SECOND)


def _flip(name: str, at: int) -> Callable[[Path], None]:
    def flip(folder: Path) -> None:
        body = bytearray((folder / name).read_bytes())
        body[at] ^= 1
        (folder / name).write_bytes(bytes(body))

    return flip


def _link(folder: Path) -> None:
    (folder / FIRST).rename(folder.parent / "part")
    (folder / FIRST).symlink_to(folder.parent / "part")


def _link_table(folder: Path) -> None:
    (folder / "data/patients").rename(folder.parent / "patients")
    (folder / "data/patients").symlink_to(folder.parent / "patients")


def _forge(folder: Path) -> None:
    """The same rows, sealed again under the same key."""
    staging = Staging(folder.parent / "forged", JOB)
    made = seal_part(staging, "patients", 0, rows(1, 2))
    (staging.folder / made.part.path).replace(folder / FIRST)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "a part is missing": (lambda f: (f / FIRST).unlink(), f"{FIRST}: is missing"),
    "a document is missing": (lambda f: (f / "card.html").unlink(), "card.html: is missing"),
    "a file too many": (lambda f: (f / "notes.csv").write_text("x"), "notes.csv: is not part of the release"),
    "a hidden file": (lambda f: (f / "data/.x").write_text("x"), "data/.x: is not part of the release"),
    "a part too many": (lambda f: shutil.copy(f / FIRST, f / "data/patients/part-00002.parquet"),
                        "data/patients/part-00002.parquet: is not part of the release"),
    "a link for a part": (_link, f"{FIRST}: is a link"),
    "a link for a table": (_link_table, f"{FIRST}: is missing"),
    "a link to a folder": (lambda f: (f / "more").symlink_to("/etc"), "more: is not part of the release"),
    "a link to nowhere": (lambda f: (f / "more").symlink_to("nowhere"), "more: is not part of the release"),
    "parts in each other's place": (_swap, f"{FIRST}: "),
    "the same rows sealed again": (_forge, f"{FIRST}: "),
    "a part cut short": (lambda f: (f / FIRST).write_bytes((f / FIRST).read_bytes()[:-1]), f"{FIRST}: has another"),
    "a part in the clear": (lambda f: (f / FIRST).write_bytes(b"x" * (f / FIRST).stat().st_size),
                            "data/patients/part-00000.parquet: not a sealed part"),
    "a changed document": (_flip("card.html", 3), "card.html: does not match the manifest"),
    "a changed footer": (_flip(FIRST, -20), f"{FIRST}: does not match the manifest"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "what"), SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "footers"])
def test_refuses(folder: Path, spoil: Callable[[Path], object], what: str, whole: bool) -> None:
    spoil(folder)
    with pytest.raises(IntegrityError) as caught:
        check_folder(folder, Trust(SITE.public), whole=whole)
    assert caught.value.what.startswith(what)
    assert caught.value.hint


def test_a_changed_page_is_seen_by_the_whole_check_and_left_to_decryption_otherwise(folder: Path) -> None:
    _flip(FIRST, 30)(folder)
    check_folder(folder, Trust(SITE.public), whole=False)
    with pytest.raises(IntegrityError, match="does not match"):
        check_folder(folder, Trust(SITE.public))
