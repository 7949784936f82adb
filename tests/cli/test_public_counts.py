"""Differentially private counts on the card: what they hold, what they spend, and the refusal when that is spent."""

import json

COUNTS = {"epsilon": 0.8, "columns": {"demographic.sex": ["F", "M"], "demographic.race": ["Maori", "Tongan"]}}


def budget(desk, epsilon):
    return desk.does("dataset", "budget", "harrow-lake", "--epsilon", epsilon, who="sam")


def test_counts_are_published_and_spend_the_budget(desk):
    budget(desk, "2")
    release = desk.export("harrow-lake", desk.policy("counting", public_counts=COUNTS))["release"]
    folder = desk.site / "releases" / release
    found = json.loads((folder / "counts.json").read_text())
    assert found["epsilon"] == "0.8"
    sex, race = (next(one for one in found["of"] if one["kind"] == kind) for kind in COUNTS["columns"])
    assert sex["codes"] == ["F", "M", ""]
    assert race["codes"] == ["Maori", "Tongan", ""]
    assert sex["within"] == 15  # ln 20 · 2 / 0.4
    assert all(abs(count - exact) < 90 for count, exact in zip(sex["counts"], (17, 17, 0), strict=True))
    assert all(isinstance(count, int) for count in sex["counts"] + race["counts"])
    card = (folder / "card.html").read_text()
    assert "Counts for anybody" in card
    assert "Samoan" not in card + (folder / "counts.json").read_text()  # a value of the data that is no public code
    assert desk("release", "verify", release).code == 0
    assert desk("dataset", "budget", "harrow-lake", "--json").json == {
        "epsilon": "2", "left": "1.2", "spent": {release: "0.8"},
    }  # fmt: skip


def test_without_a_budget_there_is_none_to_spend(desk, refused):
    policy = desk.policy("counting", public_counts=COUNTS)
    refused(desk("export", desk.request("harrow-lake", policy), who="sam"), 5, "budget of 0", "dataset budget")


def test_a_spent_budget_refuses(desk):
    policy = desk.policy("counting", public_counts=COUNTS)
    budget(desk, "1.5")
    desk.export("harrow-lake", policy)
    request = desk.request("harrow-lake", policy)
    before = desk.published()
    for words in ((), ("--dry-run",)):
        done = desk("export", request, *words, who="sam")
        assert done.code == 5
        assert "epsilon 0.8 of dataset harrow-lake, whose budget of 1.5 has 0.7 left" in done.err
    assert (desk.published(), desk.staged()) == (before, [])
    (*_, event) = [e for e in desk.events("export.refused") if e["request"] == request]
    assert event["reason"] == "budget-spent"
    assert event["facts"]["numbers"] == {"wanted_millionths": 800_000, "left_millionths": 700_000}
    budget(desk, "1.6")
    desk.does("export", request, who="sam")
    assert [e["epsilon_millionths"] for e in desk.events("budget.set")] == [1_500_000, 1_600_000]


def test_releases_without_counts_spend_nothing(desk):
    budget(desk, "1")
    release = desk.export("harrow-lake")["release"]
    assert not (desk.site / "releases" / release / "counts.json").exists()
    assert "Counts for anybody" not in (desk.site / "releases" / release / "card.html").read_text()
    assert desk("dataset", "budget", "harrow-lake", "--json").json["spent"] == {}


def test_who_may_set_a_budget_and_which(desk, refused):
    refused(desk("dataset", "budget", "harrow-lake", "--epsilon", "1", who="ana"), 4, "ana (ml-engineer)")
    for epsilon in ("0", "-1", "nan", "1e9", "much", "0.0000001"):
        refused(desk("dataset", "budget", "harrow-lake", "--epsilon", epsilon, who="sam"), 3, "an epsilon is")
    refused(desk("dataset", "budget", "nowhere", "--epsilon", "1", who="sam"), 3, "nowhere")
    assert desk("dataset", "budget", "harrow-lake", "--json").json["epsilon"] == "0"


def test_a_budget_that_was_changed_is_refused(desk, refused):
    budget(desk, "1")
    ((body,),) = desk.sql("select body from documents where kind = 'budget'")
    desk.sql("update documents set body = ? where kind = 'budget'", body.replace(b'"epsilon":"1"', b'"epsilon":"9"'))
    refused(desk("dataset", "budget", "harrow-lake"), 6, "budget")


def test_counts_that_cannot_be_made_are_refused(desk, refused):
    budget(desk, "5")
    for columns, place in (
        ({"demographic.shoe": ["a"]}, "0 columns of demographic.shoe"),
        ({"demographic.sex": ["F", "F"]}, "lists a code twice"),
        ({"sex": ["F"]}, "unknown kind"),
        ({}, "public_counts"),
    ):
        policy = desk.policy("counting", public_counts={"epsilon": 1.0, "columns": columns})
        file = desk.site / "policies" / f"{policy}.yaml"
        refused(desk("policy", "explain", file, "--dataset", "harrow-lake"), 3, place)
