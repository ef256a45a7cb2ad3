"""What was read out of one document: entities, statements and relations, all with offsets.

These values are the seam between spaCy and everything after it: no spaCy object leaves
``ingest``. Identifiers come from content, so that the same text read by the same pipeline gives
the same extraction, byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.ingest.document import Document, digest

Mode = Literal["direct", "indirect", "mixed"]
Attitude = Literal["say", "think"]
CueClass = Literal[
    "assert", "announce", "deny", "withhold", "demand", "promise", "warn",
    "predict", "criticise", "praise", "question", "opine",
]  # fmt: skip
SpeakerKind = Literal["named", "role", "group", "anonymous", "unknown"]
Factuality = Literal["asserted", "reported", "denied", "hypothetical"]
Precision = Literal["day", "month", "year"]
EntityType = Literal[
    "Person", "Organization", "GovernmentBody", "MediaOutlet", "Company", "Party", "Country",
    "Group", "Policy", "Plan", "Measure", "Legislation", "Sector",
]  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range in the document text, counted in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span must be ordered and non-empty, got {self.start}:{self.end}")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as the text says it.

    ``value`` is ``2025-05-26``, ``2025-05``, ``2025`` or, where the year is not known,
    ``--05-19``; ``text`` are the words it was read from.
    """

    value: str
    precision: Precision
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing mentioned, resolved within its document only.

    ``concept`` is the IRI of a pack concept where one is meant. ``metonyms`` are those mentions
    that name the entity by another's name ("Beijing" for China).
    """

    id: str
    label: str
    type: EntityType
    mentions: tuple[Span, ...]
    aliases: tuple[str, ...] = ()
    concept: str | None = None
    metonyms: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if not self.mentions:
            raise ValueError(f"entity {self.label!r} has no mention")


@dataclass(frozen=True, slots=True)
class Statement:
    """A source, by means of a cue, puts forward a content.

    Roles may be discontinuous; ``source`` may be empty (the speaker of the sentence before goes
    on), ``cue`` too (a quotation without any). ``speaker``, ``via`` and ``about`` are ids of
    entities of the same extraction; ``via`` is ordered from the speaker to the reader.
    ``rule`` names the rule or model that found it.
    """

    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    sentence: Span
    mode: Mode
    attitude: Attitude
    cue_class: CueClass
    speaker: str | None
    speaker_kind: SpeakerKind
    via: tuple[str, ...]
    about: tuple[str, ...]
    date: PartialDate | None
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A subject stands in a relation to an object, as some words of the text show.

    ``predicate`` is the local name of a property of onrecord.ttl; ``evidence`` are the sentences,
    ``quantities`` the amounts that belong to it ("145 per cent").
    """

    id: str
    subject: str
    predicate: str
    object: str
    role: str | None
    plover: str | None
    subject_mention: Span
    object_mention: Span
    evidence: tuple[Span, ...]
    factuality: Factuality
    date: PartialDate | None
    confidence: float
    rule: str
    quantities: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one pipeline read out of one document, each group in text order."""

    document: Document
    pipeline: str
    profile: str
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    relations: tuple[Relation, ...]

    def __post_init__(self) -> None:
        known = {entity.id for entity in self.entities}
        for statement in self.statements:
            for ref in (statement.speaker, *statement.via, *statement.about):
                if ref is not None and ref not in known:
                    raise ValueError(f"statement {statement.id} refers to an unknown entity {ref}")
        for relation in self.relations:
            for ref in (relation.subject, relation.object):
                if ref not in known:
                    raise ValueError(f"relation {relation.id} refers to an unknown entity {ref}")


def entity_id(document_id: str, label: str, mentions: tuple[Span, ...]) -> str:
    """Identifies an entity of one document by its label and its mentions."""
    return digest("entity", document_id, label, [[m.start, m.end] for m in mentions])


def statement_id(
    document_id: str, source: tuple[Span, ...], cue: tuple[Span, ...], content: tuple[Span, ...]
) -> str:
    """Identifies a statement by its document, its spans and their roles."""
    roles = [[[s.start, s.end] for s in role] for role in (source, cue, content)]
    return digest("statement", document_id, roles)


def relation_id(document_id: str, predicate: str, subject: Span, object_: Span) -> str:
    """Identifies a relation by its document, its predicate and its two mentions."""
    return digest(
        "relation",
        document_id,
        predicate,
        [subject.start, subject.end],
        [object_.start, object_.end],
    )
