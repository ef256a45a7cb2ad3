"""The JSON of the answers, as OpenAPI describes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from onrecord.graph.lookup.facets import Facet


class Shape(BaseModel):
    """A part of an answer, read from the values of ``graph``."""

    model_config = ConfigDict(from_attributes=True)


class SpanJson(Shape):
    """A range of the document's text, in Unicode code points."""

    start: int
    end: int
    text: str


class ThingJson(Shape):
    """An entity, with the id that /entities knows it by."""

    id: str
    iri: str
    label: str
    type: str


class SourceJson(Shape):
    """The document that something stands in."""

    id: str
    iri: str
    name: str
    title: str | None
    published: str | None
    outlet: str | None


class StatementJson(Shape):
    """A statement with all that is needed to check it, and a citation to copy."""

    id: str
    iri: str
    speaker: ThingJson | None
    speaker_kind: str
    speaker_role: str | None
    source: list[SpanJson]
    cue: list[SpanJson]
    content: list[SpanJson]
    sentence: SpanJson
    mode: str
    attitude: str
    cue_class: str
    via: list[ThingJson]
    about: list[ThingJson]
    date: str | None
    date_precision: str | None
    confidence: float
    rule: str
    metonymy: bool
    document: SourceJson
    citation: str


class FacetValueJson(Shape):
    """A value, as the filter of the facet's name takes it, and how many have it."""

    value: str | None
    label: str
    count: int


class FacetJson(Shape):
    """The most frequent values; ``more`` is how many others there are."""

    values: list[FacetValueJson]
    more: int


class StatementsJson(Shape):
    """A page of statements with true totals.

    ``undated_documents`` of the matching documents have no date; ``undated`` statements match all
    but ``since`` and ``until``, which cannot be checked for them.
    """

    statements: list[StatementJson]
    total: int
    documents: int
    undated_documents: int
    undated: int
    truncated: bool
    next: str | None
    facets: dict[str, FacetJson] | None = None


class RelationJson(Shape):
    """A relation, or a statement as what connects two entities, with the sentence that shows it."""

    kind: Literal["relation", "statement"]
    id: str
    iri: str
    predicate: str
    subject: ThingJson | None
    object: ThingJson | None
    role: str | None
    factuality: str | None
    quantities: list[str]
    date: str | None
    date_precision: str | None
    confidence: float
    rule: str
    sentence: SpanJson
    document: SourceJson
    citation: str


class ClaimJson(RelationJson):
    """The same with the whole statement, where it is one."""

    statement: StatementJson | None


class ClaimsJson(Shape):
    """A page of claims, newest first."""

    claims: list[ClaimJson]
    total: int
    truncated: bool
    next: str | None


class CountedEntityJson(ThingJson):
    """An entity with how many statements it makes, and how many are about it."""

    statements: int
    about: int


class EntitiesJson(Shape):
    """A page of entities, most quoted first."""

    entities: list[CountedEntityJson]
    total: int
    truncated: bool
    next: str | None
    facets: dict[str, FacetJson] | None = None


class RelationCountJson(Shape):
    """How many entities a relation connects the entity with, by how many claims."""

    predicate: str
    direction: Literal["out", "in"]
    entities: int
    claims: int


class MonthJson(Shape):
    """How many statements of a month the entity makes, and how many are about it."""

    month: str | None
    statements: int
    about: int


class EntityJson(CountedEntityJson):
    """All that is known of an entity; ``mentioned_in`` are the newest of ``documents``."""

    aliases: list[str]
    broader: list[ThingJson]
    narrower: list[ThingJson]
    roles: list[RelationJson]
    relations: list[RelationCountJson]
    timeline: list[MonthJson]
    documents: int
    mentioned_in: list[SourceJson]


class NeighbourJson(Shape):
    """An entity beside another, by a relation that so many claims support."""

    entity: ThingJson
    predicate: str
    direction: Literal["out", "in"]
    claims: int


class NeighboursJson(Shape):
    """A page of neighbours, those with most claims first."""

    neighbours: list[NeighbourJson]
    total: int
    truncated: bool
    next: str | None


class ListedDocumentJson(SourceJson):
    """A document with how many statements stand in it."""

    language: str | None
    statements: int


class DocumentsJson(Shape):
    """A page of documents, newest first, undated ones last."""

    documents: list[ListedDocumentJson]
    total: int
    truncated: bool
    next: str | None
    facets: dict[str, FacetJson] | None = None


class MentionJson(Shape):
    """An entity with the places where the document names it."""

    entity: ThingJson
    spans: list[SpanJson]


class DocumentJson(SourceJson):
    """A document with its text, and what was found in it."""

    url: str | None
    authors: list[str]
    language: str | None
    sha256: str
    length: int
    file_names: list[str]
    known: datetime | None
    text: str
    statements: list[StatementJson]
    relations: list[RelationJson]
    mentions: list[MentionJson]


class RowsJson(Shape):
    """Rows of a question, whether there were more, and the documents that they name, by IRI."""

    columns: list[str]
    rows: list[list[object]]
    truncated: bool
    documents: dict[str, SourceJson]
    hint: str | None


def facets_json(facets: Mapping[str, Facet]) -> dict[str, FacetJson]:
    """Facets by the names of their filters."""
    return {name: FacetJson.model_validate(facet) for name, facet in facets.items()}
