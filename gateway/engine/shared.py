"""A value in; the same value in any number of processes out, its Arrow and NumPy buffers in memory once.

The bytes stand in memory without a name (memfd_create(2)): never on a disk, and gone with the last process that
holds them.
"""

import mmap
import os
import pickle
from multiprocessing import reduction
from typing import Any

_ALIGNED = 64  # bytes, as Arrow likes its buffers


class Shared:
    """A pickled value with its buffers (PEP 574) beside it. It crosses to a process that is being spawned."""

    def __init__(self, value: object) -> None:
        buffers: list[pickle.PickleBuffer] = []
        self._head = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
        self._file = os.memfd_create("gateway")
        self._places: list[tuple[int, int]] = []
        at = 0
        for buffer in map(pickle.PickleBuffer.raw, buffers):
            self._places.append((at, buffer.nbytes))
            _write(self._file, at, buffer)
            at += -(-buffer.nbytes // _ALIGNED) * _ALIGNED
        os.ftruncate(self._file, max(at, 1))

    def __getstate__(self) -> dict[str, Any]:
        return {"_head": self._head, "_places": self._places, "_file": reduction.DupFd(self._file)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._head, self._places, self._file = state["_head"], state["_places"], state["_file"].detach()

    def load(self) -> Any:
        """The value; its buffers are read-only and not copied."""
        view = memoryview(mmap.mmap(self._file, 0, prot=mmap.PROT_READ))
        return pickle.loads(self._head, buffers=[view[at : at + size] for at, size in self._places])  # noqa: S301 - ours

    def close(self) -> None:
        """Let go of the bytes; processes that loaded them keep them."""
        os.close(self._file)


def _write(file: int, at: int, buffer: memoryview) -> None:
    while buffer.nbytes:
        written = os.pwrite(file, buffer, at)
        at, buffer = at + written, buffer[written:]
