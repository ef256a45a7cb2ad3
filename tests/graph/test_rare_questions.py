"""Questions that small corpora answer with nothing, over a graph that has an answer for each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from onrecord.graph.answers import ask_cypher, ask_sparql
from onrecord.graph.catalogue import questions
from onrecord.graph.corrections.anchors import relation_anchor, statement_anchor
from onrecord.graph.corrections.decisions import Confirm, Decision, Merge, Named, Reject
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ontology.entities import entity_iri
from onrecord.ontology.packs import Packs
from tests.handmade import Related, Said, extraction

DOCUMENTS = [
    extraction(
        f"{name} {predicate} the Chip Tariff, Bob Ray said.",
        {**dict.fromkeys({name: 0, "Bob Ray": 0}, "Person"), "Chip Tariff": "Measure"},
        related=[Related(name, predicate, "Chip Tariff")],
        said=[Said("Bob Ray", "said", f"{name} {predicate} the Chip Tariff")],
        published=published,
        outlet=outlet,
    )
    for name, predicate, published, outlet in (
        ("Ann Lee", "supports", "2025-05-01", "Daily Post"),
        ("Ann Lee", "supports", "2025-05-02", "Evening Post"),
        ("Ann Lee", "opposes", "2025-06-01", None),
        ("Bob Ray", "opposes", "2025-06-02", None),
    )
]
PEOPLE = [Named(entity_iri(f"person:{n.casefold()}"), n, "Person") for n in ("Ann Lee", "Cy Dee")]


class Lent:
    """An engine that closing a graph leaves running."""

    def __init__(self, store: PropertyGraph) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def close(self) -> None:
        """Nothing: whoever lent it closes it."""


def asked(graph: KnowledgeGraph, name: str) -> Sequence[Sequence[object]]:
    """The rows of a question, which are the same in both languages."""
    question = questions()[name]
    in_sparql = ask_sparql(graph.rdf.store, question, {}, max_rows=100)
    in_cypher = ask_cypher(graph.property_graph, question, {}, max_rows=100, timeout_ms=60_000)
    assert (in_cypher.columns, in_cypher.rows) == (in_sparql.columns, in_sparql.rows), name
    return in_sparql.rows


def test_rare_questions_answer_alike(
    data_folder: Path, packs: Packs, property_graph: PropertyGraph
) -> None:
    lent = cast(PropertyGraph, Lent(property_graph))
    with KnowledgeGraph(data_folder, packs, lambda _: lent) as graph:
        for each in DOCUMENTS:
            graph.put(each)
        first, _, last, other = DOCUMENTS
        decisions: list[Decision] = [
            Reject(statement_anchor(first.statements[0], first)),
            Confirm(statement_anchor(last.statements[0], last)),
            Confirm(relation_anchor(other.relations[0], other)),
            Reject(relation_anchor(first.relations[0], first)),
            Merge(PEOPLE[0], PEOPLE[1]),
        ]
        for decision in decisions:
            graph.correct(decision, author="Ann Alyst", reason="I read it")
        graph.sync()
        assert [row[1:4] for row in asked(graph, "position-changes")] == [
            ["Chip Tariff", "2025-05-02", "supports"]
        ]
        assert asked(graph, "contested-policies") == [["Chip Tariff", 1, 2]]
        assert len(asked(graph, "same-text")) == 2
        found = asked(graph, "corrections")
        assert sorted(str(row[2]) for row in found) == [
            "confirm", "confirm", "merge", "reject", "reject"
        ]  # fmt: skip
        rejected = {row[5] for row in found if row[2] == "reject"}
        assert [str(each).rsplit("/", 2)[-2:] for each in rejected] == [
            ["document", first.document.id]
        ]
