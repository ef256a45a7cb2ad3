"""A second version of an article is found, and no other document is taken for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.graph.versions import alike, all_versions, versions
from onrecord.ontology.packs import Packs
from tests.handmade import extraction

TEXT = "Ann Lee said that the plan works for every factory in the north of the country."
EDITED = TEXT.replace("works", "hardly works")
OTHER = "Ann Lee met nobody at all on a quiet Tuesday, and went home before the rain set in."


def no_engine(folder: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


@pytest.fixture
def graph(data_folder: Path, packs: Packs) -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        yield graph


def put(graph: KnowledgeGraph, text: str, **metadata: str) -> str:
    made = extraction(text, {"Ann Lee": "Person"}, **metadata)  # type: ignore[arg-type] # all text
    graph.put(made)
    graph.sync_rdf()
    return made.document.id


@pytest.mark.parametrize(
    "place",
    [
        {"url": "https://example.org/a"},
        {"title": "The plan", "outlet": "Daily Post"},
        {"path": "/somewhere/a.txt"},
        {"path": "/somewhere/rows.jsonl", "row": "7"},
    ],
)
def test_an_edited_article_is_another_version_of_the_first(
    graph: KnowledgeGraph, place: dict[str, str]
) -> None:
    first = put(graph, TEXT, **place)
    assert versions(graph, [first]) == []
    second = put(graph, EDITED, **place)
    (found,) = versions(graph, [second])
    assert (found.id, found.earlier_id) == (second, first)
    (oddity,) = all_versions(graph)
    assert second[:8] in oddity.text.split("looks like")[0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Another text of the same name, the same text elsewhere, other rows of one file.
        ({"text": TEXT, "path": "/a/a.txt"}, {"text": OTHER, "path": "/b/a.txt"}),
        ({"text": TEXT, "path": "/a/a.txt"}, {"text": TEXT, "path": "/a/a.txt", "outlet": "B"}),
        ({"text": TEXT, "path": "/a.jsonl", "row": "1"},
         {"text": EDITED, "path": "/a.jsonl", "row": "2"}),
        ({"text": TEXT, "title": "T", "outlet": "A"},
         {"text": EDITED, "title": "T", "outlet": "B"}),
    ],
)  # fmt: skip
def test_what_is_no_version_is_not_taken_for_one(
    graph: KnowledgeGraph, first: dict[str, str], second: dict[str, str]
) -> None:
    put(graph, **first)
    assert versions(graph, [put(graph, **second)]) == []
    assert list(all_versions(graph)) == []


def test_each_version_is_told_once_and_all_earlier_ones_are_found(graph: KnowledgeGraph) -> None:
    ids = [put(graph, text, url="u:1") for text in (TEXT, EDITED, f"{EDITED} Nobody laughed.")]
    assert [v.earlier_id for v in versions(graph, ids[2:])] == [ids[1], ids[0]]
    assert [oddity.iris[1].rsplit("/", 1)[-1] for oddity in all_versions(graph)] in (
        [ids[0], ids[1]],
        [ids[1], ids[0]],
    )
    graph.remove(ids[:2])
    graph.sync_rdf()
    assert versions(graph, ids[2:]) == []


def test_texts_are_alike_by_what_the_shorter_one_says() -> None:
    assert alike(TEXT, f"{TEXT} {OTHER} {OTHER}")
    assert alike(
        "“习近平强调制造业是国家经济的命脉所系。”", "“习近平强调制造业是国家经济的命脉所系！”"
    )
    assert not alike(TEXT, OTHER)
    assert not alike(TEXT, TEXT)
    assert not alike("", TEXT)
