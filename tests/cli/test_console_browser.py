"""The console in a browser: every page for axe-core's eyes in light and dark, and an approval without a mouse."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from .console import Console, running
from .desk import PASSPHRASE, Desk

CHROMIUM = Path("/usr/bin/chromium")
_PATIENCE = 300_000  # ms; a busy machine is no fault
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.skip("no Chromium")
    with sync_playwright() as player:
        found = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def here(built, tmp_path_factory) -> Desk:
    folder = tmp_path_factory.mktemp("browser") / "home"
    shutil.copytree(built, folder)
    return Desk(folder)


def opened(browser: Browser, **options) -> BrowserContext:
    """A browser of somebody's own."""
    context = browser.new_context(**options)
    context.set_default_timeout(_PATIENCE)
    return context


def entered(browser: Browser, console: Console) -> tuple[BrowserContext, Page]:
    """A window that came in by the console's link."""
    context = opened(browser)
    page = context.new_page()
    page.goto(console.link)
    assert page.url == f"{console.origin}/"
    return context, page


@pytest.fixture(scope="module")
def officer(here):
    with running(here, "cleo") as console:
        yield console


@pytest.fixture(scope="module")
def window(browser, officer) -> BrowserContext:
    return entered(browser, officer)[0]


def paths(desk: Desk) -> list[str]:
    """One of each sort of page; a disclosure is asked for in the test itself."""
    release, asked = (desk.home / "first").read_text(), desk.request("harrow-lake", approve=False)
    return ["/", "/requests", f"/requests/{asked}", "/releases", f"/releases/{release}",
            f"/releases/{release}/card", "/log", "/log?outcome=failed", "/log/10", "/log/checkpoint",
            "/log/999999", "/questions", "/questions/exports", "/questions/volume",
            "/questions/report", "/consents?dataset=harrow-lake", "/disclosures", "/nowhere"]  # fmt: skip


def faults(page: Page) -> list[str]:
    """What axe-core finds."""
    found = Axe().run(page, options=AA).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(("scheme", "widths"), [("light", (1280, 390)), ("dark", (1280,))])
def test_everybody_can_read_every_page(here, officer, window, scheme, widths):
    page = window.new_page()
    page.emulate_media(color_scheme=scheme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in paths(here):
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(officer.origin + path)
            assert faults(page) == [], f"{path} at {width}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(officer.origin + "/disclosures")
    page.get_by_label("identifier of the patient").fill("SUBJ-0001")
    page.get_by_role("button", name="Show the releases").click()
    assert page.get_by_role("heading", name="2 releases hold this patient").is_visible()
    assert "SUBJ-0001" not in page.url + page.content()
    assert faults(page) == []
    assert not [text for text in said if "Content Security Policy" in text], "the pages keep to their own policy"


def test_strangers_and_leavers_are_told_what_to_do(browser, here):
    with running(here, "cleo") as console:
        page = opened(browser, color_scheme="dark").new_page()
        page.goto(console.origin + "/log")
        assert page.get_by_role("heading", name="Nobody is signed in here").is_visible()
        assert faults(page) == []
        _, page = entered(browser, console)
        page.get_by_role("button", name="Sign out").click()
        assert page.get_by_role("heading", name="You are signed out").is_visible()
        assert faults(page) == []


def press_until(page: Page, name: str, most: int = 60) -> None:
    """Go on by the Tab key to what is called so; every stop on the way can be seen to have the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [(e.labels && e.labels[0] || e).innerText, s.outlineStyle, parseFloat(s.outlineWidth)] }"
        )
        assert told[1] != "none", f"no ring around {told[0]}"
        assert told[2] >= 2, f"no ring around {told[0]}"
        if (told[0] or "").strip() == name:
            return
    raise AssertionError(f"{name!r} is not reached by the keyboard")


def test_a_request_is_approved_by_keyboard_alone(browser, here):
    asked = here.request("harrow-lake", approve=False)
    with running(here, "sam") as console:
        context, page = entered(browser, console)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("#main"), "the first stop skips the navigation"
        page.goto(console.origin)
        press_until(page, "Requests")
        page.keyboard.press("Enter")
        page.wait_for_url("**/requests")
        press_until(page, asked)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/requests/{asked}")
        press_until(page, "Your passphrase")
        page.keyboard.type("not it")
        page.keyboard.press("Enter")
        assert "nothing was signed" in page.get_by_role("alert").inner_text()
        assert faults(page) == []
        press_until(page, "What you found (if anything)")
        page.keyboard.type("fits the board’s decision")
        press_until(page, "Your passphrase")
        page.keyboard.type(PASSPHRASE)
        press_until(page, "Sign and approve")
        page.keyboard.press("Enter")
        page.wait_for_url("**?done=approve")
        assert "Signed and logged" in page.get_by_role("status").inner_text()
        assert faults(page) == []
        context.close()
    told = here("request", "show", asked, "--json").json
    assert told["state"] == "approved"
    assert [told["approvals"][0][place] for place in (0, 3)] == ["sam", "fits the board’s decision"]


def test_a_page_of_another_origin_gets_nothing(browser, here, tmp_path):
    """It can neither send the form, nor frame a page, nor read one: with the steward's window open beside it."""
    asked = here.request("harrow-lake", approve=False)
    with running(here, "sam") as console:
        context, _ = entered(browser, console)
        evil = context.new_page()
        page = f"""<form id=f method=post action="{console.origin}/requests/{asked}/approve">
                   <input name=passphrase value="{PASSPHRASE}"></form><iframe src="{console.origin}/log"></iframe>"""
        evil.route("http://evil.example/", lambda route: route.fulfill(body=page, content_type="text/html"))
        evil.goto("http://evil.example/")
        assert "The log" not in "".join(frame.content() for frame in evil.frames if frame != evil.main_frame)
        reading = "url => fetch(url, {credentials: 'include'}).then(() => 'read', () => 'kept')"
        assert evil.evaluate(reading, f"{console.origin}/log") == "kept"
        with evil.expect_navigation():
            evil.evaluate("document.getElementById('f').submit()")
        assert "Nobody is signed in here" in evil.content(), "the browser sent no cookie"
        evil.goto("http://evil.example/")
        context.close()
    assert here("request", "show", asked, "--json").json["state"] == "submitted"
