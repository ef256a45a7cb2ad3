"""What one more document costs in a graph of few claims and in one of many.

    python benchmarks/one_more.py [--claims N …] [--engines arcadedb neo4j] [--documents N]
                                  [--folder FOLDER]

On made-up extractions of the real shape (made_up.py), into Oxigraph and the property graph. CPU
milliseconds of this process and of the engine's, and wall milliseconds, of each document; the first
ten after the engine's start are taken in and not counted, because its JVM has yet to compile what
it runs. A folder keeps what was loaded for the next run, of questions.py too, and each run adds its
documents.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.derived import OpenPropertyGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.neo4j import Neo4jGraph
from onrecord.ingest.extraction import Extraction
from onrecord.ontology.packs import Packs

# Neither is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.made_up import extractions
from benchmarks.questions import load
from benchmarks.stores import Clock, large_neo4j

OpenEngine = Callable[[Path], contextlib.AbstractContextManager[tuple[OpenPropertyGraph, int]]]
_BEFORE, _A_DOCUMENT = 10, 29
PARTS = ("planning", "Oxigraph", "property graph")
HEADERS = ("claims", "engine", *PARTS[:2], "Python for the engine", "engine", "in all", "wall")


def take_in(graph: KnowledgeGraph, extraction: Extraction, engine: psutil.Process) -> list[float]:
    """CPU ms of planning, Oxigraph, the property graph in Python and in the engine; all; wall."""
    clock = Clock(engine)
    with clock.measure("planning"):
        graph.put(extraction)
    with clock.measure("Oxigraph"):
        graph.sync_rdf()
    with clock.measure("property graph"):
        graph.sync()
    in_engine = clock.of_engine[PARTS[-1]]
    spent = [clock.seconds[name] for name in PARTS]
    whole = [*spent[:2], spent[2] - in_engine, in_engine, sum(spent), sum(clock.wall.values())]
    return [seconds * 1000 for seconds in whole]


@contextlib.contextmanager
def arcadedb(folder: Path) -> Iterator[tuple[OpenPropertyGraph, int]]:
    """What opens an engine of its own, and its process."""
    store = ArcadeDBGraph(folder / "arcadedb")
    yield lambda _: store, store.pid


@contextlib.contextmanager
def neo4j(folder: Path) -> Iterator[tuple[OpenPropertyGraph, int]]:
    """The same of a server."""
    with large_neo4j(folder / "neo4j") as server:
        yield lambda _: Neo4jGraph(server.uri, server.user, server.password, "neo4j"), server.pid


def more(claims: int, graph: KnowledgeGraph, packs: Packs) -> Iterator[Extraction]:
    """Documents that the graph does not have, of the world that it is of."""
    beyond = extractions(claims + _A_DOCUMENT * 10_000, packs)
    for each in islice(beyond, claims // _A_DOCUMENT, None):
        if each.document.id not in graph.record:
            yield each


def main() -> None:
    """Print the table: the median, and the mean of all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--claims", nargs="+", type=int, default=[1_000, 100_000])
    parser.add_argument("--engines", nargs="+", default=["arcadedb", "neo4j"])
    parser.add_argument("--documents", type=int, default=20, help="how many are counted")
    parser.add_argument("--folder", type=Path, help="keeps what was loaded for the next run")
    arguments = parser.parse_args()
    table = Table(*HEADERS, "mean of all")
    packs = Packs()
    with contextlib.ExitStack() as closing:
        folder = arguments.folder or Path(closing.enter_context(tempfile.TemporaryDirectory()))
        for claims in arguments.claims:
            inside = folder / str(claims)
            inside.mkdir(parents=True, exist_ok=True)
            load(inside, claims, packs)
            for open_engine in (arcadedb, neo4j):
                if open_engine.__name__ not in arguments.engines:
                    continue
                took = measured(inside, claims, packs, open_engine, arguments.documents)
                medians = [f"{statistics.median(column):.0f}" for column in zip(*took, strict=True)]
                mean = f"{statistics.mean(each[4] for each in took):.0f}"
                row = [f"{claims:,}", open_engine.__name__, *medians, mean]
                print(*row, sep=" | ", flush=True)
                table.add_row(*row)
    Console(width=130).print(table)


def measured(
    folder: Path, claims: int, packs: Packs, open_engine: OpenEngine, documents: int
) -> list[list[float]]:
    """What each document took."""
    with open_engine(folder) as (opened, pid):
        engine = psutil.Process(pid)
        with KnowledgeGraph(folder / "data", packs, opened) as graph:
            graph.sync()
            new = more(claims, graph, packs)
            for extraction in islice(new, _BEFORE):
                take_in(graph, extraction, engine)
            return [take_in(graph, each, engine) for each in islice(new, documents)]


if __name__ == "__main__":
    main()
