"""The console against whoever is not its person in its window: nothing but the recorded refusal changes."""

import re
import shutil
import socket
import sys

import pytest

from .console import FORM, Console, kept, running
from .desk import PASSPHRASE, Desk


@pytest.fixture(scope="module")
def here(built, tmp_path_factory) -> Desk:
    folder = tmp_path_factory.mktemp("console") / "home"
    shutil.copytree(built, folder)
    return Desk(folder)


@pytest.fixture(scope="module")
def steward(here):
    with running(here, "sam") as console:
        console.enter()
        yield console


@pytest.fixture(scope="module")
def officer(here):
    with running(here, "cleo") as console:
        console.enter()
        yield console


@pytest.fixture(scope="module")
def waiting(here) -> str:
    """A request that nobody answers."""
    return here.request("harrow-lake", approve=False)


@pytest.fixture
def asked(here) -> str:
    """A request that waits."""
    return here.request("harrow-lake", approve=False)


def added(before, after) -> list[tuple[str, str, str]]:
    """Type, actor and reason of the events that came to the log, after a look that nothing else changed."""
    assert after[0] == before[0], "something beside the log changed"
    assert after[1][: len(before[1])] == before[1]
    return [(event["type"], event["actor"], event["reason"]) for event in after[1][len(before[1]) :]]


def test_it_listens_on_loopback_only(steward):
    port = int(steward.host.partition(":")[2])
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), timeout=5)
    outside = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)[0][4][0]
    if not outside.startswith("127."):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((outside, port), timeout=5)


def test_the_link_works_once_and_only_by_get(here):
    before = kept(here)
    with running(here, "sam") as console:
        path = console.link.removeprefix(console.origin)
        for method, wrong in (("GET", "/"), ("GET", "/requests"), ("GET", "/enter"), ("GET", "/enter?token="),
                              ("GET", "/enter?token=" + 64 * "0"), ("HEAD", path), ("POST", path)):  # fmt: skip
            answer = console.send(method, wrong, Cookie=f"gateway-console-{console.host.partition(':')[2]}=x",
                                  Content_Type=FORM if method == "POST" else None)  # fmt: skip
            assert answer.status == 401
            assert "set-cookie" not in answer.headers
            assert "harrow-lake" not in answer.body
        assert console.send("GET", path, Host="localhost:" + console.host.partition(":")[2]).status == 401
        assert kept(here) == before
        console.enter()
        assert console.get("/").status == 200
        cookie, console.cookie = console.cookie, ""
        again = console.send("GET", path)
        assert (again.status, "set-cookie" in again.headers) == (401, False)
        console.cookie = cookie
        assert console.get("/").status == 200
        assert [(e["type"], e["actor"]) for e in kept(here)[1][len(before[1]) :]] == [("console.opened", "sam")]


def test_the_cookie_and_the_headers(here):
    with running(here, "cleo") as console:
        entered = console.enter()
        cookie = entered.headers["set-cookie"].lower()
        assert {"httponly", "samesite=strict", "path=/"} <= {part.strip() for part in cookie.split(";")}
        assert "max-age" not in cookie
        for answer in (entered, console.get("/"), console.get("/nope"), console.get("/", Cookie=None)):
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'")
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-frame-options"] == "DENY"
            assert "server" not in answer.headers
            assert "<script" not in answer.body
        console.post("/leave", {})
        assert console.get("/").status == 401
        assert console.process.stdout.readline().strip() != console.link, "a new link is shown"
    assert console.process.printed[1].splitlines()[-1] == "the console is closed"


def attacks(console: Console) -> dict[str, tuple[int, str, dict]]:
    """By name: the status, the reason that is recorded (empty where nobody is known), and what is sent differently."""
    port = console.host.partition(":")[2]
    return {
        "no cookie": (401, "", {"Cookie": None}),
        "another cookie": (401, "", {"Cookie": f"gateway-console-{port}={64 * 'a'}"}),
        "another origin": (403, "foreign-origin", {"Origin": "https://evil.example"}),
        "another port": (403, "foreign-origin", {"Origin": "http://127.0.0.1:1"}),
        "a null origin": (403, "foreign-origin", {"Origin": "null"}),
        "no origin": (403, "foreign-origin", {"Origin": None}),
        "sent by another site": (403, "foreign-origin", {"Sec_Fetch_Site": "cross-site"}),
        "sent by another port": (403, "foreign-origin", {"Sec_Fetch_Site": "same-site"}),
        "a rebound name": (403, "foreign-host", {"Host": f"evil.example:{port}"}),
        "another name of the machine": (403, "foreign-host", {"Host": f"localhost:{port}"}),
        "no host's port": (403, "foreign-host", {"Host": "127.0.0.1"}),
        "no form token": (403, "foreign-form", {"form_token": ""}),
        "another form token": (403, "foreign-form", {"form_token": 64 * "b"}),
        "json": (400, "", {"Content_Type": "application/json"}),
        "plain text": (400, "", {"Content_Type": "text/plain"}),
        "many fields": (400, "", {f"field{n}": "x" for n in range(30)}),
        "a long field": (400, "", {"why": 70_000 * "x"}),
    }


@pytest.mark.parametrize("name", attacks(Console(None, None, "http://127.0.0.1:1/")))  # type: ignore[arg-type]
def test_nothing_changes_by_what_is_not_its_own_form(steward, waiting, name):
    status, reason, sent = attacks(steward)[name]
    headers = {k: v for k, v in sent.items() if k[0].isupper()}
    fields = {"why": "x", "passphrase": PASSPHRASE} | {k: v for k, v in sent.items() if not k[0].isupper()}
    before = kept(steward.desk)
    for act in ("approve", "deny"):
        answer = steward.post(f"/requests/{waiting}/{act}", fields, **headers)
        assert answer.status == status, answer.text
    assert added(before, kept(steward.desk)) == (2 * [("console.refused", "sam", reason)] if reason else [])


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"},
                                     {"Sec_Fetch_Site": "same-site"}, {"Host": "evil.example"}])  # fmt: skip
def test_nothing_is_shown_to_another_site(steward, headers):
    answer = steward.get("/log", **headers)
    assert answer.status == 403
    assert "console.opened" not in answer.body


def test_an_address_alone_signs_nothing(steward, waiting):
    before = kept(steward.desk)
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS"):
        answer = steward.send(method, f"/requests/{waiting}/approve?form_token={steward.token}&passphrase={PASSPHRASE}"
                              .replace(" ", "+"), Origin=steward.origin)  # fmt: skip
        assert answer.status in (403, 404)
    added(before, kept(steward.desk))


def test_a_steward_approves_and_denies(steward, asked):
    assert steward.sign(asked, "approve", why="").headers["location"] == f"/requests/{asked}?done=approve"
    page = steward.get(f"/requests/{asked}?done=approve")
    assert "Signed and logged" in page.text
    told = steward.desk("request", "show", asked, "--json").json
    assert (told["state"], told["approvals"][0][0]) == ("approved", "sam")
    assert steward.desk.events("request.approved")[-1]["meaning"] == "approval"
    other = steward.desk.request("harrow-lake", approve=False)
    assert steward.sign(other, "deny", why="too many tables").status == 303
    assert steward.desk("request", "show", other, "--json").json["denials"][0][3] == "too many tables"
    assert "denied by" not in steward.sign(other, "approve").headers.get("location", "")
    assert steward.desk("audit", "verify").code == 0


def test_a_denial_needs_a_reason(steward, waiting):
    before = kept(steward.desk)
    answer = steward.sign(waiting, "deny", why=" ")
    assert (answer.status, "a denial needs a reason" in answer.text) == (400, True)
    assert added(before, kept(steward.desk)) == []


def test_the_rules_decide_as_on_the_command_line(steward, officer, waiting):
    before = kept(officer.desk)
    for act in ("approve", "deny"):
        answer = officer.sign(waiting, act)
        assert (answer.status, "no rule permits it" in answer.text) == (403, True)
    own = [("request.approved", "cleo", "not-permitted"), ("request.denied", "cleo", "not-permitted")]
    assert added(before, kept(officer.desk)) == own
    page = officer.get(f"/requests/{waiting}")
    assert "You may not approve it" in page.text
    assert "passphrase" not in page.body
    mine = steward.desk.request("harrow-lake", approve=False, who="sam")
    answer = steward.sign(mine, "approve")
    assert (answer.status, "no-self-approval" in answer.text) == (403, True)


def test_the_role_decides_which_pages_are_seen(steward, officer):
    before = kept(steward.desk)
    assert steward.get("/disclosures").status == 403
    assert steward.post("/disclosures/found", {"subject": "SUBJ-0001"}).status == 403
    assert added(before, kept(steward.desk)) == 2 * [("access.refused", "sam", "not-permitted")]
    assert "/disclosures" not in steward.get("/").body
    assert officer.get("/disclosures").status == 200


def test_rules_and_identities_count_as_they_are_now(desk):
    rules = desk.site / "policies/access.cedar"
    with running(desk, "tess") as console:
        console.enter()
        assert console.get("/log").status == 200
        rules.write_text(re.sub(r'@id\("log-is-examined"\).*?;\n', "", rules.read_text(), flags=re.DOTALL))
        assert console.get("/log").status == 403
        assert desk.events("access.refused")[-1]["wanted"] == "readLog"
        asked = desk.request("harrow-lake", approve=False, who="ana")
        assert console.sign(asked, "approve").status == 303
        (desk.site / "keys/tess.json").write_bytes((desk.site / "keys/sam.json").read_bytes())
        assert console.get("/").status == 500
        (desk.site / "keys/tess.json").unlink()
        assert console.get("/").status == 403


def test_wrong_passphrases_are_recorded_and_end_the_session(here, waiting):
    before = kept(here)
    with running(here, "tess") as console:
        console.enter()
        for _ in range(5):
            answer = console.sign(waiting, "approve", passphrase="guess")
            assert (answer.status, "nothing was signed" in answer.text) == (403, True)
            assert "guess" not in answer.body
        assert console.sign(waiting, "approve").status == 401
    told = [(e["type"], e["actor"], e.get("reason")) for e in kept(here)[1][len(before[1]) :]]
    assert told == [("console.opened", "tess", None), *5 * [("request.approved", "tess", "wrong-passphrase")]]
    assert kept(here)[0] == before[0]


def test_who_may_see_nothing_cannot_open_it(here):
    done = here("console", who="ana")
    assert (done.code, done.out) == (4, "")
    assert (here.events("console.refused")[-1]["page"], here.events("console.refused")[-1]["actor"]) == ("door", "ana")
    assert here("console", who="sam", passphrase="wrong").code == 7


def test_rules_of_an_older_site_show_nothing(desk):
    """Its schema does not know the console's actions: that denies, and says where to mend it."""
    for name in ("access.cedar", "access.cedarschema"):
        path = desk.site / "policies" / name
        mark = '@id("desk-is-read' if name.endswith("cedar") else "// which pages"
        path.write_text(path.read_text().partition(mark)[0])
    done = desk("console", who="sam")
    assert (done.code, "policies/access.cedar" in done.err) == (4, True), done.err


def test_a_port_that_is_taken_and_an_extra_that_is_missing(here, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = here("console", "--port", taken.getsockname()[1], who="sam")
    assert (done.code, "is taken" in done.err) == (3, True)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "gateway.console.server", raising=False)
    done = here("console", who="sam")
    assert (done.code, "[console]" in done.err) == (3, True)


def test_every_link_leads_somewhere(officer, here):
    pages = officer.crawl()
    assert {path: page.status for path, page in pages.items() if page.status != 200} == {}
    assert len(pages) > 40
    release = (here.home / "first").read_text()
    assert {"/", "/log/0", f"/releases/{release}/card", "/questions/volume", "/questions/report"} <= pages.keys()


def test_the_log_is_searched_page_by_page(officer, here):
    told = here("audit", "log", "--json").json
    first = officer.get("/log")
    assert f"{len(told)} events" in first.text
    by_type = officer.get("/log?type=request.submitted")
    wanted = [event["seq"] for event in told if event["type"] == "request.submitted"]
    assert [int(n) for n in re.findall(r'<a href="/log/(\d+)"', by_type.body)] == wanted[::-1][:50]
    assert "No event matches" in officer.get("/log?actor=bo&type=export.published").text
    release = (here.home / "first").read_text()
    of_release = re.findall(r'<a href="/log/(\d+)"', officer.get(f"/log?text={release}").body)
    assert len(of_release) >= 2
    assert set(of_release) <= set(re.findall(r'<a href="/log/(\d+)"', officer.get(f"/log?text={release[4:]}").body))
    assert officer.get("/log?since=soon").status == 400
    assert officer.get("/log?before=-1").status == 400
    assert officer.get("/log?since=2099-01-01").status == 200
    seen, path = [], "/log"
    while path:
        page = officer.get(path)
        seen += [int(n) for n in re.findall(r'<a href="/log/(\d+)"', page.body)]
        path = next(iter(re.findall(r'rel="next" href="([^"]+)"', page.body)), "").replace("&amp;", "&")
    assert seen == sorted(seen, reverse=True)
    assert set(range(len(told))) <= set(seen)


def test_proofs_hold_and_name_what_does_not(officer, here):
    kept_note = here("audit", "checkpoint").out
    here.request("harrow-lake", approve=False)
    assert "The proof holds" in officer.get("/log/0").text
    grown = officer.post("/log/extends", {"checkpoint": kept_note})
    assert (grown.status, "The proof holds" in grown.text) == (200, True)
    assert officer.post("/log/extends", {"checkpoint": "nonsense"}).status == 500
    assert officer.get("/log/999999").status == 400


def test_a_changed_event_has_no_proof(desk):
    desk.sql("UPDATE events SET body = CAST(replace(CAST(body AS TEXT), '\"sam\"', '\"bob\"') AS BLOB) WHERE seq = 1")
    with running(desk, "cleo") as console:
        console.enter()
        answer = console.get("/log/1")
        assert (answer.status, "event 1 is not the one that was logged" in answer.text) == (500, True)


def test_disclosures_name_no_patient_but_in_the_letter(officer, here):
    found = officer.post("/disclosures/found", {"subject": "SUBJ-0001"})
    assert (found.status, "2 releases hold this patient" in found.text) == (200, True)
    assert "SUBJ-0001" not in found.body
    assert "No release holds this patient" in officer.post("/disclosures/found", {"subject": "SUBJ-9"}).text
    assert officer.post("/disclosures/found", {"subject": " "}).status == 400
    assert "SUBJ-0001" in officer.post("/disclosures/letter", {"subject": "SUBJ-0001"}).text
