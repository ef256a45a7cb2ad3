"""Cypher steps that bring a Neo4j graph from what it holds to what it should hold.

Labels and relationship types are values of the rows (Neo4j 5.26 or newer), so that few texts have
to be planned: planning one for each combination took half the CPU time of a change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from onrecord.graph.property_graph import Change
from onrecord.ontology.property_graph_rule import Node

Step = tuple[str, dict[str, object]]
_BATCH = 1000
T = TypeVar("T")


def steps_to(
    changes: Sequence[Change],
    shared: Sequence[Node],
    stubs: Sequence[Node],
    *,
    known: Mapping[str, set[str]],
    stale: Sequence[str],
) -> list[Step]:
    """Steps to the state that ``PropertyGraph.apply`` describes.

    ``known`` are the labels of those nodes that exist, ``stale`` what the sources owned before
    and own no longer.
    """
    heads = [n for c in changes for n in c.owned or () if n.iri == c.source]
    owned = [n for c in changes for n in c.owned or () if n.iri != c.source]
    live = [n for n in shared if n.labels]
    dead = [n.iri for n in shared if not n.labels]
    gone = [change.source for change in changes if change.owned is None]

    steps: list[Step] = []
    # A head is there before what it owns, and gets its properties, the version too, at the end.
    steps += _create([Node(h.iri, h.labels, {"iri": h.iri}, ()) for h in heads], known)
    steps += _create(stubs, known)
    steps += _relabel(heads, known)
    steps += _create(live, known)
    steps += _update(live, known)
    steps += _create_owned(owned, known)
    steps += _update(owned, known)
    for group in (live, owned, heads):
        steps += _prune([n for n in group if n.iri in known])
        steps += _relate(group, known)
    steps += _batched(
        "UNWIND $rows AS row MATCH (n:Resource {iri: row}) DETACH DELETE n", [*stale, *gone, *dead]
    )
    steps += _batched(
        "UNWIND $rows AS row MATCH (n:Resource {iri: row.iri}) SET n = row.properties",
        [{"iri": h.iri, "properties": h.properties} for h in heads],
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


def _label_text(labels: Iterable[str]) -> str:
    """``:A:B`` of labels that the ontology declares, so that nothing foreign gets into a query."""
    return "".join(f":`{label}`" for label in labels)


def _create(nodes: Sequence[Node], known: Mapping[str, set[str]]) -> Iterator[Step]:
    yield from _batched(
        "UNWIND $rows AS row CREATE (n:Resource:$(row.labels)) SET n = row.properties",
        [
            {"labels": list(node.labels), "properties": node.properties}
            for node in nodes
            if node.iri not in known
        ],
    )


def _update(nodes: Sequence[Node], known: Mapping[str, set[str]]) -> Iterator[Step]:
    existing = [node for node in nodes if node.iri in known]
    yield from _batched(
        "UNWIND $rows AS row MATCH (n:Resource {iri: row.iri}) SET n = row",
        [node.properties for node in existing],
    )
    yield from _relabel(existing, known)


def _relabel(nodes: Sequence[Node], known: Mapping[str, set[str]]) -> Iterator[Step]:
    existing = [node for node in nodes if node.iri in known]
    for change, sign in (("SET", 1), ("REMOVE", -1)):
        by_labels: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for node in existing:
            wanted, held = set(node.labels), known[node.iri]
            if different := (wanted - held if sign > 0 else held - wanted):
                by_labels[tuple(sorted(different))].append(node.iri)
        for labels, iris in sorted(by_labels.items()):
            yield from _batched(
                f"UNWIND $rows AS row MATCH (n:Resource {{iri: row}}) "
                f"{change} n{_label_text(labels)}",
                iris,
            )


def _create_owned(nodes: Sequence[Node], known: Mapping[str, set[str]]) -> Iterator[Step]:
    """Nodes that belong to one document are made together with the relationship that says so."""
    rows = []
    for node in nodes:
        if node.iri not in known:
            (document,) = [t for kind, t in node.relationships if kind == "IN_DOCUMENT"]
            rows.append(
                {
                    "document": document,
                    "labels": list(node.labels),
                    "properties": node.properties,
                }
            )
    yield from _batched(
        "UNWIND $rows AS row MATCH (d:Resource {iri: row.document}) "
        "CREATE (n:Resource:$(row.labels))-[:IN_DOCUMENT]->(d) SET n = row.properties",
        rows,
    )


def _prune(nodes: Sequence[Node]) -> Iterator[Step]:
    """Relationships that nodes should no longer have."""
    yield from _batched(
        "UNWIND $rows AS row MATCH (n:Resource {iri: row.iri})-[r]->(m) "
        "WHERE NOT (type(r) + ' ' + m.iri) IN row.keep DELETE r",
        [
            {"iri": n.iri, "keep": [f"{kind} {target}" for kind, target in n.relationships]}
            for n in nodes
        ],
    )


def _relate(nodes: Sequence[Node], known: Mapping[str, set[str]]) -> Iterator[Step]:
    rows: dict[str, list[dict[str, str]]] = {"CREATE": [], "MERGE": []}
    for node in nodes:
        # A new node has no relationships yet but the one that it was made with.
        verb = "MERGE" if node.iri in known else "CREATE"
        for kind, target in node.relationships:
            if verb == "MERGE" or kind != "IN_DOCUMENT":
                rows[verb].append({"start": node.iri, "kind": kind, "end": target})
    for verb, each in rows.items():
        yield from _batched(
            "UNWIND $rows AS row MATCH (a:Resource {iri: row.start}) "
            f"MATCH (b:Resource {{iri: row.end}}) {verb} (a)-[:$(row.kind)]->(b)",
            each,
        )
