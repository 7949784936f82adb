"""Paths and URLs: what is read, written, listed and removed, and how a store's refusal is told."""

from pathlib import Path

import pyarrow.dataset as ds
import pytest

from gateway import storage
from gateway.errors import BadInput, Interrupted
from gateway.model import Remote


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a/b.csv", Path("/data/a/b.csv")),
        ("/a/b.csv", Path("/a/b.csv")),
        ("file:///a/b%20c.csv", Path("/a/b c.csv")),
        ("s3://bucket/a b/c.csv", Remote("s3://bucket/a b/c.csv")),
        ("s3://bucket/prefix/", Remote("s3://bucket/prefix")),
        ("s3://bucket", Remote("s3://bucket")),
    ],
)
def test_a_path_or_a_url(text, place):
    assert storage.location(text, Path("/data")) == place


@pytest.mark.parametrize(
    "text", ["https://h/a.csv", "s3://KEY:CANARY@bucket/a", "s3://b/a?endpoint=CANARY", "file://host/a", "s3://"]
)
def test_other_urls_are_refused_and_credentials_are_not_repeated(text):
    with pytest.raises(BadInput) as caught:
        storage.location(text)
    assert "CANARY" not in str(caught.value)
    assert "s3://BUCKET/KEY" in caught.value.hint


def test_an_object_is_read_like_a_file(bucket, tmp_path):
    body = bytes(range(256)) * 100_000  # more than is read ahead
    (tmp_path / "x").write_bytes(body)
    for place in (tmp_path / "x", storage.location(bucket.put("a b/x", body))):
        assert storage.size(place) == len(body)
        assert storage.read_bytes(place) == body
        with storage.open_bytes(place) as handle:
            assert handle.peek(1)[:1] == body[:1]
            handle.seek(-3, 2)
            assert handle.read() == body[-3:]
        with storage.open_native(place) as native:
            assert native.read(5) == body[:5]


def test_nothing_there(bucket, tmp_path):
    for place in (tmp_path / "none", storage.location(f"{bucket.url}/none")):
        with pytest.raises(FileNotFoundError):
            storage.open_bytes(place)
        assert storage.files(place) == set()
        storage.remove(place)


def test_a_folder_is_listed_uploaded_and_removed(bucket, tmp_path):
    (tmp_path / "f").write_bytes(b"body")
    folder = storage.location(f"{bucket.url}/releases/r")
    for name in ("one", "deep/er/two"):
        storage.upload(tmp_path / "f", folder / name)
    bucket.put("releases/r2", b"a neighbour")
    assert storage.files(folder) == {"one", "deep/er/two"}
    assert bucket.get("releases/r/deep/er/two") == b"body"
    storage.remove(folder)
    assert storage.files(folder) == set()
    assert bucket.keys() == ["releases/r2"]


def test_arrow_reads_from_both(bucket, tmp_path):
    (tmp_path / "t.csv").write_bytes(b"a\n1\n")
    bucket.put("d/t.csv", b"a\n1\n")
    for folder in (tmp_path, storage.location(f"{bucket.url}/d")):
        system, paths = storage.arrow_files(folder, ["t.csv"])
        assert ds.dataset(paths, filesystem=system, format="csv").to_table().to_pydict() == {"a": [1]}


def test_a_store_that_is_away_is_no_fault_of_the_input(bucket, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    place = storage.location(f"{bucket.url}/x")
    (tmp_path / "f").write_bytes(b"body")
    for ask in (storage.open_bytes, lambda it: storage.upload(tmp_path / "f", it)):  # it asks for some seconds
        with pytest.raises(Interrupted, match=r"s3://bucket-\d+/x: .*NETWORK_CONNECTION") as caught:
            ask(place)
        assert caught.value.__cause__ is None
        assert caught.value.hint


def test_a_store_that_says_no_is_told_by_its_code():
    place = Remote("s3://bucket/x")
    with pytest.raises(BadInput, match=r"\(ACCESS_DENIED\)\n"):
        storage.reraise(place, OSError("When reading: AWS Error ACCESS_DENIED during HeadObject: CANARY"))
    storage.reraise(place, OSError("Corrupt snappy compressed data"))  # no answer of the store: the caller tells
    storage.reraise(Path("x"), OSError("AWS Error ACCESS_DENIED"))
