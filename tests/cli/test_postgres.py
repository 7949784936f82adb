"""The whole job of a site whose registry is in PostgreSQL."""

import json
from pathlib import Path

import pytest
from postgres import WRITER, Server

from .desk import Desk, run
from .hospital import invent


@pytest.fixture
def url(postgres: Server) -> str:
    name = postgres.database()
    done = run("registry", "migrate", postgres.url(name), "--writer", WRITER, env={})
    assert done.code == 0, done.err
    return postgres.url(name, WRITER)


@pytest.fixture
def desk(url: str, tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "home")
    desk.home.mkdir()
    invent(desk.records, patients=40)
    desk.describe(name="harrow-lake")
    return desk.founds("harrow-lake", "--registry", url)


def test_from_the_request_to_the_proof(desk, postgres, url):
    release = desk.export("harrow-lake", tables="patients,encounters,notes")["release"]
    assert len(desk.rows(release)["patients"]) == 34
    second = desk.export("harrow-lake", policy="expert-determination")["release"]
    assert desk.published() == sorted([release, second])
    assert not (desk.site / "registry.db").exists()
    assert "intact" in desk.does("audit", "verify", "--checkpoint", desk.site / "releases" / release / "manifest.json")
    assert [row["release"] for row in desk("audit", "exports", "--json").json] == [release, second]
    held = desk("audit", "disclosures", "--subject", "SUBJ-0003", "--json").json
    assert [line["release"] for line in held] == [release, second]
    desk.does("consent", "withdraw", "SUBJ-0003", who="sam")
    database = url.rpartition("/")[2]
    postgres.sql("UPDATE events SET body = replace(convert_from(body, 'UTF8'), '\"ana\"', '\"eve\"')::bytea "
                 "WHERE seq = 3", database)  # fmt: skip
    done = desk("audit", "verify")
    assert (done.code, "event 3 was changed" in done.err) == (6, True)


def test_a_second_site_finds_the_database_taken(desk, url):
    done = run("init", desk.home / "second", "--registry", url, env={})
    assert (done.code, "another site's" in done.err) == (3, True)
    assert not (desk.home / "second").exists()


def test_a_server_that_went_away(desk, url):
    toml = desk.site / "site.toml"
    toml.write_text(toml.read_text().replace(json.dumps(url), '"postgresql://x@127.0.0.1:1/none"'))
    done = desk("request", "list")
    assert (done.code, "cannot be written now" in done.err) == (8, True)
    assert "Traceback" not in done.err
