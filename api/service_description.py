"""What /sparql says of itself: SPARQL 1.1 Service Description (W3C Recommendation 2013)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from onrecord.graph.sparql_worker import GRAPHS, ROWS

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
# Names of the W3C's registry of formats; it has none for results other than these.
_RESULTS = {"json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML",
            "csv": "SPARQL_Results_CSV", "tsv": "SPARQL_Results_TSV"}  # fmt: skip
_GRAPHS = {"turtle": "Turtle", "ntriples": "N-Triples", "nquads": "N-Quads", "trig": "TriG",
           "jsonld": "JSON-LD", "rdfxml": "RDF_XML"}  # fmt: skip


def service_description(endpoint: str, format_: str) -> bytes:
    """The description of the service at this address, in one of the formats of ``GRAPHS``."""
    return (
        ox.serialize(_triples(endpoint), format=GRAPHS[format_], prefixes={"sd": _SD, "rdf": _RDF})
        or b""
    )


def _triples(endpoint: str) -> Iterable[ox.Triple]:
    service = ox.NamedNode(endpoint)
    dataset, graph = (ox.NamedNode(f"{endpoint}#{part}") for part in ("dataset", "default-graph"))

    def said(subject: ox.NamedNode, **values: ox.NamedNode) -> Iterator[ox.Triple]:
        for name, value in values.items():
            yield ox.Triple(subject, ox.NamedNode(_SD + name), value)

    yield ox.Triple(service, ox.NamedNode(f"{_RDF}type"), ox.NamedNode(f"{_SD}Service"))
    yield ox.Triple(dataset, ox.NamedNode(f"{_RDF}type"), ox.NamedNode(f"{_SD}Dataset"))
    yield ox.Triple(graph, ox.NamedNode(f"{_RDF}type"), ox.NamedNode(f"{_SD}Graph"))
    yield from said(
        service,
        endpoint=service,
        supportedLanguage=ox.NamedNode(f"{_SD}SPARQL11Query"),
        feature=ox.NamedNode(f"{_SD}UnionDefaultGraph"),
        defaultDataset=dataset,
    )
    yield from said(dataset, defaultGraph=graph)
    for name in (*(_RESULTS[key] for key in ROWS), *(_GRAPHS[key] for key in GRAPHS)):
        yield from said(service, resultFormat=ox.NamedNode(_FORMATS + name))
