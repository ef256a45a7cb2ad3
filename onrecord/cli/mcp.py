"""The command for language models: mcp."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Concatenate, Literal, ParamSpec, TypeVar

from onrecord import __version__
from onrecord.cli.output import DataDir, opened, reached
from onrecord.errors import HeldError
from onrecord.graph.access import Reception
from onrecord.graph.as_of import Clock
from onrecord.graph.asking import answered
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import Rows
from onrecord.settings import Settings, load_settings

P = ParamSpec("P")
T = TypeVar("T")


def mcp(data_dir: DataDir = None) -> None:
    """Answer a language model over the Model Context Protocol, by stdin and stdout, until it ends.

    The model can look up and query, and change nothing. Other commands work meanwhile, through this
    one or, where `onrecord serve` runs, both through that. docs/mcp.md has the configuration.
    """
    # Imported here: no other command should wait for the SDK.
    from onrecord.api.mcp_server import mcp_server

    with StdioGraph(load_settings(data_dir=data_dir)) as graph:
        mcp_server(graph).run("stdio")


class StdioGraph:
    """The graph: held by this process from the first question on, unless another one has it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.timeout_ms = settings.query_timeout_ms
        self._held: KnowledgeGraph | None = None
        self._holding = ExitStack()
        self._lock = threading.Lock()

    def __enter__(self) -> StdioGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self._holding.close()

    def run(
        self,
        work: Callable[Concatenate[KnowledgeGraph, P], T],
        /,
        *arguments: P.args,
        **options: P.kwargs,
    ) -> T:
        """What ``work`` gives, here or in the process that has the graph."""
        held = self._hold()
        if held is not None:
            return work(held, *arguments, **options)
        with reached(self._settings, "onrecord mcp", makes=True) as access:
            return access.run(work, *arguments, **options)

    def rows(
        self, language: Literal["sparql", "cypher"], text: str, clock: Clock, max_rows: int
    ) -> Rows:
        """The rows of a query that only reads, of the graph as of the clock."""
        return self.run(answered, language, text, clock, self.timeout_ms, max_rows)

    def _hold(self) -> KnowledgeGraph | None:
        """The graph, opened now if it can be; None where another process has it."""
        with self._lock:
            if self._held is None:
                try:
                    graph = self._holding.enter_context(opened(self._settings, "onrecord mcp"))
                except HeldError:
                    return None
                self._holding.enter_context(closing(Reception(graph, __version__)))
                graph.sync_rdf()
                self._held = graph
            return self._held
