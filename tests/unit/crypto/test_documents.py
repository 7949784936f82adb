"""A signed document is read only as it was signed, by a person whom the site certified."""

import json
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest

from gateway.crypto import documents
from gateway.crypto.documents import canonical, read, sign, stamp
from gateway.crypto.trust import Trust
from gateway.errors import IntegrityError

from .people import ELSEWHERE, SITE, person

AT = datetime(2026, 6, 1, 12, 30, 15, 999_999, tzinfo=UTC)
ANA = person("ana", "ml-engineer")
FIELDS = {"id": "req-1", "tables": ["b", "a"], "why": "“é” 😀", "n": 3, "nested": {"z": None, "a": True}}
SIGNED = sign("request", FIELDS, ANA, AT, "I ask")


def refused(body: bytes, kind: str = "request", site: bytes = SITE.public) -> str:
    with pytest.raises(IntegrityError) as caught:
        read(kind, body, Trust(site))
    assert caught.value.hint
    return caught.value.what


def resigned(change) -> bytes:
    """The document after `change`, signed again by the same person in the proper way."""
    document = json.loads(SIGNED.body)
    del document["signature"]
    change(document)
    return canonical({**document, "signature": ANA.signing.sign(canonical(document)).hex()})


def test_what_is_signed_is_read() -> None:
    again = read("request", SIGNED.body, Trust(SITE.public))
    assert again == SIGNED
    assert again.fields == FIELDS
    assert (again.signer, again.at, again.meaning) == (ANA.public, "2026-06-01T12:30:15Z", "I ask")
    assert len(again.digest) == 64
    assert sign("request", FIELDS, ANA, AT, "I ask").body == SIGNED.body


@pytest.mark.parametrize(("hours", "text"), [(0, "2026-06-01T12:30:15Z"), (2, "2026-06-01T10:30:15Z")])
def test_times_are_told_in_utc(hours: int, text: str) -> None:
    assert stamp(AT.replace(tzinfo=timezone(timedelta(hours=hours)))) == text


def test_no_bit_may_flip() -> None:
    bits = Random(7).sample(range(len(SIGNED.body) * 8), 300)
    for bit in bits:
        body = bytearray(SIGNED.body)
        body[bit // 8] ^= 1 << bit % 8
        refused(bytes(body))


def test_no_byte_may_go_or_come() -> None:
    for at in range(0, len(SIGNED.body), 41):
        refused(SIGNED.body[:at] + SIGNED.body[at + 1 :])
        refused(SIGNED.body[:at] + b" " + SIGNED.body[at:])
    refused(SIGNED.body + b"\n")


OTHER_FORMS = {
    "unsorted": json.dumps(dict(reversed(json.loads(SIGNED.body).items())), separators=(",", ":"), ensure_ascii=False),
    "with blanks": json.dumps(json.loads(SIGNED.body), sort_keys=True, ensure_ascii=False),
    "with escapes": json.dumps(json.loads(SIGNED.body), sort_keys=True, separators=(",", ":")),
    "with a key twice": SIGNED.body.decode().replace('"n":3', '"n":2,"n":3'),
    "with the signature in capitals": SIGNED.body.decode().replace(
        json.loads(SIGNED.body)["signature"], json.loads(SIGNED.body)["signature"].upper()),
    "a float for a number": SIGNED.body.decode().replace('"n":3', '"n":3.0'),
}  # fmt: skip


@pytest.mark.parametrize("body", OTHER_FORMS.values(), ids=OTHER_FORMS)
def test_the_same_document_in_another_form_is_refused(body: str) -> None:
    assert body != SIGNED.body.decode()
    refused(body.encode())


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"3", b'"x"', b"null", b'{"kind":"request"}', b"\xff", b"\xef\xbb\xbf{}", b"[" * 100_000,
     b"3.0", b'{"a":NaN}', b'{"a":9007199254740993,"kind":"request"}', b'{"a":"\\ud800"}',
     b'{"kind":"request","signature":"zz","signed":{}}', b'{"kind":"request","signature":7,"signed":{}}'],
)  # fmt: skip
def test_what_is_no_document_is_refused(body: bytes) -> None:
    refused(body)
    refused(json.dumps(body.decode("latin-1")).encode())


def test_another_kind_or_another_site_is_refused() -> None:
    refused(SIGNED.body, kind="approval")
    assert "another site" in refused(SIGNED.body, site=ELSEWHERE.public)
    foreign = sign("request", FIELDS, person("ana", "ml-engineer", ELSEWHERE), AT, "I ask")
    assert "another site" in refused(foreign.body)


def test_what_stands_beside_the_fields_is_signed_too() -> None:
    for change in (
        lambda d: d.update(kind="approval"),
        lambda d: d["signed"].update(meaning="I approve"),
        lambda d: d["signed"].update(at="2027-01-01T00:00:00Z"),
        lambda d: d.update(extra=1),
    ):
        document = json.loads(SIGNED.body)
        change(document)
        refused(canonical(document))


def test_a_signer_cannot_take_another_role_or_name() -> None:
    for field, value in (("role", "data-steward"), ("name", "sam"), ("created", "2020-01-01T00:00:00Z")):
        assert "certificate" in refused(resigned(lambda d, f=field, v=value: d["signed"]["by"].update({f: v})))
    swapped = resigned(lambda d: d["signed"].update(by=person("sam").public.to_json()))
    assert "the signature does not hold" in refused(swapped)
    assert documents.read("request", resigned(lambda d: d.update(n=4)), Trust(SITE.public)).fields["n"] == 4
