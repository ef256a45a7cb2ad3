"""The query half of the W3C SPARQL 1.1 Protocol suite; updates are refused here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from onrecord.api.app import create_app
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings

SUITE = Path(__file__).resolve().parents[3] / "shared/suites/w3c-sparql11/protocol"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data/"
KINDS = {"boolean": "sparql-results", "tabular": "sparql-results", "RDF": "turtle"}


def _tests() -> list[str]:
    if not SUITE.exists():
        return []
    manifest = Graph().parse(SUITE / "manifest.ttl")
    return sorted(
        str(test).partition("#")[2] for test in manifest.subjects(RDF.type, MF.ProtocolTest)
    )


@pytest.fixture(scope="module")
def manifest() -> Graph:
    return Graph().parse(SUITE / "manifest.ttl")


@pytest.fixture(scope="module")
def suite_client(tmp_path_factory: pytest.TempPathFactory, packs: Packs) -> Iterator[TestClient]:
    """The app over the suite's three graphs."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("suite") / "data")
    graph = KnowledgeGraph(settings.data_dir, packs, lambda d: ArcadeDBGraph(d / "arcadedb"))
    with graph:
        for number in (1, 2, 3):
            graph.rdf.store.load(
                path=str(SUITE / f"data{number}.nt"),
                format=ox.RdfFormat.N_TRIPLES,
                to_graph=ox.NamedNode(f"{DATA}data{number}.rdf"),
            )
        app = create_app(graph, settings)
        with TestClient(app, base_url="http://127.0.0.1") as client:
            yield client


def _one(manifest: Graph, subject: Node | None, predicate: URIRef) -> str | None:
    value = manifest.value(subject, predicate)
    return None if value is None else str(value)


def _ask(client: TestClient, manifest: Graph, request: Node) -> Any:  # a response of the client
    headers = {}
    if (listed := manifest.value(request, HT.headers)) is not None:
        for header in Collection(manifest, listed):
            name = _one(manifest, header, HT.fieldName)
            headers[str(name)] = str(_one(manifest, header, HT.fieldValue))
    body = manifest.value(request, HT.body)
    text = None if body is None else _one(manifest, body, CNT.chars)
    charset = "utf-16" if "UTF-16" in str(headers) else "utf-8"
    return client.request(
        str(_one(manifest, request, HT.methodName)),
        str(_one(manifest, request, HT.absolutePath)).replace("/sparql/", "/sparql"),
        content=None if text is None else text.encode(charset),
        headers=headers,
    )


@pytest.mark.skipif(not SUITE.exists(), reason="../shared/suites is not here")
@pytest.mark.parametrize("name", _tests())
def test_protocol(suite_client: TestClient, manifest: Graph, name: str) -> None:
    (test,) = [
        t for t in manifest.subjects(RDF.type, MF.ProtocolTest) if str(t).endswith(f"#{name}")
    ]
    requests = manifest.value(manifest.value(test, MF.action), HT.requests)
    assert requests is not None
    for request in Collection(manifest, requests):
        answer = _ask(suite_client, manifest, request)
        if name.startswith("update"):
            assert answer.status_code == 403
            return
        wanted = manifest.value(request, HT.resp)
        classes = {str(s)[-3] for s in manifest.objects(wanted, MF.expectedStatus)}
        assert str(answer.status_code)[0] in classes, answer.text
        if (kind := _one(manifest, wanted, MF.expectedFormat)) is not None:
            assert KINDS[kind] in answer.headers["content-type"]
        if (truth := manifest.value(wanted, MF.expectedBoolean)) is not None:
            assert isinstance(truth, Literal)
            assert answer.json()["boolean"] == truth.toPython()
