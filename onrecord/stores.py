"""The knowledge graph that the settings name: which folder, which engine, which packs."""

from __future__ import annotations

from pathlib import Path

from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings


def open_graph(settings: Settings, packs: Packs | None = None) -> KnowledgeGraph:
    """The knowledge graph in the data folder, with the engine that the settings name.

    Raises:
        RecordError: the folder cannot be used.
    """

    def property_graph(derived: Path) -> PropertyGraph:
        # Imported when an engine is wanted: questions in SPARQL need no driver.
        if settings.neo4j_uri:
            from onrecord.graph.neo4j import Neo4jGraph

            password = settings.neo4j_password
            return Neo4jGraph(
                settings.neo4j_uri,
                settings.neo4j_user,
                password.get_secret_value() if password else None,
                settings.neo4j_database,
            )
        from onrecord.graph.arcadedb import ArcadeDBGraph

        return ArcadeDBGraph(derived / "arcadedb", timeout_ms=settings.query_timeout_ms)

    return KnowledgeGraph(settings.data_dir, packs or Packs(settings.packs), property_graph)
