"""A release, a grant or a key that is not what it was: `release verify` and `open` refuse, and read nothing out."""

import json
import shutil
from datetime import timedelta

import pytest

from gateway import site

from .desk import Desk


@pytest.fixture
def opens(desk, release):
    """`gateway open`, by default ana with her grant."""

    def open_(folder=release, grant=desk.site / "grants" / f"{release.name}.ana.json", who="ana", **options):
        return desk("open", folder, "--grant", grant, "--table", "encounters", who=who, **options)

    assert open_().code == 0
    return open_


def grant_of(desk, name, who="ana"):
    return desk.site / "grants" / f"{name}.{who}.json"


def parts(folder):
    return sorted(folder.rglob("*.parquet"))


# each takes the release's folder and the folder of another release


def flip_a_byte_of_data(folder, _):
    body = bytearray(parts(folder)[0].read_bytes())
    body[100] ^= 1
    parts(folder)[0].write_bytes(body)


def truncate(folder, _):
    parts(folder)[0].write_bytes(parts(folder)[0].read_bytes()[:-1])


def empty(folder, _):
    parts(folder)[0].write_bytes(b"")


def swap_two_parts(folder, _):
    first, second, *_ = parts(folder)
    first.rename(folder / "held")
    second.rename(first)
    (folder / "held").rename(second)


def foreign_part(folder, other):
    shutil.copy(parts(other)[0], parts(folder)[0])


def plaintext_part(folder, _):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"patient_id": ["x"]}), parts(folder)[0])


def missing_part(folder, _):
    parts(folder)[0].unlink()


def part_that_is_a_link(folder, _):
    path = parts(folder)[0]
    path.rename(folder.parent / ".aside")
    path.symlink_to(folder.parent / ".aside")


def extra_part(folder, _):
    shutil.copy(parts(folder)[0], parts(folder)[0].with_name("part-00099.parquet"))


def manifest_with_another_count(folder, _):
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"rows":', b'"rows":1', 1))


def manifest_of_another_release(folder, other):
    for name in ("manifest.json", "manifest.sig"):
        shutil.copy(other / name, folder / name)


def manifest_without_parts(folder, _):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"parts": []}))


def damaged_signature(folder, _):
    path = folder / "manifest.sig"
    path.write_bytes(path.read_bytes()[::-1])


def empty_signature(folder, _):
    (folder / "manifest.sig").write_bytes(b"")


@pytest.mark.parametrize(
    "spoil",
    [
        flip_a_byte_of_data,
        truncate,
        empty,
        swap_two_parts,
        foreign_part,
        plaintext_part,
        missing_part,
        part_that_is_a_link,
        extra_part,
        manifest_with_another_count,
        manifest_of_another_release,
        manifest_without_parts,
        damaged_signature,
        empty_signature,
    ],
    ids=lambda spoil: spoil.__name__,
)
def test_spoilt_release(desk, release, other, opens, refused, spoil):
    spoil(release, other)
    refused(desk("release", "verify", release.name), 6)
    refused(desk("release", "verify", release), 6)
    refused(opens(), 6)


@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig"])
def test_release_without_its_manifest(desk, release, opens, refused, name):
    (release / name).unlink()
    for done in (desk("release", "verify", release.name), opens()):
        refused(done, 3, "not a published release")


def test_release_under_another_name(desk, release, other, refused):
    """A whole release put in another's place is intact in itself, and is not the one that was asked for."""
    shutil.rmtree(release)
    shutil.copytree(other, release)
    refused(desk("release", "verify", release.name), 6, other.name)


def test_release_of_another_site(desk, release, tmp_path, refused):
    foreign = Desk(tmp_path / "elsewhere")
    foreign.home.mkdir()
    foreign.does("init", foreign.site)
    foreign.does("keys", "create", "sam", "--role", "data-steward")
    foreign.does("keys", "create", "ana", "--role", "ml-engineer", who="sam")
    refused(foreign("release", "verify", release), 6, "another site")
    refused(foreign("open", release, "--grant", grant_of(desk, release.name), who="ana"), 6, "another site")


def test_wrong_passphrase(desk, release, opens, refused):
    refused(opens(passphrase="guessed"), 7, "identity ana", "wrong passphrase", "GATEWAY_PASSPHRASE")
    refused(
        desk("request", "approve", release.name.replace("rel", "req"), who="sam", passphrase="guessed"),
        7,
        "wrong passphrase",
    )


def test_unknown_identity(desk, opens, refused):
    refused(opens(who="mallory"), 7, "'mallory'")
    refused(desk("consent", "withdraw", "SUBJ-0001", who="../keys/sam"), 7)


def test_grant_for_someone_else(opens, refused):
    refused(opens(who="bo"), 7, "the grant is for ana, not for bo")


def test_grant_of_another_release(desk, other, opens, refused):
    refused(opens(grant=grant_of(desk, other.name)), 6, "another release")


def test_grant_that_renames_its_recipient(desk, release, opens, refused):
    """The recipient stands in the signed part and under the key encapsulation: neither can be rewritten."""
    path = grant_of(desk, release.name)
    grant = json.loads(path.read_text())
    path.write_text(json.dumps(grant | {"recipient": "bo"}, separators=(",", ":"), sort_keys=True))
    refused(opens(who="bo"), 6, "signature")


def test_expired_grant(opens, refused):
    assert opens(days=30).code == 0
    refused(opens(days=31), 4, "the grant expired on")


def test_grant_with_a_later_end(desk, release, opens, refused):
    path = grant_of(desk, release.name)
    until = json.loads(path.read_text())["until"]
    path.write_text(path.read_text().replace(until, "2099-01-01"))
    refused(opens(days=31), 6, "signature")


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"not json", b"\xff\0"])
def test_grant_that_is_none(desk, release, opens, refused, body):
    grant_of(desk, release.name).write_bytes(body)
    refused(opens(), 6, "grant")


def test_missing_grant(desk, opens, refused):
    refused(opens(grant=desk.home / "nowhere.json"), 3, "nowhere.json", "release grant")


def test_public_identity_opens_nothing(desk, opens, refused, tmp_path):
    desk.does("keys", "export", "ana", "--output", tmp_path / "public.json")
    (desk.site / "keys/ana.json").write_bytes((tmp_path / "public.json").read_bytes())
    refused(opens(), 7, "holds no private key")


def test_private_part_under_another_name(desk, release, opens, refused):
    """Ana's private part under bo's name would let ana act as bo."""
    ana, bo = (json.loads((desk.site / f"keys/{name}.json").read_text()) for name in ("ana", "bo"))
    mixed = {"private": ana["private"], "public": bo["public"]}
    (desk.site / "keys/bo.json").write_text(json.dumps(mixed, separators=(",", ":"), sort_keys=True))
    desk_grant = grant_of(desk, release.name)
    refused(opens(grant=desk_grant, who="bo"), 7)


@pytest.mark.parametrize("key", ["keys/root.key", "keys/data"])
def test_lost_keys(desk, release, refused, key):
    """Without the root key the site does not open; without the data key the release does not (it was destroyed)."""
    path = desk.site / key
    shutil.move(path, desk.home / "lost")
    done = desk("release", "verify", release.name)
    shutil.move(desk.home / "lost", path)
    refused(done, 7)


def test_root_key_of_another_site(desk, release, refused):
    path = desk.site / "keys/root.key"
    mine = path.read_text()
    path.write_text("ab" * 32)
    done = desk("release", "grant", release.name, "--to", "bo", "--until", "2099-01-01", who="sam")
    path.write_text(mine)
    refused(done, 6, "another site")


def test_grant_signed_by_an_engineer(desk, release, opens, refused):
    """Who holds a key and a release still cannot hand it on: a grant needs a data steward's signature."""
    from gateway.seal import grants
    from gateway.seal.check import check_folder

    opened = site.open_site(desk.site)
    bo = opened.unlock("bo", "correct horse of the test suite")
    manifest = check_folder(release, opened.trust)
    terms = grants.Terms("grant-00000000", "HRESCH", site.now().date() + timedelta(days=1))
    forged = grants.make(manifest, opened.data_key(release.name).key, bo.public, terms, bo, site.now())
    path = desk.home / "forged.json"
    path.write_bytes(forged.body)
    refused(opens(grant=path, who="bo"), 6, "not signed by a data steward")
