"""Clients of SPARQL that people already have, unchanged, against a real socket."""

from __future__ import annotations

from typing import Any

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, N3, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.api.conftest import Server

PERSON = "https://w3id.org/onrecord/ns#Person"
LABELS = f"""PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label {{ ?s a <{PERSON}> ; skos:prefLabel ?label }} ORDER BY ?label"""


def asked(wrapper: SPARQLWrapper) -> Any:  # whatever the format is read into
    return wrapper.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_selects(server: Server, method: str) -> None:
    wrapper = SPARQLWrapper(f"{server.url}/sparql", returnFormat=JSON)
    wrapper.setMethod(method)
    wrapper.setQuery(LABELS)
    found = asked(wrapper)["results"]["bindings"]
    assert found[0]["label"]["value"] == "Ann Lee"


def test_sparqlwrapper_reads_every_format(server: Server) -> None:
    wrapper = SPARQLWrapper(f"{server.url}/sparql")
    wrapper.setQuery(LABELS)
    wrapper.setReturnFormat(XML)
    assert "Ann Lee" in asked(wrapper).toxml()
    wrapper.setReturnFormat(CSV)
    assert b"Ann Lee" in asked(wrapper)
    wrapper.setQuery(f"CONSTRUCT WHERE {{ ?s a <{PERSON}> }}")
    for format_ in (TURTLE, N3):
        wrapper.setReturnFormat(format_)
        assert len(Graph().parse(data=asked(wrapper), format="turtle")) > 0


def test_sparqlwrapper_gets_a_refusal_as_one(server: Server) -> None:
    wrapper = SPARQLWrapper(f"{server.url}/sparql", returnFormat=JSON)
    wrapper.setQuery("SELECT WHERE")
    with pytest.raises(QueryBadFormed, match="does not parse"):
        wrapper.query()


def test_rdflib_reads_the_service_as_a_store(server: Server) -> None:
    store = SPARQLStore(f"{server.url}/sparql", returnFormat="json")
    graph = Graph(store)
    people = {str(row[0]) for row in graph.query(LABELS)}  # type: ignore[index] # rows of a SELECT
    assert "Ann Lee" in people
    triples = list(graph.triples((None, None, URIRef(PERSON))))
    assert len(triples) == len(people)
