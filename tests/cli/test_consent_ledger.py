"""The consent ledger against the log: whoever changes the database is found, and nothing is exported meanwhile."""

import pytest

DENY = "UPDATE consents SET status='denied' WHERE version=5"


def test_a_ledger_as_the_log_says(desk):
    done = desk("audit", "verify")
    assert (done.code, "37 consents in the ledger: as the log says" in done.out) == (0, True)
    assert desk("audit", "verify", "--json").json["consents"] == 37
    desk.does("consent", "withdraw", "SUBJ-0001", who="sam")
    assert desk("audit", "verify", "--json").json["consents"] == 38
    event = desk.events("consent.withdrawn")[-1]
    assert (event["records"], len(event["rows"]), len(event["ledger"])) == (1, 64, 64)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (DENY, "consent row 5 was changed"),
        ("UPDATE consents SET categories='hiv' WHERE version=37", "consent row 37 was changed"),
        ("DELETE FROM consents WHERE version=9", "consent row 9 is missing"),
        ("DELETE FROM consents WHERE version>30", "7 consents of event"),
        ("INSERT INTO consents SELECT 38, consent||'x', subject, status, purposes, recipients, otherwise_denied, "
         "effective_from, effective_until, recorded, source, categories, withheld, link FROM consents WHERE version=2",
         "were put in"),
    ],
)  # fmt: skip
def test_tampering_is_found_and_stops_exports(desk, statement, told):
    request, before = desk.request("harrow-lake"), desk.published()
    desk.sql(statement)
    for command in (("audit", "verify"), ("export", request)):
        done = desk(*command, who="sam")
        assert (done.code, told in done.err) == (6, True), done.err
        assert "SUBJ-" not in done.err
    assert desk.published() == before
