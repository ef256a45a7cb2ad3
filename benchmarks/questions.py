"""How long the questions of the catalogue take, beside their bare engines with the same text.

    python benchmarks/questions.py [--claims N …] [--engines oxigraph arcadedb neo4j]
                                   [--rounds N] [--folder FOLDER] [--only WORDS]

On made-up extractions of the real shape (made_up.py). Wall milliseconds are what a person waits on
this machine as busy as it is; CPU is this process's and the engine's. We and the bare engine
(``Store.query`` of pyoxigraph, a session of the neo4j driver) are asked in turn, after both were
asked once. Up to 1,000 claims rdflib's own engine is asked who said what, too. A folder keeps what
was loaded for the next run, of stores.py too. ``--only who-said`` asks what is called so alone.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import neo4j
import psutil
from rdflib import Dataset, Literal
from rich.console import Console
from rich.table import Table

from onrecord.graph.answers import ask_cypher, ask_sparql, with_values
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.catalogue import Question, by_group, questions
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.neo4j import Neo4jGraph
from onrecord.ontology.packs import Packs

# Neither is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.made_up import extractions
from benchmarks.stores import Clock, large_neo4j

Values = Mapping[str, str]
Ask = Callable[[Question, Values], int]
_PAGE, _ROWS, _TIMEOUT_MS = 50, 1000, 120_000
# A slow question is asked this long at most, and this often at least.
_LONGEST_S, _LEAST = 8.0, 3
_WITH_RDFLIB = 1000
_VARIED = 20


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine is asked through us and bare; both say how many rows came."""

    name: str
    ours: Ask
    bare: Ask
    process: psutil.Process | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the parameters that it is asked with in turn."""

    title: str
    question: Question
    variants: Sequence[Values]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one question: rows in all, wall ms of each time, mean CPU ms of ours and of the bare."""

    rows: int
    wall: list[float]
    ours: float
    bare: float


def asked(graph: KnowledgeGraph) -> Iterator[Asked]:
    """Who said what in three ways with varied parameters, then the whole catalogue."""
    chance = random.Random(1)
    ids = sorted(graph.record.ids())
    read = [graph.record.get(id_).extraction for id_ in chance.sample(ids, min(_VARIED, len(ids)))]
    speakers = [
        chance.choice([e.label for e in each.entities if e.type == "Person"]) for each in read
    ]
    days = [each.document.published for each in read if each.document.published]
    who_said = questions()["who-said"]
    for by, ways in (
        ("speaker", [{"speaker": speaker} for speaker in speakers]),
        ("policy", [{"policy": words} for words in ("made in china", "china 2025", "2025")]),
        ("day", [{"since": day, "until": day} for day in days]),
        ("month", [{"since": day[:7], "until": day[:7]} for day in days]),
    ):
        page = [{**values, "limit": str(_PAGE)} for values in ways]
        yield Asked(f"who-said by {by}", who_said, page)
    needed = {
        **dict.fromkeys(("actor", "speaker", "subject", "object", "name"), speakers[0]),
        **dict.fromkeys(("topic", "sector", "text"), "manufacturing"),
        "policy": "made in china",
        "document": next(iter(graph.record.ids())),
    }
    for question in by_group():
        values = {p.name: needed[p.name] for p in question.parameters if p.required}
        yield Asked(question.name, question, [values])


def measure(engine: Engine, each: Asked, rounds: int) -> Figures:
    """Ask ours and the bare in turn; each set of values once before, to warm up."""
    for values in each.variants:
        rows = engine.ours(each.question, values)
        if rows != engine.bare(each.question, values):
            raise ValueError(f"{engine.name} alone gives {each.title} other rows")
    clock = Clock(engine.process)
    wall: list[float] = []
    rows, ends = 0, time.monotonic() + _LONGEST_S
    for number, values in enumerate(islice(cycle(each.variants), rounds)):
        # What an engine does afterwards counts for whoever comes next.
        for ask in ("ours", "bare") if number % 2 else ("bare", "ours"):
            before = time.perf_counter()
            with clock.measure(ask):
                found = getattr(engine, ask)(each.question, values)
            if ask == "ours":
                wall.append((time.perf_counter() - before) * 1000)
                rows += found
        if len(wall) >= _LEAST and time.monotonic() > ends:
            break
    ours, bare = (clock.seconds[which] * 1000 / len(wall) for which in ("ours", "bare"))
    return Figures(rows, wall, ours, bare)


def oxigraph(graph: KnowledgeGraph) -> Engine:
    """SPARQL: what the bare one is asked has its values in it already."""
    store = graph.rdf.store

    def ours(question: Question, values: Values) -> int:
        return len(ask_sparql(store, question, values, max_rows=_ROWS).rows)

    texts: dict[tuple[str, str], str] = {}

    def bare(question: Question, values: Values) -> int:
        key = question.name, str(values)
        if key not in texts:
            query = question.sparql(values)
            texts[key] = with_values(query.text, query.values)
        found = store.query(texts[key], use_default_graph_as_union=True)
        return len(list(islice(found, _ROWS)))  # type: ignore[arg-type] # a SELECT has solutions

    return Engine("Oxigraph", ours, bare)


def property_graph(graph: KnowledgeGraph, driver: neo4j.Driver, pid: int) -> Engine:
    """Cypher: the bare one is asked over a driver of its own."""
    store = graph.property_graph

    def ours(question: Question, values: Values) -> int:
        found = ask_cypher(store, question, values, max_rows=_ROWS, timeout_ms=_TIMEOUT_MS)
        return len(found.rows)

    def bare(question: Question, values: Values) -> int:
        query = question.cypher(values)
        with driver.session(database=store._database) as session:  # type: ignore[attr-defined]
            return len(list(islice(session.run(query.text, query.values), _ROWS)))

    return Engine(store.name, ours, bare, psutil.Process(pid))


class Bench:
    """One size in one engine after the other, and a row of the table for each question."""

    def __init__(self, claims: int, rounds: int, only: str, table: Table) -> None:
        self.claims, self.rounds, self._only, self._table = claims, rounds, only, table

    def row(self, *cells: str) -> None:
        """Add a line; print it too, because the largest size takes long."""
        self._table.add_row(f"{self.claims:,}", *cells)
        print(f"{self.claims:,} |", " | ".join(cells), flush=True)

    def ask(self, engine: Engine, graph: KnowledgeGraph) -> None:
        """All questions, then what the catalogue took in all."""
        catalogue = []
        for each in asked(graph):
            if self._only not in each.title:
                continue
            found = measure(engine, each, self.rounds)
            p95 = statistics.quantiles(found.wall, n=20, method="inclusive")[-1]
            self.row(
                engine.name, each.title, f"{found.rows / len(found.wall):.0f}",
                f"{statistics.median(found.wall):.1f}", f"{p95:.1f}",
                f"{found.ours:.1f}", f"{found.ours / max(found.bare, 0.01):.2f}",
            )  # fmt: skip
            if each.title == each.question.name:
                catalogue.append(found)
        if not catalogue:
            return
        ours, bare = sum(f.ours for f in catalogue), sum(f.bare for f in catalogue)
        title = f"all {len(catalogue)} questions, each once"
        self.row(engine.name, title, "", "", "", f"{ours:.1f}", f"{ours / bare:.2f}")

    def ask_rdflib(self, graph: KnowledgeGraph, folder: Path) -> None:
        """Who said what, once in each way: it takes seconds."""
        dump = folder / "facts.nq"
        dump.write_text("\n".join(graph.nquads()), encoding="utf-8")
        dataset = Dataset(default_union=True)
        dataset.parse(dump, format="nquads")
        for each in islice(asked(graph), 3):
            clock = Clock()
            query = each.question.sparql(each.variants[0])
            # LIMIT takes no variable here either.
            text = query.text.replace("?limit", str(_PAGE))
            bound = {key: Literal(value) for key, value in query.values.items() if key != "limit"}
            with clock.measure("rdflib"):
                rows = len(list(dataset.query(text, initBindings=bound)))
            spent = f"{clock.seconds['rdflib'] * 1000:.0f}"
            self.row("rdflib's own engine", each.title, f"{rows}", "", "", spent, "")


def load(folder: Path, claims: int, packs: Packs) -> None:
    """Fill the record and Oxigraph, where that is not done."""
    with KnowledgeGraph(folder / "data", packs, _no_engine) as graph:
        if len(graph.rdf.store) == 0:
            for extraction in extractions(claims, packs):
                graph.put(extraction)
        graph.fill()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--claims", nargs="+", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--engines", nargs="+", default=["oxigraph", "arcadedb", "neo4j"])
    parser.add_argument("--rounds", type=int, default=40, help="how often a question is asked")
    parser.add_argument("--folder", type=Path, help="keeps what was loaded for the next run")
    parser.add_argument("--only", default="", help="words that a question's title has")
    arguments = parser.parse_args()
    table = Table()
    for header in ("claims", "engine", "question", "rows", "p50 ms", "p95 ms", "CPU ms", "of bare"):
        table.add_column(header)
    packs = Packs()
    for claims in arguments.claims:
        bench = Bench(claims, arguments.rounds, arguments.only, table)
        with contextlib.ExitStack() as closing:
            folder = arguments.folder or Path(closing.enter_context(tempfile.TemporaryDirectory()))
            in_one_size(bench, folder / str(claims), arguments.engines, packs)
    Console(width=130).print(table)


def in_one_size(bench: Bench, folder: Path, engines: Sequence[str], packs: Packs) -> None:
    """Load what is not loaded, and ask each engine."""
    folder.mkdir(parents=True, exist_ok=True)
    load(folder, bench.claims, packs)
    if "oxigraph" in engines:
        with KnowledgeGraph(folder / "data", packs, _no_engine) as graph:
            bench.ask(oxigraph(graph), graph)
            if bench.claims <= _WITH_RDFLIB:
                bench.ask_rdflib(graph, folder)
    if "arcadedb" in engines:
        embedded = ArcadeDBGraph(folder / "arcadedb", timeout_ms=_TIMEOUT_MS)
        with KnowledgeGraph(folder / "data", packs, lambda _: embedded) as graph:
            graph.sync()
            with embedded._connect("reader", "reader") as driver:
                bench.ask(property_graph(graph, driver, embedded.pid), graph)
    if "neo4j" in engines:
        with large_neo4j(folder / "neo4j") as server:
            connected = partial(
                Neo4jGraph, server.uri, server.user, server.password, database="neo4j"
            )
            with KnowledgeGraph(folder / "data", packs, lambda _: connected()) as graph:
                graph.sync()
                login = (server.user, server.password)
                with neo4j.GraphDatabase.driver(server.uri, auth=login) as driver:
                    bench.ask(property_graph(graph, driver, server.pid), graph)


def _no_engine(_: Path) -> ArcadeDBGraph:
    raise RuntimeError("Oxigraph is measured without a property graph")


if __name__ == "__main__":
    main()
