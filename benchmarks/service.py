"""The service under load: look-ups at a fixed rate beside an ingest and beside runaway queries.

    python benchmarks/service.py [--claims N] [--folder DIR] [--seconds S] [--rate N]
        [--parts load runaways cost peer] [--peer PYTHON] [PATH …]

On made-up documents of the real shape (made_up.py), 10,000 claims unless told; ``--folder`` keeps
them and finds them again. PATH is what the ingest reads: PolNeAR dev from ../shared unless told, or
the sample corpus where that is not here. ``onrecord serve`` and ``onrecord ingest`` are the real
ones, each a process of its own, and so is the client: this one. ``--peer`` is a Python that has
rdflib-endpoint and oxrdflib (see ``service_cost``); without one that part is left out.

Times are wall milliseconds from when a request was due, so they tell of the machine too.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
from rich.console import Console
from rich.table import Table

from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ontology.packs import Packs

# Not installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.ingest import POLNEAR, SAMPLE
from benchmarks.made_up import extractions
from benchmarks.open_loop import Answers, Request, Stopped, ask_at_rate, ask_runaways
from benchmarks.served import Memory, Served, served

PARTS = ("load", "runaways", "cost", "peer")
_HEALTH = Request("/healthz", "/healthz")
_HEALTHS_PER_S = 10
_QUERIES = {"/sparql", "/db/neo4j/query/v2"}
_SPARQL = """PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?p (COUNT(*) AS ?n) {{ <{iri}> ?p ?o }} GROUP BY ?p"""
_CYPHER = "MATCH (n:Resource {iri: $iri})-[r]-() RETURN type(r), count(*)"
# Each would run for hours.
_RUNAWAY_SPARQL = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT (COUNT(*) AS ?n) { ?s (<urn:a>|!<urn:b>)* ?o . ?x (<urn:a>|!<urn:b>)* ?y }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?x ?q ?y FILTER(REGEX(CONCAT(STR(?o), STR(?y)), "
    "'(a|aa)+$|([a-z]+)*x([a-z]+)*y', 'i')) }",
    "SELECT (SHA512(GROUP_CONCAT(STR(?o))) AS ?x) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }",
)
_RUNAWAY_CYPHER = (
    "MATCH (a), (b), (c), (d) RETURN count(*)",
    "MATCH p = (a)-[*1..9]-(b) RETURN count(p)",
    "UNWIND range(1, 100000000000) AS x WITH x WHERE x % 7 = 3 RETURN count(x)",
    "MATCH (a), (b) WHERE a.iri + b.iri =~ '.*(a+)+$' RETURN count(*)",
    "MATCH (a:Person), (b:Person), p = shortestPath((a)-[*..15]-(b)) RETURN max(length(p))",
)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=50, help="look-ups a second")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--peer", type=Path, help="Python with rdflib-endpoint and oxrdflib")
    given = parser.parse_args()
    logging.getLogger("httpx").setLevel(logging.WARNING)
    paths = given.paths or [POLNEAR if POLNEAR.exists() else SAMPLE]
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch) / "data"
        fill(folder, given.claims)
        if {"load", "runaways"} & set(given.parts):
            with served(folder) as service:
                under_load(service, folder, paths, given.parts, given.rate, given.seconds)
        if {"cost", "peer"} & set(given.parts):
            from benchmarks.service_cost import print_cost, print_peer

            if "cost" in given.parts:
                print_cost(folder)
            if "peer" in given.parts:
                print_peer(folder, given.peer)


def fill(folder: Path, claims: int) -> None:
    """Put made-up documents into the folder, unless it has some, and bring all stores up."""
    packs = Packs()
    with KnowledgeGraph(folder, packs, lambda d: ArcadeDBGraph(d / "arcadedb")) as graph:
        if not any(graph.record.ids()):
            for each in extractions(claims, packs):
                graph.put(each)
            graph.fill()
        graph.sync()


def under_load(
    service: Served,
    folder: Path,
    paths: Sequence[Path],
    parts: Sequence[str],
    rate: float,
    seconds: float,
) -> None:
    """Look-ups alone, beside an ingest, and beside runaway queries."""
    choose = mixed(service.url)
    run(service, choose, rate, min(10.0, seconds))  # warms up
    quiet = run(service, choose, rate, seconds / 2)
    table = Table("", "answered", "errors", "p50", "p95", "p99", "most", "queries p95",
                  "/healthz p95", title="look-ups, and beside them queries, wall ms")  # fmt: skip
    _row(table, "alone", *quiet)
    memory, by_kind, ended = Memory(), Answers(), list[Stopped]()
    if "load" in parts:
        with memory.watching(service), ingesting(folder, paths) as read:
            loaded = run(service, choose, rate, seconds)
        by_kind = loaded[0]
        _row(table, f"beside an ingest ({read()})", *loaded)
    if "runaways" in parts:
        requests = [Request("SPARQL", f"/sparql?query={quote(each)}") for each in _RUNAWAY_SPARQL]
        requests += [
            Request("Cypher", "/db/neo4j/query/v2", {"statement": each}) for each in _RUNAWAY_CYPHER
        ]
        attacked = run(service, choose, rate, max(seconds / 2, 25.0), requests, ended)
        _row(table, "beside ten runaway queries", *attacked)
    console = Console()
    console.print(table)
    for error, count in sum((each[0].errors for each in [quiet]), by_kind.errors).items():
        console.print(f"error: {error}, {count} times")
    if by_kind.ms:
        each_kind = Table("look-up", "answered", "p50", "p95", "most", title="beside the ingest")
        for kind, taken in sorted(by_kind.ms.items()):
            percentiles = (by_kind.percentile(percent, [kind]) for percent in (50, 95, 100))
            each_kind.add_row(kind, str(len(taken)), *(f"{ms:.0f}" for ms in percentiles))
        console.print(each_kind)
        for kind in memory.seen[0]:
            console.print(f"memory beside the ingest, {kind}: {memory.span(kind)} MiB")
    for each in ended:
        console.print(f"runaway {each.kind}: {each.status} after {each.seconds:.1f} s")


def run(
    service: Served,
    choose: Callable[[int], Request],
    rate: float,
    seconds: float,
    runaways: Sequence[Request] = (),
    ended: list[Stopped] | None = None,
) -> tuple[Answers, Answers]:
    """Look-ups and signs of life at their rates, and runaway queries beside them."""

    async def both() -> tuple[Answers, Answers, list[Stopped]]:
        return await asyncio.gather(
            ask_at_rate(service.url, choose, per_second=rate, seconds=seconds),
            ask_at_rate(service.url, lambda _: _HEALTH, per_second=_HEALTHS_PER_S, seconds=seconds),
            ask_runaways(service.url, runaways, after_s=1.0),
        )

    lookups, health, stopped = asyncio.run(both())
    if ended is not None:
        ended += stopped
    return lookups, health


def mixed(url: str) -> Callable[[int], Request]:
    """Chooses among all look-ups, about people and documents that the service knows."""
    with httpx.Client(base_url=url, timeout=60) as client:
        people = client.get("/entities?type=Person&limit=200").json()["entities"]
        documents = client.get("/documents?limit=200").json()["documents"]
    chance = random.Random(1)

    def lookup(number: int) -> Request:
        one, other = chance.choice(people), chance.choice(people)
        name, id_, document = quote(one["label"]), one["id"], chance.choice(documents)["id"]
        year = chance.randrange(2015, 2024)
        paths = [
            ("/statements?speaker", f"/statements?limit=20&speaker={name}"),
            ("/statements?about", "/statements?about=manufacturing&limit=20"),
            ("/statements?text", "/statements?text=steel+plan&limit=20"),
            ("/statements?since", f"/statements?since={year}&until={year + 1}-03&limit=20"),
            ("/statements?facets", f"/statements?limit=50&facets=true&speaker={name}"),
            ("/entities?q", f"/entities?q={name[: chance.randrange(2, 5)]}&limit=10"),
            ("/entities/ID", f"/entities/{id_}"),
            ("/entities/ID/neighbours", f"/entities/{id_}/neighbours?limit=20"),
            ("/claims?subject", f"/claims?subject={id_}&limit=20"),
            ("/documents?q", f"/documents?q=made+up+{number % 90 + 10}&limit=5"),
            ("/documents/ID", f"/documents/{document}"),
            ("/paths", f"/paths?source={id_}&target={other['id']}"),
            ("/subgraph", f"/subgraph?seed={id_}"),
            ("/catalogue/who-said", f"/catalogue/who-said?speaker={name}&limit=20"),
            ("/sparql", "/sparql?query=" + quote(_SPARQL.format(iri=one["iri"]))),
        ]
        cypher: dict[str, object] = {"statement": _CYPHER, "parameters": {"iri": one["iri"]}}
        place = number % (len(paths) + 1)
        if place == len(paths):
            return Request("/db/neo4j/query/v2", "/db/neo4j/query/v2", cypher)
        return Request(*paths[place])

    return lookup


@contextmanager
def ingesting(folder: Path, paths: Sequence[Path]) -> Iterator[Callable[[], str]]:
    """`onrecord ingest` beside; the answer says how long it took."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        command = [sys.executable, "-m", "onrecord", "ingest", "--data-dir", str(folder)]
        process = subprocess.Popen([*command, *map(str, paths)], stderr=said)
        try:
            yield lambda: "still running" if process.poll() is None else "ended"
            process.wait(600)
        finally:
            process.terminate()
        said.seek(0)
        print(f"the ingest took {time.monotonic() - began:.0f} s: {said.read().strip()}")


def _row(table: Table, name: str, lookups: Answers, health: Answers) -> None:
    errors = sum(lookups.errors.values()) + sum(health.errors.values())
    kinds = lookups.ms.keys() - _QUERIES
    figures = [lookups.percentile(percent, kinds) for percent in (50, 95, 99, 100)]
    # Queries of users share eight places, which runaway ones hold until they are stopped.
    figures.append(lookups.percentile(95, lookups.ms.keys() & _QUERIES))
    table.add_row(
        name,
        str(lookups.count),
        str(errors),
        *(f"{ms:.0f}" for ms in figures),
        f"{health.percentile(95):.0f}",
    )


if __name__ == "__main__":
    main()
