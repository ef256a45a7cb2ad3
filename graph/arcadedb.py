"""ArcadeDB: the embedded engine, the default where no Neo4j is named.

It runs in a child process of ours, on loopback, behind Bolt, so that a runaway query or a crash of
the JVM never takes the service down: an engine that ended, or that had to be killed because a query
did not heed its time, is started again. User queries log in as a user that the engine lets read
records and do nothing else; a query that is to end is ended by the engine. Changes do not go over
Bolt but down the child's standard input, to its ``GraphWriter``.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import select
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from neo4j import Driver, GraphDatabase, Query, Record, Session
from neo4j.exceptions import DriverError, Neo4jError

from onrecord.errors import (
    OnRecordError,
    QueryError,
    QueryTimeoutError,
    ReadOnlyError,
    StoreError,
)
from onrecord.graph.arcadedb_server import DATABASE, SEARCH_INDEXES
from onrecord.graph.bolt import Asking, BoltGraph
from onrecord.graph.property_graph import Change, SearchField
from onrecord.ontology.property_graph_rule import Node

_START_S = 60.0
_STOP_S = 20.0
# The engine's own limit, for writes too; queries are told to end before.
_ENGINE_TIMEOUT_MS = 60_000
_LAST_WORDS_BYTES = 2000
# On a disk that is full the engine waits for ever, and answers nobody.
_LEAST_FREE_BYTES = 32 << 20


class ArcadeDBGraph(BoltGraph):
    """A property graph in a folder."""

    name = "ArcadeDB"

    def __init__(self, folder: Path, *, timeout_ms: int = _ENGINE_TIMEOUT_MS) -> None:
        """Start the engine on a folder, or make it there.

        Raises:
            StoreError: the engine does not start; says where its log is.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._log_path = folder / "engine.log"
        self._log_path.unlink(missing_ok=True)
        self._timeout_ms = max(timeout_ms, _ENGINE_TIMEOUT_MS)
        self._passwords = {who: secrets.token_urlsafe(24) for who in ("writer", "reader")}
        self._port = self._start(0)
        writer, reader = self._connect("root", "writer"), self._connect("reader", "reader")
        try:
            super().__init__(writer, reader, DATABASE)
            self._asking = threading.Lock()
        except BaseException:
            writer.close()
            reader.close()
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

    def apply(
        self, changes: Sequence[Change], shared: Sequence[Node], stubs: Sequence[Node] = ()
    ) -> None:
        """Bring sources and shared nodes to the state given, in one transaction."""
        change = {
            "sources": [each.source for each in changes],
            "owned": [_json(node) for each in changes for node in each.owned or ()],
            "shared": [_json(node) for node in shared],
            "stubs": [_json(node) for node in stubs],
        }
        self._have(change)

    search_indexes: Mapping[SearchField, str] = SEARCH_INDEXES

    def make_search_indexes(self) -> None:
        """Have the child make them; what is there is in them when it answers."""
        self._have({"search": True})

    def _have(self, work: Mapping[str, object]) -> None:
        """Have the child do something to the graph."""
        self._check_room()
        line = json.dumps(work).encode() + b"\n"
        with self._asking:
            # A second time where a query of somebody else's took the engine with it.
            answer = self._ask(line) or self._ask(line)
        if answer is None:
            raise StoreError(self.name, self.not_reachable(), retryable=True)
        if "error" in answer:
            raise StoreError(self.name, answer["error"])

    def _check_room(self) -> None:
        free = shutil.disk_usage(self._folder).free
        if free < _LEAST_FREE_BYTES:
            raise StoreError(
                self.name,
                f"no space left on device: {free >> 20} MB at {self._folder}, where the engine "
                f"needs {_LEAST_FREE_BYTES >> 20}; make room, and run the command again",
                retryable=True,
            )

    def _ask(self, line: bytes) -> dict[str, str] | None:
        """What the child answers; None where it ended."""
        self.ready()
        child = self._child
        if child.stdin is None or child.stdout is None:
            raise TypeError("the child was started without pipes")
        # Closed by whoever found the child dead, or dead without anybody having noticed.
        with contextlib.suppress(OSError, ValueError):
            child.stdin.write(line)
            child.stdin.flush()
            if answered := child.stdout.readline():
                answer: dict[str, str] = json.loads(answered)
                return answer
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=_STOP_S)
        return None

    def ready(self) -> None:
        """Start the engine again where it ended."""
        if self._child.poll() is not None:
            with self._changing:
                if self._child.poll() is not None:
                    self._start_again()

    def replace_reader(self) -> Driver:
        """Kill the engine, which nothing else keeps from calculating, and start it again."""
        self._child.kill()
        self._start_again()
        return self._connect("reader", "reader")

    def _connect(self, user: str, password: str) -> Driver:
        return GraphDatabase.driver(
            f"bolt://127.0.0.1:{self._port}",
            auth=(user, self._passwords[password]),
            notifications_min_severity="OFF",
        )

    def _start_again(self) -> None:
        self._stop()
        self._start(self._port)  # where the drivers look for it

    def _start(self, port: int) -> int:
        """Start the child; the port that it listens on, which it chooses where told 0."""
        self._check_room()
        told = {**self._passwords, "timeout_ms": self._timeout_ms, "port": port}
        with self._log_path.open("ab") as log:
            self._child = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "onrecord.graph.arcadedb_server",
                    str(self._folder.resolve()),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self._folder,
                process_group=0,  # Ctrl-C is for the parent, which then stops it in order
            )
        try:
            return self._tell(told)
        except BaseException:
            self._stop()
            raise

    def _tell(self, told: Mapping[str, object]) -> int:
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
        raise StoreError(self.name, f"the engine did not start{self._last_words()}")

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
        return f"the engine stopped{self._last_words()}"

    def _last_words(self) -> str:
        """What the engine said last, for the end of an error, and where the rest is."""
        with contextlib.suppress(OSError), self._log_path.open("rb") as log:
            log.seek(-min(_LAST_WORDS_BYTES, log.seek(0, os.SEEK_END)), os.SEEK_END)
            if lines := log.read().decode(errors="replace").strip().splitlines():
                return f" ({lines[-1].strip():.200}); see {self._log_path}"
        return f"; see {self._log_path}"

    def is_same(self, running: Record, asking: Asking) -> bool:
        """Known by its connection, which is from this machine and says where from."""
        port = asking.port
        return port is not None and str(running["clientAddress"]).endswith(f":{port}")

    def raise_profiled(self, profile: Mapping[str, Any]) -> None:
        """ArcadeDB says in the plan that the query failed, and gives no rows."""
        text = str((profile.get("args") or {}).get("string-representation", ""))
        if found := re.search(r"\AOpenCypher Query Profile\n.*?^Error: (.*?)$", text, re.S | re.M):
            message = found[1][:400]
            if "not allowed" in message or "Transaction error" in message:
                raise ReadOnlyError(f"the query may only read this graph ({message})")
            raise QueryError(message)

    def columns_of_nothing(
        self, session: Session, query: Query, parameters: dict[str, object]
    ) -> list[str]:
        """ArcadeDB names the columns in the first row alone; its plan names them too."""
        explained = Query(f"EXPLAIN {query.text}", query.metadata, query.timeout)
        with contextlib.suppress(Neo4jError, DriverError):
            plan = session.run(explained, parameters).consume().plan or {}
            text = str((plan.get("args") or {}).get("string-representation", ""))
            if found := re.findall(r"^ *\+ FINAL PROJECTION \[(.*)\]$", text, re.M):
                return _names(found[-1])
        return []

    def query_error(self, error: Neo4jError | DriverError, timeout_ms: int) -> OnRecordError:
        """ArcadeDB says a time-out and an unknown function in words, not in a code of its own."""
        message = str(error)
        if "TimeoutException" in message or "timed out" in message.casefold():
            return QueryTimeoutError(timeout_ms)
        return super().query_error(error, timeout_ms)


def _names(listed: str) -> list[str]:
    """Names of columns, with commas between them that stand in no quotes and no brackets."""
    names, depth, quote, start = [], 0, "", 0
    for position, character in enumerate(listed):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth <= 0:
            names.append(listed[start:position])
            start = position + 1
    return [name.strip() for name in [*names, listed[start:]] if name.strip()]


def _json(node: Node) -> tuple[object, ...]:
    return node.iri, node.labels, node.properties, node.relationships
