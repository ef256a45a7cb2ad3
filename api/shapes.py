"""The JSON of the answers, as OpenAPI describes it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from onrecord.graph.document_lookup import DocumentView, ListedDocument
from onrecord.graph.entity_lookup import EntityPage, FoundEntity, Role, entity_id
from onrecord.graph.who_said import OPENING_MARKS, Answer, NamedThing, SaidStatement, SourceDocument


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
    offset: int
    truncated: bool
    next_offset: int | None


class FoundEntityJson(ThingJson):
    """An entity with how many statements it makes, and how many are about it."""

    statements: int
    about: int


class EntitiesJson(Shape):
    """Entities, most quoted first."""

    entities: list[FoundEntityJson]
    total: int
    truncated: bool


class RoleJson(Shape):
    """A post or membership, with the sentence that shows it."""

    role: str | None
    body: ThingJson
    sentence: SpanJson
    document: SourceJson
    factuality: str
    confidence: float


class EntityJson(FoundEntityJson):
    """All that is known of an entity."""

    aliases: list[str]
    roles: list[RoleJson]
    mentioned_in: list[SourceJson]


class ListedDocumentJson(SourceJson):
    """A document with how many statements stand in it."""

    statements: int


class DocumentsJson(Shape):
    """A page of documents, newest first, undated ones last."""

    documents: list[ListedDocumentJson]
    total: int
    offset: int
    truncated: bool
    next_offset: int | None


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
    mentions: list[MentionJson]


class RowsJson(Shape):
    """Rows of a question, and whether there were more."""

    columns: list[str]
    rows: list[list[object]]
    truncated: bool


def thing_json(thing: NamedThing) -> dict[str, object]:
    """An entity with its id."""
    return {"id": entity_id(thing.iri), **asdict(thing)}


def statement_json(statement: SaidStatement) -> StatementJson:
    """A statement with its citation."""
    return StatementJson.model_validate(
        {
            **asdict(statement),
            "speaker": thing_json(statement.speaker) if statement.speaker else None,
            "via": [thing_json(thing) for thing in statement.via],
            "about": [thing_json(thing) for thing in statement.about],
            "citation": citation(statement),
        }
    )


def statements_json(answer: Answer, offset: int) -> StatementsJson:
    """A page of statements that begins at ``offset``."""
    end = offset + len(answer.statements)
    return StatementsJson(
        statements=[statement_json(statement) for statement in answer.statements],
        total=answer.total,
        documents=answer.documents,
        undated_documents=answer.undated_documents,
        undated=answer.undated,
        offset=offset,
        truncated=answer.truncated,
        next_offset=end if answer.statements and end < answer.total else None,
    )


def found_entity_json(entity: FoundEntity) -> FoundEntityJson:
    """An entity that was found."""
    return FoundEntityJson.model_validate(asdict(entity))


def entity_json(page: EntityPage) -> EntityJson:
    """All that is known of an entity."""
    return EntityJson(
        **asdict(page.entity),
        aliases=list(page.aliases),
        roles=[_role_json(role) for role in page.roles],
        mentioned_in=[SourceJson.model_validate(document) for document in page.mentioned_in],
    )


def listed_document_json(listed: ListedDocument) -> ListedDocumentJson:
    """A document of the list."""
    return ListedDocumentJson(**asdict(listed.document), statements=listed.statements)


def document_json(view: DocumentView, source: SourceDocument) -> DocumentJson:
    """A document with its text."""
    document, text = view.document, view.document.text
    return DocumentJson(
        **asdict(source),
        url=document.url,
        authors=list(document.authors),
        language=document.language,
        sha256=document.sha256,
        length=len(text),
        file_names=list(view.file_names),
        known=view.known,
        text=text,
        statements=[statement_json(statement) for statement in view.statements],
        mentions=[
            MentionJson(
                entity=ThingJson.model_validate(thing_json(mentions.entity)),
                spans=[
                    SpanJson(start=s.start, end=s.end, text=text[s.start : s.end])
                    for s in mentions.spans
                ],
            )
            for mentions in view.mentions
        ],
    )


def citation(statement: SaidStatement) -> str:
    """One line that leads anybody back to the sentence."""
    document = statement.document
    speaker = statement.speaker.label if statement.speaker else "Speaker not named"
    if statement.speaker_role:
        speaker += f" ({statement.speaker_role})"
    if statement.via:
        speaker += f", via {', '.join(thing.label for thing in statement.via)}"
    words = " … ".join(" ".join(span.text.split()) for span in statement.content)
    if statement.mode == "direct":
        said = words if words[:1] in OPENING_MARKS else f"“{words}”"
    else:
        # Only a speaker's own words stand as a quotation: the rest is the reporter's sentence.
        sentence = " ".join(statement.sentence.text.split())
        said = f"{statement.mode} speech in the sentence: {sentence}"
    where = [document.title or document.name, document.outlet, document.published or "undated"]
    place = f"characters {statement.sentence.start}–{statement.sentence.end}"
    return f"{speaker}: {said} – {', '.join(filter(None, where))}, {place}. {statement.iri}"


def _role_json(role: Role) -> RoleJson:
    return RoleJson.model_validate({**asdict(role), "body": thing_json(role.body)})
