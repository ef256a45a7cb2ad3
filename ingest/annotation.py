"""What our pipeline components leave on a spaCy ``Doc`` for those after them.

Every component reads extension attributes that an earlier one set and sets one of its own by
replacing a whole tuple, so that each can be tested on a ``Doc`` built by hand. Offsets are those
of the text (``Span`` of extraction.py, not of spaCy), so that nothing shifts on the way out.

    doc.ents                 spaCy spans with our entity types; kb_id_ is the concept's IRI
    doc._.names              tuple[NamedEntity, …], resolved within the document      (names)
    doc._.attributions       tuple[Attribution, …], in text order
                             (attribution, chain, dates, speakers)
    doc._.leads              tuple[Lead, …] of chain/leads.py: words that lead to an outlet  (chain)
    doc._.voices             tuple[Voice, …], one for each attribution           (speakers)
    doc._.relation_drafts    tuple[RelationDraft, …]                     (roles, relations)
    doc._.topics             tuple[tuple[int, …], …], one for each attribution: entities it is about
    doc._.published          str | None, the document's date, set before the pipeline runs
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from onrecord.ingest.extraction import (
    Attitude,
    CueClass,
    EntityType,
    Factuality,
    Mode,
    PartialDate,
    Span,
    SpeakerKind,
)


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """An entity of this document; later components refer to it by its place in ``doc._.names``.

    ``references`` are nouns that mean it ("the company"), beside the mentions that name it.
    """

    label: str
    type: EntityType
    mentions: tuple[Span, ...]
    aliases: tuple[str, ...] = ()
    concept: str | None = None
    metonyms: tuple[Span, ...] = ()
    references: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """A statement before its speaker is known.

    ``via`` are the mentions of those who relayed it ("told Reuters" → the span of "Reuters"),
    from the speaker to the reader.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    sentence: Span
    mode: Mode
    attitude: Attitude
    cue_class: CueClass
    confidence: float
    rule: str
    via: tuple[Span, ...] = ()
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in an attribution, and through whom: places in ``doc._.names``."""

    speaker: int | None
    kind: SpeakerKind
    via: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """A relation between two places in ``doc._.names``."""

    subject: int
    predicate: str
    object: int
    subject_mention: Span
    object_mention: Span
    evidence: tuple[Span, ...]
    role: str | None = None
    plover: str | None = None
    factuality: Factuality = "asserted"
    date: PartialDate | None = None
    confidence: float = 0.6
    rule: str = "relation"
    quantities: tuple[Span, ...] = ()


def register() -> None:
    """Declare the extension attributes; safe to call again."""
    for name in ("names", "attributions", "voices", "relation_drafts", "topics"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=())
    if not Doc.has_extension("published"):
        Doc.set_extension("published", default=None)


register()
