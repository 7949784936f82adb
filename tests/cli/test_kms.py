"""A root key in AWS KMS, played by moto on loopback: the site opens through it alone, and says what is in the way."""

import json
import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
from moto.server import ThreadedMotoServer

from gateway.site import now

from .desk import PEOPLE, Desk, run
from .hospital import invent

SIGNED_IN = {
    "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a KMS."""
    served = ThreadedMotoServer("127.0.0.1", 0)
    served.start()
    host, port = served.get_host_and_port()
    yield f"http://{host}:{port}"
    served.stop()


@pytest.fixture
def kms(server, monkeypatch, tmp_path):
    """Signed in, with two keys."""
    for name, value in {**SIGNED_IN, "AWS_ENDPOINT_URL_KMS": server, "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("kms")
    return [client.create_key()["KeyMetadata"]["Arn"] for _ in range(2)]


@pytest.fixture
def site(kms, tmp_path) -> Desk:
    """An empty site whose root key is under the first."""
    desk = Desk(tmp_path / "home")
    desk.home.mkdir()
    desk.does("init", desk.site, "--name", "harrow-lake", "--kms", kms[0])
    return desk


def refused(done, what):
    assert (done.code, done.out) == (7, ""), done.err
    assert what in done.err
    assert "\n  hint: " in done.err


def test_the_whole_job_and_a_destruction(site, kms):
    """No file of the site holds the root key; destroying a release makes the next epoch beside it."""
    invent(site.records, patients=40)
    site.describe(name="harrow-lake")
    for name, role in list(PEOPLE.items())[:3]:
        site.does("keys", "create", name, "--role", role, who="sam")
    site.does("dataset", "add", site.records / "dataset.yaml", who="sam")
    site.does("consent", "import", site.records / "consents.csv", who="sam")
    made = [site.export("harrow-lake")["release"] for _ in range(2)]
    assert len(site.rows(made[0])["patients"]) == 34
    site.does("release", "destroy", made[0], "--why", "it ended", who="sam")
    assert sorted(path.name for path in (site.site / "keys").iterdir() if "." in path.name) == [
        "ana.json", "root.kms", "sam.json", "tess.json",
    ]  # fmt: skip
    assert site("release", "verify", made[0]).code == 7
    assert len(site.rows(made[1])["patients"]) == 34
    site.does("audit", "verify")


def test_a_local_root_key_moves_into_the_kms_and_on(desk, kms, release):
    before = desk.does("audit", "key")
    assert desk("keys", "root", "--kms", kms[0], who="ana").code == 4
    for key in kms:
        desk.does("keys", "root", "--kms", key, who="sam")
        assert desk.does("audit", "key") == before
    assert not (desk.site / "keys/root.key").exists()
    assert (desk.site / "site.toml").read_text().count("[root]") == 1
    assert f'kms = "{kms[1]}"' in (desk.site / "site.toml").read_text()
    desk.does("release", "verify", release.name)
    assert [event["actor"] for event in desk.events("root.wrapped")] == ["sam", "sam"]


def test_a_killed_move_is_taken_up_again(site, kms, monkeypatch):
    """The site opens all the while, and forgets the first key only in the end."""
    site.does("keys", "create", "sam", "--role", "data-steward")
    for place in ("gateway.desk.custody.write_durably", "gateway.crypto.root.settle"):
        with monkeypatch.context() as killed:
            killed.setattr(place, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            assert site("keys", "root", "--kms", kms[1], who="sam").code == 8
        site.does("audit", "verify")
    site.does("keys", "root", "--kms", kms[1], who="sam")
    assert list(json.loads((site.site / "keys/root.kms").read_text())) == [kms[1]]
    site.does("audit", "verify")


def test_an_alias_names_the_key(kms, tmp_path):
    boto3.client("kms").create_alias(AliasName="alias/gateway", TargetKeyId=kms[0])
    assert run("init", tmp_path / "s", "--kms", "alias/gateway", env={}).code == 0
    assert run("audit", "verify", env={"GATEWAY_SITE": str(tmp_path / "s")}).code == 0


def test_without_credentials(site, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    refused(site("audit", "verify"), "no credentials for the KMS key")


@pytest.mark.parametrize("known", [True, False])
def test_denied(site, server, monkeypatch, known):
    """Moto asks who may from here on: a user without a policy, and a user whom nobody knows."""
    iam = boto3.client("iam", endpoint_url=server)
    user = iam.create_user(UserName=f"user-{known}")["User"]["UserName"]
    made = iam.create_access_key(UserName=user)["AccessKey"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", made["AccessKeyId"] if known else "AKIAUNKNOWNUNKNOWN00")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", made["SecretAccessKey"])

    def authenticate(after):
        headers = {"Content-Type": "text/plain"}
        request = urllib.request.Request(f"{server}/moto-api/reset-auth", str(after).encode(), headers)
        urllib.request.urlopen(request).close()

    authenticate(0)
    try:
        refused(site("audit", "verify"), "denies the use of the key")
    finally:
        authenticate("Infinity")
    assert site("audit", "verify").code == 0


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda text, kms: text.replace(kms[0], kms[1]), "the KMS de"),  # AWS itself says IncorrectKeyException
        (lambda text, kms: text.replace(kms[0], kms[0][:-4] + "0000"), "the KMS has no such key"),
        (lambda text, kms: text.replace("harrow-lake", "salt-fork"), "cannot decrypt keys/root.kms"),
    ],
    ids=["wrong-key", "no-key", "another-site"],
)
def test_another_key_or_site(site, kms, change, what):
    path = site.site / "site.toml"
    path.write_text(change(path.read_text(), kms))
    refused(site("audit", "verify"), what)


def test_a_damaged_ciphertext(site):
    path = site.site / "keys/root.kms"
    ((key, body),) = json.loads(path.read_text()).items()
    path.write_text(json.dumps({key: body[:-2] + ("00" if body[-2:] != "00" else "11")}))
    refused(site("audit", "verify"), "cannot decrypt keys/root.kms")
    path.write_text(body)
    refused(site("audit", "verify"), "root.kms: the site's root key is missing or damaged")
    path.unlink()
    refused(site("audit", "verify"), "root.kms: the site's root key is missing")


def test_nobody_answers(site, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    refused(site("audit", "verify"), "was not reached")


def test_a_site_that_could_not_be_made_leaves_nothing(kms, tmp_path):
    refused(run("init", tmp_path / "s", "--kms", "alias/nowhere", env={}), "the KMS has no such key")
    assert list((tmp_path / "s").iterdir()) == []
    assert run("init", tmp_path / "s", "--kms", kms[0], env={}).code == 0


def test_a_site_with_a_local_key_asks_nobody(desk, monkeypatch):
    """Without `[root] kms` boto3 isn't even loaded."""
    import sys

    for name in [name for name in sys.modules if name.split(".")[0] in ("boto3", "botocore")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "boto3", None)
    until = (now().date() + timedelta(days=3)).isoformat()
    first = (desk.home / "first").read_text()
    assert desk("release", "grant", first, "--to", "bo", "--until", until, who="sam").code == 0
    text = (desk.site / "site.toml").read_text()
    (desk.site / "site.toml").write_text(text + '\n[root]\nkms = "alias/x"\n')
    done = desk("audit", "verify")
    assert (done.code, "gateway keys root --kms alias/x" in done.err) == (7, True)
    (desk.site / "keys/root.kms").write_text('{"alias/x": "00"}')
    refused(desk("audit", "verify"), "boto3 is not installed")
