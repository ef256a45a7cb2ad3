"""The child process that runs ArcadeDB: `python -m onrecord.graph.arcadedb_server FOLDER`.

It reads one line of JSON with two passwords, a time limit and a port (0: any that is free) from its
standard input, starts the engine with Bolt on loopback, prints ``{"port": N}`` and runs until its
standard input ends, which happens also when its parent is killed. Until then each further line is a
change of the graph (``GraphWriter.apply``), or ``{"search": true}`` for the indexes of full-text
search, answered with ``{}`` once it is done, or with ``{"error": …}``; questions come over Bolt.
Both logins are made anew at every start: ``root`` may do everything, ``reader`` may read records
and nothing else, which the engine's own security enforces (its READ access mode does not).
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from onrecord.graph.property_graph import SEARCHED, SearchField

DATABASE = "onrecord"
_LISTS = {"searchName"}
SEARCH_INDEXES: Mapping[SearchField, str] = {
    field: f"Resource[{name}{'byitem' if name in _LISTS else ''}]"
    for field, name in SEARCHED.items()
}
"""How the engine calls the indexes of full-text search."""
_GROUPS = {
    "version": 1,
    "databases": {
        "*": {
            "groups": {
                "admin": {
                    "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "types": {
                        "*": {
                            "access": [
                                "createRecord", "readRecord", "updateRecord", "deleteRecord",
                            ]
                        }
                    },
                },
                "reader": {
                    "access": [],
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "types": {"*": {"access": ["readRecord"]}},
                },
                "*": {
                    "access": [],
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "types": {"*": {"access": []}},
                },
            }
        }
    },
}  # fmt: skip
_SETTINGS = {
    "mode": "development",  # production hides why a query failed
    "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    "txWalFlush": "1",
    "serverMetrics": "false",
}
# Databases read these from the JVM, not from the server's settings.
_JVM_ARGS = (
    "-Darcadedb.command.timeout={timeout_ms}",
    "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
    "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
    "-XX:+ExitOnOutOfMemoryError",  # what is left of a JVM without memory answers nobody
    # Most engines live for one command: half the CPU time of a start and a load is the optimising
    # compiler's, which pays only after minutes, and parallel collectors' (docs/performance.md).
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
)
_NICENESS = 5  # look-ups come first, then the engine, then who runs SPARQL or reads uploads
_LOCK_WAIT_S = 30.0
_STOP_S = 15.0


def main() -> None:
    """Run the engine until standard input ends."""
    os.nice(_NICENESS)
    folder = Path(sys.argv[1])
    told = json.loads(sys.stdin.readline())
    lock = _hold(folder)
    # Whatever the engine and its JVM print belongs to the log, not to the port line.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    # Imported here, because the import starts to look for a JVM.
    import jpype
    from arcadedb_embedded.server import ArcadeDBServer

    from onrecord.graph.arcadedb_writer import GraphWriter

    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    (config / "server-groups.json").write_text(json.dumps(_GROUPS), encoding="utf-8")
    (config / "server-users.jsonl").unlink(missing_ok=True)
    bolt_port, http_port = told["port"] or _free_port(), _free_port()
    server = ArcadeDBServer(
        str(folder),
        told["writer"],
        {
            **_SETTINGS,
            "host": "127.0.0.1",
            "bolt_port": bolt_port,
            "http_port": http_port,
        },
        {
            "heap_size": "1g",
            "jvm_args": [arg.format(timeout_ms=told["timeout_ms"]) for arg in _JVM_ARGS],
        },
    )
    server.start()
    java = server._java_server
    writer = GraphWriter(_database(java))
    json_object = jpype.JClass("com.arcadedb.serializer.json.JSONObject")
    security = java.getSecurity()
    reader = {
        "name": "reader",
        "password": str(security.encodePassword(told["reader"])),
        "databases": {DATABASE: ["reader"]},
    }
    security.createUser(json_object(json.dumps(reader)))
    answers.write(json.dumps({"port": bolt_port}) + "\n")
    answers.flush()
    for line in sys.stdin:
        answers.write(json.dumps(_answer(writer, json.loads(line))) + "\n")
        answers.flush()
    # A query that does not end would hold up the stop, and the lock of the database with it.
    threading.Timer(_STOP_S, os._exit, (1,)).start()
    server.stop()
    lock.close()


def _hold(folder: Path) -> TextIO:
    """The open lock file of the folder, which is ours until this process ends.

    The engine of a process that was killed may take a moment to end, and would write its logins
    over ours.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "engine.lock").open("w", encoding="utf-8")
    deadline = time.monotonic() + _LOCK_WAIT_S
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                sys.exit(f"another engine holds {folder}")
            time.sleep(0.1)
        else:
            return lock


def _database(java: Any) -> Any:
    if not java.existsDatabase(DATABASE):
        java.createDatabase(DATABASE, None)
    return java.getDatabase(DATABASE)


def _answer(writer: Any, change: Mapping[str, Any]) -> dict[str, str]:
    try:
        if "search" in change:
            for name in SEARCHED.values():
                writer.index_words(name, is_list=name in _LISTS)
        else:
            writer.apply(**change)
    except Exception as error:  # noqa: BLE001 - whoever asked for the change raises it
        traceback.print_exc()
        return {"error": " ".join(str(error).split())[:400]}
    return {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    status = 1
    try:
        main()
        status = 0
    except BaseException:  # noqa: BLE001 - it is told, and the process ends
        traceback.print_exc()
    # The threads of the JVM would keep the process, and with it the lock of the folder.
    os._exit(status)
