"""Full-text search finds the same on both engines, and what people type is words and no syntax."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import QueryError
from onrecord.graph.as_of import Clock
from onrecord.graph.full_text import Found, lucene, search
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ingest.extraction import Extraction
from onrecord.ontology.packs import Packs
from tests.conftest import ARCADEDB, NEO4J
from tests.handmade import Said, extraction

CONTENTS = {
    "tariffs": "China's tariffs hurt U.S. makers of high-end steel",
    "tomé": "the tariff on São Tomé’s cocoa is a “NOT so” quiet plan",
    "lifeline": "制造业是国家经济的命脉",
    "plan": "the plan AND the quiet makers OR nobody",
}
NAMES = ("José Pérez", "Ann O'Neill", "习近平", "Bo Ray")


class Lent:
    """An engine that closing a graph leaves running."""

    def __init__(self, store: PropertyGraph) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def close(self) -> None:
        """Nothing: whoever lent it closes it."""


@pytest.fixture(scope="module", params=[ARCADEDB, NEO4J])
def graph(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, packs: Packs
) -> Iterator[KnowledgeGraph]:
    store: PropertyGraph = request.getfixturevalue(request.param)
    store.wipe()
    lent = cast(PropertyGraph, Lent(store))
    folder = tmp_path_factory.mktemp("searched") / "data"
    with KnowledgeGraph(folder, packs, lambda _: lent) as graph:
        for name, content in zip(NAMES, CONTENTS.values(), strict=True):
            graph.put(said(name, content))
        yield graph


def said(name: str, content: str) -> Extraction:
    return extraction(
        f"{name} said {content}.", {name: "Person"}, said=[Said(name, "said", content)]
    )


def found(graph: KnowledgeGraph, text: str, limit: int = 20) -> Found:
    return search(graph, text, Clock(), limit, 30_000)


def contents(graph: KnowledgeGraph, text: str) -> set[str]:
    by_content = {content: name for name, content in CONTENTS.items()}
    return {by_content[s.content[0].text] for s in found(graph, text).statements}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tariff", {"tariffs", "tomé"}),
        ("TARIFFS", {"tariffs", "tomé"}),
        ("china", {"tariffs"}),
        ("China’s makers", {"tariffs"}),
        ("makers tariff", {"tariffs"}),
        ("U.S.", {"tariffs"}),
        ("high-end", {"tariffs"}),
        ("São Tomé", {"tomé"}),
        ("SÃO", {"tomé"}),
        ("Sao", set()),
        ("制造业", {"lifeline"}),
        ("命脉", {"lifeline"}),
        ("命苦", set()),
        ("quiet plan", {"tomé", "plan"}),
        ("the plan", {"tomé", "plan"}),
        ("the", set()),
        # Lucene's operators, fields, wildcards and ranges are words like others, or none.
        ("quiet NOT plan", {"tomé", "plan"}),
        ("tariff OR", {"tariffs", "tomé"}),
        ('"quiet" AND (plan~2)', set()),
        ("tar*", set()),
        ("*:* tariff", {"tariffs", "tomé"}),
        ("iri:https tariff", set()),
        ("[a TO z] tariff", set()),
        ('tariff" OR "plan', {"tomé"}),
        ("tariff\\", {"tariffs", "tomé"}),
    ],
)
def test_statements_are_found_by_all_words_of_their_content(
    graph: KnowledgeGraph, text: str, expected: set[str]
) -> None:
    assert contents(graph, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pérez", ["José Pérez"]),
        ("o'neill", ["Ann O'Neill"]),
        ("O’Neill", ["Ann O'Neill"]),
        ("近平", ["习近平"]),
        ("ray bo", ["Bo Ray"]),
        ("manufacturing", ["manufacturing"]),
        ("nobody", []),
    ],
)
def test_entities_are_found_by_their_names(
    graph: KnowledgeGraph, text: str, expected: list[str]
) -> None:
    graph.put(extraction("It makes factories.", {"factories": ("Sector", "manufacturing")}))
    assert [thing.label for thing in found(graph, text).names] == expected


def test_sentences_are_told_where_no_statement_found_tells_them(graph: KnowledgeGraph) -> None:
    both = found(graph, "Bo Ray quiet")
    assert both.statements == ()
    (sentence,) = both.sentences
    assert sentence.sentence.text == f"Bo Ray said {CONTENTS['plan']}."
    assert len(sentence.claims) == 1
    assert found(graph, "nobody").sentences == ()


def test_what_comes_goes_and_changes_is_found_so(graph: KnowledgeGraph) -> None:
    new = said("Bo Ray", "zebras rule")
    assert found(graph, "zebra").statements == ()
    graph.put(new)
    assert len(found(graph, "zebra").statements) == 1
    graph.remove([new.document.id])
    assert found(graph, "zebra").statements == ()
    assert found(graph, "zebra").sentences == ()


def test_the_best_are_given_and_more_are_told(graph: KnowledgeGraph) -> None:
    assert not found(graph, "tariff").truncated
    few = found(graph, "tariff", limit=1)
    assert few.truncated
    assert len(few.statements) == 1


@pytest.mark.parametrize("text", ["", " !? ", "w " * 41])
def test_a_search_without_a_word_or_with_too_many_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="a search takes 1 to 40 words"):
        lucene(text)


@given(st.text(min_size=1))
def test_no_sign_of_the_syntax_gets_through(text: str) -> None:
    try:
        query = lucene(text)
    except QueryError:
        return
    for clause in query.split(" "):
        assert clause.startswith('+"')
        assert clause.endswith('"')
        assert not set(clause[2:-1]) & set('"\\+-&|!(){}[]^~*?:/ ')
