"""Prints the figures of docs/conformance.md: `python -m benchmarks.conformance [sparql|cypher]`.

With ``--misses`` each test that fails, and why.
"""

from __future__ import annotations

import argparse
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from benchmarks.conformance import protocol, tck, w3c
from onrecord.api.app import create_app
from onrecord.api.routes.sparql import updating
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.graph.rdf import RdfStore
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient


def _no_engine(_: Path) -> PropertyGraph:
    raise RuntimeError("SPARQL needs no property graph")


@contextmanager
def served(*, updates: bool = False) -> Iterator[tuple[TestClient, RdfStore]]:
    """The app over an empty graph, which does updates or refuses them."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder) / "data")
        with KnowledgeGraph(settings.data_dir, Packs(builtin=False), _no_engine) as graph:
            app = create_app(graph, settings)
            if updates:
                scratch = protocol.Scratch(graph.rdf)
                app.dependency_overrides[updating] = lambda: scratch
            with TestClient(app, base_url="http://127.0.0.1") as client:
                yield client, graph.rdf


def sparql(table: Table, misses: list[str]) -> None:
    """Query evaluation, syntax, results and updates, beside the bare engine."""
    tests, store = list(w3c.all_tests()), ox.Store()
    w3c.load(store, tests)
    ours: Counter[str] = Counter()
    engine: Counter[str] = Counter()
    with served() as (client, rdf):
        w3c.load(rdf.store, tests)
        rdf.revision += 1
        for test in tests:
            bare, through = w3c.on_engine(store, test), w3c.through_route(client, test)
            engine[test.kind] += bare.passed
            ours[test.kind] += through.passed
            if not (bare.passed and through.passed):
                misses.append(f"{test.id}: engine {bare}, /sparql {through}")
    for kind, count in sorted(Counter(test.kind for test in tests).items()):
        through_route = f"{ours[kind]} refused" if "Update" in kind else str(ours[kind])
        table.add_row(kind, str(count), str(engine[kind]), through_route)


def protocols(table: Table, misses: list[str]) -> None:
    """The protocol and the service description."""
    suite = protocol.Suite()
    for title, updates in (("Protocol", False), ("Protocol, updates on a scratch store", True)):
        passed = 0
        with served(updates=updates) as (client, rdf):
            for name in suite.names:
                rdf.store.clear()
                protocol.load(rdf.store)
                rdf.revision += 1
                outcome = suite.run(client, name)
                passed += outcome.passed
                if not outcome.passed:
                    misses.append(f"protocol/{name}: {outcome.why}")
        table.add_row(title, str(len(suite.names)), "", str(passed))
    with served() as (client, _):
        described = protocol.described(client, "http://127.0.0.1/sparql")
    passed = sum(outcome.passed for outcome in described.values())
    table.add_row("Service Description", str(len(described)), "", str(passed))


def cypher(misses: list[str]) -> Table:
    """The openCypher TCK: results and errors, each less and less leniently."""
    found = list(tck.outcomes(list(tck.scenarios())))
    table = Table("openCypher TCK", "scenarios", "as wanted", "%")
    strictness: tuple[tuple[str, bool, set[str]], ...] = (
        ("results: rows", False, set()),
        ("… and the names of the columns", False, {"columns"}),
        ("… and side effects", False, {"columns", "side effects"}),
        ("errors: raised", True, set()),
        ("… and of the right class", True, {"class"}),
    )
    for title, wants_error, also in strictness:
        of_these = [outcome for scenario, outcome in found if scenario.wants_error == wants_error]
        right = sum(outcome.passed and not outcome.lesser & also for outcome in of_these)
        table.add_row(title, str(len(of_these)), str(right), f"{100 * right / len(of_these):.1f}")
    for scenario, outcome in found:
        if outcome.why:
            misses.append(f"{scenario.id}: {', '.join(outcome.lesser) or 'rows'}: {outcome.why}")
    return table


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("suite", nargs="?", choices=("sparql", "cypher"), help="both, if not said")
    parser.add_argument("--misses", action="store_true", help="print each test that fails")
    arguments = parser.parse_args()
    misses: list[str] = []
    console = Console(width=110)
    if arguments.suite != "cypher":
        table = Table("W3C SPARQL 1.1", "tests", "pyoxigraph", "/sparql")
        sparql(table, misses)
        with warnings.catch_warnings():
            protocols(table, misses)
        console.print(table)
    if arguments.suite != "sparql":
        console.print(cypher(misses))
    if arguments.misses:
        console.print("\n".join(misses), markup=False)


if __name__ == "__main__":
    from onrecord.graph import snapshots

    snapshots._REST_S = 0  # a change of the scratch store is seen at once
    main()
