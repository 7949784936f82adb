"""What is checked of a request before anything else is done with it (OWASP, Cross-Site Request Forgery Prevention)."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from gateway.errors import BadInput

_MOST_BYTES = 64 * 1024
_MOST_FIELDS = 20
_FORM = "application/x-www-form-urlencoded"


def foreign(request: Request, host: str) -> str:
    """Why a request is not one of the console's own pages', as a code; empty where it is.

    host: what the browser was told to ask, with the port. A name that another site points at this machine (DNS
    rebinding) is not it; and a page of another origin can't set Origin or Sec-Fetch-Site.
    """
    if request.headers.getlist("host") != [host]:
        return "foreign-host"
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return "foreign-origin"
    safe = request.method in ("GET", "HEAD")
    origin = request.headers.get("origin", f"http://{host}" if safe else "")
    return "" if origin == f"http://{host}" else "foreign-origin"


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form that was posted. Raises BadInput for what no page of the console sends."""
    if request.method != "POST":
        return {}
    problem = BadInput("not a form of the console", hint="go back, and send the page's own form")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise problem
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise problem
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise problem from None
    return dict(pairs)


def secured(response: Response, style: str) -> Response:
    """With the headers that let a browser run nothing, load nothing, keep nothing, and be framed by nobody.

    Referrer-Policy is same-origin, since under no-referrer a browser would hide the Origin of a form.
    """
    allowed = f"'sha256-{style}'" if style else "'none'"
    policy = ("default-src 'none'", f"style-src {allowed}", "form-action 'self'", "base-uri 'none'",
              "frame-ancestors 'none'")  # fmt: skip
    response.headers.update({**_HEADERS, "Content-Security-Policy": "; ".join(policy)})
    return response


_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
