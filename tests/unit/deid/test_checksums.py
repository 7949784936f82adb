"""Valid numbers pass, and a slip in one digit fails."""

import pytest

from gateway.deid.checksums import passes

VALID = {
    "a credit card (Luhn)": "4111-1111-1111-1111",
    "an NPI": "1234567893",
    "a DEA number": "AB1234563",
    "a routing number (ABA)": "021000021",
    "a VIN": "1HGCM82633A004352",
    "a VIN with X": "1M8GDM9AXKP042788",
    "a GTIN-14": "00614141123452",
    "a UPC": "036000291452",
    "an IBAN": "GB82 WEST 1234 5698 7654 32",
}


@pytest.mark.parametrize("text", VALID.values(), ids=VALID)
def test_passes(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize("text", ["4111-1111-1111-1112", "1234567894", "AB1234560", "1HGCM82643A004352", "", "ABC",
                                  "GB82 WEST 1234 5698 7654 31", "123"])  # fmt: skip
def test_fails(text: str) -> None:
    assert not passes(text)
