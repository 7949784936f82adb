"""A link that works once and for ten minutes, a session that ends without requests, after mistakes, or on leaving."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.console.door import IDLE, LINK_HOLDS, MISTAKES, Door


class Hall:
    """A door, its clock, and the links that it announced."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 12, tzinfo=UTC)
        self.links: list[str] = []
        self.drawn = 0
        self.door = Door(lambda: self.now, self.random, self.links.append)
        self.door.open()

    def random(self, count: int) -> bytes:
        self.drawn += 1
        return self.drawn.to_bytes(count)

    def enter(self):
        found = self.door.enter(self.links[-1])
        assert found is not None
        return found


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_a_link_works_once(hall: Hall) -> None:
    found = hall.enter()
    assert hall.door.enter(hall.links[-1]) is None
    assert hall.door.session(found.cookie) is found
    assert len({found.cookie, found.form_token, hall.links[-1]}) == 3


@pytest.mark.parametrize("token", ["", "0", "ü", "x" * 64])
def test_another_link_does_not_work_and_does_not_use_the_right_one_up(hall: Hall, token: str) -> None:
    assert hall.door.enter(token) is None
    hall.enter()


def test_a_link_grows_old(hall: Hall) -> None:
    hall.now += LINK_HOLDS + timedelta(seconds=1)
    assert hall.door.enter(hall.links[-1]) is None


def test_a_new_link_ends_the_session_and_the_old_link(hall: Hall) -> None:
    found, old = hall.enter(), hall.links[-1]
    hall.door.open()
    assert hall.door.session(found.cookie) is None
    assert hall.door.enter(old) is None
    hall.enter()


def test_a_session_ends_without_requests_and_a_new_link_is_made(hall: Hall) -> None:
    found = hall.enter()
    for _ in range(5):
        hall.now += IDLE
        assert hall.door.session(found.cookie) is found
    hall.now += IDLE + timedelta(seconds=1)
    assert hall.door.session(found.cookie) is None
    assert len(hall.links) == 2
    assert hall.door.session(found.cookie) is None
    assert len(hall.links) == 2, "strangers make no links"


@pytest.mark.parametrize("cookie", ["", "0", "é"])
def test_a_wrong_cookie_is_nobody_and_keeps_no_session_awake(hall: Hall, cookie: str) -> None:
    found = hall.enter()
    hall.now += IDLE
    assert hall.door.session(cookie) is None
    hall.now += timedelta(seconds=1)
    assert hall.door.session(found.cookie) is None


def test_wrong_passphrases_end_a_session(hall: Hall) -> None:
    found = hall.enter()
    for _ in range(MISTAKES - 1):
        found.mistake()
    assert hall.door.session(found.cookie) is found
    found.mistake()
    assert found.over
    assert hall.door.session(found.cookie) is None
