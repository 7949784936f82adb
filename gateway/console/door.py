"""Who may come in: a link that works once, then one session, which ends after a while without a request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from threading import Lock

LINK_HOLDS = timedelta(minutes=10)
IDLE = timedelta(minutes=15)  # 45 CFR 164.312(a)(2)(iii), automatic logoff
MISTAKES = 5  # wrong passphrases, after which the session ends (21 CFR 11.300(d))


@dataclass(slots=True)
class Session:
    """`cookie` is the browser's, `form_token` stands in every form, so that no other site can send one."""

    cookie: str
    form_token: str
    seen: datetime
    mistakes: int = 0
    over: bool = False

    def mistake(self) -> None:
        """A wrong passphrase; after too many the session is over."""
        self.mistakes += 1
        self.over = self.over or self.mistakes >= MISTAKES


class Door:
    """At most one session at a time. `announce` is told the token of each new link; `random` gives bytes."""

    def __init__(
        self, clock: Callable[[], datetime], random: Callable[[int], bytes], announce: Callable[[str], None]
    ) -> None:
        self._clock, self._random, self._announce = clock, random, announce
        self._lock = Lock()
        self._token: tuple[str, datetime] | None = None
        self._session: Session | None = None

    def open(self) -> None:
        """End any session, and make a link."""
        with self._lock:
            self._session = None
            token = self._secret()
            self._token = token, self._clock()
        self._announce(token)

    def enter(self, token: str) -> Session | None:
        """A session for the link's token, which is then used up; None for another or an old one."""
        with self._lock:
            if self._token is None or not _same(token, self._token[0]):
                return None
            made, self._token = self._token[1], None
            if self._clock() - made > LINK_HOLDS:
                return None
            self._session = Session(self._secret(), self._secret(), self._clock())
            return self._session

    def session(self, cookie: str) -> Session | None:
        """The session that the cookie is of; one that was idle for too long ends, and a new link is made."""
        with self._lock:
            found = self._session
            if found is None or not _same(cookie, found.cookie):
                return None
            late = self._clock() - found.seen > IDLE
            found.seen = self._clock()
        if late or found.over:
            self.open()
            return None
        return found

    def _secret(self) -> str:
        return self._random(32).hex()


def _same(one: str, other: str) -> bool:
    """In a time that does not tell how much of it is right."""
    return compare_digest(one.encode(), other.encode())
