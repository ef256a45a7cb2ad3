"""ArcadeDB: the embedded engine, the default where no Neo4j is named.

It runs in a child process of ours, on loopback, behind Bolt, so that a runaway query or a crash of
the JVM never takes the service down. User queries log in as a user that the engine lets read
records and do nothing else. All steps of a change run one by one: in ArcadeDB a label set in the
transaction that made the node breaks the unique key (EVIDENCE.md).
"""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from onrecord.errors import OnRecordError, QueryTimeoutError, StoreError
from onrecord.graph.arcadedb_server import DATABASE
from onrecord.graph.bolt import BoltGraph

_START_S = 60.0
_STOP_S = 20.0
# A write of ours takes longer than a look-up may; the engine knows one limit for both.
_LEAST_TIMEOUT_MS = 10_000


class ArcadeDBGraph(BoltGraph):
    """A property graph in a folder."""

    name = "ArcadeDB"
    one_transaction = False

    def __init__(self, folder: Path, *, timeout_ms: int = _LEAST_TIMEOUT_MS) -> None:
        """Start the engine on a folder, or make it there.

        Raises:
            StoreError: the engine does not start; says where its log is.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._log_path = folder / "engine.log"
        # The driver warns of what the engine does not know; none of it is for our users.
        logging.getLogger("neo4j").setLevel(logging.ERROR)
        passwords = {who: secrets.token_urlsafe(24) for who in ("writer", "reader")}
        told = {**passwords, "timeout_ms": max(timeout_ms, _LEAST_TIMEOUT_MS)}
        with self._log_path.open("wb") as log:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "onrecord.graph.arcadedb_server", str(folder.resolve())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=folder,
                start_new_session=True,  # Ctrl-C is for the parent, which then stops it in order
            )
        try:
            uri = f"bolt://127.0.0.1:{self._port(told)}"
            writer, reader = (
                GraphDatabase.driver(uri, auth=login, notifications_min_severity="OFF")
                for login in (("root", passwords["writer"]), ("reader", passwords["reader"]))
            )
            super().__init__(writer, reader, DATABASE)
        except BaseException:
            self._stop()
            raise

    @property
    def pid(self) -> int:
        """The engine's process."""
        return self._child.pid

    def close(self) -> None:
        """Stop the engine in order."""
        super().close()
        self._stop()

    def _port(self, told: Mapping[str, object]) -> int:
        """Tell the child its passwords, and wait until it says where it listens."""
        child_in, child_out = self._child.stdin, self._child.stdout
        if child_in is None or child_out is None:
            raise TypeError("the child was started without pipes")
        with contextlib.suppress(BrokenPipeError):
            child_in.write(json.dumps(told).encode() + b"\n")
            child_in.flush()
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline:
            if select.select([child_out], [], [], 0.2)[0]:
                line = child_out.readline()
                if line:
                    return int(json.loads(line)["port"])
                break
        raise StoreError(
            self.name, f"the engine did not start within {_START_S:.0f} s; see {self._log_path}"
        )

    def _stop(self) -> None:
        if self._child.stdin is not None:
            with contextlib.suppress(OSError):
                self._child.stdin.close()
        try:
            self._child.wait(timeout=_STOP_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()

    def not_reachable(self) -> str:
        """Where to look."""
        return f"the engine stopped; see {self._log_path}"

    def query_error(self, error: Neo4jError | DriverError, timeout_ms: int) -> OnRecordError:
        """ArcadeDB says a time-out and an unknown function in words, not in a code of its own."""
        message = str(error)
        if "TimeoutException" in message or "timed out" in message.casefold():
            return QueryTimeoutError(max(timeout_ms, _LEAST_TIMEOUT_MS))
        return super().query_error(error, timeout_ms)
