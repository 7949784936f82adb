"""Acts of others tried on the site: each refusal is in the log, with who tried what."""

import pytest

TRIED = {
    ("dataset", "add", "{records}/dataset.yaml"): "registerDataset",
    ("dataset", "budget", "harrow-lake", "--epsilon", "1"): "registerDataset",
    ("consent", "import", "{records}/consents.csv"): "importConsents",
    ("consent", "withdraw", "SUBJ-0003"): "withdrawConsent",
    ("keys", "import", "{home}/key.json"): "certifyIdentity",
    ("audit", "erase", "--event", "1", "--why", "a test"): "eraseDetails",
}


@pytest.mark.parametrize("words", TRIED, ids=" ".join)
def test_the_refusal_is_recorded(desk, words):
    desk.does("keys", "export", "ana", "--output", desk.home / "key.json")
    done = desk(*(word.format(records=desk.records, home=desk.home) for word in words), who="ana")
    assert done.code == 4, done.err
    (event,) = desk.events("access.refused")
    assert (event["actor"], event["wanted"], event["outcome"]) == ("ana", TRIED[words], "refused")
    (row,) = (row for row in desk("audit", "denied", "--json").json if row["event"] == event["seq"])
    assert row["who"] == "ana"
    assert desk("audit", "verify").code == 0
