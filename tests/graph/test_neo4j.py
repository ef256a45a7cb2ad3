"""Where Neo4j differs from ArcadeDB, and what a user hears who set it up wrongly."""

from __future__ import annotations

import time

import pytest

from onrecord.errors import QueryError, ReadOnlyError, SettingError, StoreError
from onrecord.graph.neo4j import Neo4jGraph
from onrecord.graph.property_graph import Rows
from tools.neo4j_server import Neo4jServer

NOWHERE = "bolt://127.0.0.1:1"


def ask(graph: Neo4jGraph, cypher: str, timeout_ms: int = 30_000) -> Rows:
    return graph.query(cypher, timeout_ms=timeout_ms, max_rows=10)


@pytest.mark.engine
@pytest.mark.neo4j
def test_answer_without_rows_names_its_columns(neo4j_graph: Neo4jGraph) -> None:
    found = ask(neo4j_graph, "MATCH (n:Resource {iri: 'x'}) RETURN n.iri AS iri")
    assert found == Rows(["iri"], [])


@pytest.mark.engine
@pytest.mark.neo4j
def test_profile_of_a_write_is_refused(neo4j_graph: Neo4jGraph) -> None:
    with pytest.raises(ReadOnlyError):
        ask(neo4j_graph, "PROFILE MATCH (n:Resource) SET n.prefLabel = 'Eve'")


@pytest.mark.engine
@pytest.mark.neo4j
@pytest.mark.xfail(reason="Neo4j Community has no roles; READ access does not cover this")
def test_query_cannot_stop_the_query_of_another(neo4j_graph: Neo4jGraph) -> None:
    with pytest.raises(QueryError):
        ask(neo4j_graph, "TERMINATE TRANSACTIONS 'neo4j-transaction-1'")


@pytest.mark.engine
@pytest.mark.neo4j
def test_wrong_password_names_the_settings(neo4j_server: Neo4jServer) -> None:
    with pytest.raises(StoreError, match="ONRECORD_NEO4J_USER and ONRECORD_NEO4J_PASSWORD"):
        Neo4jGraph(neo4j_server.uri, "neo4j", "not-the-password", "neo4j")


@pytest.mark.engine
@pytest.mark.neo4j
def test_unknown_database_is_named(neo4j_server: Neo4jServer) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        Neo4jGraph(neo4j_server.uri, neo4j_server.user, neo4j_server.password, "nowhere")


def test_server_that_does_not_answer_names_the_setting_at_once() -> None:
    started = time.monotonic()
    with pytest.raises(StoreError, match=rf"{NOWHERE}.* check ONRECORD_NEO4J_URI") as caught:
        Neo4jGraph(NOWHERE, "neo4j", "password", "neo4j")
    assert caught.value.retryable
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("password", [None, ""])
def test_password_that_is_not_set_is_named(password: str | None) -> None:
    with pytest.raises(SettingError, match="ONRECORD_NEO4J_PASSWORD: is not set"):
        Neo4jGraph(NOWHERE, "neo4j", password, "neo4j")


@pytest.mark.parametrize("uri", ["localhost:7687", "http://127.0.0.1:7474", ""])
def test_address_that_is_none_is_named(uri: str) -> None:
    with pytest.raises(SettingError, match="ONRECORD_NEO4J_URI"):
        Neo4jGraph(uri, "neo4j", "password", "neo4j")
