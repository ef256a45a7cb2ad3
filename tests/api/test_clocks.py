"""The two clocks at the query routes: what they answer is what a graph of those documents would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.api.app import create_app
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings
from tests.api.conftest import made

pytestmark = pytest.mark.engine
DAY = "2025-05-30"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
NODES = "MATCH (n:Resource) RETURN n ORDER BY n.iri"
RELATIONSHIPS = (
    "MATCH (a:Resource)-[r]->(b) RETURN a.iri, type(r), b.iri ORDER BY a.iri, type(r), b.iri"
)


@pytest.fixture(scope="module")
def only_those(tmp_path_factory: pytest.TempPathFactory, packs: Packs) -> Iterator[TestClient]:
    """The app over a graph that never had any other documents than those of the day."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("those") / "data")

    def engine(derived: Path) -> ArcadeDBGraph:
        return ArcadeDBGraph(derived / "arcadedb")

    with KnowledgeGraph(settings.data_dir, packs, engine) as graph:
        for each in made():
            if each.document.published and each.document.published <= DAY:
                graph.put(each)
        graph.sync()
        with TestClient(create_app(graph, settings), base_url="http://127.0.0.1:8137") as client:
            yield client


@pytest.fixture(scope="module")
def all_of_them(tmp_path_factory: pytest.TempPathFactory, packs: Packs) -> Iterator[TestClient]:
    """The app over all hand-made documents, with room for all rows."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("all") / "data")

    def no_engine(_: Path) -> ArcadeDBGraph:
        raise AssertionError("the past has an engine of its own")

    with KnowledgeGraph(settings.data_dir, packs, no_engine) as graph:
        for each in made():
            graph.put(each)
        graph.sync_rdf()
        with TestClient(create_app(graph, settings), base_url="http://127.0.0.1:8137") as client:
            yield client


def triples(client: TestClient, **clock: str) -> list[str]:
    answer = client.get(
        "/sparql",
        params={"query": CONSTRUCT, **clock},
        headers={"accept": "application/n-triples"},
    )
    assert answer.status_code == 200, answer.text
    return sorted(answer.text.splitlines())


def test_sparql_as_published_by_a_day_is_a_graph_of_only_those(
    all_of_them: TestClient, only_those: TestClient
) -> None:
    wanted = triples(only_those)
    assert wanted == triples(all_of_them, published_by=DAY)
    assert 0 < len(wanted) < len(triples(all_of_them))
    assert triples(all_of_them, known_by="1999") == []
    form = {"query": CONSTRUCT, "published_by": DAY}
    posted = all_of_them.post("/sparql", data=form, headers={"accept": "application/n-triples"})
    assert sorted(posted.text.splitlines()) == wanted


@pytest.mark.parametrize("statement", [NODES, RELATIONSHIPS])
def test_cypher_as_published_by_a_day_is_a_graph_of_only_those(
    all_of_them: TestClient, only_those: TestClient, statement: str
) -> None:
    body = {"statement": statement}
    wanted = only_those.post("/db/neo4j/query/v2", json=body).json()
    found = all_of_them.post("/db/neo4j/query/v2", params={"published_by": DAY}, json=body).json()
    assert wanted["data"]["values"] == found["data"]["values"] != []


def test_the_catalogue_knows_both_clocks_in_both_languages(
    all_of_them: TestClient, only_those: TestClient
) -> None:
    wanted = only_those.get("/catalogue/documents").json()
    for language in ("sparql", "cypher"):
        asked = {"published_by": DAY, "language": language}
        assert all_of_them.get("/catalogue/documents", params=asked).json() == wanted
    asked = {"known_by": "1999"}
    assert all_of_them.get("/catalogue/documents", params=asked).json()["rows"] == []


def test_a_wrong_day_is_refused_by_name(all_of_them: TestClient) -> None:
    for path in ("/sparql?query=ASK{}&published_by=May", "/catalogue/documents?published_by=May"):
        answer = all_of_them.get(path)
        assert answer.status_code == 400, path
        assert "published_by must be YYYY" in answer.json()["detail"]
    answer = all_of_them.post(
        "/db/neo4j/query/v2?known_by=May", json={"statement": "RETURN 1 AS one"}
    )
    assert answer.status_code == 400
    assert "known_by must be YYYY" in answer.json()["detail"]
    answer = all_of_them.get("/sparql?query=ASK{}&known_by=2025&known_by=2024")
    assert "at most one parameter 'known_by'" in answer.json()["detail"]
