"""The manifest: signed over its very bytes by a data steward of the site."""

import json
from pathlib import Path
from random import Random

import pytest
from crypto.people import ELSEWHERE, SITE, person

from gateway.crypto.documents import canonical
from gateway.crypto.trust import Trust
from gateway.errors import BadInput, IntegrityError
from gateway.seal.manifest import MANIFEST, SIGNATURE, read, sign

from .samples import ANA, DOCUMENTS, SAM, release


def refused(folder: Path, site_key: bytes = SITE.public) -> str:
    with pytest.raises(IntegrityError) as caught:
        read(folder, Trust(site_key))
    assert caught.value.hint
    return caught.value.what


def test_reads_what_was_signed(folder: Path) -> None:
    manifest = read(folder, Trust(SITE.public))
    assert (manifest.release, manifest.signer) == ("rel-1", SAM.public)
    assert [(part.table, part.rows) for part in manifest.parts] == [("patients", 2), ("patients", 1), ("visits", 3)]
    assert manifest.documents.keys() == DOCUMENTS.keys()
    assert len(manifest.digest) == 64


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE])
def test_a_folder_without_either_is_no_release(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(BadInput, match="not a published release"):
        read(folder, Trust(SITE.public))


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE])
def test_no_bit_may_flip(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    for bit in Random(2).sample(range(len(whole) * 8), 200):
        body = bytearray(whole)
        body[bit // 8] ^= 1 << bit % 8
        (folder / name).write_bytes(bytes(body))
        refused(folder)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"7", b"[" * 100_000, b'{"signed":7}', b"\xff"])
def test_what_is_no_manifest_is_refused(folder: Path, body: bytes) -> None:
    (folder / MANIFEST).write_bytes(body)
    assert refused(folder) == "manifest.json: damaged"


@pytest.mark.parametrize(
    "changes", [{"parts": [{"path": "x"}]}, {"parts": [7]}, {"parts": None}, {"documents": [7]}, {"documents": 7}]
)
def test_a_signed_manifest_of_another_shape_is_refused(tmp_path: Path, changes: dict) -> None:
    assert refused(release(tmp_path / "r", **changes)) == "manifest.json: damaged"


def test_a_manifest_without_parts_is_refused(tmp_path: Path) -> None:
    assert "not of format" in refused(release(tmp_path / "r", parts=[]))


def test_another_format_is_refused(folder: Path) -> None:
    fields = {**json.loads((folder / MANIFEST).read_bytes()), "format": "gateway-release/2"}
    (folder / MANIFEST).write_bytes(canonical(fields))
    (folder / SIGNATURE).write_bytes(SAM.signing.sign(canonical(fields)))
    assert refused(folder) == "manifest.json: not of format gateway-release/1"


def test_only_a_steward_of_the_site_signs(tmp_path: Path) -> None:
    assert "not signed by a data steward" in refused(release(tmp_path / "a", ANA))
    assert "another site" in refused(release(tmp_path / "b", person("sam", site=ELSEWHERE)))
    assert "another site" in refused(release(tmp_path / "c"), ELSEWHERE.public)


def test_somebody_else_s_signature_is_refused(folder: Path) -> None:
    (folder / SIGNATURE).write_bytes(person("tess").signing.sign((folder / MANIFEST).read_bytes()))
    assert "the signature does not hold" in refused(folder)


def test_the_signed_bytes_are_canonical() -> None:
    body, signature = sign({"b": 1, "a": 2}, SAM)
    assert body == canonical(json.loads(body))
    assert body.startswith(b'{"a":2,"b":1,"format":"gateway-release/1","signed_by":')
    assert len(signature) == 64
