"""Shares of every demographic group, before and after consent and suppression, in the manifest and on the card."""

import json


def test_a_release_says_whom_consent_and_suppression_left_out(desk) -> None:
    folder = desk.site / "releases" / desk.export("harrow-lake")["release"]
    fields = json.loads((folder / "manifest.json").read_text())
    found = fields["representation"]
    assert found["stages"] == ["source", "consented", "released"]
    names = ("in", "consented", "released")
    for column in {group["group"].partition(": ")[0] for group in found["groups"]}:
        of = [group["stages"] for group in found["groups"] if group["group"].startswith(f"{column}: ")]
        counts = [sum(stages[stage]["count"] for stages in of) for stage in found["stages"]]
        assert counts == [fields["subjects"][name] for name in names]
        assert min(stages["source"]["count"] for stages in of) >= 11
    assert {"sex", "race", "age"} <= {group["group"].partition(": ")[0] for group in found["groups"]}
    card = (folder / "card.html").read_text()
    assert "Who is represented" in card
    assert "Samoan" not in card.partition("Who is represented")[2].partition("</section>")[0]
    assert desk("release", "verify", folder.name).code == 0
