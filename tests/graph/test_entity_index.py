"""The index comes to what resolution says of all entities at once, at the cost of a few."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.resolution import mentions
from benchmarks.synthetic_names import stories_with
from onrecord.graph.entity_index import SCHEMA, EntityIndex
from onrecord.ontology.entities import LocalEntity
from onrecord.ontology.neighbourhood import resolve
from tests.ontology.test_resolution import BEARS, TREASURY, locals_, named


@pytest.fixture
def index() -> Iterator[EntityIndex]:
    yield from opened()


def opened() -> Iterator[EntityIndex]:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(SCHEMA)
    yield EntityIndex(db)
    db.close()


def by_document(entities: Iterable[LocalEntity]) -> dict[str, list[LocalEntity]]:
    found: dict[str, list[LocalEntity]] = defaultdict(list)
    for entity in entities:
        found[entity.document].append(entity)
    return found


def keys(index: EntityIndex, documents: Iterable[str]) -> dict[tuple[str, str], str]:
    return {
        (document, local): key
        for document in documents
        for local, key in index.keys(document).items()
    }


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(locals_(), st.booleans()), max_size=4))
def test_any_history_comes_to_the_resolution_of_what_is_left(
    history: list[tuple[list[LocalEntity], bool]],
) -> None:
    for index in opened():
        left: dict[str, list[LocalEntity]] = {}
        for entities, at_once in history:
            for document, held in by_document(entities).items():
                index.replace(document, held)
                left[document] = held
                if not at_once:
                    index.settle()
            index.settle()
        expected = resolve([entity for held in left.values() for entity in held])
        assert keys(index, left) == expected.keys
        assert sorted(index.reviews()) == sorted(expected.reviews)
        for document in left:
            index.replace(document, [])
        index.settle()
        assert keys(index, left) == {}
        assert index.reviews() == []


def test_synthetic_press_read_story_by_story_is_resolved_as_at_once(index: EntityIndex) -> None:
    found, _, beside = mentions(stories_with(5, 300))
    stories = by_document([*found, *beside])
    for story, held in stories.items():
        index.replace(story, held)
        index.settle()
    assert keys(index, stories) == resolve([*found, *beside]).keys


def test_settling_tells_which_other_documents_have_another_key(index: EntityIndex) -> None:
    index.replace("d1", [named("d1", "Michael Brown", BEARS)])
    assert index.settle() == set()
    index.replace("d2", [named("d2", "Michael Brown", TREASURY)])
    assert index.settle() == {"d1", "d2"}
    index.replace("d2", [])
    assert index.settle() == {"d1"}


def test_reviews_say_what_speaks_for_and_against(index: EntityIndex) -> None:
    index.replace("d1", [named("d1", "Michael Brown", BEARS)])
    index.replace("d2", [named("d2", "Michael Brown", TREASURY)])
    index.settle()
    (review,) = index.reviews()
    assert review.reasons == ("same name", "posts differ: coach / treasury secretary")
