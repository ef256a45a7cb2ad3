"""Load, rebuild, questions, memory and disk of the stores, beside their bare engines.

    python benchmarks/stores.py [--claims N …] [--engines oxigraph arcadedb neo4j]
                                [--rounds N] [--folder FOLDER]

On made-up extractions of the real shape (made_up.py). CPU seconds of this process and of the
engine's, because the machine may be busy with other things, and wall seconds beside them; questions
in wall milliseconds, which is what a person waits. A folder keeps the record and the stores for the
next run, of questions.py too: what is there is not taken in again, the engines are loaded again.

Beside each load stands the same content loaded by hand in the same run: ``UNWIND`` through the raw
driver, ``bulk_load`` of the raw pyoxigraph; and, up to 10,000 claims, rdflib's own engine beside
SPARQL. A server has both loads of 1,000 claims behind it before it is measured, so that neither
pays for warming it up; an embedded engine starts cold for either.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import neo4j
import psutil
import pyoxigraph as ox
from rdflib import Dataset, Literal
from rich.console import Console
from rich.table import Table

from onrecord.graph.answers import ask_cypher, ask_sparql
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.catalogue import Question, questions
from onrecord.graph.derived import source_iri
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.neo4j import Neo4jGraph
from onrecord.graph.rdf import RdfStore
from onrecord.ontology.packs import Packs
from onrecord.ontology.property_graph_rule import Node, project

# Neither is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.made_up import extractions
from tools.neo4j_server import Neo4jServer, running_neo4j

Values = Mapping[str, str]
Engine = ArcadeDBGraph | Neo4jGraph
OpenEngine = Callable[[Path], Engine]
PidOf = Callable[[Any], int]
ASKED: Sequence[tuple[str, str, Values]] = (
    ("who-said by speaker", "who-said", {"speaker": "{speaker}", "limit": "50"}),
    ("who-said by policy", "who-said", {"policy": "made in china", "limit": "50"}),
    (
        "who-said by date",
        "who-said",
        {"since": "2019-05-01", "until": "2019-05-02", "limit": "50"},
    ),
)
_ROWS, _TIMEOUT_MS, _UNWIND = 100_000, 120_000, 1000
# Documents taken in one by one, of those beyond a folder that is kept from run to run; claims
# that warm a server up; subjects projected at once.
_MORE, _BEYOND, _WARMING, PART = 7, 10_000, 1000, 20_000
_BESIDE_RDFLIB = 10_000


@dataclass(slots=True)
class Clock:
    """CPU seconds of this process and of an engine's, and wall seconds, by what they went into.

    ``seconds`` are both together, ``of_engine`` the engine's.
    """

    engine: psutil.Process | None = None
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    of_engine: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    wall: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def _now(self) -> tuple[float, float]:
        engine = 0.0
        if self.engine is not None:
            times = self.engine.cpu_times()
            engine = times.user + times.system
        return time.process_time() + engine, engine

    @contextlib.contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Add what the work within takes."""
        (before, engine_before), began = self._now(), time.perf_counter()
        yield
        self.wall[name] += time.perf_counter() - began
        after, engine_after = self._now()
        self.seconds[name] += after - before
        self.of_engine[name] += engine_after - engine_before


def latencies(ask: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median and 95th percentile in wall milliseconds, after one question to warm up."""
    ask()
    took = []
    for _ in range(rounds):
        before = time.perf_counter()
        ask()
        took.append((time.perf_counter() - before) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=20, method="inclusive")[-1]


def disk(folder: Path) -> int:
    """MiB of all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) >> 20


def unwind(
    driver: neo4j.Driver, database: str, nodes: Callable[[], Iterable[Sequence[Node]]], clock: Clock
) -> int:
    """What somebody would write by hand who knows that the database is empty; how many nodes.

    The nodes come in parts, twice: first they are made, then related. Making them is not measured.
    """
    count = 0

    def write(cypher: str, rows: Sequence[object]) -> None:
        for start in range(0, len(rows), _UNWIND):
            session.run(cypher, rows=rows[start : start + _UNWIND]).consume()

    with driver.session(database=database) as session:
        for part in nodes():
            count += len(part)
            with clock.measure("by hand"):
                by_labels: dict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
                for node in part:
                    by_labels[node.labels].append(dict(node.properties))
                for labels, properties in by_labels.items():
                    text = "".join(f":`{label}`" for label in ("Resource", *labels))
                    write(f"UNWIND $rows AS row CREATE (n{text}) SET n = row", properties)
        for part in nodes():
            with clock.measure("by hand"):
                by_kind: dict[str, list[dict[str, str]]] = defaultdict(list)
                for node in part:
                    for kind, end in node.relationships:
                        by_kind[kind].append({"start": node.iri, "end": end})
                for kind, ends in by_kind.items():
                    write(
                        "UNWIND $rows AS row MATCH (a:Resource {iri: row.start}) "
                        f"MATCH (b:Resource {{iri: row.end}}) CREATE (a)-[:`{kind}`]->(b)",
                        ends,
                    )
    return count


def asked(speaker: str) -> list[tuple[str, str, Values]]:
    """The questions with a speaker that there is."""
    return [
        (title, name, {key: value.format(speaker=speaker) for key, value in values.items()})
        for title, name, values in ASKED
    ]


class Bench:
    """One size: its data, and a row of the table for each figure."""

    def __init__(self, claims: int, rounds: int, table: Table | None, packs: Packs) -> None:
        self.claims, self.rounds, self._table = claims, rounds, table
        self.packs = packs
        self._made = extractions(claims + 29 * _BEYOND, packs)
        self._documents = claims // 29
        self.speaker = ""

    def row(self, engine: str, what: str, figure: str, beside: str = "") -> None:
        """Add a line; print it too, because the largest size takes an hour."""
        if self._table is None:
            return
        self._table.add_row(f"{self.claims:,}", engine, what, figure, beside)
        print(f"{self.claims:,} | {engine} | {what} | {figure} | {beside}", flush=True)

    def rate(self, engine: str, what: str, clock: Clock, ours: str, bare: str) -> None:
        """Add a line that compares seconds."""
        (cpu, bare_cpu), (wall, bare_wall) = (
            (spent[ours], spent[bare]) for spent in (clock.seconds, clock.wall)
        )
        beside = f"{bare_cpu:.2f}: {bare_cpu / cpu:.0%}, {bare_wall:.2f}: {bare_wall / wall:.0%}"
        self.row(engine, what, f"{cpu:.2f} CPU s, {wall:.2f} wall s", beside)

    def build(self, folder: Path) -> None:
        """Take documents in that are not, into the record and Oxigraph; then some one by one."""
        clock = Clock()
        with KnowledgeGraph(folder, self.packs, _no_engine) as graph:
            taken = 0
            with clock.measure("build"):
                for extraction in islice(self._made, self._documents):
                    self.speaker = self.speaker or extraction.entities[0].label.casefold()
                    if extraction.document.id not in graph.record:
                        graph.put(extraction)
                        taken += 1
                graph.fill()
            quads = len(graph.rdf.store)
            self.row("Oxigraph", f"ingest of {taken:,} extractions, to {quads:,} quads",
                     f"{clock.seconds['build']:.2f} CPU s")  # fmt: skip
            self.one_more("record, Oxigraph", graph, clock, graph.sync_rdf)
            memory = psutil.Process().memory_info().rss >> 20
            self.row("Oxigraph", "memory of this process", f"{memory} MiB")

    def one_more(
        self, engine: str, graph: KnowledgeGraph, clock: Clock, sync: Callable[[], object]
    ) -> None:
        """Take documents in one by one."""
        took = []
        new = (each for each in self._made if each.document.id not in graph.record)
        for extraction in islice(new, _MORE):
            before = clock.seconds["one more"]
            with clock.measure("one more"):
                graph.put(extraction)
                sync()
            took.append((clock.seconds["one more"] - before) * 1000)
        median, most = statistics.median(took), max(took)
        self.row(engine, "one more document", f"median {median:.0f}, most {most:.0f} CPU ms")

    def oxigraph(self, scratch: Path, graph: KnowledgeGraph) -> None:
        """Rebuild, questions, disk."""
        clock = Clock()
        dump = scratch / "facts.nq"
        graph.rdf.store.dump(str(dump), ox.RdfFormat.N_QUADS)
        with clock.measure("bulk_load"):
            ox.Store(str(scratch / "bare")).bulk_load(path=dump, format=ox.RdfFormat.N_QUADS)
        sources = sorted(graph.derived.manifest.sources())
        again = RdfStore(scratch / "again")

        with clock.measure("rebuild"):
            plan = graph.derived.plan
            count = again.load((source_iri(source), plan.facts(source)) for source in sources)
        again.close()
        what = f"rebuild: {count:,} facts made from the record and loaded"
        self.rate("Oxigraph", what, clock, ours="rebuild", bare="bulk_load")
        self.row("Oxigraph", "disk", f"{disk(scratch / 'again')} MiB")
        self._ask("Oxigraph", lambda question, values: ask_sparql(
            graph.rdf.store, question, values, max_rows=_ROWS))  # fmt: skip
        if self.claims <= _BESIDE_RDFLIB:
            dataset = Dataset(default_union=True)
            with clock.measure("rdflib"):
                dataset.parse(dump, format="nquads")
            self.row("rdflib's own engine", "load", f"{clock.seconds['rdflib']:.2f} CPU s")
            title, name, values = asked(self.speaker)[0]
            query = questions()[name].sparql(values)
            # LIMIT takes no variable here.
            text = query.text.replace("?limit", values["limit"])
            bound = {key: Literal(v) for key, v in query.values.items() if key != "limit"}
            p50, _ = latencies(lambda: list(dataset.query(text, initBindings=bound)), 3)
            self.row("rdflib's own engine", title, f"p50 {p50:.0f} ms")

    def _ask(self, engine: str, ask: Callable[[Question, Values], object]) -> None:
        for title, name, values in asked(self.speaker):
            question = questions()[name]
            p50, p95 = latencies(partial(ask, question, values), self.rounds)
            self.row(engine, title, f"p50 {p50:.0f} ms, p95 {p95:.0f} ms")

    def property_graph(
        self, folder: Path, scratch: Path, open_engine: OpenEngine, pid: PidOf
    ) -> None:
        """Load, one more document, questions, memory, disk; then the load by hand."""
        opened = open_engine(folder / "arcadedb")
        opened.wipe()
        clock = Clock(psutil.Process(pid(opened)))
        apply = opened.apply

        def applying(*given: Any) -> None:
            with clock.measure("apply"):
                apply(*given)

        opened.apply = applying  # type: ignore[assignment] # what it takes is measured
        with KnowledgeGraph(folder / "data", self.packs, lambda _: opened) as graph:
            store = graph.property_graph
            with clock.measure("load"):
                graph.sync()
            for spent in (clock.seconds, clock.wall):
                spent["ready"] = spent["apply"]
            self.one_more(store.name, graph, clock, graph.sync)
            self._ask(store.name, lambda question, values: ask_cypher(
                store, question, values, max_rows=_ROWS, timeout_ms=_TIMEOUT_MS))  # fmt: skip
            memory = psutil.Process(pid(opened)).memory_info().rss >> 20
            self.row(store.name, "memory of the engine", f"{memory} MiB")
            if isinstance(opened, ArcadeDBGraph):
                self.row(store.name, "disk", f"{disk(folder / 'arcadedb')} MiB")
        with KnowledgeGraph(folder / "data", self.packs, _no_engine) as graph:
            subjects = sorted({quad.subject.value for quad in graph.rdf.store})
            bare = open_engine(scratch / "bare-arcadedb")
            bare.wipe()
            clock.engine = psutil.Process(pid(bare))

            def nodes() -> Iterator[list[Node]]:
                for start in range(0, len(subjects), PART):
                    yield list(project(graph.rdf.facts_about(subjects[start : start + PART])))

            count = unwind(bare._writer, bare._database, nodes, clock)
            bare.close()
        compared = partial(self.rate, bare.name, clock=clock, bare="by hand")
        compared(f"load of {count:,} ready nodes", ours="ready")
        compared("projected from Oxigraph and loaded", ours="load")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--claims", nargs="+", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--engines", nargs="+", default=["oxigraph", "arcadedb", "neo4j"])
    parser.add_argument("--rounds", type=int, default=40, help="how often a question is asked")
    parser.add_argument("--folder", type=Path, help="keeps what was loaded for the next run")
    arguments = parser.parse_args()
    table = Table()
    for header in ("claims", "engine", "what", "ours", "bare engine: our rate of its"):
        table.add_column(header)
    packs = Packs()
    for claims in arguments.claims:
        bench = Bench(claims, arguments.rounds, table, packs)
        with tempfile.TemporaryDirectory() as name:
            folder = (arguments.folder or Path(name)) / str(claims)
            scratch = Path(name)
            bench.build(folder / "data")
            if "oxigraph" in arguments.engines:
                with KnowledgeGraph(folder / "data", packs, _no_engine) as graph:
                    bench.oxigraph(scratch, graph)
            if "arcadedb" in arguments.engines:
                shutil.rmtree(folder / "arcadedb", ignore_errors=True)
                bench.property_graph(
                    folder,
                    scratch,
                    lambda derived: ArcadeDBGraph(derived, timeout_ms=_TIMEOUT_MS),
                    lambda store: store.pid,
                )
            if "neo4j" in arguments.engines:
                in_neo4j(bench, folder, scratch, packs)
    Console(width=130).print(table)


def in_neo4j(bench: Bench, folder: Path, scratch: Path, packs: Packs) -> None:
    """Start a server, warm it up, and measure; what was loaded by hand stays, which is the same."""
    with large_neo4j(folder / "neo4j") as server:

        def opened(_: Path) -> Engine:
            return Neo4jGraph(server.uri, server.user, server.password, "neo4j")

        warming = Bench(_WARMING, 2, None, packs)
        for each, inside in ((warming, scratch / "warming"), (bench, folder)):
            if each is warming:
                each.build(inside / "data")
            each.property_graph(inside, scratch, opened, lambda _: server.pid)


def large_neo4j(folder: Path) -> contextlib.AbstractContextManager[Neo4jServer]:
    """A server with memory for 100,000 claims."""
    return running_neo4j(
        folder,
        password="benchmark",
        settings={"server.memory.pagecache.size": "512m"},
        heap_mib=1024,
    )


def _no_engine(_: Path) -> Engine:
    raise RuntimeError("Oxigraph is measured without a property graph")


if __name__ == "__main__":
    main()
