"""The official driver of Neo4j as people use it: on the graph of a Neo4j that OnRecord fills."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import READ_ACCESS, GraphDatabase, Session

from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.neo4j import Neo4jGraph
from onrecord.ontology.packs import Packs
from tests.api.conftest import made
from tools.neo4j_server import Neo4jServer

pytestmark = [pytest.mark.engine, pytest.mark.neo4j]
SAID = """MATCH (s:Statement)-[:HAS_SPEAKER]->(p:Person {prefLabel: $name}),
      (s)-[:HAS_EVIDENCE]->(e:TextSpan), (s)-[:IN_DOCUMENT]->(d:Document)
RETURN s.content AS content, e.exact AS sentence, d.title AS title ORDER BY content"""


@pytest.fixture
def session(
    tmp_path: Path, packs: Packs, neo4j_server: Neo4jServer, neo4j_graph: Neo4jGraph
) -> Iterator[Session]:
    """A session of a client that knows nothing of OnRecord."""
    neo4j_graph.wipe()
    server = neo4j_server

    def engine(_: Path) -> Neo4jGraph:
        return Neo4jGraph(server.uri, server.user, server.password, "neo4j")

    with KnowledgeGraph(tmp_path / "data", packs, engine) as graph:
        for each in made():
            graph.put(each)
        graph.sync()
    with (
        GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        driver.session(database="neo4j", default_access_mode=READ_ACCESS) as session,
    ):
        yield session


def test_a_driver_of_its_own_reads_statements_with_their_sentences(session: Session) -> None:
    rows = [row.data() for row in session.run(SAID, name="Ann Lee")]
    assert "factories need help" in {row["content"] for row in rows}
    assert all(row["content"] in row["sentence"] for row in rows)
    assert "Help for factories" in {row["title"] for row in rows}


def test_a_browser_sees_the_schema(session: Session) -> None:
    labels = {row["label"] for row in session.run("CALL db.labels()")}
    types = {row["relationshipType"] for row in session.run("CALL db.relationshipTypes()")}
    assert {"Statement", "Document", "Actor", "Person", "Sector"} <= labels
    assert {"HAS_SPEAKER", "HAS_EVIDENCE", "IN_DOCUMENT", "IS_ABOUT"} <= types
