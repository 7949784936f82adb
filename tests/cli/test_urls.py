"""Sources and releases in an object store: the same job, told by the same words."""

import json
import os

import pytest

from gateway import storage

from .hospital import SOURCES


@pytest.fixture
def remote(desk, bucket):
    """A site that publishes to a bucket, where its sources are too."""
    for source in SOURCES.values():
        bucket.put(f"extracts/{source}", (desk.records / source).read_bytes())
    desk.describe(
        lambda raw: [raw["tables"][t].update(source=f"{bucket.url}/extracts/{s}") for t, s in SOURCES.items()], "remote"
    )
    with (desk.site / "site.toml").open("a") as settings:
        settings.write(f'\n[releases]\nurl = "{bucket.url}/out"\n')
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    return desk


def identity(desk) -> list[object]:
    return ["--identity", desk.site / "keys/ana.json"]


def exported(desk) -> dict:
    return json.loads(desk.does("export", desk.request("remote", tables="patients,notes"), "--json", who="sam"))


def test_a_release_in_a_store_is_made_verified_granted_and_opened(remote, bucket):
    made = exported(remote)
    name = made["release"]
    assert made["folder"] == f"{bucket.url}/out/{name}"
    keys = bucket.keys(f"out/{name}")
    assert {f"out/{name}/manifest.json", f"out/{name}/manifest.sig", f"out/{name}/card.html"} < set(keys)
    assert bucket.get(f"out/{name}/data/patients/part-00000.parquet")[:4] == b"PARE"
    assert not remote.staged()
    assert not (remote.site / "releases" / name).exists()
    for place in (name, made["folder"]):
        assert "intact" in remote.does("release", "verify", place)
    grant = remote.grant(name)
    listed = remote.does("open", made["folder"], "--grant", grant, *identity(remote))
    assert "patients" in listed
    assert "notes" in listed
    rows = remote.does("open", made["folder"], "--grant", grant, *identity(remote), "--table", "notes", "--head", "3")
    assert len(rows.splitlines()) == 4
    assert "Quillfeather" not in rows
    assert remote("audit", "verify").code == 0


def test_the_same_rows_as_from_files(desk, remote, bucket):
    made = exported(remote)
    settings = (remote.site / "site.toml").read_text()
    (remote.site / "site.toml").write_text(settings.partition("\n[releases]")[0])
    remote.describe(name="remote")
    remote.does("dataset", "add", remote.records / "dataset.yaml", who="sam")
    assert exported(remote)["tables"] == made["tables"]


def test_changed_missing_and_foreign_objects_are_refused(remote, bucket):
    made = exported(remote)
    part = f"out/{made['release']}/data/notes/part-00000.parquet"
    body = bucket.get(part)

    def refusal() -> str:
        done = remote("release", "verify", made["folder"])
        assert done.code == 6, done.err
        return done.err

    bucket.put(part, body[:-1] + bytes([body[-1] ^ 1]))
    assert "not a sealed part" in refusal()
    bucket.put(part, body)
    bucket.put(f"out/{made['release']}/data/notes/part-00001.parquet", body)
    assert "is not part of the release" in refusal()
    bucket.system.delete_file(f"{bucket.name}/out/{made['release']}/data/notes/part-00001.parquet")
    bucket.system.delete_file(f"{bucket.name}/{part}")
    assert "is missing" in refusal()


def test_an_upload_that_fails_leaves_no_release_and_is_taken_up_again(remote, bucket, monkeypatch):
    upload, seen = storage.upload, []

    def failing(source, target):
        seen.append(target.name)
        if target.name == "manifest.json":
            monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        upload(source, target)

    request = remote.request("remote", tables="patients,notes")
    with monkeypatch.context() as patched:
        patched.setattr(storage, "upload", failing)
        home = os.environ["AWS_ENDPOINT_URL"]
        stopped = remote("export", request, "--json", who="sam")
    assert stopped.code == 8, stopped.err
    assert "NETWORK_CONNECTION" in stopped.err
    assert seen[-1] == "manifest.json"
    assert not [key for key in bucket.keys("out") if key.endswith("manifest.json")]
    monkeypatch.setenv("AWS_ENDPOINT_URL", home)
    made = json.loads(remote.does("export", request, "--json", who="sam"))
    assert "intact" in remote.does("release", "verify", made["folder"])
    assert remote("audit", "verify").code == 0


def test_a_store_that_is_away(remote, bucket, monkeypatch):
    request = remote.request("remote", tables="patients")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    done = remote("export", request, who="sam")
    assert done.code == 8, done.err
    assert "NETWORK_CONNECTION" in done.err
    assert "Traceback" not in done.err


def test_a_source_that_is_not_there_is_named(remote, bucket):
    remote.describe(lambda raw: raw["tables"]["notes"].update(source=f"{bucket.url}/nothing.jsonl"), "other")
    done = remote("dataset", "add", remote.records / "dataset.yaml", who="sam")
    assert done.code == 3
    assert f"{bucket.url}/nothing.jsonl: no such file" in done.err


def test_a_bucket_is_scanned(remote, bucket):
    proposed = remote.does("dataset", "scan", f"{bucket.url}/extracts")
    assert f"source: {bucket.url}/extracts/patients.csv" in proposed


def test_a_url_that_the_site_cannot_use(desk):
    with (desk.site / "site.toml").open("a") as settings:
        settings.write('\n[releases]\nurl = "ftp://host/out"\n')
    done = desk("release", "verify", "rel-20261120-0a1b2c3d")
    assert done.code == 3
    assert "s3://BUCKET/KEY" in done.err
