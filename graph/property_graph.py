"""The port to a property graph; ArcadeDB and Neo4j implement it.

Both speak Bolt, and run the same Cypher; where they differ the difference lives in their own
module and in a named test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from onrecord.ontology.property_graph_rule import Node

Row = dict[str, object]
# How values come: in our own form, or in one of Neo4j's Query API (``bolt_values``).
Form = Literal["plain", "query-api", "query-api-typed"]
# What is searched: names of entities, contents of statements, sentences that show claims.
SearchField = Literal["names", "contents", "sentences"]
SEARCHED: Mapping[SearchField, str] = {
    "names": "searchName",
    "contents": "content",
    "sentences": "exact",
}
"""The property of each."""


class Cancelled(Exception):  # noqa: N818 # no error: nobody is there to be told
    """The caller went away; the query was stopped."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one source (a document or an entity).

    ``owned`` are the nodes that belong to it alone, itself among them; None takes it out.
    """

    source: str
    owned: Sequence[Node] | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Answer of a query: columns, rows of JSON values, and whether it was cut at the limit.

    ``plan`` is what EXPLAIN asks for, ``profile`` what PROFILE does, as the engine has them.
    """

    columns: list[str]
    rows: list[list[object]]
    truncated: bool = False
    plan: Mapping[str, Any] | None = None
    profile: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """All that a store holds, for comparing two: nodes and relationships, sorted."""

    nodes: list[tuple[str, list[str], dict[str, object]]]
    relationships: list[tuple[str, str, str]] = field(default_factory=list)


class PropertyGraph(Protocol):
    """A property graph with a node for every subject, keyed by ``iri``."""

    name: str

    def versions(self) -> dict[str, str]:
        """The versions of the facts held, by the IRI of their document or entity."""

    def shared_neighbours(self, sources: Sequence[str]) -> set[str]:
        """Nodes of others that are as these sources say.

        The subjects of a document's relations, which have direct edges by them; what corrected an
        entity, and the IRIs that lead to it.
        """

    def missing(self, iris: Sequence[str]) -> set[str]:
        """Those of these nodes that do not exist."""

    def apply(
        self, changes: Sequence[Change], shared: Sequence[Node], stubs: Sequence[Node] = ()
    ) -> None:
        """Bring sources and shared nodes to the state given; running it again changes nothing.

        A source's version is written last. Shared nodes come with all their relationships; one
        without labels is deleted. Stubs are made where they are missing, for others to point to.
        """

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout_ms: int,
        max_rows: int,
        form: Form = "plain",
        typed_parameters: bool = False,
        gone: Callable[[], bool] = lambda: False,
    ) -> Rows:
        """Answer a query that only reads; ``gone`` is looked at ten times a second and stops it.

        ``typed_parameters`` says that they are typed JSON of Neo4j's Query API.

        Raises:
            QuerySyntaxError: it does not parse.
            ReadOnlyError: it would write or reach outside.
            QueryTimeoutError: it ran too long.
            QueryError: it failed otherwise.
            Cancelled: ``gone`` said so.
        """

    def search(self, field: SearchField, query: str, *, limit: int, timeout_ms: int) -> list[str]:
        """The nodes whose field matches a query of Lucene's, best first, by ``iri``.

        The indexes are made when they are first asked, and follow every change from then on: a
        graph that nobody searches pays nothing for them.

        Raises:
            StoreError: the engine cannot be reached, or may not make indexes.
            QueryError: as for ``query``.
        """

    def wipe(self) -> None:
        """Delete every node."""

    def content(self) -> Content:
        """All nodes and relationships, sorted."""

    def close(self) -> None:
        """Let go of the engine."""
