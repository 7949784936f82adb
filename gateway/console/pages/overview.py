"""What waits, what was made, and where the log stands: nothing here reads the whole log."""

from gateway import history
from gateway.console.visit import Drawn, Visit
from gateway.desk import requests
from gateway.model.states import State
from gateway.registry.events import Wanted

_WAITING: tuple[State, ...] = ("submitted",)
_LATEST = 8


def show(visit: Visit) -> Drawn:
    """The first page."""
    site, today = visit.site, visit.site.today
    files = requests.everything(site) if "readRequests" in visit.rights else []
    return visit.draw(
        "overview.html",
        waiting=[requests.as_json(file, today) for file in files if file.state(today) in _WAITING],
        ready=[requests.as_json(file, today) for file in files if file.state(today) == "approved"],
        asked=len(files),
        released=sum(file.release is not None for file in files),
        latest=history.lines(site.log.search(Wanted(), limit=_LATEST)) if "readLog" in visit.rights else [],
        head=history.head(site),
    )


def leave(visit: Visit) -> Drawn:
    """The session ends; the terminal shows a new link."""
    visit.session.over = True
    return visit.draw("stranger.html", left=True)
