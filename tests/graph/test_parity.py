"""Parity: the same question gives the same rows in SPARQL and in Cypher, on every engine.

Over the sample corpus, the seeds and the first documents of PolNeAR dev, each once for the whole
catalogue; each document collection is read once a session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest

from onrecord.graph.answers import ask_cypher, ask_sparql
from onrecord.graph.catalogue import questions
from onrecord.graph.comparison import first_difference
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph, Rows
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Extraction
from onrecord.ingest.readers import documents
from onrecord.ontology.packs import Packs
from onrecord.pipeline import load_reader
from onrecord.settings import load_settings
from tests.conftest import ARCADEDB, NEO4J

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
POLNEAR_DOCUMENTS = 20
COLLECTIONS: Mapping[str, tuple[Path, int]] = {
    "sample": (ROOT / "onrecord" / "sample", 100),
    "seeds": (SHARED / "seeds", 100),
    "polnear": (SHARED / "corpora" / "polnear" / "dev.jsonl", POLNEAR_DOCUMENTS),
}
NEEDED = {
    "actor": "China",
    "topic": "manufacturing",
    "policy": "made in china",
    "sector": "manufacturing",
    "speaker": "Xi",
    "subject": "China",
    "object": "policy",
}
# Each filter of "who-said" alone, and some together; the others with and without their options.
WHO_SAID: Sequence[Mapping[str, str]] = (
    {},
    {"attitude": "any"},
    {"attitude": "think"},
    {"text": "manufacturing"},
    {"text": "we need more"},
    {"speaker": "xi jinping", "text": "manufacturing"},
    {"speaker": "clinton"},
    {"about": "manufacturing"},
    {"policy": "made in china"},
    {"sector": "technology industry"},
    {"outlet": "sample"},
    {"author": "example"},
    {"via": "cnbc"},
    {"mode": "direct"},
    {"since": "2025-05-27"},
    {"until": "2025-05"},
    {"since": "2016", "until": "2016-09-15"},
    {"event_since": "2025-05-20"},
    {"speaker": "nobody at all"},
)
VARIANTS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "who-said": WHO_SAID,
    "said-on": ({}, {"month_day": "05-19"}),
    "least-certain": ({}, {"below": "0.95"}),
}
ASKED = [
    (name, values)
    for name, question in questions().items()
    for values in VARIANTS.get(
        name, ({p.name: NEEDED[p.name] for p in question.parameters if p.required},)
    )
]


class Lent:
    """An engine that closing a graph leaves running, for the next test."""

    def __init__(self, store: PropertyGraph) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def close(self) -> None:
        """Nothing: whoever lent it closes it."""


@pytest.fixture(scope="session", params=COLLECTIONS)
def collection(request: pytest.FixtureRequest) -> Sequence[Extraction]:
    """What the pipeline reads out of one collection."""
    path, limit = COLLECTIONS[request.param]
    if not path.exists():
        pytest.skip(f"{path} is not here")
    reader = load_reader(load_settings(profile="rules"), Packs())
    found = [d for d in documents([path], max_chars=10**6) if isinstance(d, Document)]
    return list(reader.extractions(found[:limit]))


@pytest.fixture(scope="module", params=[ARCADEDB, NEO4J])
def graph(
    request: pytest.FixtureRequest,
    collection: Sequence[Extraction],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[KnowledgeGraph]:
    """The collection in Oxigraph and in each engine."""
    store: PropertyGraph = request.getfixturevalue(request.param)
    store.wipe()
    folder = tmp_path_factory.mktemp("parity") / "data"
    with KnowledgeGraph(folder, Packs(), lambda _: cast(PropertyGraph, Lent(store))) as graph:
        for extraction in collection:
            graph.put(extraction)
        graph.sync()
        yield graph


def bag(rows: Rows) -> Counter[tuple[object, ...]]:
    """Rows without their order; numbers of six digits."""
    return Counter(
        tuple(round(value, 6) if isinstance(value, float) else value for value in row)
        for row in rows.rows
    )


def test_at_least_twelve_questions_are_in_the_catalogue() -> None:
    assert len(questions()) >= 12


def test_every_question_gives_the_same_rows_in_both_languages(graph: KnowledgeGraph) -> None:
    answered = 0
    for name, values in ASKED:
        asked = questions()[name]
        in_sparql = ask_sparql(graph.rdf.store, asked, values, max_rows=100_000)
        in_cypher = ask_cypher(
            graph.property_graph, asked, values, max_rows=100_000, timeout_ms=60_000
        )
        assert in_cypher.columns == in_sparql.columns, (name, values)
        assert bag(in_cypher) == bag(in_sparql), (name, values)
        answered += bool(in_sparql.rows)
    assert answered >= len(ASKED) // 3


def test_nodes_and_relationships_are_what_the_facts_say(graph: KnowledgeGraph) -> None:
    assert first_difference(graph.projected(), graph.property_graph.content()) is None
