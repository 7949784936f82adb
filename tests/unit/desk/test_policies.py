"""Versions of the site's policies: logged once, whoever acts, before anything is done under them."""

from gateway.audit.events import SiteCreated
from gateway.desk import policies
from gateway.policy.versions import files

from .conftest import outcomes


def changed(site) -> list[tuple[str, int]]:
    return [(v.policy, v.number) for v in policies.history(site)]


def test_a_site_begins_with_the_digests_of_its_policies(site):
    began = next(site.log.entries()).event
    assert isinstance(began, SiteCreated)
    assert began.policies.keys() == files(site.folder / "policies").keys()


def test_nothing_is_logged_where_nothing_changed(site, who):
    policies.notice(site, who("sam").public)
    assert changed(site) == []


def test_a_file_that_comes_changes_goes_and_comes_again(site, who):
    path, sam = site.folder / "policies/ours.yaml", who("sam").public
    for text in ("name: ours\n", "name: theirs\n", "", "name: ours\n"):
        path.write_text(text)
        policies.notice(site, sam)
        policies.notice(site, sam)
    assert changed(site) == [("ours.yaml", number) for number in (1, 2, 3, 4)]
    told = [[str(change) for change in version.changes] for version in policies.history(site)]
    assert told == [
        ["file: added (1 settings)"], ["name: ours → theirs"], ["file: removed (1 settings)"],
        ["file: added (1 settings)"],
    ]  # fmt: skip


def test_two_who_notice_at_once_log_it_once(site, who, monkeypatch):
    """The second looked before the first had written."""
    path = site.folder / "policies/ours.yaml"
    path.write_text("name: ours\n")
    with site.registry.transaction() as tx:
        seen = {name: policies.documents.find(tx, policies.KIND, name) for name in files(path.parent)}
    policies.notice(site, who("sam").public)
    monkeypatch.setattr(policies.documents, "find", lambda tx, kind, of: seen.get(of, []))
    policies.notice(site, who("tess").public)
    assert outcomes(site, "policy.changed") == [("sam", "success")]
