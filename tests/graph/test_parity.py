"""Parity: the same question gives the same rows, in the same order, in both languages everywhere.

Over one graph of the sample corpus, the seeds and PolNeAR dev (84 documents), which is read once a
session: every question of the catalogue, and patterns that Hypothesis draws (patterns.py), in
SPARQL on Oxigraph and in Cypher on each engine.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from onrecord.graph.answers import ask_cypher, ask_sparql, select
from onrecord.graph.catalogue import GROUPS, by_group, questions
from onrecord.graph.comparison import first_difference
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph, Rows
from onrecord.ingest.document import Document
from onrecord.ingest.readers import documents
from onrecord.ontology.packs import Packs
from onrecord.pipeline import load_reader
from onrecord.settings import load_settings
from tests.conftest import ARCADEDB, NEO4J
from tests.graph.patterns import Pattern, patterns

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
COLLECTIONS = (
    ROOT / "onrecord" / "sample",
    SHARED / "seeds",
    SHARED / "corpora" / "polnear" / "dev.jsonl",
)
DRAWING_S = 5.0
NEEDED = {
    "actor": "China",
    "topic": "manufacturing",
    "policy": "made in china",
    "sector": "manufacturing",
    "speaker": "Xi",
    "subject": "China",
    "object": "policy",
    "text": "manufacturing",
    "name": "China",
    "document": "0",
}
# Filters of "who-said" that no example of the catalogue shows, alone and together.
WHO_SAID: Sequence[Mapping[str, str]] = (
    {"attitude": "think"},
    {"text": "we need more"},
    {"speaker": "xi jinping", "text": "manufacturing"},
    {"speaker": "clinton"},
    {"speaker": "trump", "limit": "7"},
    {"sector": "technology industry"},
    {"about": "industry", "outlet": "times", "since": "2016"},
    {"outlet": "sample"},
    {"outlet": "new york times", "until": "2016-09-10", "limit": "20"},
    {"author": "example"},
    {"via": "cnbc"},
    {"cue_class": "warn", "attitude": "any"},
    {"since": "2025-05-27"},
    {"until": "2025-05"},
    {"since": "2016", "until": "2016-09-15", "speaker": "clinton"},
    {"event_since": "2025-05-20"},
)
NOTHING = "习近平 São-Tomé’s “ẞ” \\ ' \" $x ?x } //"
VARIANTS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "who-said": WHO_SAID,
    "least-certain": ({"below": "0.95"}, {"below": "0"}),
    "names-of": ({"name": "usa"}, {"name": "李强"}, {"name": "türkiye"}),
    "denials": ({"speaker": "clinton"},),
    "anonymous-by-outlet": ({"outlet": "times"},),
    "documents-by-month": ({"outlet": "times"},),
    "single-outlet": ({"outlet": "times"},),
    "denied-relations": ({"factuality": "any"}, {"factuality": "hypothetical"}),
}


def asked() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every question with what it needs, with each example, and with more of its own."""
    for question in by_group():
        needed = {p.name: NEEDED[p.name] for p in question.parameters if p.required}
        yield question.name, needed
        for parameter in question.parameters:
            yield question.name, {**needed, parameter.name: parameter.example}
        for variant in VARIANTS.get(question.name, ()):
            yield question.name, {**needed, **variant}


def asked_besides() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every question with words that nothing has, and the filters of "who-said" of the count."""
    for question in by_group():
        needed = {p.name: NEEDED[p.name] for p in question.parameters if p.required}
        for parameter in question.parameters:
            if parameter.kind == "words":
                yield question.name, {**needed, parameter.name: NOTHING}
    for variant in WHO_SAID:
        if "limit" not in variant:
            yield "how-much-said", variant


class Lent:
    """An engine that closing a graph leaves running, for the next test."""

    def __init__(self, store: PropertyGraph) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def close(self) -> None:
        """Nothing: whoever lent it closes it."""


def no_engine(_: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


@pytest.fixture(scope="session")
def read_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all collections in the record and in Oxigraph."""
    folder = tmp_path_factory.mktemp("parity") / "data"
    reader = load_reader(load_settings(profile="rules"), Packs())
    found = documents([path for path in COLLECTIONS if path.exists()], max_chars=10**6)
    with KnowledgeGraph(folder, Packs(), no_engine) as graph:
        for each in reader.extractions(d for d in found if isinstance(d, Document)):
            graph.put(each)
        graph.sync_rdf()
    return folder


@pytest.fixture(scope="module", params=[ARCADEDB, NEO4J])
def graph(request: pytest.FixtureRequest, read_folder: Path) -> Iterator[KnowledgeGraph]:
    """All collections in Oxigraph and in each engine."""
    store: PropertyGraph = request.getfixturevalue(request.param)
    store.wipe()
    lent = cast(PropertyGraph, Lent(store))
    with KnowledgeGraph(read_folder, Packs(), lambda _: lent) as graph:
        graph.sync()
        yield graph


def comparable(rows: Rows) -> list[tuple[object, ...]]:
    """Rows with numbers of six digits."""
    return [
        tuple(round(value, 6) if isinstance(value, float) else value for value in row)
        for row in rows.rows
    ]


def test_the_catalogue_has_questions_of_every_group() -> None:
    assert len(questions()) >= 32
    assert {question.group for question in by_group()} == set(GROUPS)


def answered_alike(
    graph: KnowledgeGraph, asked: Iterator[tuple[str, Mapping[str, str]]]
) -> set[str]:
    """The questions that had rows; fails where the languages do not agree on them."""
    answered = set()
    for name, values in asked:
        question = questions()[name]
        in_sparql = ask_sparql(graph.rdf.store, question, values, max_rows=100_000)
        in_cypher = ask_cypher(
            graph.property_graph, question, values, max_rows=100_000, timeout_ms=60_000
        )
        assert in_cypher.columns == in_sparql.columns, (name, values)
        assert comparable(in_cypher) == comparable(in_sparql), (name, values)
        if in_sparql.rows:
            answered.add(name)
    return answered


def test_every_question_gives_the_same_rows_in_the_same_order(graph: KnowledgeGraph) -> None:
    answered = answered_alike(graph, asked())
    # Nobody has corrected anything, and what is left asks for pairs that a small corpus may lack;
    # test_rare_questions.py has them.
    rare = {"corrections", "same-text", "position-changes", "contested-policies"}
    assert questions().keys() - answered <= rare


@pytest.mark.stress
def test_words_that_nothing_has_give_the_same_rows(graph: KnowledgeGraph) -> None:
    answered_alike(graph, asked_besides())


def test_nodes_and_relationships_are_what_the_facts_say(graph: KnowledgeGraph) -> None:
    assert first_difference(graph.projected(), graph.property_graph.content()) is None


def agree(graph: KnowledgeGraph, pattern: Pattern) -> int:
    """How many rows a pattern has; fails where the languages do not agree on them."""
    in_sparql = select(graph.rdf.store, pattern.sparql(), {}, max_rows=100_000)
    in_cypher = graph.property_graph.query(pattern.cypher(), timeout_ms=60_000, max_rows=100_000)
    left, right = comparable(in_sparql), comparable(in_cypher)
    told = f"{pattern.sparql()}\n{pattern.cypher()}"
    assert Counter(left) == Counter(right), told
    if pattern.is_ordered:
        assert left == right, told
    return len(left)


def drawn(graph: KnowledgeGraph, examples: int, seconds: float) -> tuple[int, int]:
    """How many patterns were drawn and asked in that time, and how many of them had rows."""
    end = time.monotonic() + seconds
    found: list[int] = []

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        nonlocal end
        pattern = data.draw(patterns())
        if time.monotonic() < end:
            try:
                found.append(agree(graph, pattern))
            except AssertionError:
                end += 60  # for smaller ones that fail too
                raise

    draw()
    return len(found), sum(map(bool, found))


def test_drawn_patterns_give_the_same_rows(graph: KnowledgeGraph) -> None:
    asked, answered = drawn(graph, 200, DRAWING_S)
    assert asked >= 10
    assert answered >= asked // 10


@pytest.mark.stress
def test_thousands_of_drawn_patterns_give_the_same_rows(graph: KnowledgeGraph) -> None:
    asked, answered = drawn(graph, 5000, 240)
    assert answered >= asked // 10
