"""Corrections: in both stores, after every re-read, and gone without a trace when undone."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import CorrectionError, LedgerError
from onrecord.graph.comparison import first_difference
from onrecord.graph.corrections.anchors import relation_anchor, statement_anchor
from onrecord.graph.corrections.decisions import (
    AddStatement,
    ChangeAbout,
    ChangeDate,
    ChangeRelation,
    ChangeVia,
    Confirm,
    Decision,
    EditSpans,
    KeepApart,
    Merge,
    Named,
    Reattribute,
    Reject,
    Rename,
    Split,
    StatementAnchor,
    Undo,
    Words,
)
from onrecord.graph.corrections.ledger import Entry, Ledger
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.graph.record import Entry as RecordEntry
from onrecord.graph.who_said import SaidStatement, who_said
from onrecord.ingest.extraction import Extraction, PartialDate, Span
from onrecord.ontology.entities import entity_iri
from onrecord.ontology.packs import Packs
from tests.handmade import CONCEPT, Said, briefing, corpus, extraction, tariffs

CORPUS = corpus()[:6]
ANN = Named(entity_iri("person:ann lee"), "Ann Lee", "Person")
BOB = Named(entity_iri("person:bob ray"), "Bob Ray", "Person")
CY = Named(entity_iri("person:cy dee"), "Cy Dee", "Person")
CHINA = Named(CONCEPT + "china", "China", "Country")
NEW = Named(entity_iri("person:ann lee the younger"), "Ann Lee the Younger", "Person")
CASE = next(e for e in CORPUS if e.statements and "case 1" in e.document.text)


class Borrowed:
    def __init__(self, graph: PropertyGraph) -> None:
        self._graph = graph

    def __getattr__(self, name: str) -> object:
        return getattr(self._graph, name)

    def close(self) -> None:
        pass


def no_engine(folder: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


@pytest.fixture
def graph(data_folder: Path, packs: Packs) -> Iterator[KnowledgeGraph]:
    """The corpus, in the RDF store alone."""
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        for each in CORPUS:
            graph.put(each)
        graph.sync_rdf()
        yield graph


def decide(graph: KnowledgeGraph, decision: Decision) -> Entry:
    entry = graph.correct(decision, author="Ann Alyst", reason="I read it")
    graph.sync_rdf()
    return entry


def anchored(document: Extraction, place: int = 0) -> StatementAnchor:
    return statement_anchor(document.statements[place], document)


def words(document: Extraction, exact: str) -> Words:
    start = document.document.text.index(exact)
    return Words.at(document.document.text, Span(start, start + len(exact)))


def said_in(graph: KnowledgeGraph, document: Extraction, **filters: str) -> list[SaidStatement]:
    answer = who_said(graph.rdf.store, {"attitude": "any", **filters}, limit=1000)
    return [s for s in answer.statements if s.document.id == document.document.id]


def the_one(graph: KnowledgeGraph, document: Extraction) -> SaidStatement:
    (statement,) = said_in(graph, document)
    return statement


RELATED = relation_anchor(CASE.relations[1], CASE)
EVERY: dict[str, Decision] = {
    "merge": Merge(BOB, CY),
    "merge into a concept": Merge(ANN, CHINA),
    "merge a concept": Merge(CHINA, ANN),
    "split": Split(BOB, (CASE.document.id,), NEW),
    "split a concept": Split(CHINA, (CASE.document.id,), replace(NEW, type="Country")),
    "split into one that is there": Split(BOB, (CASE.document.id,), CY),
    "rename": Rename(BOB, "Robert Ray"),
    "rename a concept": Rename(CHINA, "PRC"),
    "keep apart": KeepApart(ANN, BOB),
    "reject": Reject(anchored(CASE)),
    "reject a relation": Reject(RELATED),
    "confirm": Confirm(anchored(CASE)),
    "confirm a relation": Confirm(RELATED),
    "speaker": Reattribute(anchored(CASE), ANN),
    "speaker, new": Reattribute(anchored(CASE), NEW),
    "speaker, unknown": Reattribute(anchored(CASE), None),
    "span": EditSpans(anchored(CASE), content=(words(CASE, "Chip Tariff hurts manufacturing"),)),
    "via": ChangeVia(anchored(CASE), (CHINA, ANN)),
    "about": ChangeAbout(anchored(CASE), (CHINA,)),
    "about nothing": ChangeAbout(anchored(CASE), ()),
    "date": ChangeDate(anchored(CASE), PartialDate("2025-05", "month", "in May")),
    "date of a relation": ChangeDate(RELATED, PartialDate("2025", "year", "2025")),
    "relation": ChangeRelation(RELATED, ANN, "opposes", None, "", "denied"),
    "add": AddStatement(
        StatementAnchor(CASE.document.id, (words(CASE, "met in China"),), (), ()),
        ANN,
        via=(CHINA,),
    ),
}  # fmt: skip


def test_a_rejected_statement_is_gone_and_the_decision_stands_in_the_graph(
    graph: KnowledgeGraph,
) -> None:
    decide(graph, EVERY["reject"])
    assert said_in(graph, CASE) == []
    facts = "\n".join(graph.nquads())
    assert 'ns#decision> "reject"' in facts
    assert 'ns#decidedBy> "Ann Alyst"' in facts
    assert 'ns#reason> "I read it"' in facts


def test_a_rejected_relation_takes_its_direct_edge(data_folder: Path, packs: Packs) -> None:
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        graph.put(tariffs())
        graph.sync_rdf()
        assert any("ns#imposes>" in line for line in graph.nquads())
        entry = decide(graph, Reject(relation_anchor(tariffs().relations[0], tariffs())))
        assert not any("ns#imposes>" in line for line in graph.nquads())
        decide(graph, Undo(entry.id))
        assert any("ns#imposes>" in line for line in graph.nquads())


def test_another_speaker(graph: KnowledgeGraph) -> None:
    decide(graph, EVERY["speaker"])
    speaker = the_one(graph, CASE).speaker
    assert speaker is not None
    assert (speaker.iri, speaker.label) == (ANN.iri, "Ann Lee")
    decide(graph, EVERY["speaker, new"])
    speaker = the_one(graph, CASE).speaker
    assert speaker is not None
    assert (speaker.iri, speaker.label, speaker.type) == (NEW.iri, NEW.label, "Person")
    decide(graph, EVERY["speaker, unknown"])
    assert (the_one(graph, CASE).speaker, the_one(graph, CASE).speaker_kind) == (None, "unknown")


def test_other_words_via_topics_and_date(graph: KnowledgeGraph) -> None:
    for name in ("span", "via", "about", "date"):
        decide(graph, EVERY[name])
    statement = the_one(graph, CASE)
    assert [span.text for span in statement.content] == ["Chip Tariff hurts manufacturing"]
    assert [thing.iri for thing in statement.via] == [CHINA.iri, ANN.iri]
    assert [thing.iri for thing in statement.about] == [CHINA.iri]
    assert (statement.date, statement.date_precision) == ("2025-05", "month")
    assert graph.conflicts() == []


def test_an_added_statement_is_one_like_others(graph: KnowledgeGraph) -> None:
    decide(graph, EVERY["add"])
    added = next(s for s in said_in(graph, CASE) if s.rule == "analyst")
    assert [span.text for span in added.content] == ["met in China"]
    assert added.speaker is not None
    assert added.speaker.iri == ANN.iri
    assert (added.confidence, [thing.iri for thing in added.via]) == (1.0, [CHINA.iri])
    assert "met in China" in added.sentence.text


def test_an_added_statement_that_is_read_later_stands_once(graph: KnowledgeGraph) -> None:
    decide(graph, AddStatement(anchored(CASE), ANN))
    statement = the_one(graph, CASE)
    assert statement.rule == "analyst"
    assert statement.speaker is not None
    assert statement.speaker.iri == ANN.iri


def test_merged_entities_are_one_and_the_old_iri_leads_to_it(graph: KnowledgeGraph) -> None:
    decide(graph, EVERY["merge"])
    facts = graph.nquads()
    assert f"<{CY.iri}> <https://w3id.org/onrecord/ns#replaces> <{BOB.iri}>" in "\n".join(facts)
    assert not any(f"hasSpeaker> <{BOB.iri}>" in line for line in facts)
    both = who_said(graph.rdf.store, {"speaker": "Bob Ray"}, limit=1000)
    assert {s.speaker.iri for s in both.statements if s.speaker} == {CY.iri}


def test_merges_lead_on(graph: KnowledgeGraph) -> None:
    decide(graph, Merge(BOB, CY))
    decide(graph, Merge(CY, ANN))
    facts = "\n".join(graph.nquads())
    for old in (BOB, CY):
        assert f"<{ANN.iri}> <https://w3id.org/onrecord/ns#replaces> <{old.iri}>" in facts
    speakers = {s.speaker.iri for s in who_said(graph.rdf.store, {}, limit=1000).statements
                if s.speaker}  # fmt: skip
    assert speakers == {ANN.iri}


def test_a_merge_of_somebody_whom_many_name_holds_few_documents_at_once(
    graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(150):
        graph.put(extraction(f"Bob Ray said that {number} is few.", {"Bob Ray": "Person"},
                             said=[Said("Bob Ray", "said", f"that {number} is few")]))  # fmt: skip
    read, most = graph.record.get, 0

    def reading(document_id: str) -> RecordEntry:
        nonlocal most
        found = read(document_id)
        most = max(most, sum(isinstance(each, RecordEntry) for each in gc.get_objects()))
        return found

    monkeypatch.setattr(graph.record, "get", reading)
    decide(graph, EVERY["merge"])
    assert 60 < most < 80
    both = who_said(graph.rdf.store, {"speaker": "Bob Ray"}, limit=1000)
    assert {s.speaker.iri for s in both.statements if s.speaker} == {CY.iri}


def test_what_is_kept_apart_cannot_be_merged(graph: KnowledgeGraph) -> None:
    entry = decide(graph, KeepApart(ANN, BOB))
    with pytest.raises(CorrectionError, match=f"kept apart, Ann Alyst .*undo {entry.id[:8]}"):
        decide(graph, Merge(BOB, ANN))
    assert len(graph.record.ledger.entries()) == 1
    decide(graph, Undo(entry.id))
    decide(graph, Merge(BOB, ANN))
    with pytest.raises(CorrectionError, match="are one entity"):
        decide(graph, KeepApart(ANN, BOB))


def test_what_is_kept_apart_cannot_be_merged_by_way_of_another(graph: KnowledgeGraph) -> None:
    entry = decide(graph, KeepApart(ANN, BOB))
    decide(graph, Merge(ANN, CY))
    with pytest.raises(CorrectionError, match=f"undo {entry.id[:8]}"):
        decide(graph, Merge(CY, BOB))
    with pytest.raises(CorrectionError, match=f"undo {entry.id[:8]}"):
        decide(graph, Merge(BOB, ANN))


def test_documents_that_come_later_do_not_join_what_is_kept_apart(
    data_folder: Path, packs: Packs
) -> None:
    def told(name: str, number: int, *beside: str) -> Extraction:
        text = f"{name} of {', '.join(beside)} said that it rains {number}."
        named = {name: "Person", **dict.fromkeys(beside, "Company")}
        said = [Said(name, "said", f"that it rains {number}")]
        return extraction(text, named, said=said)  # type: ignore[arg-type] # types of entities

    def speakers(graph: KnowledgeGraph) -> set[tuple[str, str]]:
        found = who_said(graph.rdf.store, {}, limit=100).statements
        return {(s.speaker.label, s.speaker.iri) for s in found if s.speaker}

    one, other = (
        Named(entity_iri(f"person:{name.casefold()}"), name, "Person")
        for name in ("Scott Bessent", "Scott Bessant")
    )
    company = ("Acme Corp", "Bolt Inc", "Crane SE", "Dorn LLC")
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        graph.put(told(one.label, 1, "Acme Corp"))
        graph.put(told(other.label, 2, "Bolt Inc"))
        graph.sync_rdf()
        entry = decide(graph, KeepApart(one, other))
        for number in range(3, 6):
            graph.put(told(one.label, number, *company))
            graph.put(told(other.label, number, *company))
        graph.sync_rdf()
        assert speakers(graph) == {(each.label, each.iri) for each in (one, other)}
        assert (graph.conflicts(), graph.candidates()) == ([], [])
        kept = graph.nquads()
        decide(graph, Undo(entry.id))
        assert len(speakers(graph)) == 1
        decide(graph, KeepApart(one, other))
        assert speakers(graph) == {(each.label, each.iri) for each in (one, other)}
        decide(graph, Undo(graph.record.ledger.head))
        decide(graph, Undo(graph.record.ledger.head))
    shutil.rmtree(data_folder / "derived")
    with KnowledgeGraph(data_folder, packs, no_engine) as again:
        again.sync_rdf()
        assert speakers(again) == {(each.label, each.iri) for each in (one, other)}
        assert len(again.nquads()) == len(kept)


@pytest.mark.parametrize("name", EVERY)
def test_undone_leaves_the_graph_before(graph: KnowledgeGraph, name: str) -> None:
    before = graph.nquads()
    entry = decide(graph, EVERY[name])
    assert graph.nquads() != before
    decide(graph, Undo(entry.id))
    assert graph.nquads() == before


def test_all_at_once_outlive_rereading_rebuilding_and_undoing(
    graph: KnowledgeGraph, data_folder: Path, packs: Packs
) -> None:
    before = graph.nquads()
    entries = []
    for decision in EVERY.values():
        try:
            entries.append(decide(graph, decision))
        except CorrectionError:
            continue  # "keep apart" comes after what it contradicts
    corrected = graph.nquads()
    for each in CORPUS:  # ANCHORS 13
        graph.put(replace(each, pipeline="2-test"))
    for each in CORPUS:
        graph.put(each)
    graph.sync_rdf()
    assert graph.nquads() == corrected
    graph.close()
    shutil.rmtree(data_folder / "derived")
    with KnowledgeGraph(data_folder, packs, no_engine) as again:
        again.sync_rdf()
        assert again.nquads() == corrected
        for entry in entries:
            decide(again, Undo(entry.id))
        assert again.nquads() == before


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(EVERY)), st.booleans()), max_size=8))
def test_any_decisions_and_undos_equal_a_graph_built_with_them(
    tmp_path_factory: pytest.TempPathFactory, packs: Packs, steps: list[tuple[str, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("decided") / "data"
    with KnowledgeGraph(folder, packs, no_engine) as graph:
        for each in CORPUS:
            graph.put(each)
        for name, undone in steps:
            try:
                entry = decide(graph, EVERY[name])
            except CorrectionError:
                continue
            if undone:
                decide(graph, Undo(entry.id))
        graph.sync_rdf()
        found = graph.nquads()
        triples = [line.rsplit(" <", 1)[0] for line in found]
        assert len(triples) == len(set(triples))
    shutil.rmtree(folder / "derived")
    with KnowledgeGraph(folder, packs, no_engine) as again:
        again.sync_rdf()
        assert again.nquads() == found


def test_a_decision_that_the_manifest_never_heard_of_is_applied_at_the_next_start(
    graph: KnowledgeGraph, data_folder: Path, packs: Packs
) -> None:
    graph.record.ledger.append(EVERY["reject"], author="Ann", reason="killed right after")
    graph.close()
    with KnowledgeGraph(data_folder, packs, no_engine) as again:
        again.sync_rdf()
        assert said_in(again, CASE) == []


def test_a_broken_ledger_is_refused_and_nothing_is_applied(
    graph: KnowledgeGraph, data_folder: Path, packs: Packs
) -> None:
    decide(graph, EVERY["reject"])
    decide(graph, EVERY["merge"])
    before = graph.nquads()
    graph.close()
    path = data_folder / "ledgers" / "corrections.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"Ann Alyst", b"Eve Alyst", 1))
    with pytest.raises(LedgerError, match=r"corrections.jsonl:1: is not as it was written"):
        KnowledgeGraph(data_folder, packs, no_engine)
    path.write_bytes(whole)
    with KnowledgeGraph(data_folder, packs, no_engine) as again:
        assert again.sync_rdf() == 0
        assert again.nquads() == before


@pytest.mark.parametrize("kept", [0, 1])
def test_a_ledger_that_lost_its_end_is_refused_while_the_stores_follow_it(
    graph: KnowledgeGraph, data_folder: Path, packs: Packs, kept: int
) -> None:
    decide(graph, EVERY["reject"])
    last = decide(graph, EVERY["merge"])
    graph.close()
    path = data_folder / "ledgers" / "corrections.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:kept]))
    for _ in range(2):
        with pytest.raises(LedgerError, match=f"lacks the entry {last.id[:8]}.* from a backup"):
            KnowledgeGraph(data_folder, packs, no_engine)
    shutil.rmtree(data_folder / "derived")
    with KnowledgeGraph(data_folder, packs, no_engine) as again:
        assert len(again.record.ledger.entries()) == kept


def test_a_rejection_of_what_no_reading_offers_any_more_holds(graph: KnowledgeGraph) -> None:
    decide(graph, Reject(statement_anchor(CASE.statements[0], CASE)))
    graph.put(replace(CASE, statements=(), pipeline="2-test"))
    assert graph.conflicts() == []
    graph.put(CASE)
    graph.sync_rdf()
    assert graph.conflicts() == []
    claim = CASE.statements[0].id
    assert not any(claim in line for line in graph.nquads())


def test_decisions_that_find_nothing_are_listed(graph: KnowledgeGraph) -> None:
    decide(graph, EVERY["speaker"])
    assert graph.conflicts() == []
    graph.put(replace(CASE, statements=(), pipeline="2-test"))
    (conflict,) = graph.conflicts()
    assert conflict.reason == "no statement has these words"
    graph.remove([CASE.document.id])
    (conflict,) = graph.conflicts()
    assert conflict.reason == "its document is not in the graph"
    graph.put(CASE)
    assert graph.conflicts() == []
    graph.sync_rdf()
    speaker = the_one(graph, CASE).speaker
    assert speaker is not None
    assert speaker.iri == ANN.iri


@pytest.mark.parametrize("name", ["merge", "split", "split into one that is there", "rename"])
def test_a_decision_about_somebody_whom_no_document_names_is_listed(
    graph: KnowledgeGraph, name: str
) -> None:
    entry = decide(graph, EVERY[name])
    assert graph.conflicts() == []
    naming = [each for each in CORPUS if "Bob Ray" in each.document.text]
    graph.remove([each.document.id for each in naming])
    (conflict,) = graph.conflicts()
    assert (conflict.entry, conflict.reason) == (
        entry, "no document names Bob Ray, or not as this entity"
    )  # fmt: skip
    for each in naming:
        graph.put(each)
    assert graph.conflicts() == []


def test_decisions_that_follow_each_other_find_their_entities(graph: KnowledgeGraph) -> None:
    decide(graph, Reattribute(anchored(CASE), NEW))
    decide(graph, Rename(NEW, "Ann Lee Jr."))
    decide(graph, Merge(ANN, BOB))
    decide(graph, Merge(BOB, CY))
    decide(graph, Rename(CY, "Cyril Dee"))
    assert graph.conflicts() == []


def test_a_split_whose_documents_are_gone_is_listed(graph: KnowledgeGraph) -> None:
    decide(graph, EVERY["split a concept"])
    graph.remove([CASE.document.id])
    (conflict,) = graph.conflicts()
    assert conflict.reason == "none of its documents is in the graph"


def test_of_imported_decisions_those_that_contradict_each_other_are_listed(
    graph: KnowledgeGraph, tmp_path: Path
) -> None:
    other = Ledger(tmp_path / "theirs.jsonl")
    entry = other.append(KeepApart(ANN, BOB), author="Theo", reason="two")
    other.append(Merge(ANN, BOB), author="Theo", reason="one")
    graph.absorb(other.entries())
    (conflict,) = graph.conflicts()
    assert conflict.entry.id == entry.id
    assert "another decision makes the two one" in conflict.reason


def test_a_statement_is_found_again_when_its_span_is_read_better(graph: KnowledgeGraph) -> None:
    decide(graph, EVERY["speaker"])
    text = CASE.document.text
    (old,) = CASE.statements
    content = (Span(old.content[0].start, text.index(", case 1")),)
    graph.put(replace(CASE, statements=(replace(old, id="f" * 32, content=content),)))
    graph.sync_rdf()
    speaker = the_one(graph, CASE).speaker
    assert speaker is not None
    assert speaker.iri == ANN.iri


def test_a_statement_that_the_analyst_saw_is_put_back(graph: KnowledgeGraph) -> None:
    seen = the_one(graph, CASE)
    anchor = statement_anchor(CASE.statements[0], CASE, graph.iris(CASE.document.id))
    decide(graph, Confirm(anchor))
    decide(graph, ChangeVia(anchor, (CHINA,)))
    graph.put(replace(CASE, statements=(), pipeline="2-test"))
    graph.sync_rdf()
    assert replace(the_one(graph, CASE), via=()) == seen
    assert [thing.iri for thing in the_one(graph, CASE).via] == [CHINA.iri]
    assert graph.conflicts() == []


def test_words_are_found_by_their_surroundings_where_the_text_moved(
    data_folder: Path, packs: Packs
) -> None:
    text = "Ann Lee said it works. Then Bob Ray said it works, too."
    named = {"Ann Lee": "Person", "Bob Ray": "Person"}
    found = extraction(text, named, said=[Said("Ann Lee", "said", "it works")])  # type: ignore[arg-type]
    second = text.rindex("it works")
    anchor = StatementAnchor(
        found.document.id, (replace(Words.at(text, Span(second, second + 8)), start=2),)
    )
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        graph.put(found)
        graph.sync_rdf()
        decide(graph, AddStatement(anchor, BOB))
        added = next(s for s in said_in(graph, found) if s.rule == "analyst")
        assert added.content[0].start == second


def test_both_stores_show_the_corrected_graph(
    data_folder: Path, packs: Packs, property_graph: PropertyGraph
) -> None:
    with KnowledgeGraph(
        data_folder, packs, lambda _: cast(PropertyGraph, Borrowed(property_graph))
    ) as graph:
        for each in CORPUS:
            graph.put(each)
        graph.sync()
        before = property_graph.content()
        entries = []
        for name, decision in EVERY.items():
            try:
                entries.append(graph.correct(decision, author="Ann Alyst", reason=name))
            except CorrectionError:
                continue
            graph.sync()
            difference = first_difference(graph.projected(), property_graph.content())
            assert difference is None, (name, difference)
        graph.remove([CORPUS[4].document.id])
        graph.sync()
        assert first_difference(graph.projected(), property_graph.content()) is None
        graph.put(CORPUS[4])
        corrected = property_graph.content()
        graph.rebuild()
        assert first_difference(graph.projected(), property_graph.content()) is None
        for entry in entries:
            graph.correct(Undo(entry.id), author="Ann Alyst", reason="all of it")
        graph.sync()
        assert property_graph.content() == before
        assert corrected != before


def test_briefing_keeps_its_chain_after_a_correction(graph: KnowledgeGraph) -> None:
    decide(graph, Confirm(anchored(briefing())))
    assert [thing.label for thing in the_one(graph, briefing()).via] == ["Daily Post"]
