"""What a content is about."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from onrecord.ingest.about import About
from onrecord.ingest.annotation import Attribution, NamedEntity
from onrecord.ingest.extraction import Span

VOCAB = spacy.blank("en").vocab


def about(text: str, *content: Span) -> list[list[str]]:
    doc = Doc(VOCAB, text.split())
    doc._.names = tuple(
        NamedEntity(word, kind, (Span(doc.text.index(word), doc.text.index(word) + len(word)),))  # type: ignore[arg-type]
        for word, kind in (("Ann", "Person"), ("Plan", "Plan"), ("steel", "Sector"))
        if word in text
    )
    doc._.attributions = (
        Attribution((), (), content, content[0], "direct", "say", "assert", 0.9, "test"),
    )
    doc = About()(doc)
    return [[doc._.names[i].label for i in topics] for topics in doc._.topics]


def test_policies_and_sectors_in_the_content_are_its_topics() -> None:
    assert about("Ann said the Plan helps steel", Span(9, 29)) == [["Plan", "steel"]]


def test_what_stands_outside_of_the_content_is_no_topic() -> None:
    assert about("Plan maker Ann said yes to steel", Span(20, 23)) == [[]]


def test_actors_are_no_topics() -> None:
    assert about("they said Ann left", Span(10, 18)) == [[]]


def test_every_attribution_gets_its_topics_even_without_names() -> None:
    assert about("it rains", Span(0, 8)) == [[]]
