"""From an annotated spaCy ``Doc`` to an ``Extraction``: the last step of the pipeline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from spacy.tokens import Doc

from onrecord.ingest.annotation import Attribution, NamedEntity, RelationDraft, Voice
from onrecord.ingest.document import Document
from onrecord.ingest.event_dates import dated_drafts
from onrecord.ingest.extraction import (
    Entity,
    Extraction,
    Relation,
    Span,
    Statement,
    entity_id,
    relation_id,
    statement_id,
)

T = TypeVar("T", Statement, Relation)
_BLANK = re.compile(r"\n[ \t\r]*\n\s*")


def extraction_of(document: Document, doc: Doc, *, pipeline: str, profile: str) -> Extraction:
    """The extraction that the components left on ``doc``.

    Statements and relations come in text order; where two have the same spans the more confident
    one stays.
    """
    document_id = document.id  # hashes the whole text each time
    text = document.analysed_text
    names: tuple[NamedEntity, ...] = doc._.names
    ids = [entity_id(document_id, name.label, name.mentions) for name in names]
    entities = {
        id_: Entity(
            id=id_,
            label=name.label,
            type=name.type,
            mentions=tuple(sorted({*name.mentions, *name.references})),
            aliases=name.aliases,
            concept=name.concept,
            metonyms=name.metonyms,
        )
        for id_, name in zip(ids, names, strict=True)
    }
    attributions: tuple[Attribution, ...] = doc._.attributions
    # A pipeline without the components that name speakers and topics leaves both out.
    voices = doc._.voices or (Voice(None, "unknown"),) * len(attributions)
    topics = doc._.topics or ((),) * len(attributions)
    statements = _best(
        [
            _statement(text, document_id, attribution, voice, about, ids)
            for attribution, voice, about in zip(attributions, voices, topics, strict=True)
        ]
    )
    relations = _best([_relation(text, document_id, draft, ids) for draft in dated_drafts(doc)])
    return Extraction(
        document=document,
        pipeline=pipeline,
        profile=profile,
        entities=tuple(sorted(entities.values(), key=lambda e: (e.mentions[0], e.id))),
        statements=tuple(sorted(statements, key=lambda s: (s.content[0], s.id))),
        relations=tuple(sorted(relations, key=lambda r: (r.subject_mention, r.id))),
    )


def _best(claims: list[T]) -> list[T]:
    best: dict[str, T] = {}
    for claim in claims:
        held = best.get(claim.id)
        if held is None or claim.confidence > held.confidence:
            best[claim.id] = claim
    return list(best.values())


def _paragraph(text: str, sentence: Span, within: Iterable[Span]) -> Span:
    """The part of a sentence that lies in the paragraphs of these spans.

    The parser runs on over headings, which end in no full stop; a blank line ends a sentence.
    """
    spans = list(within)
    first = min((span.start for span in spans), default=sentence.start)
    last = max((span.end for span in spans), default=sentence.end)
    start = max((m.end() for m in _BLANK.finditer(text, sentence.start, first)), default=None)
    after = _BLANK.search(text, last, max(sentence.end, last))
    start = min(sentence.start, first) if start is None else start
    end = after.start() if after else max(sentence.end, last)
    shown = text[start:end]
    start += len(shown) - len(shown.lstrip())
    return Span(start, start + len(shown.strip()))


def _statement(
    text: str,
    document_id: str,
    attribution: Attribution,
    voice: Voice,
    about: tuple[int, ...],
    ids: list[str],
) -> Statement:
    return Statement(
        id=statement_id(document_id, attribution.source, attribution.cue, attribution.content),
        source=attribution.source,
        cue=attribution.cue,
        content=attribution.content,
        sentence=_paragraph(
            text,
            attribution.sentence,
            (*attribution.source, *attribution.cue, *attribution.content),
        ),
        mode=attribution.mode,
        attitude=attribution.attitude,
        cue_class=attribution.cue_class,
        speaker=None if voice.speaker is None else ids[voice.speaker],
        speaker_kind=voice.kind,
        via=tuple(ids[i] for i in voice.via),
        about=tuple(dict.fromkeys(ids[i] for i in about)),
        date=attribution.date,
        confidence=round(attribution.confidence, 3),
        rule=attribution.rule,
    )


def _relation(text: str, document_id: str, draft: RelationDraft, ids: list[str]) -> Relation:
    return Relation(
        id=relation_id(document_id, draft.predicate, draft.subject_mention, draft.object_mention),
        subject=ids[draft.subject],
        predicate=draft.predicate,
        object=ids[draft.object],
        role=draft.role,
        plover=draft.plover,
        subject_mention=draft.subject_mention,
        object_mention=draft.object_mention,
        evidence=tuple(
            _paragraph(text, span, (draft.subject_mention, draft.object_mention))
            if span.start <= draft.subject_mention.start < span.end
            else span
            for span in draft.evidence
        ),
        factuality=draft.factuality,
        date=draft.date,
        confidence=round(draft.confidence, 3),
        rule=draft.rule,
        quantities=draft.quantities,
    )
