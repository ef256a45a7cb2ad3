"""The JSON that `onrecord extract --json` prints: one object a document, every span with its text.

DESIGN.md section 4 fixes the shape; programs of others read it.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.ingest.extraction import Entity, Extraction, PartialDate, Relation, Span, Statement

Json = dict[str, object]


def extraction_json(extraction: Extraction) -> Json:
    """The object for one document; ``id`` is the row's own where it came from a row."""
    document = extraction.document
    text = document.text
    return {
        "id": document.row or document.id,
        "document": {
            "id": document.id,
            "path": document.path,
            "sha256": document.sha256,
            "title": document.title,
            "published": document.published,
            "outlet": document.outlet,
            "authors": list(document.authors),
            "language": document.language,
        },
        "entities": [_entity(entity, text) for entity in extraction.entities],
        "statements": [_statement(statement, text) for statement in extraction.statements],
        "relations": [_relation(relation, text) for relation in extraction.relations],
    }


def span_json(span: Span, text: str) -> Json:
    """``{"start", "end", "text"}``."""
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}


def _spans(spans: Iterable[Span], text: str) -> list[Json]:
    return [span_json(span, text) for span in spans]


def _date(date: PartialDate | None) -> Json | None:
    if date is None:
        return None
    return {"value": date.value, "precision": date.precision, "text": date.text}


def _entity(entity: Entity, text: str) -> Json:
    return {
        "id": entity.id,
        "label": entity.label,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "mentions": _spans(entity.mentions, text),
    }


def _statement(statement: Statement, text: str) -> Json:
    return {
        "id": statement.id,
        "source": _spans(statement.source, text),
        "cue": _spans(statement.cue, text),
        "content": _spans(statement.content, text),
        "sentence": span_json(statement.sentence, text),
        "mode": statement.mode,
        "attitude": statement.attitude,
        "cue_class": statement.cue_class,
        "speaker": statement.speaker,
        "speaker_kind": statement.speaker_kind,
        "via": list(statement.via),
        "about": list(statement.about),
        "date": _date(statement.date),
        "confidence": statement.confidence,
        "rule": statement.rule,
    }


def _relation(relation: Relation, text: str) -> Json:
    return {
        "id": relation.id,
        "subject": relation.subject,
        "predicate": relation.predicate,
        "object": relation.object,
        "role": relation.role,
        "plover": relation.plover,
        "subject_mention": span_json(relation.subject_mention, text),
        "object_mention": span_json(relation.object_mention, text),
        "evidence": _spans(relation.evidence, text),
        "quantities": _spans(relation.quantities, text),
        "factuality": relation.factuality,
        "date": _date(relation.date),
        "confidence": relation.confidence,
        "rule": relation.rule,
    }
