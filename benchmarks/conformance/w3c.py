"""The W3C SPARQL 1.1 suite, through /sparql and on the bare engine.

Every data file is a named graph of one store; a test names its own as ``default-graph-uri`` and
``named-graph-uri``, so that the route is asked as any client asks it. Updates, which the route
always refuses, are run on the bare engine alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from benchmarks.conformance.comparison import Answer, expected, read_graph, read_rows, same

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

SUITE = Path(__file__).resolve().parents[3] / "shared/suites/w3c-sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
# Entailment needs a reasoner, SERVICE another server: OnRecord has neither, on purpose.
LEFT_OUT = {"entailment", "service", "protocol", "service-description", "graph-store-protocol",
            "http-rdf-update"}  # fmt: skip
_EMPTY = "urn:x-suite:empty"
_ACCEPT = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}
_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


@dataclass(frozen=True, slots=True)
class Test:
    """A test of the suite; ``kind`` is the local name of its class."""

    folder: str
    name: str
    kind: str
    text: str
    base: str
    data: tuple[Path, ...] = ()
    graphs: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None
    after: tuple[tuple[str | None, Path], ...] = ()

    @property
    def id(self) -> str:
        """Folder and name."""
        return f"{self.folder}/{self.name}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether it passed, and what came instead."""

    passed: bool
    why: str = ""


def all_tests() -> Iterator[Test]:
    """All tests of query evaluation, syntax, results and updates, in order of their folders."""
    for manifest in sorted(SUITE.glob("*/manifest.ttl")):
        if manifest.parent.name not in LEFT_OUT:
            yield from _of_manifest(manifest)


def _of_manifest(manifest: Path) -> Iterator[Test]:
    graph = Graph().parse(manifest)
    entries = next(graph.objects(None, MF.entries), None)
    for test in Collection(graph, entries) if entries is not None else ():
        action = graph.value(test, MF.action)
        kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
        query = graph.value(action, QT.query) or graph.value(action, UT.request) or action
        path = _path(query)
        if path.suffix == ".ru" and "Update" not in kind:
            kind = kind.replace("Syntax", "UpdateSyntax")  # six tests are filed as queries
        text = path.read_text("utf-8")
        result = graph.value(test, MF.result)
        named = [(str(g), _path(g)) for g in _all(graph, action, QT.graphData)]
        yield Test(
            manifest.parent.name,
            str(test).rpartition("#")[2],
            kind,
            text,
            path.as_uri(),
            tuple(_path(d) for d in (*_all(graph, action, QT.data), *_all(graph, action, UT.data))),
            (*_graphs(graph, action, UT), *named),
            _path(result) if isinstance(result, URIRef) else None,
            (
                *((None, _path(d)) for d in _all(graph, result, UT.data)),
                *_graphs(graph, result, UT),
            ),
        )


def _all(graph: Graph, subject: Node | None, predicate: URIRef) -> list[Node]:
    return [] if subject is None else sorted(graph.objects(subject, predicate), key=str)


def _graphs(graph: Graph, subject: Node | None, space: Namespace) -> list[tuple[str, Path]]:
    return [
        (str(graph.value(each, RDFS.label)), _path(graph.value(each, space.graph)))
        for each in _all(graph, subject, space.graphData)
    ]


def _path(iri: Node | None) -> Path:
    return Path(str(iri).removeprefix("file://"))


def load(store: ox.Store, chosen: Sequence[Test]) -> None:
    """Each data file of these tests as a graph of its own, named by its address."""
    files = {(p.as_uri(), p) for t in chosen for p in t.data}
    files |= {graph for t in chosen if t.kind == "QueryEvaluationTest" for graph in t.graphs}
    for iri, path in sorted(files):
        store.load(path=str(path), format=_format(path), base_iri=path.as_uri(),
                   to_graph=ox.NamedNode(iri))  # fmt: skip


def _format(path: Path) -> ox.RdfFormat:
    return ox.RdfFormat.from_extension(path.suffix[1:]) or ox.RdfFormat.TURTLE


def _dataset(test: Test) -> tuple[list[str], list[str]] | None:
    """Default and named graphs; None where the query says FROM."""
    if re.search(r"\bFROM\b", test.text, re.IGNORECASE):
        return None
    return [p.as_uri() for p in test.data] or [_EMPTY], [iri for iri, _ in test.graphs]


def through_route(client: TestClient, test: Test) -> Outcome:
    """Ask /sparql, which refuses updates."""
    if "Update" in test.kind:
        return _judged_refusal(client, test)
    suffix = test.result.suffix if test.result else ".srj"
    accept = _ACCEPT.get(suffix, "application/sparql-results+json") + ", application/n-triples"
    form: dict[str, str | list[str]] = {"query": f"BASE <{test.base}>\n{test.text}"}
    if test.kind.startswith(("Positive", "Negative")):
        form["query"] = test.text
    elif (dataset := _dataset(test)) is not None:
        form |= {"default-graph-uri": dataset[0], "named-graph-uri": dataset[1]}
    reply = client.post("/sparql", data=form, headers={"Accept": accept})
    if test.kind.startswith(("Positive", "Negative")):
        # What parses may still fail, for want of a function or because it would call out.
        parses = b"urn:onrecord:problem:query-syntax" not in reply.content
        return Outcome(parses == test.kind.startswith("Positive"), f"status {reply.status_code}")
    if reply.status_code != 200:
        return Outcome(False, f"status {reply.status_code}: {reply.content.decode()[:200]}")
    media_type = reply.headers["content-type"].split(";")[0]
    found: Answer = (
        read_rows(reply.content, _RESULTS[media_type])
        if media_type in _RESULTS
        else read_graph(reply.content, ox.RdfFormat.N_TRIPLES)
    )
    return _judged(test, found)


def _judged_refusal(client: TestClient, test: Test) -> Outcome:
    reply = client.post("/sparql", data={"update": test.text}, headers={})
    return Outcome(reply.status_code == 403, f"status {reply.status_code}, wanted 403")


def on_engine(store: ox.Store, test: Test) -> Outcome:
    """Ask pyoxigraph itself, as plainly as it can be asked."""
    if test.kind == "UpdateEvaluationTest":
        return _updated(test)
    if test.kind.startswith(("Positive", "Negative")):
        parses = _parses(test)
        return Outcome(parses == test.kind.startswith("Positive"), "parses" if parses else "not")
    dataset: dict[str, Any] = {}
    if (named := _dataset(test)) is not None:
        dataset = {
            "default_graph": [ox.NamedNode(iri) for iri in named[0]],
            "named_graphs": [ox.NamedNode(iri) for iri in named[1]],
        }
    try:
        found = store.query(test.text, base_iri=test.base, **dataset)
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        return Outcome(False, f"{type(error).__name__}: {error}"[:200])
    if isinstance(found, ox.QueryTriples):
        return _judged(test, ox.Dataset(ox.Quad(*triple) for triple in found))
    suffix = test.result.suffix if test.result else ""
    format_ = _RESULTS[_ACCEPT.get(suffix, "application/sparql-results+json")]
    return _judged(test, read_rows(found.serialize(format=format_) or b"", format_))


def _parses(test: Test) -> bool:
    try:
        if "Update" in test.kind:
            ox.Store().update(test.text, base_iri=test.base)
        else:
            ox.Store().query(test.text, base_iri=test.base)
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):
        pass  # it parses, and names what is not there
    return True


def _updated(test: Test) -> Outcome:
    store = ox.Store()

    def fill(into: ox.Store, graphs: Sequence[tuple[str | None, Path]]) -> ox.Dataset:
        for iri, path in graphs:
            into.load(path=str(path), format=_format(path), base_iri=path.as_uri(),
                      to_graph=ox.NamedNode(iri) if iri else None)  # fmt: skip
        return ox.Dataset(into)

    fill(store, [*((None, p) for p in test.data), *test.graphs])
    try:
        store.update(test.text, base_iri=test.base)
    except (SyntaxError, OSError, ValueError, RuntimeError) as error:
        return Outcome(False, f"{type(error).__name__}: {error}"[:200])
    wanted = fill(ox.Store(), test.after)
    return Outcome(same(ox.Dataset(store), wanted), "another dataset")


def _judged(test: Test, found: Answer) -> Outcome:
    if test.result is None:
        raise ValueError(f"{test.id} has no result")
    ordered = re.search(r"\bORDER\s+BY\b[^}]*$", test.text, re.IGNORECASE) is not None
    wanted = expected(test.result, test.result.as_uri())
    return Outcome(same(found, wanted, ordered=ordered), "another answer")
