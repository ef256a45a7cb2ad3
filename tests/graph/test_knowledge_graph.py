"""The record and the stores that follow it, whatever order things come in."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import SKOS, URIRef

from onrecord.errors import (
    HeldError,
    PackError,
    RecordError,
    SpanMismatchError,
    StoreError,
    UnknownTermError,
)
from onrecord.graph.derived import Derived
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.graph.rdf import RdfStore
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Entity, EntityType, Extraction, Span
from onrecord.ontology.fact import Facts
from onrecord.ontology.identifiers import document_iri
from onrecord.ontology.packs import Packs
from tests.handmade import CONCEPT, PACK, briefing, corpus, extraction, tariffs

CORPUS = corpus()


class Borrowed:
    """An engine of the session, which a graph that is closed does not close."""

    def __init__(self, graph: PropertyGraph) -> None:
        self._graph = graph

    def __getattr__(self, name: str) -> object:
        return getattr(self._graph, name)

    def close(self) -> None:
        pass


def no_engine(folder: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


def rdf_only(folder: Path, packs: Packs) -> KnowledgeGraph:
    return KnowledgeGraph(folder, packs, no_engine)


def with_engine(folder: Path, packs: Packs, engine: PropertyGraph) -> KnowledgeGraph:
    return KnowledgeGraph(folder, packs, lambda derived: cast(PropertyGraph, Borrowed(engine)))


def nquads_of(folder: Path, packs: Packs, *found: Extraction) -> list[str]:
    with rdf_only(folder, packs) as graph:
        for each in found:
            graph.put(each)
        graph.sync_rdf()
        return graph.nquads()


def label_of(graph: KnowledgeGraph, name: str) -> set[str]:
    """The labels of the entities that have this name."""
    words = f'"{name}"'
    return {
        str(o)
        for line in graph.nquads()
        if "searchName" in line and words in line
        for _, p, o in graph.rdf.describe([line.split(" ")[0][1:-1]])
        if p == SKOS.prefLabel
    }


@pytest.fixture
def graph(data_folder: Path, packs: Packs) -> Iterator[KnowledgeGraph]:
    """A graph whose RDF store alone is used."""
    with rdf_only(data_folder, packs) as graph:
        yield graph


def test_putting_twice_leaves_nothing_to_do(graph: KnowledgeGraph) -> None:
    graph.put(briefing())
    assert graph.sync_rdf() > 0
    before = graph.nquads()
    graph.put(briefing())
    assert graph.sync_rdf() == 0
    assert graph.nquads() == before


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(range(len(CORPUS))), cut=st.integers(0, len(CORPUS)))
def test_any_order_of_documents_gives_the_same_nquads(
    tmp_path_factory: pytest.TempPathFactory, packs: Packs, order: list[int], cut: int
) -> None:
    expected = nquads_of(tmp_path_factory.mktemp("sorted"), packs, *CORPUS)
    with rdf_only(tmp_path_factory.mktemp("permuted"), packs) as graph:
        for number, place in enumerate(order):
            graph.put(CORPUS[place])
            if number == cut:
                graph.sync_rdf()
        graph.sync_rdf()
        assert graph.nquads() == expected


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(CORPUS) - 1), st.sampled_from(["put", "remove", "sync"])),
        max_size=15,
    )
)
def test_what_is_left_after_any_changes_is_as_if_it_alone_had_come(
    tmp_path_factory: pytest.TempPathFactory, packs: Packs, changes: list[tuple[int, str]]
) -> None:
    left: dict[int, Extraction] = {}
    with rdf_only(tmp_path_factory.mktemp("changed"), packs) as graph:
        for place, change in changes:
            if change == "put":
                graph.put(CORPUS[place])
                left[place] = CORPUS[place]
            elif change == "remove":
                graph.remove([CORPUS[place].document.id])
                left.pop(place, None)
            else:
                graph.sync_rdf()
        graph.sync_rdf()
        found = graph.nquads()
    assert found == nquads_of(tmp_path_factory.mktemp("alone"), packs, *left.values())


def test_removing_everything_leaves_nothing(graph: KnowledgeGraph) -> None:
    for each in CORPUS:
        graph.put(each)
    graph.sync_rdf()
    assert graph.remove(each.document.id for each in CORPUS) == len(CORPUS)
    graph.sync_rdf()
    assert graph.nquads() == []
    assert graph.status().documents == 0


def test_removing_what_is_not_there_removes_nothing(graph: KnowledgeGraph) -> None:
    assert graph.remove(["0" * 32]) == 0


def test_span_beyond_the_text_leaves_nothing_of_its_document(graph: KnowledgeGraph) -> None:
    entity = Entity("e", "x", "Person", (Span(3, 90),))
    broken = Extraction(Document(text="short"), "1", "rules", (entity,), (), ())
    with pytest.raises(SpanMismatchError):
        graph.put(broken)
    assert graph.status().documents == 0
    assert graph.sync_rdf() == 0


def test_term_that_the_ontology_lacks_leaves_nothing_of_its_document(graph: KnowledgeGraph) -> None:
    graph.put(briefing())
    graph.sync_rdf()
    before, known = graph.nquads(), tariffs(path="/a/one.txt")
    buys = replace(known, relations=(replace(known.relations[0], predicate="buys"),))
    robot = replace(known.entities[0], type=cast(EntityType, "Robot"))
    for broken, term in (
        (buys, "buys"),
        (replace(known, entities=(robot, *known.entities[1:])), "Robot"),
    ):
        with pytest.raises(UnknownTermError, match=rf"one\.txt: .* does not declare {term}$"):
            graph.put(broken)
        assert graph.status().documents == 1
        assert graph.sync_rdf() == 0
        assert graph.nquads() == before


def test_reference_to_an_entity_that_is_not_there_is_refused_by_name() -> None:
    whole = tariffs()
    (relation,) = whole.relations
    with pytest.raises(
        ValueError, match=f"relation {relation.id} refers to an unknown entity gone"
    ):
        replace(whole, relations=(replace(relation, subject="gone"),))


def test_names_of_all_files_of_a_document_are_kept(graph: KnowledgeGraph) -> None:
    for path in ("/a/one.txt", "C:\\b\\two.txt", "/c/one.txt"):
        graph.put(tariffs(path=path))
    entry = graph.record.get(tariffs().document.id)
    assert entry.file_names == ("one.txt", "two.txt")


def test_only_what_is_new_is_to_be_read(graph: KnowledgeGraph) -> None:
    graph.put(tariffs(title="Tariffs", authors=("Bo Writer",)))
    bare, retitled = tariffs().document, tariffs(title="New tariffs").document
    assert graph.to_read(bare, "1-test", "rules") is None
    wanted = graph.to_read(retitled, "1-test", "rules")
    assert wanted == replace(retitled, authors=("Bo Writer",))
    assert graph.to_read(bare, "2-test", "rules") is not None
    assert graph.to_read(briefing().document, "1-test", "rules") == briefing().document


def test_another_name_of_a_document_is_kept_without_reading_it_again(graph: KnowledgeGraph) -> None:
    graph.put(tariffs(path="/a/one.txt"))
    document = tariffs().document.id
    assert graph.add_file_name(document, "two.txt")
    assert not graph.add_file_name(document, "two.txt")
    assert graph.record.get(document).file_names == ("one.txt", "two.txt")


def test_documents_of_the_same_text_are_found(graph: KnowledgeGraph) -> None:
    graph.put(tariffs())
    copy = replace(tariffs().document, outlet="Another Review")
    assert graph.same_text(copy) == [tariffs().document.id]
    assert graph.same_text(tariffs().document) == []


def test_label_of_a_shared_entity_follows_all_documents(graph: KnowledgeGraph) -> None:
    def named(label: str, outlet: str) -> Extraction:
        return extraction(f"{label} spoke", {label: "Company"}, outlet=outlet)

    graph.put(named("ACME", "One"))
    graph.sync_rdf()
    assert label_of(graph, " acme ") == {"ACME"}
    graph.put(named("Acme", "Two"))
    graph.put(named("Acme", "Three"))
    graph.sync_rdf()
    assert label_of(graph, " acme ") == {"Acme"}
    graph.remove([named("Acme", "Two").document.id, named("Acme", "Three").document.id])
    graph.sync_rdf()
    assert label_of(graph, " acme ") == {"ACME"}


def test_only_concepts_in_use_and_what_they_refer_to_are_facts(graph: KnowledgeGraph) -> None:
    graph.put(extraction("China", {"China": ("Country", "china")}))
    graph.sync_rdf()
    assert {iri for iri in graph.rdf.versions() if iri.startswith(CONCEPT)} == {CONCEPT + "china"}
    graph.put(briefing())
    graph.sync_rdf()
    used = {iri.removeprefix(CONCEPT) for iri in graph.rdf.versions() if iri.startswith(CONCEPT)}
    assert used == {"china", "daily-post", "economy", "industry", "manufacturing"}


def test_no_triple_stands_in_two_graphs(graph: KnowledgeGraph) -> None:
    for each in CORPUS:
        graph.put(each)
    graph.sync_rdf()
    triples = [line.rsplit(" <", 1)[0] for line in graph.nquads()]
    assert len(triples) == len(set(triples))


def test_folder_that_this_process_has_open_is_held(
    graph: KnowledgeGraph, data_folder: Path, packs: Packs
) -> None:
    with pytest.raises(HeldError):
        rdf_only(data_folder, packs)


def test_manifest_deleted_by_hand_is_made_again(data_folder: Path, packs: Packs) -> None:
    before = nquads_of(data_folder, packs, *CORPUS)
    for file in (data_folder / "derived" / "1").glob("manifest.sqlite*"):
        file.unlink()
    with rdf_only(data_folder, packs) as graph:
        assert graph.status().pending_rdf > 0
        graph.sync_rdf()
        assert graph.nquads() == before
        assert graph.status().pending_rdf == 0


def test_derived_data_deleted_by_hand_is_made_again(data_folder: Path, packs: Packs) -> None:
    before = nquads_of(data_folder, packs, *CORPUS)
    shutil.rmtree(data_folder / "derived")
    assert nquads_of(data_folder, packs) == before


def test_document_deleted_from_the_record_by_hand_goes(data_folder: Path, packs: Packs) -> None:
    id_ = CORPUS[3].document.id
    nquads_of(data_folder, packs, *CORPUS)
    (data_folder / "extractions" / id_[:2] / f"{id_}.json").unlink()
    rest = [each for each in CORPUS if each.document.id != id_]
    expected = nquads_of(data_folder.with_name("rest"), packs, *rest)
    assert nquads_of(data_folder, packs) == expected


def test_document_read_anew_is_taken_in_though_killed_before_the_manifest_knew(
    data_folder: Path, packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(self: Derived, entries: object) -> None:
        raise KeyboardInterrupt

    nquads_of(data_folder, packs, tariffs())
    with rdf_only(data_folder, packs) as graph, monkeypatch.context() as patch:
        patch.setattr(Derived, "take", killed)
        with pytest.raises(KeyboardInterrupt):
            graph.put(tariffs("denied", pipeline="2-test"))
    expected = nquads_of(data_folder.with_name("new"), packs, tariffs("denied", pipeline="2-test"))
    assert nquads_of(data_folder, packs) == expected


def test_document_whose_first_write_was_killed_is_forgotten(
    data_folder: Path, packs: Packs
) -> None:
    with rdf_only(data_folder, packs) as graph:
        graph.derived.manifest.begin(tariffs().document.id)
    assert nquads_of(data_folder, packs) == []
    with rdf_only(data_folder, packs) as graph:
        assert graph.derived.manifest.begun() == set()


def test_changed_pack_links_every_document_anew(data_folder: Path, packs: Packs) -> None:
    nquads_of(data_folder, packs, *CORPUS)
    changed = data_folder.with_name("small.ttl")
    words = PACK.read_text(encoding="utf-8").replace("Daily Post", "Weekly Post")
    changed.write_text(words.replace('"Beijing"', '"Peking"'), encoding="utf-8")
    other = Packs([changed], builtin=False)
    expected = nquads_of(data_folder.with_name("new"), other, *CORPUS)
    assert nquads_of(data_folder, other) == expected


def test_changed_mapping_makes_every_fact_anew(
    data_folder: Path, packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = nquads_of(data_folder, packs, briefing())
    for module in ("graph.planning", "ontology.facts", "ontology.entities"):
        monkeypatch.setattr(f"onrecord.{module}.mapping_version", lambda: "another")
    after = nquads_of(data_folder, packs)
    assert len(after) == len(before)
    assert after != before


def test_broken_pack_leaves_the_folder_free(data_folder: Path, packs: Packs) -> None:
    nquads_of(data_folder, packs, briefing())
    broken = data_folder.with_name("broken.ttl")
    broken.write_text("not turtle", encoding="utf-8")
    with pytest.raises(PackError):
        rdf_only(data_folder, Packs([broken], builtin=False))
    assert nquads_of(data_folder, packs)


def test_damaged_document_is_named_when_its_facts_are_made(data_folder: Path, packs: Packs) -> None:
    document = briefing().document
    with rdf_only(data_folder, packs) as graph:
        graph.put(briefing())
        (data_folder / "texts" / document.sha256[:2] / document.sha256).write_text("x", "utf-8")
        with pytest.raises(RecordError, match=f"{document.sha256} is damaged"):
            graph.sync_rdf()


def test_both_stores_hold_the_same_after_changes(
    data_folder: Path, packs: Packs, property_graph: PropertyGraph
) -> None:
    with with_engine(data_folder, packs, property_graph) as graph:
        for each in CORPUS[:6]:
            graph.put(each)
        graph.sync()
        graph.remove([CORPUS[0].document.id, CORPUS[3].document.id])
        graph.put(tariffs("hypothetical", pipeline="2-test"))
        for each in CORPUS[6:]:
            graph.put(each)
        graph.sync()
        assert graph.sync() == 0
        assert property_graph.content() == graph.projected()
        assert property_graph.versions() == graph.rdf.versions()
        graph.remove([each.document.id for each in CORPUS])
        graph.sync()
        assert property_graph.content().nodes == []


def test_rebuild_gives_the_same(
    data_folder: Path, packs: Packs, property_graph: PropertyGraph
) -> None:
    with with_engine(data_folder, packs, property_graph) as graph:
        for each in CORPUS:
            graph.put(each)
        graph.remove([CORPUS[1].document.id])
        graph.sync()
        fingerprint, content = graph.fingerprint(), property_graph.content()
        revision = graph.rdf.revision
        graph.rebuild()
        assert graph.rdf.revision > revision  # whoever keeps a copy notices
        assert graph.fingerprint() == fingerprint
        assert property_graph.content() == content
        assert graph.sync() == 0


def test_rebuild_that_fails_leaves_everything_as_it_was(
    data_folder: Path, packs: Packs, property_graph: PropertyGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: RdfStore, sources: object) -> int:
        raise StoreError("Oxigraph", "cannot write (no space left on device)")

    with with_engine(data_folder, packs, property_graph) as graph:
        graph.put(tariffs())
        graph.sync()
        before, content = graph.nquads(), property_graph.content()
        with monkeypatch.context() as patch:
            patch.setattr(RdfStore, "load", full)
            with pytest.raises(StoreError, match="no space left"):
                graph.rebuild()
        assert graph.nquads() == before
        graph.put(briefing())
        graph.remove([briefing().document.id])
        graph.sync()
        assert graph.nquads() == before
        assert property_graph.content() == content


def test_questions_are_answered_while_stores_are_rebuilt(
    data_folder: Path, packs: Packs, property_graph: PropertyGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    load = RdfStore.load
    with with_engine(data_folder, packs, property_graph) as kept:

        def asking(self: RdfStore, sources: Iterable[tuple[URIRef, Facts]]) -> int:
            seen.append(kept.nquads())
            return load(self, sources)

        kept.put(tariffs())
        kept.sync()
        before, rdf = kept.nquads(), kept.rdf
        monkeypatch.setattr(RdfStore, "load", asking)
        kept.rebuild()
        assert seen == [before]
        assert rdf.nquads() == before


def test_property_graph_that_was_wiped_is_made_whole_at_the_next_open(
    data_folder: Path, packs: Packs, property_graph: PropertyGraph
) -> None:
    with with_engine(data_folder, packs, property_graph) as graph:
        for each in CORPUS[:4]:
            graph.put(each)
        graph.sync()
    property_graph.wipe()
    with with_engine(data_folder, packs, property_graph) as graph:
        graph.sync()
        assert property_graph.content() == graph.projected()


@pytest.mark.engine
def test_sources_before_a_damaged_one_reach_the_engine_and_the_rest_follow_when_it_is_mended(
    data_folder: Path, packs: Packs, arcadedb: PropertyGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.graph.derived._BATCH", 1)
    arcadedb.wipe()
    with with_engine(data_folder, packs, arcadedb) as graph:
        for each in CORPUS:
            graph.put(each)
        graph.sync_rdf()
        first, second, *_ = sorted(graph.record.ids())
        text = graph.record._text_path(graph.record.get(second).extraction.document.sha256)
        whole = text.read_bytes()
        text.write_bytes(b"something else")
        with pytest.raises(RecordError, match="is damaged"):
            graph.sync()
        assert str(document_iri(first)) in arcadedb.versions()
        assert str(document_iri(second)) not in arcadedb.versions()
        text.write_bytes(whole)
        graph.sync()
        assert arcadedb.content() == graph.projected()


def test_property_graph_of_another_folder_is_brought_to_this_one(
    tmp_path: Path, packs: Packs, property_graph: PropertyGraph
) -> None:
    with with_engine(tmp_path / "one", packs, property_graph) as graph:
        graph.put(briefing())
        graph.put(CORPUS[4])
        graph.sync()
    with with_engine(tmp_path / "two", packs, property_graph) as graph:
        graph.put(tariffs())
        graph.put(CORPUS[4])
        graph.sync()
        assert property_graph.content() == graph.projected()


def test_manifest_deleted_by_hand_brings_both_stores_back_together(
    data_folder: Path, packs: Packs, property_graph: PropertyGraph
) -> None:
    with with_engine(data_folder, packs, property_graph) as graph:
        graph.put(briefing())
        graph.sync()
    for file in (data_folder / "derived" / "1").glob("manifest.sqlite*"):
        file.unlink()
    with rdf_only(data_folder, packs) as graph:
        graph.remove([briefing().document.id])
        graph.put(tariffs())
        graph.sync_rdf()
    with with_engine(data_folder, packs, property_graph) as graph:
        graph.sync()
        assert property_graph.content() == graph.projected()
        assert str(document_iri(briefing().document.id)) not in property_graph.versions()
