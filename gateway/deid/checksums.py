"""Numbers whose digits check each other: an invented one must fail, so that nobody takes it for a real one."""

import re
from typing import Final

_LUHN_FROM: Final = 7  # digits; a shorter number has no room for a check digit that anybody uses
_NPI_PREFIX: Final = "80840"  # CMS: the check digit of an NPI is that of 80840 and its first nine digits
_VIN: Final = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", "123456781234579234567890123456789", strict=True))
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)  # 49 CFR 565.15(c)
_ROUTING_WEIGHTS: Final = (3, 7, 1) * 3  # ABA


def passes(text: str) -> bool:
    """Whether `text`, whatever punctuation it holds, is valid by any checksum that fits its shape."""
    compact = "".join(filter(str.isalnum, text)).upper()
    digits = compact.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (digits.isascii() and digits.isdecimal() and _is_checked(digits)) or (
        (bool(re.fullmatch(r"[A-Z]{2}\d{7}", compact)) and _dea(digits))
        or (bool(re.fullmatch(r"[A-HJ-NPR-Z\d]{17}", compact)) and _vin(compact))
        or (bool(re.fullmatch(r"[A-Z]{2}\d\d[A-Z\d]{11,30}", compact)) and _iban(compact))
    )


def _is_checked(digits: str) -> bool:
    return (
        (len(digits) >= _LUHN_FROM and _luhn(digits))
        or (len(digits) == 10 and _luhn(_NPI_PREFIX + digits))
        or (len(digits) == 9 and _weighted(digits, _ROUTING_WEIGHTS, 10))
        or (12 <= len(digits) <= 14 and _weighted(digits[::-1], (1, 3) * 7, 10))  # GS1: UPC, EAN, GTIN of devices
    )


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _weighted(digits: str, weights: tuple[int, ...], modulus: int) -> bool:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % modulus == 0


def _dea(digits: str) -> bool:
    n = list(map(int, digits))
    return (n[0] + n[2] + n[4] + 2 * (n[1] + n[3] + n[5])) % 10 == n[6]


def _vin(text: str) -> bool:
    remainder = sum(int(_VIN[char]) * weight for char, weight in zip(text, _VIN_WEIGHTS, strict=True)) % 11
    return text[8] == ("X" if remainder == 10 else str(remainder))


def _iban(text: str) -> bool:
    """ISO 13616: mod 97 over the rearranged text, letters as two digits."""
    return int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 == 1
