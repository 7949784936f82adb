"""A release destroyed: its key is gone, copies are named, other releases open as before."""

from gateway.errors import KeyRefused


def test_a_destroyed_release_opens_for_nobody_at_the_site(desk, release, other):
    code = desk("release", "destroy", release.name, "--why", "the project has ended", who="ana").code
    assert (code, desk("release", "verify", release.name).code) == (4, 0)
    done = desk("release", "destroy", release.name, "--why", "the project has ended", who="sam")
    assert done.code == 0, done.err
    assert "escrow in epoch 1" in done.out
    assert f"backups of {desk.site / 'keys'} made since 20" in done.out
    assert "grant, key and rows at ana" in done.out
    assert desk("release", "verify", release.name).code == KeyRefused.exit_code
    assert desk("release", "grant", release.name, "--to", "bo", "--until", "2099-01-01", who="sam").code == 4
    assert not list((desk.site / "grants").glob(f"{release.name}.*"))
    again = desk("release", "destroy", release.name, "--why", "again", who="sam")
    assert (again.code, "is destroyed" in again.err) == (4, True)
    refused, destroyed, repeated = desk.events("release.destroyed")
    assert [refused["outcome"], repeated["reason"]] == ["refused", "destroyed"]
    assert (destroyed["recipients"], destroyed["epoch"], destroyed["meaning"]) == (["ana"], 1, "destruction")
    assert desk("release", "verify", other.name).code == 0
    assert len(desk.rows(other.name)["patients"]) == 34
    assert desk("export", desk.request("harrow-lake"), who="sam").code == 0
    assert desk("audit", "verify").code == 0
