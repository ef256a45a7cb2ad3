"""Statements of any year that a document may be of are sorted alike everywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.graph.answers import ask_cypher, ask_sparql
from onrecord.graph.catalogue import questions
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Extraction, Span
from onrecord.ontology.facts import recency
from onrecord.ontology.packs import Packs
from tests.graph.test_knowledge_graph import with_engine
from tests.handmade import Said, extraction

UNDATED = 5 * 10**10
DATES = st.one_of(
    st.dates().map(lambda day: day.isoformat()[:4]),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()),
)


def said(published: str | None) -> Extraction:
    """Ann Lee says something, in a document of that date."""
    return extraction(
        "Ann Lee said that factories need help.",
        {"Ann Lee": "Person"},
        said=[Said("Ann Lee", "said", "factories need help")],
        published=published,
        row=f"of {published}",
    )


def of(published: str | None, row: str, start: int) -> int:
    statement = replace(said(published).statements[0], sentence=Span(start, start + 1))
    return recency(Document("x", row=row, published=published), statement)


@given(DATES, st.text("ab", min_size=1, max_size=9), st.integers(0, 10**9))
def test_recency_fits_into_64_bits_and_tells_the_dated_from_the_undated(
    published: str, row: str, start: int
) -> None:
    assert 0 <= of(None, row, start) < UNDATED <= of(published, row, start) < 2**63


@given(st.dates(), st.dates(), st.text("ab", min_size=1, max_size=9), st.integers(0, 10**9))
def test_what_was_published_later_comes_first_wherever_it_stands(
    one: object, other: object, row: str, start: int
) -> None:
    earlier, later = sorted((str(one), str(other)))
    if earlier < later:
        assert of(earlier, row, 0) < of(later, "a", start)


@pytest.mark.parametrize("published", ["0000", "0000-01-01", "-0044-03-15", "10000-01-01"])
def test_a_year_that_no_date_has_is_refused_by_name(published: str) -> None:
    with pytest.raises(ValueError, match=f"published must be YYYY.*{published}"):
        Document("x", row="1", published=published)


def test_the_first_and_the_last_year_are_stored_and_sorted_alike_in_both_languages(
    data_folder: Path, packs: Packs, property_graph: PropertyGraph
) -> None:
    dates = ["0001-01-01", "1999", "2025-05", "9224-01-01", "9999-12-31", None]
    with with_engine(data_folder, packs, property_graph) as graph:
        for published in dates:
            graph.put(said(published))
        graph.sync()
        assert property_graph.content() == graph.projected()
        question = questions()["who-said"]
        in_sparql = ask_sparql(graph.rdf.store, question, {}, max_rows=10)
        in_cypher = ask_cypher(property_graph, question, {}, max_rows=10, timeout_ms=60_000)
    assert in_cypher.rows == in_sparql.rows
    published_at = in_sparql.columns.index("published")
    assert [row[published_at] for row in in_sparql.rows] == [
        "9999-12-31", "9224-01-01", "2025-05", "1999", "0001-01-01", None,
    ]  # fmt: skip
