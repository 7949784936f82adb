"""Releases of one project can be joined; those of two cannot, whatever makes the pseudonyms."""

import pytest

CODES = {"patients": ["patient_id"], "encounters": ["patient_id", "encounter_id"]}


def codes(desk, policy, project):
    """The codes of each kind in a release, and all of them together."""
    rows = desk.rows(desk.export("harrow-lake", policy, project=project)["release"])
    found = {
        name: {row[name] for table, names in CODES.items() if name in names for row in rows[table]}
        for name in ("patient_id", "encounter_id")
    }
    assert (len(found["patient_id"]), len(found["encounter_id"])) == (34, 68)
    return found


@pytest.mark.parametrize("policy", ["hipaa-safe-harbor", "gdpr-pseudonymised"], ids=["random", "hmac"])
def test_pseudonyms(desk, policy):
    first, again, other = (codes(desk, policy, project) for project in ("alpha", "alpha", "beta"))
    assert first == again
    everything = {code for kind in first.values() for code in kind}
    assert not everything & {code for kind in other.values() for code in kind}
    assert not first["patient_id"] & first["encounter_id"]


def test_no_project_is_a_project_of_its_own(desk):
    first, other = (codes(desk, "gdpr-pseudonymised", "") for _ in range(2))
    assert not first["patient_id"] & other["patient_id"]


def test_dates_are_shifted_apart(desk):
    """Two projects' shifted dates do not line up either: equal offsets would join their rows."""

    def dates(project):
        return [
            row["admitted"]
            for row in desk.rows(desk.export("harrow-lake", "gdpr-pseudonymised", project=project)["release"])[
                "encounters"
            ]
        ]

    alpha, beta = dates("alpha"), dates("beta")
    assert dates("alpha") == alpha
    same = sum(one == two for one, two in zip(alpha, beta, strict=True))
    assert same < len(alpha) / 4


@pytest.mark.parametrize("policy", ["hipaa-safe-harbor", "gdpr-pseudonymised"], ids=["random", "hmac"])
def test_two_sites_share_nothing(desk, policy, tmp_path):
    """The same project name at another hospital with the same identifiers gives other codes."""
    from cli.desk import found

    elsewhere = found(tmp_path / "elsewhere", patients=40)
    assert not codes(desk, policy, "alpha")["patient_id"] & codes(elsewhere, policy, "alpha")["patient_id"]
