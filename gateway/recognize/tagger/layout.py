"""What a token's place tells: its line and column, the gap ahead, the label of its field, what is written around it.

Each function gives whole rows, one value a token, by a few array operations; a token-by-token loop in Python would cost
more than the field's inference.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Row = npt.NDArray[np.int64]
Chains = Sequence[tuple[int, int]]
_LABEL_REACH = 8
_FAR = 3
_COLON = frozenset(":")
_TAB = re.compile("\t")
_LINE_BREAK = re.compile("\n")


def lines(text: str, starts: Sequence[int]) -> list[tuple[int, int]]:
    """The first token and the one behind the last of each line that has any."""
    behind = {bisect_left(starts, found.start()) for found in _LINE_BREAK.finditer(text)}
    cuts = sorted({0, len(starts), *behind})
    return [(first, last) for first, last in pairwise(cuts)]


def gaps(text: str, starts: Sequence[int], ends: Sequence[int], chains: Chains) -> Row:
    """Characters ahead of each token: 0, 1, 2 for more or a tab; 3 at the head of a line, 4 behind an empty one."""
    row = np.zeros(len(starts), dtype=np.int64)
    row[1:] = np.minimum(np.subtract(starts[1:], ends[:-1]), 2)
    for tab in _TAB.finditer(text):
        number = bisect_left(starts, tab.start())
        if number < len(starts):
            row[number] = 2
    for first, _ in chains:
        row[first] = 4 if not first or text.count("\n", ends[first - 1], starts[first]) > 1 else 3
    return row


def capitals(text: str, starts: Sequence[int], ends: Sequence[int], chains: Chains) -> Row:
    """1 in lines of capitals, 2 in a text without any, else 0."""
    row = np.zeros(len(starts), dtype=np.int64)
    if text == text.lower():
        row[:] = 2
        return row
    for first, last in chains:
        if _is_upper(text[starts[first] : ends[last - 1]]):
            row[first:last] = 1
    return row


def columns(count: int, chains: Chains) -> Row:
    """How many tokens of the line stand ahead, to three."""
    row = np.arange(count)
    for first, last in chains:
        row[first:last] -= first
    return np.minimum(row, _FAR)


def labels(tokens: Sequence[str], words: Row, chains: Chains) -> Row:
    """The word ahead of the last colon of the line, as far as a label reaches."""
    row = np.zeros(len(tokens), dtype=np.int64)
    firsts = [first for first, _ in chains]
    for number in [number for number, token in enumerate(tokens) if token in _COLON]:
        first, last = chains[bisect_right(firsts, number) - 1]
        if number > first:
            row[number : min(number + _LABEL_REACH + 1, last)] = words[number - 1]
    return row


def in_lower_case(tokens: Sequence[str]) -> list[int]:
    """0 for a token in lower case or with other than letters, 2 where it occurs in lower case elsewhere, else 1."""
    different = set(tokens)
    lower = {token for token in different if token.islower()}
    value = {t: 0 if t in lower or not t.isalpha() else 1 + (t.lower() in lower) for t in different}
    return list(map(value.__getitem__, tokens))


def chunks(
    text: str,
    tokens: Sequence[str],
    starts: Sequence[int],
    ends: Sequence[int],
    words: Row,
    describe: Callable[[str], tuple[int, int] | None],
) -> Row:
    """Four rows: two that `describe` gives of what is written without a space around a token, and the words beside it.

    All are 0 where no digit is written.
    """
    rows = np.zeros((4, len(tokens)), dtype=np.int64)
    digits = {token for token in set(tokens) if any(map(str.isdigit, token))}
    apart = np.flatnonzero(np.not_equal(starts[1:], ends[:-1])) + 1
    bounds = [0, *apart.tolist(), len(tokens)]
    last = 0
    for number, token in enumerate(tokens):
        if number < last or token not in digits:
            continue
        chunk = bisect_right(bounds, number)
        first, last = bounds[chunk - 1], bounds[chunk]
        if described := describe(text[starts[first] : ends[last - 1]]):
            ahead = words[first - 1] if first else 0
            behind = words[last] if last < len(tokens) else 0
            rows[:, first:last] = np.array([*described, ahead, behind])[:, None]
    return rows


def _is_upper(line: str) -> bool:
    return line.isupper() and sum(map(str.isupper, line)) > 5
