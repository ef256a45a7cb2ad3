"""The graph as of a day, and what is different between two."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import QueryError
from onrecord.graph.as_of import Clock
from onrecord.graph.corrections.anchors import statement_anchor
from onrecord.graph.corrections.decisions import Reject
from onrecord.graph.difference import differences
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ontology.packs import Packs
from tests.handmade import corpus

CORPUS = corpus()
DAYS = ["2024", "2025-04", "2025-05", "2025-05-10", "2025-05-13", "2025-05-17", "2025-06", "2025"]


def no_engine(folder: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


def graph_of(folder: Path, packs: Packs) -> KnowledgeGraph:
    graph = KnowledgeGraph(folder, packs, no_engine)
    for each in CORPUS:
        graph.put(each)
    graph.sync_rdf()
    return graph


@pytest.fixture
def graph(data_folder: Path, packs: Packs) -> Iterator[KnowledgeGraph]:
    """The corpus, in the RDF store alone."""
    with graph_of(data_folder, packs) as graph:
        yield graph


def published_by(day: str) -> list[str]:
    """The documents whose date, as far as it is told, is not after the day."""
    dated = [(each.document.published, each.document.id) for each in CORPUS]
    return [id_ for date, id_ in dated if date and date[: len(day)] <= day[: len(date)]]


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(DAYS))
def test_as_published_by_a_day_is_a_graph_of_only_those_documents(
    tmp_path_factory: pytest.TempPathFactory, packs: Packs, day: str
) -> None:
    folder = tmp_path_factory.mktemp("as-of")
    wanted = published_by(day)
    with graph_of(folder / "all", packs) as graph, graph.as_of(Clock(day)) as past:
        found = past.nquads()
    with KnowledgeGraph(folder / "those", packs, no_engine) as those:
        for each in CORPUS:
            if each.document.id in wanted:
                those.put(each)
        those.sync_rdf()
        assert those.nquads() == found


def test_days_before_and_after_all_documents(graph: KnowledgeGraph) -> None:
    with graph.as_of(Clock("1999")) as past:
        assert past.nquads() == []
    undated = sum(1 for each in CORPUS if each.document.published is None)
    assert graph.past.undated() == undated > 0
    with graph.as_of(Clock("2999")) as past:
        assert past.status().documents == len(CORPUS) - undated
    with graph.as_of(Clock()) as past:
        assert past is graph


def test_what_was_known_by_a_day(data_folder: Path, packs: Packs) -> None:
    graph_of(data_folder, packs).close()
    ledger = data_folder / "ledgers" / "first-ingest.jsonl"
    rows = [json.loads(line) for line in ledger.read_text("utf-8").splitlines()]
    for number, row in enumerate(rows):
        row["known"] = f"2025-07-{number + 1:02}T08:00:00+00:00"
    ledger.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        with graph.as_of(Clock(known_by="2025-07-03")) as past:
            assert set(past.record.ids()) == {row["document"] for row in rows[:3]}
        with graph.as_of(Clock("2025-05-12", "2025-07-03")) as past:
            both = {row["document"] for row in rows[:3]} & set(published_by("2025-05-12"))
            assert set(past.record.ids()) == both


def test_a_correction_made_since_was_not_known(graph: KnowledgeGraph) -> None:
    case = CORPUS[3]
    before = graph.nquads()
    graph.correct(Reject(statement_anchor(case.statements[0], case)), author="Ann", reason="no")
    graph.sync_rdf()
    ledger = graph.record.ledger.entries()
    with graph.as_of(Clock("2025-06")) as past:
        assert past.record.ledger.entries() == ledger
    with graph.as_of(Clock(known_by="2999")) as past:
        assert past.nquads() == graph.nquads() != before


def test_the_present_goes_on_beside_the_past(graph: KnowledgeGraph) -> None:
    with graph.as_of(Clock("2025-05-12")) as past:
        before = past.nquads()
    gone = published_by("2025-05-12")[0]
    graph.remove([gone])
    graph.sync_rdf()
    with graph.as_of(Clock("2025-05-12")) as past:
        assert past.nquads() != before
        assert gone not in past.record
    graph.put(next(each for each in CORPUS if each.document.id == gone))
    graph.sync_rdf()
    with graph.as_of(Clock("2025-05-12")) as past:
        assert past.nquads() == before


@pytest.mark.parametrize("day", ["soon", "2025-13", "2025-02-30", "", "--05-19"])
def test_a_wrong_day_is_named(day: str) -> None:
    with pytest.raises(QueryError, match="published_by must be YYYY"):
        Clock(day)


def test_differences_name_what_came_and_why(graph: KnowledgeGraph) -> None:
    with graph.as_of(Clock("2025-05-10")) as past:
        before = past.snapshot()
    with graph.as_of(Clock("2025-05-11")) as past:
        found = differences(before, past.rdf.store)
        assert differences(past.rdf.store, past.rdf.store) == []
    assert ("document", "came", "case-1.txt (2025-05-11)") in {
        (d.thing, d.how, d.what) for d in found
    }
    claims = [d for d in found if d.thing == "claim" and d.how == "came"]
    assert "Bob Ray: the Chip Tariff hurts manufacturing, case 1" in {d.what for d in claims}
    assert {d.why for d in claims} == {"document case-1.txt (2025-05-11)"}
    assert {d.how for d in found if d.thing == "direct edge"} == {"came"}


def test_a_correction_is_named_as_the_reason(graph: KnowledgeGraph) -> None:
    case = CORPUS[3]
    before = graph.snapshot()
    graph.correct(Reject(statement_anchor(case.statements[0], case)), author="Ann", reason="no")
    graph.sync_rdf()
    went = [d for d in differences(before, graph.rdf.store) if d.how == "went"]
    assert [d.why for d in went if d.thing == "claim"] == ["reject by Ann: no"]


@pytest.mark.engine
def test_the_past_answers_in_both_languages(graph: KnowledgeGraph) -> None:
    count = "MATCH (d:Document) RETURN count(d) AS n"
    with graph.as_of(Clock("2025-05-12")) as past:
        past.sync()
        rows = past.property_graph.query(count, timeout_ms=10_000, max_rows=10).rows
        assert rows == [[len(published_by("2025-05-12"))]]
        assert past.property_graph.content() == past.projected()
    assert not graph.derived.engine_runs
