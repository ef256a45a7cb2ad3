"""What a person should look at: reported, never mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.oddities import counts, oddities
from onrecord.ingest.concept import Concept
from onrecord.ingest.extraction import Extraction, PartialDate
from onrecord.ontology.packs import Packs
from tests.graph.test_knowledge_graph import rdf_only
from tests.handmade import CONCEPT, Related, Said, briefing, extraction

TODAY = date(2026, 1, 1)


@pytest.fixture
def graph(data_folder: Path, packs: Packs) -> Iterator[KnowledgeGraph]:
    with rdf_only(data_folder, packs) as graph:
        yield graph


def odd(graph: KnowledgeGraph, packs: Packs, *found: Extraction) -> list[tuple[str, str]]:
    for each in found:
        graph.put(each)
    graph.sync_rdf()
    return [(o.kind, o.text) for o in oddities(graph.rdf.store, packs.by_iri, today=TODAY)]


def post(person: str, role: str, published: str, *, concept: str | None = None) -> Extraction:
    return extraction(
        f"{person} is {role} of China, on {published}.",
        {person: ("Person", concept) if concept else "Person", "China": ("Country", "china")},
        related=[Related(person, "memberOf", "China", role=role)],
        published=published,
    )


def test_an_ordinary_document_has_nothing_odd(graph: KnowledgeGraph, packs: Packs) -> None:
    assert odd(graph, packs, briefing()) == []


def test_two_holders_of_one_post_at_once_contradict(graph: KnowledgeGraph, packs: Packs) -> None:
    found = odd(
        graph,
        packs,
        post("Ann Lee", "president", "2024-01-01"),
        post("Ann Lee", "president", "2024-12-01"),
        post("Bob Ray", "president", "2024-06-01"),
    )
    assert found == [
        (
            "role contradiction",
            "Ann Lee (2024-01-01 to 2024-12-01) and Bob Ray (2024-06-01 to 2024-06-01) "
            "both hold the post at China (president)",
        )
    ]


@pytest.mark.parametrize(
    "role", ["former president", "president-elect", "then-president", "vice president"]
)
def test_who_does_not_hold_it_now_contradicts_nobody(
    graph: KnowledgeGraph, packs: Packs, role: str
) -> None:
    assert (
        odd(
            graph,
            packs,
            post("Ann Lee", "president", "2024-01-01"),
            post("Ann Lee", "president", "2024-12-01"),
            post("Bob Ray", role, "2024-06-01"),
        )
        == []
    )


def test_one_holder_after_the_other_is_no_contradiction(
    graph: KnowledgeGraph, packs: Packs
) -> None:
    assert (
        odd(
            graph,
            packs,
            post("Ann Lee", "president", "2020-01-01"),
            post("Bob Ray", "president", "2024-06-01"),
        )
        == []
    )


def test_a_post_that_the_packs_give_to_somebody_else_is_told(
    graph: KnowledgeGraph, packs: Packs
) -> None:
    graph.put(post("Unused", "president", "2024-01-01"))
    graph.sync_rdf()
    people = [
        Concept(f"x:{name}", name, "Person", (name,), titles=(title,), country=CONCEPT + "china")
        for name, title in (("Xi", "President"), ("Li", "Premier"))
    ]
    concepts = {**packs.by_iri, **{person.iri: person for person in people}}
    (subject,) = {
        quad.object
        for quad in graph.rdf.store.quads_for_pattern(
            None, ox.NamedNode("https://w3id.org/onrecord/ns#hasSubject"), None
        )
    }
    assert isinstance(subject, ox.NamedNode)
    concepts[subject.value] = people[1]
    (found,) = oddities(graph.rdf.store, concepts, today=TODAY)
    assert found.text == "Unused is called president, which the packs say of Xi"


@pytest.mark.parametrize(
    ("published", "said", "text"),
    [
        ("2027-03-01", None, "published on 2027-03-01, which is still to come"),
        ("1024", None, "published in 1024"),
        ("2025-02-01", "2025-03-01", "said on 2025-03-01 in a document published on 2025-02-01"),
    ],
)
def test_impossible_dates_are_told(
    graph: KnowledgeGraph, packs: Packs, published: str, said: str | None, text: str
) -> None:
    date_ = PartialDate(said, "day", "then") if said else None
    found = extraction(
        "Ann Lee said it rains.",
        {"Ann Lee": "Person"},
        said=[Said("Ann Lee", "said", "it rains", date=date_)],
        published=published,
    )
    assert odd(graph, packs, found) == [("impossible date", text)]


def test_an_entity_that_nothing_refers_to_is_told(graph: KnowledgeGraph, packs: Packs) -> None:
    graph.put(briefing())
    graph.sync_rdf()
    store = ox.Store()
    for quad in graph.rdf.store:
        if "Bo Writer" in str(quad.object) or "searchName" in str(quad.predicate):
            store.add(quad)
    found = oddities(store, packs.by_iri, today=TODAY)
    assert [o.kind for o in found] == ["orphan"]
    assert counts(found) == {"orphan": 1}
