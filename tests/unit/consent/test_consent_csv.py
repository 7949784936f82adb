"""Every way in which a consent CSV can be wrong has its own message, and none of them repeats a cell."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gateway.consent import ConsentVersion
from gateway.consent import read as read_file
from gateway.errors import BadInput

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEADER = "consent_id,subject,status,purposes,recipients,effective_from,effective_until,recorded_at"
ROW = "c1,CANARY,granted,HRESCH,,2025-01-01,,2025-01-01T09:00:00Z"


def read(path: Path, imported: datetime) -> tuple[ConsentVersion, ...]:
    """The whole stream."""
    return tuple(read_file(path, imported=imported).versions)


def write(path: Path, *lines: str) -> Path:
    file = path / "consents.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return file


def test_reads_every_kind_of_row(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "\ufeff" + HEADER,
        "c1,p1,granted,HRESCH PUBHLTH,sepsis stroke,2025-01-01,2026-12-31,2025-01-01T10:00:00+02:00",
        'c2,"p,2",denied,PurposeOfUse,,2025-01-01,,2025-01-02',
        "c1,p1,withdrawn,,,,,2025-06-01T00:00:00.5Z",
    )
    granted, denied, withdrawn = read(file, imported=NOW)
    assert granted.purposes == ("HRESCH", "PUBHLTH")
    assert granted.recipients == ("sepsis", "stroke")
    assert granted.effective_until == date(2026, 12, 31)
    assert granted.recorded == datetime(2025, 1, 1, 8, tzinfo=UTC)
    assert (denied.subject, denied.recipients, denied.effective_until) == ("p,2", (), None)
    assert denied.recorded == datetime(2025, 1, 2, tzinfo=UTC)
    assert (withdrawn.status, withdrawn.purposes, withdrawn.effective_from) == (
        "withdrawn",
        (),
        date(2025, 6, 1),
    )


@pytest.mark.parametrize(
    ("status", "start", "until"),
    [("granted", date(2025, 1, 2), date(2025, 6, 1)), ("denied", date(2025, 1, 1), date(2025, 6, 2))],
)
def test_a_timestamp_shortens_a_grant_and_lengthens_a_denial(
    tmp_path: Path, status: str, start: date, until: date
) -> None:
    days = "2025-01-01T22:00:00-05:00,2025-06-01T22:00:00-05:00"
    [version] = read(
        write(tmp_path, HEADER, f"c1,p1,{status},HRESCH,,{days},2025-01-01"), imported=NOW
    )
    assert (version.effective_from, version.effective_until) == (start, until)


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        ([HEADER.replace(",status", ""), ROW], 1, "misses the column status"),
        ([HEADER + ",note", ROW + ",x"], 1, "unknown columns"),
        ([HEADER + ",status", ROW + ",granted"], 1, "has the column status twice"),
        ([HEADER, ROW, ROW + ",CANARY"], 3, "9 cells where the header has 8"),
        ([HEADER, ROW, "", ROW], 3, "0 cells"),
        ([HEADER, ROW.replace("granted", "CANARY")], 2, "column status: unknown"),
        ([HEADER, ROW.replace("HRESCH", "HRESCH CANARY")], 2, "column purposes: 1 unknown"),
        ([HEADER, ROW.replace("HRESCH", "")], 2, "column purposes: is empty"),
        (
            [HEADER, ROW.replace(",2025-01-01,", ",CANARY,")],
            2,
            "column effective_from: is not a readable date",
        ),
        ([HEADER, ROW.replace(",2025-01-01,", ",,")], 2, "column effective_from: is not a readable date"),
        (
            [HEADER, ROW.replace(",2025-01-01,", ",2025-02-30,")],
            2,
            "column effective_from: is not a readable",
        ),
        (
            [HEADER, ROW.replace("-01,,", "-01,2025-01-01T00:00:00,")],
            2,
            "column effective_until: is not a read",
        ),
        ([HEADER, ROW.replace("09:00:00Z", "09:00:00")], 2, "column recorded_at: is not a readable date"),
        ([HEADER, ROW.replace("T09", "T99")], 2, "column recorded_at: is not a readable date"),
        ([HEADER, ROW.replace("2025-01-01T", "2027-01-01T")], 2, "column recorded_at: lies in the future"),
        ([HEADER, ROW.replace("-01,,", "-01,2024-12-31,")], 2, "effective_until: lies before effective_from"),
        ([HEADER, ROW.replace("CANARY", "")], 2, "column subject: is empty"),
        ([HEADER, ROW.replace("CANARY", "CANARY ")], 2, "column subject: begins or ends with a space"),
        ([HEADER, ROW.replace("c1", " ")], 2, "column consent_id: is empty"),
        ([HEADER, ROW, ROW.replace("granted", "denied")], 3, "column consent_id: an earlier row"),
        (
            [HEADER, ROW, ROW.replace("CANARY", "p2").replace("T09", "T10")],
            3,
            "column subject: an earlier row",
        ),
        ([HEADER, ROW, '"CANARY'], 3, "is not a readable CSV row"),
        ([HEADER, ROW, ROW.replace("CANARY", "CAN\0ARY")], 3, "holds a NUL byte"),
    ],
)
def test_refuses_and_names_the_line(tmp_path: Path, lines: list[str], line: int, what: str) -> None:
    file = write(tmp_path, *lines)
    with pytest.raises(BadInput) as caught:
        read(file, imported=NOW)
    message = str(caught.value)
    assert message.startswith(f"{file}:{line}: ")
    assert what in message
    assert "hint: " in message
    assert "CANARY" not in message


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (HEADER.encode() + b"\n", "holds a header and no consents"),
        (f"{HEADER}\n{ROW}\n".encode().replace(b"CANARY", b"CANARY\xe9"), ":2: is not UTF-8"),
        (f"{HEADER}\n{ROW}\n".encode("utf-16"), ":1: holds a NUL byte"),
    ],
)
def test_refuses_unreadable_files(tmp_path: Path, content: bytes, what: str) -> None:
    file = tmp_path / "consents.csv"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=what) as caught:
        read(file, imported=NOW)
    assert "CANARY" not in str(caught.value)


def test_refuses_a_missing_file_and_an_unknown_kind(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "none.csv", imported=NOW)
    with pytest.raises(BadInput, match="no kind of consent file"):
        read(tmp_path / "consents.xlsx", imported=NOW)


def test_a_repeated_row_is_kept(tmp_path: Path) -> None:
    assert len(read(write(tmp_path, HEADER, ROW, ROW), imported=NOW)) == 2


def test_a_quoted_line_break_does_not_shift_the_line_number(tmp_path: Path) -> None:
    rows = ['c1,"p\n1",granted,HRESCH,,2025-01-01,,2025-01-01', ROW.replace("granted", "maybe")]
    with pytest.raises(BadInput, match=":4: column status"):
        read(write(tmp_path, HEADER, *rows), imported=NOW)
