def test_smoke(desk, release):
    assert desk.published() == [release.name]
    print(desk.rows(release.name)["notes"][:3])
