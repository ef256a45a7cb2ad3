"""Cypher steps that bring a Neo4j graph from what it holds to what it should hold.

The difference is worked out here, from what the same transaction has read: a node that is as it
should be costs a read and nothing else, and a relationship is created, never looked for first.
Labels and relationship types are values of the rows (Neo4j 5.26 or newer), so that few texts have
to be planned: planning one for each combination took half the CPU time of a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from onrecord.graph.property_graph import Change
from onrecord.ontology.property_graph_rule import Node

Step = tuple[str, dict[str, object]]
_BATCH = 1000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held:
    """A node as the graph has it, like ``Node``; ``relationships`` are the outgoing ones."""

    labels: frozenset[str]
    properties: Mapping[str, object]
    relationships: frozenset[tuple[str, str]]


_NEW = Held(frozenset(), {}, frozenset())


def steps_to(
    changes: Sequence[Change],
    shared: Sequence[Node],
    stubs: Sequence[Node],
    *,
    held: Mapping[str, Held],
    owned: Iterable[str],
) -> list[Step]:
    """Steps to the state that ``PropertyGraph.apply`` describes, for one transaction.

    ``held`` are those of the nodes named that exist, ``owned`` what the sources have owned so far.
    """
    wanted = {n.iri: n for n in shared if n.labels}
    wanted |= {n.iri: n for change in changes for n in change.owned or ()}
    gone = {change.source for change in changes}
    gone |= {n.iri for n in shared if not n.labels}
    gone.update(owned)
    steps = list(_create([n for n in stubs if n.iri not in wanted], held))
    steps += _create(wanted.values(), held)
    steps += _update(wanted.values(), held)
    steps += _relate(wanted.values(), held)
    steps += _batched(
        "UNWIND $rows AS row MATCH (n:Resource {iri: row}) DETACH DELETE n",
        sorted((gone - wanted.keys()) & held.keys()),
    )
    return steps


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield the items in lists that one statement can take."""
    iterator = iter(items)
    while chunk := list(islice(iterator, _BATCH)):
        yield chunk


def _batched(cypher: str, rows: Iterable[object]) -> Iterator[Step]:
    for chunk in chunks(rows):
        yield cypher, {"rows": chunk}


def _document(node: Node) -> str | None:
    """The document that a node belongs to."""
    return next((end for kind, end in node.relationships if kind == "IN_DOCUMENT"), None)


def _create(nodes: Iterable[Node], held: Mapping[str, Held]) -> Iterator[Step]:
    """Nodes of a document are made together with the relationship that says so, after it."""
    new = {node.iri: node for node in nodes if node.iri not in held}
    alone, within = list[dict[str, object]](), list[dict[str, object]]()
    for node in new.values():
        row: dict[str, object] = {"labels": list(node.labels), "properties": node.properties}
        document = _document(node)
        if document is None:
            alone.append(row)
        else:
            within.append({**row, "document": document})
    yield from _batched(
        "UNWIND $rows AS row CREATE (n:Resource:$(row.labels)) SET n = row.properties", alone
    )
    yield from _batched(
        "UNWIND $rows AS row MATCH (d:Resource {iri: row.document}) "
        "CREATE (n:Resource:$(row.labels))-[:IN_DOCUMENT]->(d) SET n = row.properties",
        within,
    )


def _update(nodes: Iterable[Node], held: Mapping[str, Held]) -> Iterator[Step]:
    """Properties and labels of nodes that have others."""
    known = [(node, held[node.iri]) for node in nodes if node.iri in held]
    yield from _batched(
        "UNWIND $rows AS row MATCH (n:Resource {iri: row.iri}) SET n = row",
        [node.properties for node, now in known if now.properties != node.properties],
    )
    for change in ("SET", "REMOVE"):
        rows = []
        for node, now in known:
            labels = frozenset(node.labels)
            if different := labels - now.labels if change == "SET" else now.labels - labels:
                rows.append({"iri": node.iri, "labels": sorted(different)})
        yield from _batched(
            "UNWIND $rows AS row MATCH (n:Resource {iri: row.iri}) "
            f"{change} n:$(row.labels)", rows,
        )  # fmt: skip


def _relate(nodes: Iterable[Node], held: Mapping[str, Held]) -> Iterator[Step]:
    """Relationships that nodes have too many, then those that they lack."""
    missing, extra = list[dict[str, str]](), list[dict[str, str]]()
    for node in nodes:
        now = held.get(node.iri, _NEW).relationships
        for kind, end in node.relationships:
            # A new node was made with the relationship to its document.
            if (kind, end) not in now and (kind != "IN_DOCUMENT" or node.iri in held):
                missing.append({"start": node.iri, "kind": kind, "end": end})
        for kind, end in sorted(now.difference(node.relationships)):
            extra.append({"start": node.iri, "kind": kind, "end": end})
    yield from _batched(
        "UNWIND $rows AS row MATCH (:Resource {iri: row.start})-[r]->(:Resource {iri: row.end}) "
        "WHERE type(r) = row.kind DELETE r",
        extra,
    )
    yield from _batched(
        "UNWIND $rows AS row MATCH (a:Resource {iri: row.start}) "
        "MATCH (b:Resource {iri: row.end}) CREATE (a)-[:$(row.kind)]->(b)",
        missing,
    )
