"""What a decision would change is shown before, and what contradicts another is listed after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import CorrectionError
from onrecord.graph.corrections.anchors import relation_anchor, statement_anchor
from onrecord.graph.corrections.consequences import Consequence
from onrecord.graph.corrections.decisions import (
    ChangeDate,
    ChangeVia,
    Confirm,
    Decision,
    Named,
    Reattribute,
    Reject,
    Rename,
    Undo,
)
from onrecord.graph.corrections.ledger import Entry
from onrecord.graph.corrections.proposals import Kind, Proposal, decision_of
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ingest.extraction import PartialDate
from onrecord.ontology.entities import entity_iri
from onrecord.ontology.packs import Packs
from tests.handmade import briefing, corpus

BRIEFING = briefing()
(SAID,) = BRIEFING.statements
MEMBER = BRIEFING.relations[0]
ANCHOR = statement_anchor(SAID, BRIEFING)
ANN = Named(entity_iri("person:ann lee"), "Ann Lee", "Person")
BOB = Named(entity_iri("person:bob ray"), "Bob Ray", "Person")
# Of one who saw the statement: it is put back where it was rejected before.
WAS = statement_anchor(SAID, BRIEFING, {entity.id: ANN.iri for entity in BRIEFING.entities})
CONTENT = "factories need help and the Robot Plan targets manufacturing"
CASE = next(e for e in corpus() if "case 1" in e.document.text)


def no_engine(folder: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


@pytest.fixture
def graph(data_folder: Path, packs: Packs) -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        for each in corpus()[:6]:
            graph.put(each)
        graph.sync_rdf()
        yield graph


def decide(graph: KnowledgeGraph, decision: Decision, author: str = "Ann") -> Entry:
    entry = graph.correct(decision, author=author, reason="I read it")
    graph.sync_rdf()
    return entry


def shown(found: Consequence) -> list[str]:
    """What comes, goes and changes, in words."""
    return [
        *(f"{each.how}: {c.what}: {c.before} → {c.after}"
          for each in found.claims for c in each.changes),
        *(f"goes: {each.text}" for each in found.claims if each.how == "goes"),
        *(f"new: {each.text}" for each in found.claims if each.how == "comes" and not each.changes),
        *(f"entity: {each.before} → {each.after}" for each in found.entities),
        *(f"edge gone: {edge}" for edge in found.edges_gone),
        *(f"edge new: {edge}" for edge in found.edges_new),
    ]  # fmt: skip


SEEN: dict[Kind, tuple[dict[str, object], list[str]]] = {
    "rename": ({"entity": "Bob Ray", "label": "Robert Ray"}, ["entity: Bob Ray → Robert Ray"]),
    "keep-apart": ({"entity": "Bob Ray", "other": "Ann Lee"}, []),
    "confirm": ({"claim": SAID.id}, []),
    "reject": ({"claim": SAID.id}, [f"goes: Ann Lee: {CONTENT}"]),
    "speaker": ({"claim": SAID.id, "speaker": "Bob Ray"}, ["changes: speaker: Ann Lee → Bob Ray"]),
    "span": (
        {"claim": SAID.id, "content": ("factories need help",), "source": ("Ann Lee",)},
        [f"comes: content: {CONTENT} → factories need help", f"goes: Ann Lee: {CONTENT}"],
    ),
    "via": (
        {"claim": SAID.id, "via": ("Bob Ray", "Daily Post")},
        ["changes: via: Daily Post → Bob Ray, then Daily Post"],
    ),
    "about": ({"claim": SAID.id}, ["changes: about: Robot Plan, manufacturing → "]),
    "date": ({"claim": SAID.id, "date": "2025-05"}, ["changes: date: --05-19 → 2025-05"]),
    "relation": (
        {"claim": MEMBER.id, "factuality": "denied"},
        ["changes: factuality: asserted → denied", "edge gone: Ann Lee memberOf China"],
    ),
    "add": (
        {"documents": (CASE.document.id,), "content": ("met in China",), "speaker": "Ann Lee"},
        ["new: Ann Lee: met in China"],
    ),
    "split": (
        {"entity": "Ann Lee", "documents": (BRIEFING.document.id,), "label": "Ann Lee the Younger"},
        [
            "changes: subject: Ann Lee → Ann Lee the Younger",
            "changes: subject: Ann Lee → Ann Lee the Younger",
            "changes: speaker: Ann Lee → Ann Lee the Younger",
            "edge gone: Ann Lee memberOf China",
            "edge new: Ann Lee the Younger memberOf China",
        ],
    ),
}


@pytest.mark.parametrize("kind", SEEN)
def test_a_preview_shows_old_and_new(graph: KnowledgeGraph, kind: Kind) -> None:
    asked, seen = SEEN[kind]
    before = graph.nquads()
    decision = decision_of(graph, Proposal(kind, **asked))  # type: ignore[arg-type] # as a test has it
    preview = graph.preview(decision)
    assert sorted(shown(preview)) == sorted(seen)
    assert preview.nothing == (not seen)
    assert graph.nquads() == before
    entry = decide(graph, decision)
    assert len(graph.preview(Undo(entry.id)).claims) == len(preview.claims)
    decide(graph, Undo(entry.id))
    assert graph.nquads() == before


def test_a_merge_shows_who_becomes_whom(graph: KnowledgeGraph) -> None:
    decision = decision_of(graph, Proposal("merge", entity="Bob Ray", other="Ann Lee"))
    found = shown(graph.preview(decision))
    assert "entity: Bob Ray → Ann Lee" in found
    assert "changes: speaker: Bob Ray → Ann Lee" in found


def test_what_packs_know_to_be_of_two_kinds_cannot_be_one(graph: KnowledgeGraph) -> None:
    with pytest.raises(CorrectionError, match="China is a Country and manufacturing a Sector"):
        decision_of(graph, Proposal("merge", entity="China", other="manufacturing"))
    assert decision_of(graph, Proposal("merge", entity="Ann Lee", other="manufacturing"))


def test_what_an_undo_brings_back_is_shown(graph: KnowledgeGraph) -> None:
    entry = decide(graph, Rename(BOB, "Robert Ray"))
    assert shown(graph.preview(Undo(entry.id))) == ["entity: Robert Ray → Bob Ray"]


def test_the_order_of_relays_is_a_change(graph: KnowledgeGraph) -> None:
    decide(graph, ChangeVia(ANCHOR, (ANN, BOB)))
    found = graph.preview(ChangeVia(ANCHOR, (BOB, ANN)))
    assert shown(found) == ["changes: via: Ann Lee, then Bob Ray → Bob Ray, then Ann Lee"]


DAY = PartialDate("2025-05", "month", "May")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Reattribute(ANCHOR, ANN), Reattribute(ANCHOR, BOB)),
        (Reattribute(ANCHOR, ANN), Reattribute(ANCHOR, None)),
        (Confirm(ANCHOR), Reject(ANCHOR)),
        (Reject(WAS), Reattribute(WAS, BOB)),
        (ChangeVia(ANCHOR, (ANN, BOB)), ChangeVia(ANCHOR, (BOB, ANN))),
        (ChangeDate(ANCHOR, None), ChangeDate(ANCHOR, DAY)),
        (Rename(BOB, "Robert Ray"), Rename(BOB, "B. Ray")),
    ],
)
def test_of_two_that_contradict_each_other_the_later_counts_and_the_earlier_is_listed(
    graph: KnowledgeGraph, first: Decision, second: Decision
) -> None:
    alone = decide(graph, second, "Bo")
    assert graph.conflicts() == []
    decide(graph, Undo(alone.id))
    before = decide(graph, first, "Ann")
    after = decide(graph, second, "Bo")
    (conflict,) = graph.conflicts()
    assert (conflict.entry, conflict.by) == (before, after)
    assert conflict.reason.startswith("Bo decided otherwise later, which counts: ")
    decide(graph, Undo(after.id))
    assert graph.conflicts() == []


def test_decisions_that_go_together_are_no_conflict(graph: KnowledgeGraph) -> None:
    for decision in (
        Confirm(ANCHOR),
        Reattribute(ANCHOR, BOB),
        Reattribute(ANCHOR, BOB),
        ChangeVia(ANCHOR, ()),
        ChangeDate(ANCHOR, DAY),
        Confirm(relation_anchor(MEMBER, BRIEFING)),
        Rename(BOB, "Robert Ray"),
        Rename(ANN, "A. Lee"),
    ):
        decide(graph, decision)
    assert graph.conflicts() == []


def test_who_returns_to_what_was_decided_first_overrules_the_one_between(
    graph: KnowledgeGraph,
) -> None:
    decide(graph, Reattribute(ANCHOR, ANN), "Ann")
    between = decide(graph, Reattribute(ANCHOR, BOB), "Bo")
    decide(graph, Reattribute(ANCHOR, ANN), "Cy")
    assert [conflict.entry for conflict in graph.conflicts()] == [between]


def test_what_is_undone_is_not_undone_again(graph: KnowledgeGraph) -> None:
    entry = decide(graph, Reject(ANCHOR))
    first = decide(graph, Undo(entry.id))
    for refused in (graph.preview, lambda decision: decide(graph, decision)):
        with pytest.raises(CorrectionError, match=f"undone already, by {first.id[:8]}"):
            refused(Undo(entry.id))
    decide(graph, Undo(first.id))
    again = decide(graph, Undo(entry.id))
    with pytest.raises(CorrectionError, match=f"undone already, by {again.id[:8]}"):
        decide(graph, Undo(entry.id))


def test_a_split_that_keeps_the_name_shows_two_ids(graph: KnowledgeGraph) -> None:
    asked = Proposal("split", entity="Ann Lee", documents=(BRIEFING.document.id,))
    (change,) = (
        change
        for each in graph.preview(decision_of(graph, asked)).claims
        for change in each.changes
        if change.what == "speaker"
    )
    assert re.fullmatch(r"Ann Lee \(entity/[0-9a-f]{8}\)", change.before)
    assert re.fullmatch(r"Ann Lee \(entity/[0-9a-f]{8}\)", change.after)
    assert change.before != change.after
