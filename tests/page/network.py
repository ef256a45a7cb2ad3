"""A network that has loopback and nothing else, as Linux gives it to who may ask for one."""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_NETWORK = 0x40000000
_SET_FLAGS, _UP = 0x8914, 0x1
_libc = ctypes.CDLL(None, use_errno=True)


def _done(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _current() -> int:
    return os.open("/proc/thread-self/ns/net", os.O_RDONLY)


class Loopback:
    """A namespace of its own; a thread in it, and what it starts there, reaches nobody else."""

    def __init__(self) -> None:
        """Make it.

        Raises:
            OSError: only root may.
        """
        outer = _current()
        try:
            _done(_libc.unshare(_NEW_NETWORK))
            try:
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
                    fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP))
                self._namespace = _current()
            finally:
                _done(_libc.setns(outer, _NEW_NETWORK))
        finally:
            os.close(outer)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Within, this thread is in it."""
        before = _current()
        _done(_libc.setns(self._namespace, _NEW_NETWORK))
        try:
            yield
        finally:
            _done(_libc.setns(before, _NEW_NETWORK))
            os.close(before)

    def close(self) -> None:
        """Let go of it; it ends with the last process in it."""
        os.close(self._namespace)
