"""Load, rebuild, questions, memory and disk of the stores, beside their bare engines.

    python benchmarks/stores.py [--claims N …] [--engines oxigraph arcadedb neo4j] [--rounds N]

On made-up extractions of the real shape (made_up.py). CPU seconds of this process and of the
engine's, because the machine may be busy with other things; questions in wall milliseconds, which
is what a person waits. Beside each load stands the same content loaded by hand in the same run:
``UNWIND`` through the raw driver, ``bulk_load`` of the raw pyoxigraph; and, at the smallest size,
beside the questions in SPARQL rdflib's own engine.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from onrecord.graph.catalogue import questions
from onrecord.graph.derived import source_iri
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.neo4j import Neo4jGraph
from onrecord.graph.rdf import RdfStore
from onrecord.ingest.extraction import Extraction
from onrecord.ontology.packs import Packs
from onrecord.ontology.property_graph_rule import Node, project

# Neither is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.made_up import extractions
from tools.neo4j_server import running_neo4j

Values = Mapping[str, str]
Engine = ArcadeDBGraph | Neo4jGraph
OpenEngine = Callable[[Path], Engine]
PidOf = Callable[[Any], int]
ASKED: Sequence[tuple[str, str, Values]] = (
    ("who-said by speaker", "who-said", {"speaker": "{speaker}"}),
    ("who-said by policy", "who-said", {"policy": "made in china"}),
    ("who-said by date", "who-said", {"since": "2019-05-01", "until": "2019-05-02"}),
)
_ROWS, _TIMEOUT_MS, _UNWIND = 100_000, 120_000, 1000


@dataclass(slots=True)
class Clock:
    """CPU seconds of this process and of an engine's."""

    engine: psutil.Process | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    def _now(self) -> float:
        used = time.process_time()
        if self.engine is not None:
            times = self.engine.cpu_times()
            used += times.user + times.system
        return used

    @contextlib.contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Keep what the work within takes."""
        before = self._now()
        yield
        self.seconds[name] = self._now() - before


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


def unwind(driver: neo4j.Driver, database: str, nodes: Sequence[Node]) -> None:
    """What somebody would write by hand who knows that the database is empty."""
    by_labels: dict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    by_kind: dict[str, list[dict[str, str]]] = defaultdict(list)
    for node in nodes:
        by_labels[node.labels].append(dict(node.properties))
        for kind, end in node.relationships:
            by_kind[kind].append({"start": node.iri, "end": end})

    def write(cypher: str, rows: Sequence[object]) -> None:
        for start in range(0, len(rows), _UNWIND):
            session.run(cypher, rows=rows[start : start + _UNWIND]).consume()

    with driver.session(database=database) as session:
        for labels, properties in by_labels.items():
            text = "".join(f":`{label}`" for label in ("Resource", *labels))
            write(f"UNWIND $rows AS row CREATE (n{text}) SET n = row", properties)
        for kind, ends in by_kind.items():
            write(
                "UNWIND $rows AS row MATCH (a:Resource {iri: row.start}) "
                f"MATCH (b:Resource {{iri: row.end}}) CREATE (a)-[:`{kind}`]->(b)",
                ends,
            )


def asked(speaker: str) -> list[tuple[str, str, Values]]:
    """The questions with a speaker that there is."""
    return [
        (title, name, {key: value.format(speaker=speaker) for key, value in values.items()})
        for title, name, values in ASKED
    ]


class Bench:
    """One size: its data, and a row of the table for each figure."""

    def __init__(self, claims: int, rounds: int, table: Table) -> None:
        self.claims, self.rounds, self._table = claims, rounds, table
        self.packs = Packs()
        *self.found, self.more = extractions(claims + 29, self.packs)
        self.speaker = self.found[0].entities[0].label.casefold()

    def row(self, engine: str, what: str, figure: str, beside: str = "") -> None:
        """Add a line."""
        self._table.add_row(f"{self.claims:,}", engine, what, figure, beside)

    def rate(self, engine: str, what: str, ours: float, bare: float) -> None:
        """Add a line that compares CPU seconds."""
        self.row(engine, what, f"{ours:.2f} CPU s", f"{bare:.2f} CPU s: {bare / ours:.0%}")

    def oxigraph(self, folder: Path, graph: KnowledgeGraph, *, beside_rdflib: bool) -> None:
        """Rebuild, questions, disk."""
        clock = Clock()
        facts = graph.rdf.store.dump(format=ox.RdfFormat.N_QUADS) or b""
        with clock.measure("bulk_load"):
            ox.Store(str(folder / "bare")).bulk_load(io.BytesIO(facts), ox.RdfFormat.N_QUADS)
        with clock.measure("facts"):
            made = [
                (source_iri(source), graph.derived.plan.facts(source))
                for source in sorted(graph.derived.manifest.sources())
            ]
        with clock.measure("load"):
            again = RdfStore(folder / "again")
            loaded = again.load(made)
            again.close()
        bare = clock.seconds["bulk_load"]
        self.rate("Oxigraph", f"load of {loaded:,} quads", clock.seconds["load"], bare)
        rebuilt = clock.seconds["facts"] + clock.seconds["load"]
        self.rate("Oxigraph", "rebuild from the record", rebuilt, bare)
        for title, name, values in asked(self.speaker):
            question = questions()[name]
            p50, p95 = latencies(
                lambda question=question, values=values: ask_sparql(  # type: ignore[misc] # mypy does not infer defaults of a lambda
                    graph.rdf.store, question, values, max_rows=_ROWS
                ),
                self.rounds,
            )
            self.row("Oxigraph", title, f"p50 {p50:.0f} ms, p95 {p95:.0f} ms")
        self.row("Oxigraph", "disk", f"{disk(folder / 'again')} MiB")
        if beside_rdflib:
            dataset = Dataset(default_union=True)
            dataset.parse(data=facts, format="nquads")
            title, name, values = asked(self.speaker)[0]
            query = questions()[name].sparql(values)
            bound = {key: Literal(value) for key, value in query.values.items()}
            p50, _ = latencies(lambda: list(dataset.query(query.text, initBindings=bound)), 3)
            self.row("rdflib's own engine", title, f"p50 {p50:.0f} ms")

    def property_graph(self, folder: Path, open_engine: OpenEngine, pid: PidOf) -> None:
        """Load, one more document, questions, memory, disk; then the load by hand."""

        def opened(derived: Path) -> Engine:
            store = open_engine(derived)
            store.wipe()
            return store

        with KnowledgeGraph(folder / "data", self.packs, opened) as graph:
            for extraction in self.found:
                graph.put(extraction)
            graph.sync_rdf()
            store = graph.property_graph
            assert isinstance(store, Engine)
            clock = Clock(psutil.Process(pid(store)))
            with clock.measure("load"):
                graph.sync()
            self._one_more(graph, clock, store.name, self.more)
            for title, name, values in asked(self.speaker):
                question = questions()[name]
                p50, p95 = latencies(
                    lambda question=question, values=values: ask_cypher(  # type: ignore[misc] # mypy does not infer defaults of a lambda
                        store, question, values, max_rows=_ROWS, timeout_ms=_TIMEOUT_MS
                    ),
                    self.rounds,
                )
                self.row(store.name, title, f"p50 {p50:.0f} ms, p95 {p95:.0f} ms")
            memory = psutil.Process(pid(store)).memory_info().rss >> 20
            self.row(store.name, "memory of the engine", f"{memory} MiB")
            if isinstance(store, ArcadeDBGraph):
                self.row(store.name, "disk", f"{disk(graph.derived.folder / 'arcadedb')} MiB")
            subjects = sorted({quad.subject.value for quad in graph.rdf.store})
            nodes = list(project(graph.rdf.facts_about(subjects)))
        bare = open_engine(folder / "bare")
        bare.wipe()
        clock.engine = psutil.Process(pid(bare))
        with clock.measure("by hand"):
            unwind(bare._writer, bare._database, nodes)
        bare.close()
        self.rate(bare.name, f"load of {len(nodes):,} nodes",
                  clock.seconds["load"], clock.seconds["by hand"])  # fmt: skip

    def _one_more(
        self, graph: KnowledgeGraph, clock: Clock, engine: str, extraction: Extraction
    ) -> None:
        with clock.measure("one more"):
            graph.put(extraction)
            graph.sync()
        self.row(engine, "one more document", f"{clock.seconds['one more'] * 1000:.0f} CPU ms")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--claims", nargs="+", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--engines", nargs="+", default=["oxigraph", "arcadedb", "neo4j"])
    parser.add_argument("--rounds", type=int, default=40, help="how often a question is asked")
    arguments = parser.parse_args()
    table = Table()
    for header in ("claims", "engine", "what", "ours", "bare engine: our rate of its"):
        table.add_column(header)
    with contextlib.ExitStack() as stack:
        for claims in arguments.claims:
            bench = Bench(claims, arguments.rounds, table)
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            if "oxigraph" in arguments.engines:
                with KnowledgeGraph(folder / "data", bench.packs, _no_engine) as graph:
                    for extraction in bench.found:
                        graph.put(extraction)
                    graph.sync_rdf()
                    bench.oxigraph(folder, graph, beside_rdflib=claims == min(arguments.claims))
            if "arcadedb" in arguments.engines:
                bench.property_graph(
                    folder / "arcadedb",
                    lambda derived: ArcadeDBGraph(derived / "arcadedb", timeout_ms=_TIMEOUT_MS),
                    lambda store: store.pid,
                )
            if "neo4j" in arguments.engines:
                with running_neo4j(folder / "server", password="benchmark") as server:
                    bench.property_graph(
                        folder / "neo4j",
                        lambda _, server=server: Neo4jGraph(  # type: ignore[misc] # mypy does not infer defaults of a lambda
                            server.uri, server.user, server.password, "neo4j"
                        ),
                        lambda _, server=server: server.pid,  # type: ignore[misc] # likewise
                    )
    Console(width=130).print(table)


def _no_engine(_: Path) -> Engine:
    raise RuntimeError("Oxigraph is measured without a property graph")


if __name__ == "__main__":
    main()
