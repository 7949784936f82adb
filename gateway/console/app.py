"""A request in, a page out, in one straight line: is it ours, who is it, may they, and only then what they asked."""

import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hmac import compare_digest
from pathlib import Path
from typing import Any, get_args

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from gateway import report
from gateway.audit.console import ConsoleOpened, ConsoleRefused
from gateway.console.door import Door, Session
from gateway.console.guard import foreign, form_of, secured
from gateway.console.pages import PAGES
from gateway.console.visit import Drawn, Elsewhere, Page, Right, Visit, status_of
from gateway.crypto.identity import PublicIdentity
from gateway.errors import GatewayError, KeyRefused, Refused
from gateway.policy.decide import Actor
from gateway.site import Site

_ROUTES = [(Route(page.path, lambda: None, methods=[page.method]), page) for page in PAGES]


class App:
    """The console of one person at one site, as an ASGI application. `host` is the only name it answers to."""

    def __init__(self, opened: Callable[[], Site], who: PublicIdentity, door: Door, host: str) -> None:
        self._opened, self._who, self._door, self._host = opened, who, door, host
        self._cookie = f"gateway-console-{host.rpartition(':')[2]}"  # a cookie is sent to every port of a host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI: HTTP only."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            form = await form_of(request)
            response = await run_in_threadpool(self._answer, request, form)
        except GatewayError as error:
            response = _told(error, None)
        except Exception as fault:  # a page is owed in any case, and never with the words of the fault
            response = _fault(fault)
        await response(scope, receive, send)

    def _answer(self, request: Request, form: Mapping[str, str]) -> Response:
        reason = foreign(request, self._host)
        if request.scope["path"] == "/enter" and request.method == "GET" and reason != "foreign-host":
            return self._enter(request.query_params.get("token", ""))
        session = self._door.session(request.cookies.get(self._cookie, ""))
        if session is None:
            return _stranger()
        with self._site() as site:
            return self._inside(site, session, request, form, reason)

    def _enter(self, token: str) -> Response:
        session = self._door.enter(token)
        if session is None:
            return _stranger()
        with self._site() as site, site.log.record(ConsoleOpened(actor=self._who.name, role=self._who.role)):
            pass
        response = RedirectResponse("/", 303)
        response.set_cookie(self._cookie, session.cookie, httponly=True, samesite="strict", path="/")
        return secured(response, "")

    def _inside(self, site: Site, session: Session, request: Request, form: Mapping[str, str], reason: str) -> Response:
        page, path = _find(request)
        event = partial(ConsoleRefused, actor=self._who.name, role=self._who.role, page=page.word if page else "none")
        visit = Visit(site, self._who, rights(site, self._who), session, path, dict(request.query_params), form)
        try:
            with site.log.recording_refusal(event):
                _demand_own(reason, request, visit)
            if page and page.right:
                site.demand(self._who, page.right)
            if page is None:
                return _send(visit.draw("missing.html", 404))
            return _send(page.show(visit))
        except GatewayError as error:
            return _told(error, visit)
        finally:
            if session.over:
                self._door.open()

    @contextmanager
    def _site(self) -> Iterator[Site]:
        """The site opened anew, so that rules and identities count as they are now. Raises KeyRefused."""
        site = self._opened()
        try:
            if site.public(self._who.name) != self._who:
                self._door.open()
                hint = "stop it in the terminal, and start it again"
                raise KeyRefused(f"identity {self._who.name} is not the one that started the console", hint=hint)
            yield site
        finally:
            site.registry.close()


def rights(site: Site, who: PublicIdentity) -> frozenset[Right]:
    """What the access rules let somebody see."""
    actor = Actor(who.name, who.role)
    every: tuple[Right, ...] = get_args(Right)
    return frozenset(right for right in every if site.access.answer(actor, right, None, (), site.today).allowed)


def _find(request: Request) -> tuple[Page | None, dict[str, Any]]:
    """The page that is asked for, with the parts of its path."""
    scope = dict(request.scope, method="GET" if request.method == "HEAD" else request.method)
    for route, page in _ROUTES:
        match, found = route.matches(scope)
        if match is Match.FULL:
            return page, found["path_params"]
    return None, {}


def _demand_own(reason: str, request: Request, visit: Visit) -> None:
    """Raise Refused unless the request comes from a page of this session."""
    if reason:
        hint = "open the console by the link in its terminal, and work in that window only"
        raise Refused("the request came from elsewhere", hint=hint, reason=reason)
    given = visit.form.get("form_token", "")
    if request.method != "GET" and request.method != "HEAD" and not compare_digest(
        given.encode(), visit.session.form_token.encode()
    ):  # fmt: skip
        raise Refused("the form is not of this session", hint="go back, load the page anew, and send it again",
                      reason="foreign-form")  # fmt: skip


def _send(made: Drawn | Elsewhere) -> Response:
    if isinstance(made, Elsewhere):
        return secured(RedirectResponse(made.path, 303), "")
    return secured(Response(made.body, made.status, media_type="text/html"), made.style)


def _told(error: GatewayError, visit: Visit | None) -> Response:
    """What went wrong and what to do, within the frame where somebody is in."""
    body, style = report.console_page("error.html", visit=visit, error=error)
    return _send(Drawn(body, style, status_of(error)))


def _fault(fault: Exception) -> Response:
    """A fault of the program: its class and place, never its words."""
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{type(fault).__name__} at {Path(frame.filename).name}:{frame.lineno}"
    return _told(GatewayError(f"a fault of the program: {where}", hint="tell who runs the gateway"), None)


def _stranger() -> Response:
    body, style = report.console_page("stranger.html", visit=None, left=False)
    return _send(Drawn(body, style, 401))
