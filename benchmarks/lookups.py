"""What a look-up over HTTP costs, on made-up documents of the real shape (made_up.py).

    python benchmarks/lookups.py [--claims N] [--folder DIR] [--rounds N]

CPU milliseconds of this process, client included: the bare client and framework are the first
line, so that the rest can be read off. ``--folder`` keeps the data and finds it again.
"""

from __future__ import annotations

import argparse
import logging
import resource
import statistics
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np

from onrecord.api.app import create_app
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.lookup.table import Table
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

# Not installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.made_up import extractions


def main() -> None:
    """Print the cost of each look-up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch) / "data"
        packs = Packs()
        with KnowledgeGraph(folder, packs, lambda d: ArcadeDBGraph(d / "arcadedb")) as graph:
            if not any(graph.record.ids()):
                for each in extractions(given.claims, packs):
                    graph.put(each)
            graph.fill()
            measure(graph, folder, given.rounds)


def measure(graph: KnowledgeGraph, folder: Path, rounds: int) -> None:
    """Time the first table, then each look-up."""
    begun = time.process_time()
    table = graph.lookups.table()
    print(f"first table: {time.process_time() - begun:.1f} CPU-s, ", end="")
    print(f"{len(table.statements['speaker']):,} statements, {len(table.entities.rows):,} entities")
    app = create_app(graph, Settings(data_dir=folder))
    with TestClient(app, base_url="http://127.0.0.1:8137", follow_redirects=False) as client:
        for path in asked(table):
            if client.get(path).status_code not in (200, 303):
                raise SystemExit(f"{path} failed")
            taken = []
            for _ in range(rounds):
                begun = time.process_time()
                client.get(path)
                taken.append((time.process_time() - begun) * 1000)
            p50, p95 = statistics.median(taken), float(np.percentile(taken, 95))
            print(f"{path.split('?seed=')[0]:60.60} p50 {p50:6.1f}  p95 {p95:6.1f} ms")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory of this process: {memory:.0f} MB")


def asked(table: Table) -> list[str]:
    """One of each look-up, about the entities that most is known of."""
    speaker = table.thing(int(np.argmax(table.spoken)))
    return [
        "/healthz",
        "/statements?limit=20",
        "/statements?limit=50&facets=true",
        "/statements?text=steel+plan&limit=20",
        f"/statements?limit=20&speaker={speaker.label}",
        "/statements?about=manufacturing&limit=20",
        "/statements?since=2019&until=2020-03&limit=20",
        "/entities?q=ka&limit=10",
        f"/entities/{speaker.id}",
        f"/entities/{speaker.id}/neighbours",
        f"/claims?subject={speaker.id}&limit=20",
        "/documents?q=made+up+12&limit=5",
        f"/documents/{table.documents[0].id}",
        f"/paths?source={speaker.id}&target=concept/steel",
        f"/subgraph?seed={speaker.id}",
        "/overview?by=type",
        "/overview?by=community",
    ]


if __name__ == "__main__":
    main()
