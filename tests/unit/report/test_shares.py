"""Shares of groups on the card: every stage a point, drifts named, nothing where nothing was counted."""

from gateway import report
from gateway.report.shares import axes
from gateway.synth.evidence.representation import representation

from .samples import Page, manifest

STAGES = {
    "source": {"race: white": 800, "race: native": 200, "sex: female": 500, "sex: male": 500},
    "consented": {"race: white": 700, "race: native": 60, "sex: female": 380, "sex: male": 380},
    "released": {"race: white": 690, "race: native": 10, "sex: female": 350, "sex: male": 350},
    "augmented": {"race: white": 690, "race: native": 160},
}
FOUND = representation(STAGES).json()


def test_places_on_the_plot_are_shares_of_the_widest_interval() -> None:
    race, sex = axes(FOUND)
    assert [stage for stage, _ in race.stages] == ["source", "consented", "released", "augmented"]
    assert [stage for stage, _ in sex.stages] == ["source", "consented", "released"]
    lanes = [lane for group in race.groups for lane in group.lanes]
    assert max(lane.high for lane in lanes) == 1
    assert all(0 <= lane.low <= lane.at <= lane.high for lane in lanes)
    assert race.groups[1].lanes[0].at * race.reach == lanes[4].share == 0.2


def test_a_drift_beyond_the_intervals_is_marked() -> None:
    race, sex = axes(FOUND)  # synthetic rows bring the natives back, and do not hide that the real ones went
    assert [group.label for group in race.moved] == ["white", "native"]
    assert sex.moved == ()


def test_the_card_shows_every_share_and_leaves_the_section_out_without_any() -> None:
    page = Page(report.card(manifest(representation=FOUND), None))
    assert "Who is represented" in page.text
    native = next(row for row in page.table("Race") if row[0].startswith("native"))
    assert [cell.split("%")[0] for cell in native[1:5]] == ["20", "7.9", "1.4", "19"]
    assert ("a", {"href": "#represented"}) in page.tags
    assert "Who is represented" not in Page(report.card(manifest(), None)).text
    assert axes(None) == ()
