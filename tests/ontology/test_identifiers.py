"""IRIs come from content alone."""

from __future__ import annotations

import pytest

from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Span
from onrecord.ontology.entities import entity_iri
from onrecord.ontology.identifiers import (
    ID,
    claim_iri,
    document_iri,
    graph_iri,
    minted_entity_iri,
    relay_iri,
    run_iri,
    span_iri,
)


def test_every_iri_lies_below_id() -> None:
    document = document_iri("d")
    for iri in (
        document,
        graph_iri(document),
        span_iri("d", Span(1, 2)),
        claim_iri("c"),
        relay_iri("c", 1),
        run_iri("d", "1", "rules"),
        minted_entity_iri("person:ann lee"),
    ):
        assert iri.startswith(ID)


def test_span_is_named_by_its_document_and_offsets() -> None:
    assert str(span_iri("d", Span(3, 9))) == ID + "span/d/3-9"


def test_graph_of_a_document_is_named_after_it() -> None:
    assert str(graph_iri(document_iri("d"))) == ID + "graph/document/d"


def test_path_is_no_part_of_a_document() -> None:
    assert Document(text="a", path="/here/x.txt").id == Document(text="a", path="/there/y.txt").id


@pytest.mark.parametrize(
    "other",
    [
        Document(text="a", outlet="Daily Post"),
        Document(text="a", url="https://example.org/1"),
        Document(text="a", row="7"),
        Document(text="a", published="2025-05-01"),
        Document(text="a "),
    ],
)
def test_another_text_or_origin_is_another_document(other: Document) -> None:
    assert Document(text="a").id != other.id


def test_reading_of_two_documents_by_one_pipeline_is_two_runs() -> None:
    assert run_iri("d", "1", "rules") != run_iri("e", "1", "rules")


@pytest.mark.parametrize("iri", ["https://example.org/china", "urn:iso:cn"])
def test_concept_keeps_the_iri_that_its_pack_gives(iri: str) -> None:
    assert entity_iri(iri) == iri


def test_minted_iri_shows_no_name() -> None:
    assert "ann" not in entity_iri("person:ann lee").removeprefix(ID)
