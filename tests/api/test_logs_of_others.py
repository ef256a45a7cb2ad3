"""What libraries do to logging."""

from __future__ import annotations

import logging

from onrecord.api.app import create_app
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.settings import Settings


def test_making_the_app_leaves_the_root_logger_alone(
    graph: KnowledgeGraph, settings: Settings
) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    create_app(graph, settings)
    assert (root.handlers, root.level) == before
