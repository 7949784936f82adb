"""The console as a process of its own, and requests to it byte by byte: nothing here helps a request to be allowed."""

import contextlib
import json
import re
import signal
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from .desk import PASSPHRASE, Desk

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """A status, headers by lower-case name, and the page."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def text(self) -> str:
        """What a person reads, in one line."""
        return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", self.body, flags=re.DOTALL)).split())


class Console:
    """A console that runs for one person of a desk's site; `link` is the one that works once."""

    def __init__(self, desk: Desk, process, link: str) -> None:
        self.desk, self.process, self.link = desk, process, link
        self.host = urlsplit(link).netloc
        self.origin = f"http://{self.host}"
        self.cookie = self.token = ""

    def send(self, method: str, path: str, body: str | None = None, **headers: str | None) -> Answer:
        """One request with the session's cookie; a header that is None is left out, `_` stands for a hyphen."""
        wanted = {"Host": self.host, "Cookie": self.cookie or None} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        connection = HTTPConnection(urlsplit(self.link).hostname, urlsplit(self.link).port, timeout=300)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True)
            for name, value in wanted.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(None if body is None else body.encode())
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read().decode())

    def enter(self) -> Answer:
        """Follow the link, and keep the cookie and a form's token as a browser would."""
        answer = self.send("GET", self.link.removeprefix(self.origin))
        assert answer.status == 303, answer.text
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        self.token = re.findall(r'name="form_token" value="([0-9a-f]+)"', self.get("/").body)[0]
        return answer

    def get(self, path: str, **headers: str | None) -> Answer:
        return self.send("GET", path, **headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str | None) -> Answer:
        """A form, as the page itself would send it but for `headers`."""
        own = {"Origin": self.origin, "Content_Type": FORM, "Sec_Fetch_Site": "same-origin"}
        return self.send("POST", path, urlencode({"form_token": self.token, **fields}), **(own | headers))

    def sign(self, request: str, act: str, passphrase: str = PASSPHRASE, why: str = "no need") -> Answer:
        return self.post(f"/requests/{request}/{act}", {"why": why, "passphrase": passphrase})

    def crawl(self, path: str = "/") -> dict[str, Answer]:
        """Every page that links lead to, from the first one on."""
        found: dict[str, Answer] = {}
        waiting = [path]
        while waiting:
            if (here := waiting.pop()) not in found:
                found[here] = self.get(here)
                waiting += [unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"]*)"', found[here].body)]
        return found


@contextlib.contextmanager
def running(desk: Desk, who: str) -> Iterator[Console]:
    """`gateway --as WHO console`, until the end of the block; what it printed since stands in `process.printed`."""
    process = desk.process("console", who=who)
    try:
        link = process.stdout.readline().strip()
        assert link.startswith("http://127.0.0.1:"), process.stderr.read()
        yield Console(desk, process, link)
    finally:
        process.send_signal(signal.SIGINT)
        process.printed = process.communicate(timeout=300)


def kept(desk: Desk) -> tuple[list[tuple], list[dict]]:
    """What the registry holds but for the log, and the log: to be compared before and after."""
    with contextlib.closing(sqlite3.connect(desk.site / "registry.db")) as database:
        tables = ("documents", "consents", "members", "cohorts", "crosswalk", "settings")
        rows = [(table, *row) for table in tables for row in database.execute(f"SELECT * FROM {table}")]
        events = [json.loads(body) for (body,) in database.execute("SELECT body FROM events ORDER BY seq")]
    return sorted(rows, key=repr), events
