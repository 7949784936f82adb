"""A CSV of consents in, versions out.

Columns, in any order: consent_id, subject, status (granted, denied, withdrawn), purposes and recipients
(separated by spaces; no recipients means any), effective_from, effective_until (empty means open),
recorded_at; and `categories`, which may be left out: the sensitive categories that a granted consent names, or the
only data that a denied one denies.
"""

import csv
from array import array
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from gateway.consent.dates import first_day, last_day, moment
from gateway.consent.ledger import ConsentVersion, Imported, Status
from gateway.consent.purposes import CODES
from gateway.errors import BadInput
from gateway.records.sensitive import CATEGORIES

COLUMNS = (
    "consent_id", "subject", "status", "purposes", "recipients",
    "effective_from", "effective_until", "recorded_at",
)  # fmt: skip
_OPTIONAL = ("categories",)
_Day = TypeVar("_Day", date, datetime)
_STATUSES: dict[str, Status] = {"granted": "granted", "denied": "denied", "withdrawn": "withdrawn"}
_DATE_HINT = "write the day as YYYY-MM-DD, or a timestamp with its offset"


def read(path: Path, *, imported: datetime) -> Imported:
    """The rows of `path`, as a stream; `imported` (UTC) is now.

    It raises BadInput that names the file and line for anything that cannot be used: the whole file is refused,
    for a row left out might be a denial.
    """
    return Imported("csv", _versions(path, imported))


def _versions(path: Path, imported: datetime) -> Iterator[ConsentVersion]:
    seen = _Seen()
    for where, cells in _rows(path):
        version = _version(where, cells, imported)
        seen.note(version)
        yield version
    if not seen:
        raise BadInput(f"{path}: holds a header and no consents", hint="add one row for each consent")
    if seen.clashes():
        _demand_agreement(path, imported)


class _Seen:
    """Hashes of what the rows say, 32 bytes a row: which rows contradict each other is looked for only if some do."""

    def __init__(self) -> None:
        self._hashes = array("q")

    def __bool__(self) -> bool:
        return bool(self._hashes)

    def note(self, version: ConsentVersion) -> None:
        moment = hash((version.consent, version.recorded))
        self._hashes.extend((moment, hash(version), hash(version.consent), hash(version.subject)))

    def clashes(self) -> bool:
        """Whether a consent seems to have two subjects, or to say two things of one moment."""
        columns = np.frombuffer(self._hashes, dtype=np.int64).reshape(-1, 4).T
        return self._differ(columns[0], columns[1]) or self._differ(columns[2], columns[3])

    @staticmethod
    def _differ(keys: npt.NDArray[np.int64], told: npt.NDArray[np.int64]) -> bool:
        order = np.argsort(keys, kind="stable")
        same = keys[order][1:] == keys[order][:-1]
        return bool((same & (told[order][1:] != told[order][:-1])).any())


def _demand_agreement(path: Path, imported: datetime) -> None:
    """Raise BadInput that names the first row that contradicts an earlier one."""
    seen: dict[tuple[str, datetime], ConsentVersion] = {}
    subjects: dict[str, str] = {}
    for where, cells in _rows(path):
        version = _version(where, cells, imported)
        if seen.setdefault((version.consent, version.recorded), version) != version:
            raise BadInput(
                f"{where}: column consent_id: an earlier row tells otherwise of the same time",
                hint="keep the row that holds, or give the later one its own recorded_at",
            )
        if subjects.setdefault(version.consent, version.subject) != version.subject:
            raise BadInput(
                f"{where}: column subject: an earlier row gives the same consent to another subject",
                hint="give each subject's consent its own consent_id",
            )


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.reader(_lines(path), strict=True)
    line = 1
    try:
        header = next(reader, None)
        if header is None:
            raise BadInput(f"{path}: is empty", hint=f"start with the header {','.join(COLUMNS)}")
        _check_header(path, header)
        line = reader.line_num + 1
        for row in reader:
            if len(row) != len(header):
                raise BadInput(
                    f"{path}:{line}: has {len(row)} cells where the header has {len(header)}",
                    hint="give every row one cell for each column, and remove blank lines",
                )
            yield f"{path}:{line}", dict(zip(header, row, strict=True))
            line = reader.line_num + 1
    except csv.Error:
        raise BadInput(
            f"{path}:{line}: is not a readable CSV row", hint="close every quote on its row"
        ) from None


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if b"\0" in line:
                    raise BadInput(f"{path}:{number}: holds a NUL byte", hint="save the file as UTF-8 text")
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"{path}:{number}: is not UTF-8", hint="save the file as UTF-8 text") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({type(error).__name__})", hint="check the path") from None


def _check_header(path: Path, header: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in header]
    unknown = sum(name not in (*COLUMNS, *_OPTIONAL) for name in header)
    twice = [name for name in (*COLUMNS, *_OPTIONAL) if header.count(name) > 1]
    if missing:
        raise BadInput(f"{path}:1: misses the column {', '.join(missing)}", hint="add it to the header")
    if unknown:  # a file without a header has values here, so they are counted, not named
        raise BadInput(
            f"{path}:1: has {unknown} unknown columns", hint=f"the columns are {', '.join((*COLUMNS, *_OPTIONAL))}"
        )
    if twice:
        raise BadInput(f"{path}:1: has the column {', '.join(twice)} twice", hint="remove one of them")


def _version(where: str, cells: dict[str, str], imported: datetime) -> ConsentVersion:
    status = _STATUSES.get(cells["status"])
    if status is None:
        raise BadInput(f"{where}: column status: unknown", hint=f"write one of {', '.join(_STATUSES)}")
    recorded = _date(where, cells, "recorded_at", moment)
    if recorded > imported:
        raise BadInput(
            f"{where}: column recorded_at: lies in the future", hint="check the clock and the offset"
        )
    start, until = _period(where, cells, status, recorded)
    return ConsentVersion(
        consent=_identifier(where, cells, "consent_id"),
        subject=_identifier(where, cells, "subject"),
        status=status,
        purposes=_purposes(where, cells["purposes"], status),
        recipients=_words(cells["recipients"]),
        effective_from=start,
        effective_until=until,
        recorded=recorded,
        source="csv",
        categories=_categories(where, cells.get("categories", ""), status),
    )


def _period(
    where: str, cells: dict[str, str], status: Status, recorded: datetime
) -> tuple[date, date | None]:
    shorten = status == "granted"
    if status == "withdrawn" and not cells["effective_from"]:
        start = recorded.date()
    else:
        start = _date(where, cells, "effective_from", lambda text: first_day(text, shorten=shorten))
    if not cells["effective_until"]:
        return start, None
    until = _date(where, cells, "effective_until", lambda text: last_day(text, shorten=shorten))
    if until < start:
        raise BadInput(
            f"{where}: column effective_until: lies before effective_from", hint="exchange the two days"
        )
    return start, until


def _identifier(where: str, cells: dict[str, str], column: str) -> str:
    value = cells[column]
    if not value.strip():
        raise BadInput(f"{where}: column {column}: is empty", hint="every consent needs an id and a subject")
    if value != value.strip():
        raise BadInput(
            f"{where}: column {column}: begins or ends with a space", hint="remove it: ids match exactly"
        )
    return value


def _purposes(where: str, text: str, status: Status) -> tuple[str, ...]:
    purposes = _words(text)
    if not CODES.issuperset(purposes):
        unknown = sum(code not in CODES for code in purposes)
        raise BadInput(
            f"{where}: column purposes: {unknown} unknown",
            hint="write HL7 v3 ActReason codes, such as HRESCH, separated by spaces",
        )
    if not purposes and status != "withdrawn":
        raise BadInput(f"{where}: column purposes: is empty", hint="write PurposeOfUse for every purpose")
    return purposes


def _categories(where: str, text: str, status: Status) -> tuple[str, ...]:
    categories = tuple(sorted(set(_words(text))))
    if not set(CATEGORIES).issuperset(categories):
        raise BadInput(
            f"{where}: column categories: {len(set(categories) - set(CATEGORIES))} unknown",
            hint=f"there are {', '.join(CATEGORIES)}",
        )
    if categories and status == "withdrawn":
        raise BadInput(
            f"{where}: column categories: a withdrawal is of all data",
            hint="leave it empty, or write a denied row with its own consent_id for a category alone",
        )
    return categories


def _date(where: str, cells: dict[str, str], column: str, read_as: Callable[[str], _Day]) -> _Day:
    try:
        return read_as(cells[column])
    except (ValueError, OverflowError):
        raise BadInput(f"{where}: column {column}: is not a readable date", hint=_DATE_HINT) from None


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())
