"""What changed between two builds, and the version, rule, pack or decision that changed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from onrecord.graph.corrections.anchors import statement_anchor
from onrecord.graph.corrections.decisions import Merge, Named, Reattribute, Split
from onrecord.graph.difference import Difference, differences
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ingest.extraction import Extraction
from onrecord.ontology.entities import entity_iri
from onrecord.ontology.packs import Packs
from tests.handmade import CONCEPT, PACK, Said, briefing, corpus, extraction, tariffs

Build = Callable[..., ox.Store]


def no_engine(folder: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


@pytest.fixture
def build(data_folder: Path, packs: Packs) -> Build:
    """Builds a graph of extractions, in a folder of its own, and gives its facts."""

    def built(*found: Extraction, with_packs: Packs = packs, name: str = "one") -> ox.Store:
        with KnowledgeGraph(data_folder / name, with_packs, no_engine) as graph:
            for each in found:
                graph.put(each)
            graph.sync_rdf()
            return graph.snapshot()

    return built


def of(found: list[Difference], thing: str) -> list[tuple[str, str, str]]:
    return [(each.how, each.what, each.why) for each in found if each.thing == thing]


def test_the_same_facts_do_not_differ(build: Build) -> None:
    assert differences(build(*corpus()), build(*corpus(), name="two")) == []


def test_another_version_of_the_pipeline_and_the_rule_are_named(build: Build) -> None:
    changed = replace(
        briefing(pipeline="2-test"),
        statements=tuple(
            replace(each, confidence=0.5, rule="newer") for each in briefing().statements
        ),
        relations=briefing().relations[:2],
    )
    found = differences(build(briefing()), build(changed))
    why = "read by rules, pipeline 2-test, before by rules, pipeline 1-test; rule"
    content = "Ann Lee: factories need help and the Robot Plan targets manufacturing"
    assert of(found, "claim") == [
        ("changed", f"{content} (confidence 0.9 → 0.5; rule handmade → newer)", f"{why} newer"),
        ("went", "Ann Lee demandsFrom Daily Post", f"{why} handmade"),
    ]


def test_what_somebody_denies_is_not_told_as_what_he_claims(build: Build) -> None:
    (statement,) = briefing().statements
    denied = replace(briefing(), statements=(replace(statement, cue_class="deny"),))
    gone = of(differences(build(denied), build(name="two")), "claim")
    assert any(what.startswith("Ann Lee denied: factories need help") for _, what, _ in gone)


def test_who_relays_a_statement_is_told_by_name(build: Build) -> None:
    (statement,) = briefing().statements
    direct = replace(briefing(pipeline="2-test"), statements=(replace(statement, via=()),))
    ((_, what, _),) = of(differences(build(briefing()), build(direct)), "claim")
    assert what.endswith("(reportedBy Daily Post → –)")


def test_a_pack_is_named(build: Build, tmp_path: Path) -> None:
    path = tmp_path / "pack.ttl"
    text = PACK.read_text(encoding="utf-8")
    path.write_text(
        text.replace('"factories"', '"plants"').replace(":daily-post", ":post"), "utf-8"
    )
    found = differences(
        build(briefing()), build(briefing(), with_packs=Packs([path], builtin=False))
    )
    # Packs are told by the name of their file.
    assert ("changed", "manufacturing", "pack pack") in of(found, "entity")
    changed = [why for how, _, why in of(found, "claim") if how == "changed"]
    assert changed == ["pack small, Daily Post"] * 2


def test_an_entity_that_comes_with_its_document_is_not_told(build: Build) -> None:
    found = differences(build(briefing()), build(briefing(), tariffs()))
    assert of(found, "entity") == []
    assert len(of(found, "document")) == 1
    ((how, _, why),) = of(found, "claim")
    assert (how, why) == ("came", f"document {tariffs().document.id} (undated)")


def test_whom_an_analyst_names_comes_by_the_decision(data_folder: Path, packs: Packs) -> None:
    said = extraction("Ann Lee said it rains.", {"Ann Lee": "Person"},
                      said=[Said("Ann Lee", "said", "it rains")])  # fmt: skip
    new = Named(entity_iri("person:bo ray"), "Bo Ray", "Person")
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        graph.put(said)
        graph.sync_rdf()
        before = graph.snapshot()
        anchor = statement_anchor(said.statements[0], said)
        graph.correct(Reattribute(anchor, new), author="Ann Alyst", reason="I read it")
        graph.sync_rdf()
        whys = {(d.thing, d.what, d.why) for d in differences(before, graph.snapshot())}
    assert ("entity", "Bo Ray", "speaker by Ann Alyst: I read it") in whys


def test_a_merge_is_named_for_the_claims_that_it_changes(data_folder: Path, packs: Packs) -> None:
    bob, cy = (
        Named(entity_iri(f"person:{name.casefold()}"), name, "Person")
        for name in ("Bob Ray", "Cy Dee")
    )
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        for each in corpus():
            graph.put(each)
        graph.sync_rdf()
        before = graph.snapshot()
        graph.correct(Merge(bob, cy), author="Ann", reason="one person")
        graph.sync_rdf()
        found = differences(before, graph.rdf.store)
    assert of(found, "entity") == [("went", "Bob Ray", "an analyst merged it into Cy Dee")]
    assert {why for _, _, why in of(found, "claim")} == {"merge by Ann: one person"}


def test_a_split_is_named_for_what_it_takes_from_a_concept(data_folder: Path, packs: Packs) -> None:
    post = Named(f"{CONCEPT}daily-post", "Daily Post", "MediaOutlet")
    other = Named(entity_iri("person:post"), "Weekly Post", "MediaOutlet")
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        graph.put(briefing())
        graph.sync_rdf()
        before = graph.snapshot()
        split = Split(post, (briefing().document.id,), other)
        graph.correct(split, author="Ann", reason="another one")
        graph.sync_rdf()
        found = differences(before, graph.rdf.store)
    why = "split by Ann: another one"
    assert of(found, "entity") == [("came", "Weekly Post", why), ("went", "Daily Post", why)]
    assert {why for _, _, why in of(found, "claim")} == {why}
