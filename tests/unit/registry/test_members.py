"""Which releases hold a subject, by commitment."""

from gateway.registry import members
from gateway.registry.db import Registry


def test_a_subject_s_releases_are_found_by_its_commitment(registry: Registry) -> None:
    with registry.transaction() as tx:
        members.add(tx, "rel-2", iter([b"a", b"b"]))
        members.add(tx, "rel-1", [b"a"])
        members.add(tx, "rel-3", [])
    with registry.transaction() as tx:
        assert members.releases_of(tx, b"a") == ["rel-1", "rel-2"]
        assert members.releases_of(tx, b"b") == ["rel-2"]
        assert members.releases_of(tx, b"c") == []
