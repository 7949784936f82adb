"""Bytes of CSV in, where its records end out, as Arrow takes them: a quote means something at a field's start only."""

import re
from collections.abc import Iterator
from io import BufferedReader

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]

_NEWLINE, _RETURN, _QUOTE = b'\n\r"'


def record_ends(handle: BufferedReader, delimiter: str, block: int, longest: int) -> Iterator[tuple[Places, Places]]:
    """Where records end (offset of the byte after) and how long each is without its newline, run by run.

    The last run may end without a newline. Raises ValueError for a record of more than `longest` bytes.
    """
    held, start = b"", handle.tell()
    while read := handle.read(block):
        held += read
        ends = _ends(held, delimiter)
        if len(ends) and ends[-1] == len(held) and held[-1] == _RETURN:
            ends = ends[:-1]  # its newline may come
        if not len(ends):
            if len(held) > longest:
                raise ValueError
            continue
        yield start + ends, _lengths(held, ends)
        start += int(ends[-1])
        held = held[int(ends[-1]) :]
    if held:
        ends = _ends(held, delimiter)
        if not len(ends) or ends[-1] < len(held):
            ends = np.append(ends, len(held))
        yield start + ends, _lengths(held, ends)


def _ends(block: bytes, delimiter: str) -> Places:
    """`block` begins where a record does."""
    text = np.frombuffer(block, np.uint8)
    breaks = np.flatnonzero((text == _NEWLINE) | (text == _RETURN))
    quotes = np.flatnonzero(text == _QUOTE)
    if len(quotes):
        before = text[quotes[::2] - 1]
        known = np.isin(before, np.frombuffer(f'{delimiter}\n\r"'.encode(), np.uint8)) | (quotes[::2] == 0)
        if not known.all():  # some stand within a field, where they mean nothing
            quotes = _quoted(block, delimiter)
        breaks = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
    pairs = (text[breaks] == _RETURN) & (text[np.minimum(breaks + 1, len(text) - 1)] == _NEWLINE)
    return np.asarray(breaks[~pairs] + 1, dtype=np.int64)


def _quoted(block: bytes, delimiter: str) -> Places:
    """Where quoted fields begin and end, in turn."""
    field = re.compile(rb'(?:(?<=[\r\n%s])|\A)"[^"]*(?:""[^"]*)*"?' % re.escape(delimiter.encode()))
    spans = (match.span() for match in field.finditer(block))
    return np.array([place for start, end in spans for place in (start, end - 1)], dtype=np.int64)


def _lengths(block: bytes, ends: Places) -> Places:
    text = np.frombuffer(block, np.uint8)
    starts = np.concatenate(([0], ends[:-1]))
    last = text[ends - 1]
    breaks = ((last == _NEWLINE) | (last == _RETURN)).astype(np.int64)
    breaks += (last == _NEWLINE) & (ends - starts > 1) & (text[np.maximum(ends - 2, 0)] == _RETURN)
    return np.asarray(ends - starts - breaks, dtype=np.int64)
