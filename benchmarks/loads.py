"""Loads of one Neo4j server in rounds: ours, then the same content by hand.

    python benchmarks/loads.py [--claims N] [--rounds N]

On made-up extractions of the real shape (made_up.py). Before each load the graph is wiped, which is
not measured. Ours is what a rebuild does once Oxigraph is full: read the record, make the facts,
project them, write them. By hand are nodes that are ready, in memory, written with ``UNWIND``
through the raw driver by somebody who knows that the database is empty (stores.py). In the first
rounds the server's JVM has not yet compiled what it runs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.neo4j import Neo4jGraph
from onrecord.ontology.packs import Packs
from onrecord.ontology.property_graph_rule import Node, project

# Neither is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.questions import load
from benchmarks.stores import PART, Clock, large_neo4j, unwind

HEADERS = ("round", "load", "CPU s: Python", "server", "wall s", "our rate: CPU", "wall")


def by_hand(folder: Path, packs: Packs, store: Neo4jGraph, clock: Clock) -> None:
    """Load what the record gives; what projecting takes is not measured."""
    with KnowledgeGraph(folder / "data", packs, lambda _: store) as graph:
        subjects = sorted({quad.subject.value for quad in graph.rdf.store})

        def nodes() -> Iterator[list[Node]]:
            for start in range(0, len(subjects), PART):
                yield list(project(graph.rdf.facts_about(subjects[start : start + PART])))

        unwind(store._writer, store._database, nodes, clock)


def ours(folder: Path, packs: Packs, store: Neo4jGraph, clock: Clock) -> None:
    """Load it as a rebuild does."""
    with KnowledgeGraph(folder / "data", packs, lambda _: store) as graph:
        graph.property_graph  # noqa: B018 # opening it finds that all is missing
        with clock.measure("ours"):
            graph.sync()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--claims", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=4)
    arguments = parser.parse_args()
    table = Table(*HEADERS)
    packs = Packs()
    with (
        tempfile.TemporaryDirectory() as name,
        large_neo4j(Path(name) / "neo4j") as server,
    ):
        load(Path(name), arguments.claims, packs)
        for number in range(1, arguments.rounds + 1):
            clock = Clock(psutil.Process(server.pid))
            for each in (ours, by_hand):
                store = Neo4jGraph(server.uri, server.user, server.password, "neo4j")
                store.wipe()
                each(Path(name), packs, store, clock)
            for which, rates in (("ours", True), ("by hand", False)):
                cpu, engine = clock.seconds[which], clock.of_engine[which]
                row = [f"{cpu - engine:.2f}", f"{engine:.2f}", f"{clock.wall[which]:.2f}"]
                if rates:
                    row += [
                        f"{spent['by hand'] / spent['ours']:.0%}"
                        for spent in (clock.seconds, clock.wall)
                    ]
                print(number, which, *row, sep=" | ", flush=True)
                table.add_row(str(number), which, *row)
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
