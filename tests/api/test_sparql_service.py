"""The service below /sparql: processes, snapshots, values."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pyoxigraph as ox
import pytest

from onrecord.errors import QueryError, QueryTimeoutError, ReadOnlyError, StoreError
from onrecord.graph.property_graph import Cancelled, Rows
from onrecord.graph.rdf import RdfStore
from onrecord.graph.sparql_scan import is_update, names_dataset, refuse_service
from onrecord.graph.sparql_service import SparqlService

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"


@pytest.fixture
def rdf(tmp_path: Path) -> Iterator[RdfStore]:
    """A store of 400 quads."""
    store = RdfStore(tmp_path / "rdf")
    store.store.extend(_quad(number) for number in range(400))
    yield store
    store.close()


@pytest.fixture
def service(rdf: RdfStore, tmp_path: Path) -> Iterator[SparqlService]:
    with SparqlService(rdf, tmp_path / "snapshots") as service:
        yield service


def rows(service: SparqlService, text: str, *, timeout_ms: int = 5_000) -> Rows:
    return service.rows(text, timeout_ms=timeout_ms, max_rows=100)


def version(service: SparqlService) -> str:
    return service.query("ASK {}", timeout_ms=5_000, max_rows=1).version


def _quad(number: int) -> ox.Quad:
    node = ox.NamedNode(f"http://x/{number}")
    return ox.Quad(node, ox.NamedNode("http://x/is"), ox.Literal(number), node)


def test_workers_are_in_the_session_of_the_service_and_out_of_reach_of_ctrl_c(
    service: SparqlService,
) -> None:
    # Linux gives each session the same part of the processor, whatever its processes' priority.
    service.warm()
    assert {os.getsid(pid) for pid in service.pids} == {os.getsid(0)}
    assert os.getpgid(0) not in {os.getpgid(pid) for pid in service.pids}
    assert {psutil.Process(pid).nice() for pid in service.pids} == {min(19, os.nice(0) + 15)}


def test_rows_hold_python_values(service: SparqlService) -> None:
    text = """SELECT ?a ?b ?c ?d ?e WHERE { VALUES (?a ?b ?c ?d ?e) {
        (1 1.5 true "x"@en <http://x/1>) (1e2 UNDEF "2025-05"^^<http://x/month> false "y") } }"""
    found = rows(service, text)
    assert found.columns == ["a", "b", "c", "d", "e"]
    assert found.rows == [
        [1, 1.5, True, "x", "http://x/1"],
        [100.0, None, "2025-05", False, "y"],
    ]
    assert rows(service, "ASK {}").rows == [[True]]
    triples = rows(service, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1")
    assert triples.columns == ["subject", "predicate", "object"]


def test_a_query_out_of_time_is_killed_and_the_next_one_answered(service: SparqlService) -> None:
    service.warm()
    (before,) = service.pids
    with pytest.raises(QueryTimeoutError, match="longer than 300 ms"):
        rows(service, RUNAWAY, timeout_ms=300)
    assert not psutil.pid_exists(before)
    assert rows(service, COUNT).rows == [[400]]


def test_a_query_whose_caller_is_gone_is_killed_within_a_second(service: SparqlService) -> None:
    gone = threading.Event()
    threading.Timer(0.3, gone.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        service.rows(RUNAWAY, timeout_ms=30_000, max_rows=10, gone=gone.is_set)
    assert time.monotonic() - began < 1.3


def test_closing_stops_every_worker_and_leaves_no_snapshot(rdf: RdfStore, tmp_path: Path) -> None:
    service = SparqlService(rdf, tmp_path / "snapshots")
    rows(service, COUNT)
    pids = service.pids
    service.close()
    assert pids
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert not (tmp_path / "snapshots").exists()


def test_a_worker_ends_with_its_parent(tmp_path: Path) -> None:
    code = f"""
import os, sys, threading
from pathlib import Path
from onrecord.graph.property_graph import Cancelled, Rows
from onrecord.graph.rdf import RdfStore
from onrecord.graph.sparql_service import SparqlService
service = SparqlService(RdfStore(Path({str(tmp_path / "rdf")!r})), Path({str(tmp_path / "s")!r}))
service.warm()
print(*service.pids, flush=True)
os._exit(0)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    (pid,) = map(int, ran.stdout.split())
    deadline = time.monotonic() + 5
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(pid)


def test_an_answer_is_at_most_two_seconds_behind_and_says_its_version(
    rdf: RdfStore, service: SparqlService, tmp_path: Path
) -> None:
    rows(service, COUNT)
    before = version(service)
    predicate = ox.NamedNode("https://w3id.org/onrecord/ns#factsVersion")
    rdf.store.add(ox.Quad(ox.NamedNode("http://x/new"), predicate, ox.Literal("1")))
    rdf.revision += 1
    time.sleep(2)
    assert rows(service, COUNT).rows == [[401]]
    assert version(service) != before
    assert len(list((tmp_path / "snapshots").glob("*/*"))) == 1


def test_two_services_of_one_store_do_not_disturb_each_other(
    rdf: RdfStore, service: SparqlService, tmp_path: Path
) -> None:
    assert rows(service, COUNT).rows == [[400]]
    with SparqlService(rdf, tmp_path / "snapshots") as other:
        assert rows(other, COUNT).rows == [[400]]
    assert rows(service, COUNT).rows == [[400]]


def test_snapshots_of_a_killed_process_are_deleted(rdf: RdfStore, tmp_path: Path) -> None:
    left = tmp_path / "snapshots" / "999999999-1" / "1"
    left.mkdir(parents=True)
    with SparqlService(rdf, tmp_path / "snapshots"):
        assert not left.exists()


def test_a_million_rows_pass_in_little_memory(rdf: RdfStore, tmp_path: Path) -> None:
    rdf.store.extend(_quad(number) for number in range(400, 1000))
    with SparqlService(rdf, tmp_path / "snapshots") as service:
        service.warm()
        (worker,) = map(psutil.Process, service.pids)
        before = psutil.Process().memory_info().rss, worker.memory_info().rss
        found = service.query(
            "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }",
            timeout_ms=30_000,
            max_rows=999_999,
            row_format="tsv",
        )
        lines = sum(chunk.count(b"\n") for chunk in found.chunks())
        after = psutil.Process().memory_info().rss, worker.memory_info().rss
    assert lines == 1_000_000  # the first has the names
    assert found.truncated
    assert found.size > 25_000_000
    assert all(now - then < 16_000_000 for then, now in zip(before, after, strict=True))
    assert not list(tmp_path.glob("snapshots/*/*"))


def test_a_worker_writes_nothing_into_the_store(rdf: RdfStore, service: SparqlService) -> None:
    with pytest.raises(ReadOnlyError, match="updates are refused"):
        rows(service, "DELETE WHERE { ?s ?p ?o }")
    assert len(rdf.store) == 400


def test_a_query_that_breaks_the_engine_is_told_and_the_next_one_answered(
    service: SparqlService,
) -> None:
    nested = "(" * 20_000 + "1" + ")" * 20_000
    with pytest.raises(QueryError, match="broke the engine"):
        rows(service, f"SELECT ({nested} AS ?x) {{}}")
    assert rows(service, "ASK {}").rows == [[True]]


@pytest.mark.stress
def test_a_query_that_needs_too_much_memory_is_told_so(service: SparqlService) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(31))
    query = f"SELECT (STRLEN(?x31) AS ?n) {{ BIND('aa' AS ?x0) {doubled} }}"
    with pytest.raises(QueryError, match="more than the 2 GiB of memory it may have"):
        rows(service, query, timeout_ms=30_000)
    assert rows(service, "ASK {}").rows == [[True]]


def test_a_worker_that_does_not_start_is_no_fault_of_the_query(
    service: SparqlService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'No module named onrecord' >&2\nexit 3\n")
    broken.chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", str(broken))
        with pytest.raises(StoreError, match="ended with code 3: No module named onrecord") as told:
            rows(service, "ASK {}")
        assert told.value.retryable
        assert not service.ready
    service.warm()
    assert service.ready


def test_a_worker_can_open_no_socket() -> None:
    code = (
        "from onrecord.graph.sparql_worker import forbid_sockets; import socket; "
        "print(forbid_sockets());\n"
        "try: socket.socket()\nexcept PermissionError: print('refused')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    if ran.stdout.split()[0] == "False":
        pytest.skip("the kernel of this machine offers no filter")
    assert ran.stdout.split() == ["True", "refused"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x> {}' }",
        'SELECT * { ?s ?p """a " SERVICE "" <x>""" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://x> {}",
        "SELECT * { ?service ?p $SERVICE }",
        "PREFIX service: <http://x#> SELECT * { ?s service:SERVICE service:a . { ?s ?p ?o } }",
        "SELECT * { GRAPH service:a { ?s ?p ?o } }",
        "SELECT * { ?s <http://x/SERVICE#y> ?o }",
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT * { ?s owl:x 'the service' }",
        "SELECT * { ?s ?p ?o FILTER(?a<?b && 'service'>?c) }",
        "SELECT * { ?s ?p _:service, 'x'@en }",
    ],
)
def test_the_word_service_elsewhere_is_no_call(query: str) -> None:
    refuse_service(query)


def test_from_is_seen_only_where_it_names_a_dataset() -> None:
    assert names_dataset("SELECT * FROM <g> { ?s ?p ?o }")
    assert names_dataset("SELECT * from named <g> { ?s ?p ?o }")
    assert names_dataset("CONSTRUCT { ?s ?p 'FROM' } FROM <g> WHERE { ?s ?p ?o }")
    assert not names_dataset("SELECT ?from { ?s from:p 'FROM <g>' } # FROM <g>")


def test_an_update_is_known_by_its_first_keyword() -> None:
    assert is_update("PREFIX a: <b>\n# comment\ninsert data {}")
    assert is_update("WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert not is_update("SELECT * { ?s ?p 'DELETE' }")
    assert not is_update("")
