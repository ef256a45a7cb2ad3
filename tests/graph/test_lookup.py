"""The tables of the look-ups: the same statements as the catalogue's question, and kept up."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from rdflib import URIRef

from onrecord.graph import derived
from onrecord.graph.corrections.anchors import statement_anchor
from onrecord.graph.corrections.decisions import Reject
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.lookup import lookups
from onrecord.graph.lookup.claims import found_unsupporting
from onrecord.graph.lookup.paging import Page, cursor, page
from onrecord.graph.lookup.showing import Shower
from onrecord.graph.lookup.statements import STATEMENT_KEY, Filters, find
from onrecord.graph.property_graph import PropertyGraph
from onrecord.graph.rdf import RdfStore
from onrecord.graph.who_said import who_said
from onrecord.ingest.extraction import Extraction, Factuality
from onrecord.ontology.fact import Facts
from onrecord.ontology.packs import Packs
from tests.handmade import Related, corpus, extraction, tariffs


def no_engine(_: Path) -> PropertyGraph:
    raise AssertionError("look-ups start no engine")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory, packs: Packs) -> Iterator[KnowledgeGraph]:
    folder = tmp_path_factory.mktemp("lookup") / "data"
    with KnowledgeGraph(folder, packs, no_engine) as graph:
        for each in corpus():
            graph.put(each)
        graph.fill()
        yield graph


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"text": "the chip tariff"},
        {"speaker": "lee"},
        {"about": "manufacturing"},
        {"about": "economy"},
        {"policy": "chip"},
        {"sector": "industry"},
        {"outlet": "daily post"},
        {"author": "bo writer"},
        {"via": "daily"},
        {"mode": "direct"},
        {"attitude": "any"},
        {"since": "2025-05-13"},
        {"until": "2025-05"},
        {"since": "2025-05-12", "until": "2025-05-15", "speaker": "bob"},
        {"event_since": "2025"},
        {"speaker": "nobody"},
    ],
)
def test_statements_are_those_of_the_question_in_its_order(
    graph: KnowledgeGraph, filters: dict[str, str]
) -> None:
    asked = who_said(graph.rdf.store, filters, limit=100)
    table = graph.lookups.table()
    found = find(table, Filters(**{"attitude": "say", **filters}), Page(100))  # type: ignore[arg-type] # text all
    shower = Shower(table)
    assert [shower.statement(row) for row in found.page] == list(asked.statements)
    assert (found.total, found.documents) == (asked.total, asked.documents)
    assert (found.undated, found.undated_documents) == (asked.undated, asked.undated_documents)


def test_pages_neither_lose_nor_repeat_while_documents_come_and_go(
    tmp_path: Path, packs: Packs
) -> None:
    documents = corpus()
    with KnowledgeGraph(tmp_path / "data", packs, no_engine) as graph:
        for each in documents[:8]:
            graph.put(each)
        graph.sync_rdf()
        seen: list[str] = []
        key = None
        for step in range(20):
            table = graph.lookups.table()
            found = find(table, Filters(), page(2, cursor(key) if key else None, STATEMENT_KEY))
            seen += [Shower(table).statement(row).id for row in found.page]
            key = found.next
            if key is None:
                break
            if step == 0:
                graph.put(documents[10])
                graph.remove([documents[3].document.id])
                graph.sync_rdf()
        assert len(seen) == len(set(seen))
        stayed = {s.id for d in (*documents[:3], *documents[4:8]) for s in d.statements}
        assert stayed <= set(seen)


def test_a_change_shows_at_once_and_costs_no_other_document(tmp_path: Path, packs: Packs) -> None:
    first, second = corpus()[3:5]
    with KnowledgeGraph(tmp_path / "data", packs, no_engine) as graph:
        graph.put(first)
        graph.sync_rdf()
        before = graph.lookups.table()
        graph.put(second)
        graph.sync_rdf()
        after = graph.lookups.table()
        assert len(before.documents) == 1
        assert before.documents[0] in after.documents
        assert len(after.statements["speaker"]) == 2
        graph.correct(
            Reject(statement_anchor(second.statements[0], second)), author="Ann", reason="wrong"
        )
        graph.sync_rdf()
        assert len(graph.lookups.table().statements["speaker"]) == 1
        graph.remove([first.document.id])
        graph.sync_rdf()
        assert [each.id for each in graph.lookups.table().documents] == [second.document.id]


def test_a_graph_that_was_filled_anew_is_read_anew(tmp_path: Path, packs: Packs) -> None:
    with KnowledgeGraph(tmp_path / "data", packs, no_engine) as graph:
        assert graph.lookups.table().documents == []
        graph.put(tariffs())
        graph.fill()
        table = graph.lookups.table()
        assert len(table.relations["subject"]) == 1
        assert table.live.tolist() == [True]


def test_relations_that_make_no_edge_are_found_by_their_ends(tmp_path: Path, packs: Packs) -> None:
    def plan(factuality: Factuality, target: str) -> Extraction:
        text = f"The Chip Plan and {target}: {factuality}."
        return extraction(
            text,
            {"Chip Plan": "Plan", target: "Person"},
            related=[Related("Chip Plan", "targetsActor", target, factuality)],
            path=f"{factuality}.txt",
        )

    with KnowledgeGraph(tmp_path / "data", packs, no_engine) as graph:
        graph.put(plan("asserted", "Ann Lee"))
        graph.put(plan("hypothetical", "Bo Hall"))
        graph.put(plan("denied", "Cy Moss"))
        graph.sync_rdf()
        table = graph.lookups.table()
        all_ = found_unsupporting(table, None, None, None, Page(9))
        told = {(c.factuality, c.object.label) for c in all_.page if c.object}
        assert told == {("hypothetical", "Bo Hall"), ("denied", "Cy Moss")}
        of_plan = all_.page[0].subject
        assert of_plan is not None
        assert found_unsupporting(table, of_plan.iri, "targetsActor", None, Page(1)).total == 2
        assert found_unsupporting(table, of_plan.iri, "proposes", None, Page(9)).page == []


def test_while_documents_are_stored_look_ups_answer_from_before_and_then_from_all(
    tmp_path: Path, packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = corpus()
    with KnowledgeGraph(tmp_path / "data", packs, no_engine) as graph:
        graph.put(documents[0])
        graph.sync_rdf()
        before = graph.lookups.table()
        before.network.degrees  # noqa: B018 # worked out, so that the next one has it too
        state = graph.lookups.state
        for each in documents[1:]:
            graph.put(each)
        replace, seen = RdfStore.replace, list[bool]()

        def watched(store: RdfStore, source: URIRef, facts: Facts | None) -> None:
            replace(store, source, facts)
            kept = graph.lookups.table() is before and graph.lookups.state == state
            seen.append(kept)

        monkeypatch.setattr(RdfStore, "replace", watched)
        graph.sync_rdf()
        assert len(seen) > len(documents) - 1
        assert all(seen)
        after = graph.lookups.table()
        assert len(after.documents) == len(documents)
        assert "network" in vars(after)
        assert "degrees" in vars(after.network)
        assert graph.lookups.state == graph.rdf.state != state


def test_storing_rests_for_each_source_while_somebody_looks_on_and_never_else(
    tmp_path: Path, packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    monkeypatch.setattr(lookups, "time", SimpleNamespace(monotonic=lambda: 7.0, sleep=rests.append))
    with KnowledgeGraph(tmp_path / "data", packs, no_engine) as graph:
        first, *others = corpus()
        graph.put(first)
        graph.sync_rdf()
        assert rests == []
        graph.lookups.table()
        for each in others:
            graph.put(each)
        assert graph.sync_rdf() == len(rests) > len(others)


def test_a_table_that_was_replaced_goes_without_waiting_for_the_collector(
    tmp_path: Path, packs: Packs
) -> None:
    first, second = corpus()[:2]
    with KnowledgeGraph(tmp_path / "data", packs, no_engine) as graph:
        graph.put(first)
        graph.sync_rdf()
        graph.lookups.table().network.degrees  # noqa: B018 # which holds its table
        old = weakref.ref(graph.lookups.table())
        gc.disable()
        try:
            graph.put(second)
            graph.sync_rdf()
            assert old() is None
        finally:
            gc.enable()


def test_what_takes_long_to_store_shows_every_two_seconds(
    tmp_path: Path, packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookups, "BEHIND_S", 0.0)
    monkeypatch.setattr(derived, "_BATCH", 2)
    with KnowledgeGraph(tmp_path / "data", packs, no_engine) as graph:
        graph.lookups.table()
        for each in corpus():
            graph.put(each)
        counts: list[int] = []
        graph.sync_rdf(lambda done, total: counts.append(len(graph.lookups.table().documents)))
        assert counts == sorted(counts)
        assert len(set(counts)) > 2
