"""A review: a keyed sample, verdicts signed and counted, the bound, and a policy that demands one before grants."""

import json
import re
import stat

import pytest

from gateway import site

from .hospital import write_lines


@pytest.fixture
def name(desk) -> str:
    """A release with 25 notes."""
    return (desk.home / "first").read_text()


def review(desk, name, *options, who="sam"):
    done = desk("review", name, *options, "--json", who=who)
    assert done.code == 0, done.err
    return done.json


def numbers(page) -> list[str]:
    return re.findall(r'id="note-(\d+)"', page.read_text())


def texts(page) -> list[str]:
    return re.findall(r'<div class="text">(.*?)</div>', page.read_text(), re.DOTALL)


def answer(desk, name, words: str, *options):
    process = desk.process("review", name, *options, who="sam", stdin=-1)
    out, err = process.communicate(words, timeout=120)
    assert process.returncode == 0, err
    return out, err


def test_verdicts_bound_the_leaks_and_stand_in_the_log_without_text(desk, name):
    assert review(desk, name, "--notes", 20, "--leaks", "none") == {
        "release": name, "notes": 25, "reviewed": 20, "leaks": 0,
        "leaks_at_most": pytest.approx(1 - 0.05 ** (1 / 20)),
    }  # fmt: skip
    assert review(desk, name, "--notes", 25, "--leaks", "3, 22")["leaks"] == 2
    first, second = desk.events("release.reviewed")
    assert (first["judged"], first["leaking"], first["leaks_at_most_ppm"]) == (20, 0, 139_108)
    assert (second["judged"], second["leaking"], second["reviewed"], second["leaks"]) == (6, 2, 25, 2)
    assert (second["release"], second["notes"], second["actor"]) == (name, 25, "sam")
    assert "seen on" not in json.dumps([first, second])
    assert "25 notes reviewed, 2 with a leak" in desk.does("release", "show", name)
    assert desk("audit", "verify").code == 0


def test_the_sample_is_the_same_each_time_and_grows(desk):
    visits = [{"note_id": f"N{n}", "patient_id": f"SUBJ-{n:04}", "written": "2023-05-10", "text": f"Pulse {60 + n}."}
              for n in range(25)]  # fmt: skip
    write_lines(desk.records / "notes.jsonl", visits)
    desk.describe()
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    name = desk.export("changed", tables="patients,notes")["release"]
    pages = {count: desk.home / f"{count}.html" for count in (10, 25)}
    for count, page in pages.items():
        desk.does("review", name, "--notes", count, "--page", page, who="sam")
    again = desk.home / "again.html"
    desk.does("review", name, "--notes", 10, "--page", again, who="sam")
    assert again.read_bytes() == pages[10].read_bytes()
    small, whole = texts(pages[10]), texts(pages[25])
    assert whole[:10] == small
    rows = [row["text"] for row in desk.rows(name)["notes"]]
    assert sorted(whole) == sorted(rows) == sorted(visit["text"] for visit in visits)
    assert whole != rows  # not in the source's order


def test_another_site_draws_others(desk, name):
    lots = {site.open_site(desk.site).lot(name, f"notes.text/{n}") for n in range(25)}
    (desk.site / "keys/root.key").write_text("ab" * 32)
    assert not lots & {site.open_site(desk.site).lot(name, f"notes.text/{n}") for n in range(25)}


def test_the_page_is_private_and_loads_nothing(desk, name):
    page = desk.home / "page.html"
    page.write_text("old")
    page.chmod(0o644)
    desk.does("review", name, "--notes", 3, "--page", page, who="sam")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert numbers(page) == ["1", "2", "3"]
    body = page.read_text()
    assert "default-src 'none'" in body
    assert not re.search(r"<(script|img|link|iframe)|https?:|url\(", body)


def test_at_the_terminal_one_note_after_the_other_until_it_stops(desk, name):
    out, err = answer(desk, name, "n\ny\nq\n", "--notes", "5")
    assert err.count("does it identify anybody?") == 3
    assert re.search(rf"{name} +25 +2 +1", out)
    out, err = answer(desk, name, "n\n", "--notes", "5")  # and then the input ends
    assert "note 3 of 5" in err
    assert re.search(rf"{name} +25 +3 +1", out)


def test_a_leak_that_somebody_saw_stays_one(desk, name):
    review(desk, name, "--notes", 5, "--leaks", "2")
    assert review(desk, name, "--notes", 5, "--leaks", "none")["leaks"] == 1
    assert review(desk, name, "--notes", 5, "--leaks", "4", who="tess")["leaks"] == 2


@pytest.mark.parametrize(("leaks", "code"), [("26", 3), ("0", 3), ("two", 2), ("1;2", 2)])
def test_numbers_that_are_none(desk, refused, name, leaks, code):
    done = desk("review", name, "--leaks", leaks, who="sam")
    assert done.code == code
    assert desk.events("release.reviewed") == []


@pytest.mark.parametrize("who", ["ana", "cleo"])
def test_who_may_not(desk, refused, name, who):
    refused(desk("review", name, "--leaks", "none", who=who), 4, f"{who} (", "may not review")
    [event] = desk.events("release.reviewed")
    assert (event["outcome"], event["actor"], event["release"]) == ("refused", who, name)


def test_a_release_without_notes(desk, refused):
    refused(desk("review", (desk.home / "second").read_text(), who="sam"), 3, "holds no scrubbed notes")


class TestPolicyThatDemandsOne:
    @pytest.fixture
    def demanded(self, desk):
        desk.policy("reviewed", notes={"leaks_at_most": 0.15})
        return desk.export("harrow-lake", "reviewed", "patients,notes")["release"]

    def grant(self, desk, release):
        return desk("release", "grant", release, "--to", "ana", "--until", site.now().date().isoformat(), who="sam")

    def test_no_grant_before_the_review(self, desk, refused, demanded):
        for option in ([], ["--notes", "18", "--leaks", "none"]):
            if option:
                review(desk, demanded, *option)  # 18 without a leak bound it to 15.3 %
            done = self.grant(desk, demanded)
            assert done.code == 4
            assert "bounds notes with a leak to 150 per 1,000" in done.err
            assert "19 notes are enough" in done.err
        assert [e["reason"] for e in desk.events("grant.issued") if e["outcome"] == "refused"] == ["review"] * 2

    def test_a_grant_after_it(self, desk, demanded):
        review(desk, demanded, "--notes", "19", "--leaks", "none")
        assert self.grant(desk, demanded).code == 0

    def test_none_where_it_found_leaks(self, desk, demanded):
        review(desk, demanded, "--notes", "25", "--leaks", "7")
        assert self.grant(desk, demanded).code == 4

    def test_verdicts_that_were_changed_do_not_count(self, desk, demanded):
        review(desk, demanded, "--notes", "25", "--leaks", "7")
        desk.sql("UPDATE documents SET body = replace(body, 'leak', 'clea') WHERE kind = 'review'")
        assert self.grant(desk, demanded).code == 6

    def test_a_release_without_notes_needs_none(self, desk):
        desk.policy("reviewed", notes={"leaks_at_most": 0.0})
        assert self.grant(desk, desk.export("harrow-lake", "reviewed")["release"]).code == 0


def test_control_characters_do_not_reach_the_terminal():
    from gateway.cli.review import _printable

    assert _printable("a\x1b[2Jb\x07\tc\nd\r\x9b") == "a\ufffd[2Jb\ufffd\tc\nd\ufffd\ufffd"
