"""Changes of ArcadeDB's graph, made through its Java interface by the process that runs it.

One change is one transaction: whoever is killed within it leaves what was there before. Cypher over
Bolt took twice the CPU, because it looks up both ends of each relationship in the index of every
combination of labels, and each statement of ours stood under the time limit of user queries.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import jpype

# iri, labels without Resource, properties, outgoing relationships as pairs of type and iri
JsonNode = tuple[str, Sequence[str], Mapping[str, object], Sequence[tuple[str, str]]]

_KEY = "Resource"
_ANALYZER = "org.apache.lucene.analysis.en.EnglishAnalyzer"


class GraphWriter:
    """The only one that writes to a database."""

    def __init__(self, database: Any) -> None:
        """Make the index of ``iri`` where it is missing.

        It is not a unique one: one writer that looks before it makes keeps it so, and the engine's
        check would ask the index of every combination of labels for each new node, half the cost of
        a load.
        """
        self._database = database
        self._schema = database.getSchema()
        self._types: dict[tuple[str, ...], str] = {}
        self._relationships: set[str] = set()
        self._labels = jpype.JClass("com.arcadedb.query.opencypher.Labels")
        self._json = jpype.JClass("com.arcadedb.serializer.json.JSONObject")
        direction = jpype.JClass("com.arcadedb.graph.Vertex$DIRECTION")
        self._out, self._in = direction.OUT, direction.IN
        for statement in (
            f"CREATE VERTEX TYPE {_KEY} IF NOT EXISTS",
            f"CREATE PROPERTY {_KEY}.iri IF NOT EXISTS STRING",
            f"CREATE INDEX IF NOT EXISTS ON {_KEY} (iri) NOTUNIQUE",
        ):
            database.command("sql", statement)
        # Patterns that name them must be understood before the first document comes.
        for kind in ("IN_DOCUMENT", "HAS_SUBJECT", "CORRECTED_BY", "REPLACES"):
            self._relationship(kind)

    def apply(
        self,
        sources: Sequence[str],
        owned: Sequence[JsonNode],
        shared: Sequence[JsonNode],
        stubs: Sequence[JsonNode],
    ) -> None:
        """Bring sources, what they own, and shared nodes to the state given, or change nothing."""
        for _, labels, _, relationships in (*owned, *shared, *stubs):
            self._type(labels)
            for kind, _ in relationships:
                self._relationship(kind)
        self._database.begin()
        try:
            self._write(sources, owned, shared, stubs)
            self._database.commit()
        except BaseException:
            if self._database.isTransactionActive():
                self._database.rollback()
            raise

    def index_words(self, name: str, *, is_list: bool) -> None:
        """Make the full-text index of a property of all nodes, where it is missing."""
        kind, item = ("LIST OF STRING", " BY ITEM") if is_list else ("STRING", "")
        self._database.command("sql", f"CREATE PROPERTY {_KEY}.{name} IF NOT EXISTS {kind}")
        self._database.command(
            "sql",
            f"CREATE INDEX IF NOT EXISTS ON {_KEY} ({name}{item}) FULL_TEXT "
            f'METADATA {{"analyzer": "{_ANALYZER}"}}',
        )

    def _write(
        self,
        sources: Sequence[str],
        owned: Sequence[JsonNode],
        shared: Sequence[JsonNode],
        stubs: Sequence[JsonNode],
    ) -> None:
        held = self._held(sources)
        for node in (*shared, *stubs):
            self._look_up(node[0], held)
        wanted = {node[0]: node for node in (*shared, *owned) if node[1]}
        missing_ones = [node for node in stubs if held.get(node[0]) is None]
        kept = {iri: vertex for iri, vertex in held.items() if vertex is not None}
        for iri in sorted(kept.keys() - wanted.keys() - {stub[0] for stub in stubs}):
            kept.pop(iri).delete()
        new = set()
        for node in (*wanted.values(), *missing_ones):
            if node[0] in kept:
                kept[node[0]] = self._update(kept[node[0]], node)
            else:
                kept[node[0]] = self._create(node)
                new.add(node[0])
        for iri, _, _, relationships in wanted.values():
            ends = [(kind, self._end(iri, end, kept)) for kind, end in relationships]
            if iri not in new:
                ends = self._prune(kept[iri], ends)
            for kind, end in ends:
                kept[iri].newEdge(kind, end)

    def _held(self, sources: Iterable[str]) -> dict[str, Any]:
        """The vertices of sources, None where there is none, and of all that they own."""
        held: dict[str, Any] = {}
        for source in sources:
            if (vertex := self._look_up(source, held)) is not None:
                for each in vertex.getVertices(self._in, "IN_DOCUMENT"):
                    held[str(each.get("iri"))] = each
        return held

    def _look_up(self, iri: str, held: dict[str, Any]) -> Any:
        if iri not in held:
            found = self._database.lookupByKey(_KEY, "iri", iri)
            held[iri] = found.next().asVertex() if found.hasNext() else None
        return held[iri]

    def _end(self, iri: str, end: str, kept: dict[str, Any]) -> Any:
        """The vertex that a relationship leads to."""
        if end not in kept:
            found = self._look_up(end, {})
            if found is None:
                raise ValueError(f"{iri} points to {end}, which does not exist")
            kept[end] = found
        return kept[end]

    def _create(self, node: JsonNode) -> Any:
        _, labels, properties, _ = node
        vertex = self._database.newVertex(self._type(labels))
        return vertex.fromJSON(self._json(json.dumps(properties))).save()

    def _update(self, vertex: Any, node: JsonNode) -> Any:
        _, labels, properties, _ = node
        if vertex.getTypeName() != self._type(labels):
            moved = vertex.modify().moveToType(self._type(labels))
            vertex = moved.asVertex()
        if json.loads(str(vertex.toJSON(False))) == properties:
            return vertex
        changed = vertex.modify()
        for name in [str(name) for name in changed.getPropertyNames()]:
            if name not in properties:
                changed.remove(name)
        return changed.fromJSON(self._json(json.dumps(properties))).save()

    def _prune(self, vertex: Any, ends: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Delete the relationships that are not among these; those of these that are missing."""
        missing = {(kind, str(end.getIdentity())): (kind, end) for kind, end in ends}
        for edge in list(vertex.getEdges(self._out)):
            key = (str(edge.getTypeName()), str(edge.getIn()))
            if missing.pop(key, None) is None:
                edge.delete()
        return list(missing.values())

    def _type(self, labels: Iterable[str]) -> str:
        """The type of nodes with these labels: Cypher's own, a subtype of one type a label."""
        key = tuple(labels)
        if key not in self._types:
            names = jpype.JClass("java.util.ArrayList")([_KEY, *key])
            self._types[key] = str(self._labels.ensureCompositeType(self._schema, names))
        return self._types[key]

    def _relationship(self, kind: str) -> None:
        if kind not in self._relationships:
            self._schema.getOrCreateEdgeType(kind)
            self._relationships.add(kind)
