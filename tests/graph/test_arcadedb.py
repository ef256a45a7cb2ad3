"""Where ArcadeDB differs from Neo4j, and how its process is held."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from onrecord.errors import ReadOnlyError, StoreError
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.property_graph import Change, Rows
from onrecord.ontology.property_graph_rule import Node

pytestmark = [pytest.mark.engine, pytest.mark.timeout(120)]

ANN = Node(
    "https://example.org/ann",
    ("Actor", "Person"),
    {"iri": "https://example.org/ann", "prefLabel": "Ann", "factsVersion": "v1"},
    (),
)


@pytest.fixture
def graph(arcadedb: ArcadeDBGraph) -> ArcadeDBGraph:
    arcadedb.wipe()
    arcadedb.apply([Change(ANN.iri, [ANN])], [])
    return arcadedb


def ask(graph: ArcadeDBGraph, cypher: str, timeout_ms: int = 1000) -> Rows:
    return graph.query(cypher, timeout_ms=timeout_ms, max_rows=10)


def test_answer_without_rows_names_its_columns(graph: ArcadeDBGraph) -> None:
    assert ask(graph, "MATCH (n:Resource {iri: 'x'}) RETURN n.iri AS iri") == Rows(["iri"], [])


def test_profile_of_a_write_is_refused(graph: ArcadeDBGraph) -> None:
    with pytest.raises(ReadOnlyError):
        ask(graph, "PROFILE MATCH (n:Resource) SET n.prefLabel = 'Eve'")
    assert graph.content().nodes[0][2]["prefLabel"] == "Ann"


def test_procedure_that_copies_says_in_its_rows_that_it_may_not(graph: ArcadeDBGraph) -> None:
    copy = "MATCH (n:Resource) CALL refactor.cloneNodesWithRelationships([n]) YIELD error"
    ((error,),) = ask(graph, f"{copy} RETURN error").rows
    assert "not allowed to create records" in str(error)
    assert len(graph.content().nodes) == 1


def test_engine_is_in_the_session_of_who_started_it_and_out_of_reach_of_ctrl_c(
    graph: ArcadeDBGraph,
) -> None:
    # Linux gives each session the same part of the processor, whatever its processes' priority.
    assert os.getsid(graph.pid) == os.getsid(0)
    assert os.getpgid(graph.pid) != os.getpgid(0)
    assert psutil.Process(graph.pid).nice() == min(19, os.nice(0) + 5)


def test_engine_that_was_killed_is_started_again_with_all_that_it_held(
    graph: ArcadeDBGraph,
) -> None:
    before, process = graph.content(), psutil.Process(graph.pid)
    process.kill()
    process.wait()
    assert ask(graph, "MATCH (n:Person) RETURN n.prefLabel AS name").rows == [["Ann"]]
    assert graph.content() == before
    assert graph.pid != process.pid


def test_engine_listens_on_loopback_alone(graph: ArcadeDBGraph) -> None:
    listening = [
        connection.laddr.ip.removeprefix("::ffff:")
        for connection in psutil.Process(graph.pid).net_connections()
        if connection.status == psutil.CONN_LISTEN
    ]
    assert set(listening) == {"127.0.0.1"}


def test_command_line_of_the_engine_shows_no_password(graph: ArcadeDBGraph) -> None:
    shown = " ".join(psutil.Process(graph.pid).cmdline())
    assert not any(password in shown for password in graph._passwords.values())


def test_login_with_another_password_is_refused(graph: ArcadeDBGraph) -> None:
    port = graph._port
    with (
        GraphDatabase.driver(f"bolt://127.0.0.1:{port}", auth=("root", "guess-it-now")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()


def test_folder_that_the_engine_cannot_use_is_named_with_its_log(tmp_path: Path) -> None:
    (tmp_path / "databases").touch()
    with pytest.raises(StoreError, match=r"did not start \(.+\); see") as told:
        ArcadeDBGraph(tmp_path)
    log = tmp_path / "engine.log"
    last = log.read_text("utf-8").strip().splitlines()[-1].strip()
    assert f"({last[:200]}); see {log}" in str(told.value)


def test_engine_waits_for_the_one_before_it_to_end(tmp_path: Path) -> None:
    with (tmp_path / "engine.lock").open("w", encoding="utf-8") as before:
        fcntl.flock(before, fcntl.LOCK_EX)
        free = threading.Timer(3, fcntl.flock, (before, fcntl.LOCK_UN))
        free.start()
        started = time.monotonic()
        ArcadeDBGraph(tmp_path).close()
        assert time.monotonic() - started > 3
        free.join()


def test_engine_ends_when_its_parent_is_gone_before_it_listens(tmp_path: Path) -> None:
    told = {"writer": "writer-secret", "reader": "reader-secret", "timeout_ms": 1000, "port": 0}
    with (tmp_path / "engine.log").open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "onrecord.graph.arcadedb_server", str(tmp_path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, cwd=tmp_path,
        )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdout.close()
    child.stdin.write(json.dumps(told) + "\n")
    child.stdin.close()
    assert child.wait(timeout=60) == 1
    assert "BrokenPipeError" in (tmp_path / "engine.log").read_text("utf-8")
