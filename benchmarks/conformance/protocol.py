"""The W3C SPARQL 1.1 Protocol and Service Description suites, over HTTP.

OnRecord refuses every update. That the protocol's forms of one are read rightly is shown with a
scratch store in place of the refusal (``Scratch``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from fastapi import HTTPException
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from benchmarks.conformance.w3c import MF, SUITE, Outcome
from onrecord.api.sparql_protocol import Update
from onrecord.errors import QuerySyntaxError
from onrecord.graph.rdf import RdfStore
from onrecord.graph.sparql_service import BASE_IRI

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data/"
_KINDS = {"boolean": "sparql-results", "tabular": "sparql-results", "RDF": "turtle"}
_SD = "http://www.w3.org/ns/sparql-service-description#"


def load(store: ox.Store) -> None:
    """The three graphs that the suite expects to be there."""
    for number in (1, 2, 3):
        store.load(
            path=str(SUITE / "protocol" / f"data{number}.nt"),
            format=ox.RdfFormat.N_TRIPLES,
            to_graph=ox.NamedNode(f"{DATA}data{number}.rdf"),
        )


class Scratch:
    """Does updates on a store, as the protocol wants it; of use to this suite alone."""

    def __init__(self, rdf: RdfStore) -> None:
        self._rdf = rdf

    def __call__(self, update: Update) -> None:
        """Do it; pyoxigraph takes no dataset for an update, so it is written into the text."""
        text = update.text
        if update.using or update.using_named:
            if re.search(r"\b(USING|WITH)\b", text, re.IGNORECASE):
                raise HTTPException(400, "the dataset is named twice")
            using = " ".join(
                [f"USING <{iri}>" for iri in update.using]
                + [f"USING NAMED <{iri}>" for iri in update.using_named]
            )
            text = re.sub(r"\bWHERE\b", f"{using} WHERE", text)
        try:
            self._rdf.store.update(text, base_iri=BASE_IRI)
        except SyntaxError as error:
            raise QuerySyntaxError(str(error)) from error
        self._rdf.revision += 1


class Suite:
    """The protocol's manifest."""

    def __init__(self) -> None:
        self._manifest = Graph().parse(SUITE / "protocol" / "manifest.ttl")
        self._tests = {
            str(test).partition("#")[2]: test
            for test in self._manifest.subjects(RDF.type, MF.ProtocolTest)
        }

    @property
    def names(self) -> list[str]:
        """The names of all tests."""
        return sorted(self._tests)

    def run(self, client: TestClient, name: str) -> Outcome:
        """Send the test's requests; each answer must be as it wants."""
        manifest = self._manifest
        requests = manifest.value(manifest.value(self._tests[name], MF.action), HT.requests)
        for request in Collection(manifest, requests) if requests is not None else ():
            outcome = self._judged(request, self._ask(client, request))
            if not outcome.passed:
                return outcome
        return Outcome(True)

    def _judged(self, request: Node, answer: Any) -> Outcome:
        manifest = self._manifest
        wanted = manifest.value(request, HT.resp)
        classes = {str(status)[-3] for status in manifest.objects(wanted, MF.expectedStatus)}
        if str(answer.status_code)[0] not in classes:
            return Outcome(False, f"status {answer.status_code}: {answer.content.decode()[:200]}")
        kind = self._text(wanted, MF.expectedFormat)
        if kind is not None and _KINDS[kind] not in answer.headers["content-type"]:
            return Outcome(False, answer.headers["content-type"])
        truth = manifest.value(wanted, MF.expectedBoolean)
        if isinstance(truth, Literal):
            found = ox.parse_query_results(answer.content, ox.QueryResultsFormat.JSON)
            if not isinstance(found, ox.QueryBoolean) or bool(found) != truth.toPython():
                return Outcome(False, f"wanted {truth}")
        return Outcome(True)

    def _ask(self, client: TestClient, request: Node) -> Any:  # a response of the client
        manifest = self._manifest
        headers = {}
        if (listed := manifest.value(request, HT.headers)) is not None:
            for header in Collection(manifest, listed):
                headers[str(self._text(header, HT.fieldName))] = str(
                    self._text(header, HT.fieldValue)
                )
        body = manifest.value(request, HT.body)
        text = None if body is None else self._text(body, CNT.chars)
        charset = "utf-16" if "UTF-16" in str(headers) else "utf-8"
        return client.request(
            str(self._text(request, HT.methodName)),
            str(self._text(request, HT.absolutePath)).replace("/sparql/", "/sparql"),
            content=None if text is None else text.encode(charset),
            headers=headers,
        )

    def _text(self, subject: Node | None, predicate: URIRef) -> str | None:
        value = self._manifest.value(subject, predicate)
        return None if value is None else str(value)


def described(client: TestClient, endpoint: str) -> dict[str, Outcome]:
    """The Service Description suite: GET without a query gives RDF that names the endpoint."""
    answer = client.request("GET", endpoint, headers={"Accept": "text/turtle"})
    is_rdf = answer.status_code == 200 and "turtle" in answer.headers["content-type"]
    triples = list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE)) if is_rdf else []
    services = {quad.subject for quad in triples if quad.object == ox.NamedNode(f"{_SD}Service")}
    endpoints = {
        quad.object
        for quad in triples
        if quad.predicate == ox.NamedNode(f"{_SD}endpoint") and quad.subject in services
    }
    known = {str(q.predicate)[len(_SD) + 1 : -1] for q in triples if _SD in str(q.predicate)}
    schema = {"endpoint", "supportedLanguage", "feature", "resultFormat", "defaultDataset",
              "defaultGraph"}  # fmt: skip
    return {
        "returns-rdf": Outcome(is_rdf),
        "has-endpoint-triple": Outcome(endpoints == {ox.NamedNode(endpoint)}, str(endpoints)),
        "conforms-to-schema": Outcome(len(services) == 1 and known <= schema, str(known)),
    }
