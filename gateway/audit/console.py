"""What the log holds of the console: who came in, and what was refused (45 CFR 164.308(a)(5)(ii)(C), 164.312(b))."""

from typing import Literal

from gateway.audit.schema import Code, Event


class ConsoleOpened(Event):
    """Somebody who had proved their identity by its passphrase opened the console in a browser."""

    type: Literal["console.opened"] = "console.opened"
    action: Literal["E"] = "E"
    dicom: Literal["110114"] = "110114"  # User Authentication


class ConsoleRefused(Event):
    """The console turned a request of that session away; `page` is the word that names the page."""

    type: Literal["console.refused"] = "console.refused"
    outcome: Literal["refused"] = "refused"
    action: Literal["E"] = "E"
    dicom: Literal["110113"] = "110113"  # Security Alert
    page: Code
