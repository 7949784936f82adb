"""Integer columns in, dense group numbers out: the two array operations that everything else rests on."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[Any]
"""Codes of rows, in whatever integer width holds them."""

_KEY_LIMIT = 1 << 62


def group(key: Ints, space: int) -> tuple[Ints, int]:
    """Number the distinct values of `key` (each in 0…space-1) in ascending order: numbers for key, their count."""
    if space <= max(4 * len(key), 1 << 12):
        present = np.zeros(space, dtype=np.int64)
        present[key] = 1
        count = int(present.sum())
        return (key if count == space else (np.cumsum(present) - 1)[key]), count
    order = np.argsort(key)
    ordered = key[order]
    step = np.empty(len(key), dtype=np.int64)
    step[:1] = 0
    np.not_equal(ordered[1:], ordered[:-1], out=step[1:], casting="unsafe")
    numbers = np.empty(len(key), dtype=np.int64)
    numbers[order] = np.cumsum(step)
    return numbers, int(step.sum()) + 1 if len(key) else 0


def pack(columns: Iterable[tuple[Codes, Ints, int]], length: int) -> tuple[Ints, int]:
    """Mixed-radix keys of columns given as (codes, digit of each code, how many digits): keys, size of their space."""
    key, space = np.zeros(length, dtype=np.int64), 1
    for codes, digits, card in columns:
        if card == 1:
            continue
        if space * card > _KEY_LIMIT:
            key, space = group(key, space)
        key += (digits * space)[codes]
        space *= card
    return key, space


def count(numbers: Codes, size: int, weights: Ints | None = None) -> Ints:
    """Rows (or the sum of weights) for each number 0…size-1; exact up to 2^53."""
    return np.bincount(numbers, weights=weights, minlength=size).astype(np.int64)


def weigh(numbers: Codes, size: int, weights: Ints | Floats) -> Floats:
    """The sum of weights for each number 0…size-1."""
    return np.bincount(numbers, weights=weights, minlength=size).astype(np.float64, copy=False)


def first_places(numbers: Ints, size: int) -> Ints:
    """Where each number 0…size-1 occurs first; each has to occur."""
    first = np.empty(size, dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    return first
