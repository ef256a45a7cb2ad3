"""A process that runs user SPARQL (``sparql_worker``), from the side of who asks it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from onrecord.errors import QueryTimeoutError
from onrecord.graph.property_graph import Cancelled
from onrecord.graph.snapshots import Snapshot
from onrecord.graph.sparql_worker import READY

_LOOK_S = 0.05
_SAID_BYTES = 1 << 16


class DiedError(Exception):
    """The worker ended by itself: before it could be asked, or of what it was asked."""

    def __init__(self, *, started: bool, code: int, said: str) -> None:
        how = signal.Signals(-code).name if code < 0 else f"code {code}"
        lines = [line for line in said.splitlines() if not line.startswith("note:")]
        super().__init__(f"ended with {how}: {lines[-1]:.200}" if lines else f"ended with {how}")
        self.started = started
        self.lacked_memory = "memory allocation of" in said or "MemoryError" in said


class Worker:
    """A worker process."""

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        self._started = False
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 # closed in kill
        self._child = subprocess.Popen(
            [sys.executable, "-m", "onrecord.graph.sparql_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            process_group=0,  # Ctrl-C is for the parent, which then stops it in order
        )

    @property
    def pid(self) -> int:
        return self._child.pid

    def ask(
        self, request: dict[str, object], timeout_ms: int, gone: Callable[[], bool]
    ) -> tuple[dict[str, Any], bytes]:
        """Header and body of the answer.

        After anything raised the worker is of no more use.

        Raises:
            QueryTimeoutError: the time was up.
            Cancelled: the caller was gone.
            DiedError: the process ended.
        """
        deadline = time.monotonic() + timeout_ms / 1000
        child_in, child_out = self._child.stdin, self._child.stdout
        if child_in is None or child_out is None:
            raise TypeError("the worker was started without pipes")
        try:
            child_in.write(json.dumps(request).encode() + b"\n")
            child_in.flush()
        except BrokenPipeError as error:
            raise self._died() from error
        received = bytearray()
        header: dict[str, Any] | None = None
        while header is None or len(received) < header["size"]:
            left = deadline - time.monotonic()
            if left <= 0:
                raise QueryTimeoutError(timeout_ms)
            if gone():
                raise Cancelled
            if not select.select([child_out], [], [], min(left, _LOOK_S))[0]:
                continue
            chunk = os.read(child_out.fileno(), 1 << 20)
            if not chunk:
                raise self._died()
            received += chunk
            if not self._started and received.startswith(READY):
                self._started = True
                del received[: len(READY)]
            if header is None and b"\n" in received:
                line, _, rest = bytes(received).partition(b"\n")
                header, received = json.loads(line), bytearray(rest)
        return header, bytes(received)

    def _died(self) -> DiedError:
        code = self._child.wait()
        self._said.seek(0)
        said = self._said.read(_SAID_BYTES).decode(errors="replace").strip()
        return DiedError(started=self._started, code=code, said=said)

    def end(self) -> None:
        """End the process; whoever is asking it finds it ended."""
        self._child.kill()
        self._child.wait()

    def kill(self) -> None:
        """End the process, and let go of what leads to it."""
        self.end()
        for pipe in (self._child.stdin, self._child.stdout, self._said):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
