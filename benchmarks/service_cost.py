"""What the service costs above its engines, and the same SPARQL on rdflib-endpoint.

CPU seconds of the processes that answer; the client's are not counted. A peer is a Python that has
rdflib-endpoint, uvicorn and oxrdflib (``uv pip install rdflib-endpoint oxrdflib``): it serves a
copy of the same Oxigraph store, which is far faster there than rdflib's own.
"""

from __future__ import annotations

import http.client
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil
import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from benchmarks.served import Memory, Served, served
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.lookup.entity_pages import found_entities, known_entity
from onrecord.graph.lookup.paging import Page
from onrecord.graph.lookup.showing import Shower
from onrecord.graph.lookup.statements import Filters, find
from onrecord.ontology.packs import Packs

_ROUNDS = 200
_ABOUT = """PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?p (COUNT(*) AS ?n) { <IRI> ?p ?o } GROUP BY ?p"""
_CYPHER = "MATCH (n:Resource {iri: $iri})-[r]-() RETURN type(r), count(*)"
_MILLION = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000000"
_HEAVY: Mapping[str, str] = {
    "a million rows": _MILLION,
    "every claim with its sentence": """PREFIX onr: <https://w3id.org/onrecord/ns#>
        SELECT * { ?c a onr:Statement ; onr:hasCue ?cue ; onr:hasContent ?said .
                   ?cue onr:exact ?verb . ?said onr:exact ?words }""",
    "count by predicate": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
}
_FORMATS = {
    "json": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    "csv": ("text/csv", ox.QueryResultsFormat.CSV),
}
# Run in a process of its own: what it prints is the CPU seconds of the query alone.
_BARE = """
import sys, time, pyoxigraph as ox
store = ox.Store.read_only(sys.argv[1])
before = time.process_time()
found = store.query(sys.argv[2], use_default_graph_as_union=True)
found.serialize(sys.argv[3], getattr(ox.QueryResultsFormat, sys.argv[4].upper()))
print(time.process_time() - before)
"""
_PEER = """
import socket, sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
dataset = Dataset(store="Oxigraph", default_union=True)
dataset.open(sys.argv[1])
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
app = SparqlEndpoint(graph=dataset)
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the look-ups are about."""

    iri: str
    id: str
    label: str


class Client:
    """One kept connection; raises on any answer but a good one."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc

    def __enter__(self) -> Client:
        self._connection = http.client.HTTPConnection(self._host, timeout=120)
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, path: str, accept: str = "*/*") -> int:
        """Ask, and read the answer; its bytes."""
        self._connection.request("GET", path, headers={"Accept": accept})
        return self._read(path)

    def post(self, path: str, body: Mapping[str, object]) -> int:
        """Ask with JSON."""
        headers = {"Content-Type": "application/json"}
        self._connection.request("POST", path, json.dumps(body), headers)
        return self._read(path)

    def _read(self, path: str) -> int:
        with self._connection.getresponse() as answer:
            size = 0
            while part := answer.read(1 << 20):
                size += len(part)
            if answer.status not in (200, 202):
                raise SystemExit(f"{path:.100} was answered by {answer.status}")
        return size


def print_cost(folder: Path) -> None:
    """Look-ups beside bare functions and engines; then heavy SPARQL beside bare pyoxigraph."""
    known, bare = _bare_lookups(folder)
    table = Table("look-up", "bare", "served", "above", title="CPU ms a look-up")
    with served(folder) as service, Client(service.url) as client:
        service.rest()
        for name, ask in _asked(client, known).items():
            ours = _cpu_ms(service.cpu_s, ask)
            table.add_row(name, *(f"{ms:.1f}" for ms in (bare[name], ours, ours - bare[name])))
    console = Console()
    console.print(table)
    table = Table("SPARQL", "form", "MB", "bare", "served", "ratio", title="CPU s")
    limits = {"ONRECORD_MAX_ROWS": "1000000", "ONRECORD_QUERY_TIMEOUT_MS": "30000"}
    with served(folder, **limits) as service, Client(service.url) as client:
        service.rest()
        memory = Memory()
        with memory.watching(service):
            for name, query in _HEAVY.items():
                for form, (accept, _) in _FORMATS.items():
                    ask = partial(client.get, f"/sparql?query={quote(query)}", accept)
                    through, alone = list[float](), list[float]()
                    for _ in range(3):
                        before = service.cpu_s()
                        size = ask()
                        through.append(service.cpu_s() - before)
                        alone.append(_bare_cpu_s(folder, query, form))
                    best, best_alone = min(through), min(alone)
                    table.add_row(
                        name, form, f"{size / 1e6:.1f}", f"{best_alone:.2f}", f"{best:.2f}",
                        f"{best / best_alone:.2f}",
                    )  # fmt: skip
    console.print(table)
    for kind in ("service", "workers"):
        console.print(f"memory meanwhile, {kind}: {memory.span(kind)} MiB")


def _bare_lookups(folder: Path) -> tuple[Known, dict[str, float]]:
    """CPU ms of the functions and engines that look-ups end in, in this process."""
    with KnowledgeGraph(folder, Packs(), lambda d: ArcadeDBGraph(d / "arcadedb")) as graph:
        table = graph.lookups.table()
        spoken = table.spoken.tolist()
        thing = table.thing(sorted(range(len(spoken)), key=spoken.__getitem__)[-50])
        known = Known(thing.iri, thing.id, thing.label)
        page = Page(20)

        def said() -> None:
            shower = Shower(table)
            found = find(table, Filters(speaker=known.label), page)
            for row in found.page:
                shower.statement(row)

        def sparql() -> None:
            found = graph.rdf.store.query(_about(known), use_default_graph_as_union=True)
            if not isinstance(found, ox.QuerySolutions):
                raise TypeError("a SELECT has solutions")
            found.serialize(io.BytesIO(), ox.QueryResultsFormat.JSON)

        engine = graph.property_graph
        if not isinstance(engine, ArcadeDBGraph):
            raise TypeError("the folder is served with the embedded engine")
        process = psutil.Process(engine.pid)

        def cypher() -> None:
            with engine._reader.session(database=engine._database) as session:
                list(session.run(_CYPHER, iri=known.iri))

        def engine_cpu_s() -> float:
            times = process.cpu_times()
            return time.process_time() + times.user + times.system

        calls: Mapping[str, Callable[[], object]] = {
            "/statements?speaker": said,
            "/entities?q": lambda: found_entities(table, known.label[:3], None, page),
            "/entities/ID": lambda: known_entity(table, table.network, known.iri),
            "/sparql": sparql,
        }
        bare = {name: _cpu_ms(time.process_time, call) for name, call in calls.items()}
        bare["/db/neo4j/query/v2"] = _cpu_ms(engine_cpu_s, cypher)
    return known, bare


def _asked(client: Client, known: Known) -> Mapping[str, Callable[[], object]]:
    """The same over HTTP."""
    body = {"statement": _CYPHER, "parameters": {"iri": known.iri}}
    paths = {
        "/statements?speaker": f"/statements?limit=20&speaker={quote(known.label)}",
        "/entities?q": f"/entities?limit=20&q={quote(known.label[:3])}",
        "/entities/ID": f"/entities/{known.id}",
        "/sparql": f"/sparql?query={quote(_about(known))}",
    }
    return {
        **{name: partial(client.get, path) for name, path in paths.items()},
        "/db/neo4j/query/v2": lambda: client.post("/db/neo4j/query/v2", body),
    }


def _about(known: Known) -> str:
    return _ABOUT.replace("IRI", known.iri)


def _cpu_ms(clock: Callable[[], float], call: Callable[[], object]) -> float:
    """CPU milliseconds of one call, the mean of many, after some to warm up."""
    for _ in range(_ROUNDS // 4):
        call()
    before = clock()
    for _ in range(_ROUNDS):
        call()
    return (clock() - before) * 1000 / _ROUNDS


def _bare_cpu_s(folder: Path, query: str, form: str) -> float:
    """CPU seconds of pyoxigraph alone, which writes the same rows into a file."""
    with _copied(folder) as store, tempfile.NamedTemporaryFile() as answer:
        command = [sys.executable, "-c", _BARE, str(store), query, answer.name, form]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@contextmanager
def _copied(folder: Path) -> Iterator[Path]:
    """The store as hard links: another process has it open."""
    (store,) = folder.glob("derived/*/rdf")
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        copy = Path(scratch) / "rdf"
        ox.Store.read_only(str(store)).backup(str(copy))
        yield copy


def print_peer(folder: Path, peer: Path | None) -> None:
    """The same queries here and there, one after the other and beside a heavy one."""
    if peer is None:
        print("rdflib-endpoint: left out, name a Python that has it with --peer")
        return
    iri = next(iter(_some_people(folder)))
    queries = {"about one person": _ABOUT.replace("IRI", iri), **_HEAVY}
    table = Table(
        "SPARQL", "OnRecord CPU ms", "wall ms", "rdflib-endpoint CPU ms", "wall ms",
        title="the same queries, mean CPU and median wall",
    )  # fmt: skip
    limits = {"ONRECORD_MAX_ROWS": "1000000", "ONRECORD_QUERY_TIMEOUT_MS": "30000"}
    with served(folder, **limits) as service, peer_served(folder, peer) as other:
        service.rest()
        for name, query in queries.items():
            rounds = 50 if name == "about one person" else 2
            cells = [
                f"{figure:,.1f}"
                for each in (service, other)
                for figure in _took(each, query, rounds)
            ]
            table.add_row(name, *cells)
        Console().print(table)
        for called, each in (("OnRecord", service), ("rdflib-endpoint", other)):
            ms = _beside(each, queries["about one person"], _HEAVY["count by predicate"])
            print(f"about one person beside a heavy query, {called}: {ms:.0f} ms at most")


def _took(service: Served, query: str, rounds: int) -> tuple[float, float]:
    path, accept = _path(service, query), _FORMATS["json"][0]
    with Client(service.url) as client:
        client.get(path, accept)
        wall, before = [], service.cpu_s()
        for _ in range(rounds):
            began = time.perf_counter()
            client.get(path, accept)
            wall.append((time.perf_counter() - began) * 1000)
    return (service.cpu_s() - before) * 1000 / rounds, statistics.median(wall)


def _beside(service: Served, light: str, heavy: str) -> float:
    """The longest that a light query waits while a heavy one runs, in ms."""

    def ask_heavy() -> None:
        with Client(service.url) as client:
            client.get(_path(service, heavy), _FORMATS["json"][0])

    asking, longest = threading.Thread(target=ask_heavy), 0.0
    asking.start()
    time.sleep(0.1)
    with Client(service.url) as client:
        while asking.is_alive():
            began = time.perf_counter()
            client.get(_path(service, light), _FORMATS["json"][0])
            longest = max(longest, time.perf_counter() - began)
    return longest * 1000


def _path(service: Served, query: str) -> str:
    return f"{service.path}?query={quote(query)}"


def _some_people(folder: Path) -> Sequence[str]:
    (store,) = folder.glob("derived/*/rdf")
    found = ox.Store.read_only(str(store)).query(
        "PREFIX onr: <https://w3id.org/onrecord/ns#> SELECT ?p { ?p a onr:Person } LIMIT 5",
        use_default_graph_as_union=True,
    )
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("a SELECT has solutions")
    return [str(row["p"].value) for row in found]


@contextmanager
def peer_served(folder: Path, python: Path) -> Iterator[Served]:
    """rdflib-endpoint over a copy of the store."""
    with _copied(folder) as store:
        process = subprocess.Popen(
            [str(python), "-c", _PEER, str(store)], stdout=subprocess.PIPE, text=True,
            env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        )  # fmt: skip
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise SystemExit("rdflib-endpoint did not start")
            yield Served(f"http://127.0.0.1:{line.strip()}", psutil.Process(process.pid), "/")
        finally:
            process.terminate()
            process.wait(30)
