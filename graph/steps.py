"""Cypher steps that bring a Neo4j graph from what it holds to what it should hold.

The difference is worked out here, from what the same transaction has read: a node that is as it
should be costs a read and nothing else, and a relationship is created, never looked for first.
New nodes and their relationships are made in one statement and found there by their places in a
list, so that the index is not asked for both ends of each relationship.
Labels and relationship types are values of the rows (Neo4j 5.26 or newer), so that few texts have
to be planned: planning one for each combination took half the CPU time of a change.
"""

from __future__ import annotations

from collections import defaultdict
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
# Nodes of a chunk and relationships among them and others, by their places in one list: an index is
# asked for the others alone, once each. What is not there is a null, which no relationship takes.
_MAKE = """
CALL () {
  UNWIND range(0, size($known) - 1) AS place
  OPTIONAL MATCH (n:Resource {iri: $known[place]})
  WITH place, n ORDER BY place
  RETURN collect([n]) AS known
}
CALL () {
  UNWIND range(0, size($new) - 1) AS place
  CREATE (n:Resource:$($new[place][0]))
  SET n = $new[place][1]
  WITH place, n ORDER BY place
  RETURN collect([n]) AS made
}
WITH known + made AS nodes
UNWIND $relationships AS row
WITH nodes[row[0]][0] AS start, row[1] AS kind, nodes[row[2]][0] AS end
CREATE (start)-[:$(kind)]->(end)
"""


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
    missing = {n.iri: n for n in stubs if n.iri not in wanted} | wanted
    steps = list(_make([n for n in missing.values() if n.iri not in held], wanted.values(), held))
    steps += _update(wanted.values(), held)
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


def _make(new: Iterable[Node], wanted: Iterable[Node], held: Mapping[str, Held]) -> Iterator[Step]:
    """New nodes, and the relationships that nodes lack, each with the later of its ends."""
    made: dict[str, int] = {}
    nodes: list[list[Node]] = []
    for number, chunk in enumerate(chunks(new)):
        nodes.append(chunk)
        made |= dict.fromkeys((node.iri for node in chunk), number)
    relationships: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for node in wanted:
        now = held.get(node.iri, _NEW).relationships
        at = made.get(node.iri, -1)
        for kind, end in node.relationships:
            if (kind, end) not in now:
                relationships[max(at, made.get(end, -1))].append((node.iri, kind, end))
    for number, chunk in enumerate(nodes):
        yield _MAKE, _placed(chunk, relationships[number])
    for rows in chunks(relationships[-1]):
        yield _MAKE, _placed((), rows)


def _placed(
    new: Sequence[Node], relationships: Sequence[tuple[str, str, str]]
) -> dict[str, object]:
    """Parameters of ``_MAKE``."""
    made = [node.iri for node in new]
    ends = {iri for start, _, end in relationships for iri in (start, end)}
    known = sorted(ends.difference(made))
    place = {iri: number for number, iri in enumerate((*known, *made))}
    return {
        "known": known,
        "new": [(node.labels, node.properties) for node in new],
        "relationships": [(place[start], kind, place[end]) for start, kind, end in relationships],
    }


def _update(nodes: Iterable[Node], held: Mapping[str, Held]) -> Iterator[Step]:
    """Properties, labels and relationships of nodes that have others, or too many."""
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
    yield from _batched(
        "UNWIND $rows AS row MATCH (:Resource {iri: row.start})-[r]->(:Resource {iri: row.end}) "
        "WHERE type(r) = row.kind DELETE r",
        [
            {"start": node.iri, "kind": kind, "end": end}
            for node, now in known
            for kind, end in sorted(now.relationships.difference(node.relationships))
        ],
    )
