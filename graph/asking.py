"""A query or a question as of a day, for those that hand their work to whoever has the graph."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.graph.answers import ask_cypher, ask_sparql
from onrecord.graph.as_of import Clock
from onrecord.graph.catalogue import question
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import Rows
from onrecord.graph.sparql_service import SparqlService


def answered(
    graph: KnowledgeGraph, language: str, text: str, clock: Clock, timeout_ms: int, max_rows: int
) -> Rows:
    """Rows of a user's query."""
    with graph.as_of(clock) as past:
        if language == "sparql":
            with SparqlService(past.rdf, past.record.derived / "snapshots") as service:
                return service.rows(text, timeout_ms=timeout_ms, max_rows=max_rows)
        past.sync()
        return past.property_graph.query(text, timeout_ms=timeout_ms, max_rows=max_rows)


def asked_in(
    graph: KnowledgeGraph,
    language: str,
    name: str,
    values: Mapping[str, str],
    clock: Clock,
    timeout_ms: int,
    max_rows: int,
) -> Rows:
    """Rows of a question of the catalogue."""
    with graph.as_of(clock) as past:
        if language == "sparql":
            return ask_sparql(past.rdf.store, question(name), values, max_rows=max_rows)
        past.sync()
        return ask_cypher(
            past.property_graph, question(name), values, max_rows=max_rows, timeout_ms=timeout_ms
        )
