"""Extractions made by hand: what the pipeline would give for a short text, without spaCy.

Spans are found by their words, so that a test shows its text and what is said in it, no offsets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from onrecord.ingest.document import Document
from onrecord.ingest.extraction import (
    Entity,
    EntityType,
    Extraction,
    Factuality,
    PartialDate,
    Relation,
    Span,
    Statement,
    entity_id,
    relation_id,
    statement_id,
)
from onrecord.ontology.entities import CanonicalEntity, LocalEntity, canonical, name_key

PACK = Path(__file__).with_name("small.ttl")
"""A pack of a few concepts, for graphs that are opened without the built-in ones."""

CONCEPT = "https://w3id.org/onrecord/id/concept/"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: ``speaker``, ``about`` and ``via`` are labels of entities."""

    speaker: str | None
    cue: str
    content: str
    about: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    date: PartialDate | None = None
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Related:
    """A relation between two entities, by their labels."""

    subject: str
    predicate: str
    object: str
    factuality: Factuality = "asserted"
    role: str | None = None
    plover: str | None = None
    confidence: float = 0.8


def extraction(
    text: str,
    named: Mapping[str, EntityType | tuple[EntityType, str]] | None = None,
    *,
    said: Iterable[Said] = (),
    related: Iterable[Related] = (),
    aliases: Mapping[str, tuple[str, ...]] | None = None,
    pipeline: str = "1-test",
    **metadata: Any,
) -> Extraction:
    """The extraction of a text with these entities, by label, statements and relations.

    An entity is given by its type, or by its type and the last part of a concept's IRI. Every
    label stands in the text; the whole text is the sentence of all.
    """
    document = Document(text=text, **metadata)
    entities: dict[str, Entity] = {}
    for label, kind in (named or {}).items():
        type_, concept = (kind, None) if isinstance(kind, str) else (kind[0], CONCEPT + kind[1])
        mentions = tuple(_spans(text, label))
        entities[label] = Entity(
            entity_id(document.id, label, mentions),
            label,
            type_,
            mentions,
            (aliases or {}).get(label, ()),
            concept,
        )
    sentence = Span(0, len(text))
    return Extraction(
        document=document,
        pipeline=pipeline,
        profile="rules",
        entities=tuple(entities.values()),
        statements=tuple(_statement(document, entities, sentence, each) for each in said),
        relations=tuple(_relation(document, entities, sentence, each) for each in related),
    )


def _spans(text: str, words: str) -> list[Span]:
    found, start = list[Span](), text.find(words)
    while start >= 0:
        found.append(Span(start, start + len(words)))
        start = text.find(words, start + len(words))
    if not found:
        raise ValueError(f"{words!r} does not stand in {text!r}")
    return found


def _statement(
    document: Document, entities: Mapping[str, Entity], sentence: Span, said: Said
) -> Statement:
    source = () if said.speaker is None else (entities[said.speaker].mentions[0],)
    cue, content = (_spans(document.text, words)[:1] for words in (said.cue, said.content))
    return Statement(
        id=statement_id(document.id, source, tuple(cue), tuple(content)),
        source=source,
        cue=tuple(cue),
        content=tuple(content),
        sentence=sentence,
        mode="indirect",
        attitude="say",
        cue_class="assert",
        speaker=None if said.speaker is None else entities[said.speaker].id,
        speaker_kind="unknown" if said.speaker is None else "named",
        via=tuple(entities[label].id for label in said.via),
        about=tuple(entities[label].id for label in said.about),
        date=said.date,
        confidence=said.confidence,
        rule="handmade",
    )


def _relation(
    document: Document, entities: Mapping[str, Entity], sentence: Span, related: Related
) -> Relation:
    subject, object_ = entities[related.subject], entities[related.object]
    return Relation(
        id=relation_id(document.id, related.predicate, subject.mentions[0], object_.mentions[0]),
        subject=subject.id,
        predicate=related.predicate,
        object=object_.id,
        role=related.role,
        plover=related.plover,
        subject_mention=subject.mentions[0],
        object_mention=object_.mentions[0],
        evidence=(sentence,),
        factuality=related.factuality,
        date=None,
        confidence=float(Decimal(str(related.confidence))),
        rule="handmade",
    )


def tariffs(
    factuality: Factuality = "asserted", *, text: str = "Acme imposes the Chip Tariff.", **more: Any
) -> Extraction:
    """Acme imposes the Chip Tariff, or is said to, or denies it."""
    return extraction(
        text,
        {"Acme": "Organization", "Chip Tariff": "Measure"},
        related=[Related("Acme", "imposes", "Chip Tariff", factuality)],
        **more,
    )


def briefing(**more: Any) -> Extraction:
    """One document with a bit of everything: concepts, minted entities, a chain, a date."""
    return extraction(
        "On 19 May Ann Lee told Daily Post that factories need help and the Robot Plan targets "
        "manufacturing. Ann Lee is minister of China, Daily Post wrote.",
        {
            "Ann Lee": "Person",
            "Daily Post": ("MediaOutlet", "daily-post"),
            "Robot Plan": "Plan",
            "manufacturing": ("Sector", "manufacturing"),
            "China": ("Country", "china"),
        },
        said=[
            Said(
                "Ann Lee",
                "told",
                "factories need help and the Robot Plan targets manufacturing",
                about=("manufacturing", "Robot Plan"),
                via=("Daily Post",),
                date=PartialDate("--05-19", "day", "19 May"),
            )
        ],
        related=[
            Related("Ann Lee", "memberOf", "China", role="minister"),
            Related("Robot Plan", "targetsSector", "manufacturing", "reported"),
            Related("Ann Lee", "demandsFrom", "Daily Post", "hypothetical", plover="DEMAND"),
        ],
        aliases={"Ann Lee": ("Lee", "Ann Lee")},
        **{
            "published": "2025-05",
            "outlet": "Daily Post",
            "authors": ("Bo Writer",),
            "title": "Help for factories",
            "url": "https://example.org/help",
            "language": "en",
            "path": "/somewhere/help.txt",
            **more,
        },
    )


def corpus() -> list[Extraction]:
    """A dozen documents that share entities, one of each kind of difficulty."""
    people = ("Ann Lee", "Bob Ray", "Cy Dee")
    found = [briefing(), tariffs(), tariffs("denied", outlet="Daily Post", published="2025-06-01")]
    for number in range(8):
        person, other = people[number % 3], people[(number + 1) % 3]
        found.append(
            extraction(
                f"{person} said the Chip Tariff hurts manufacturing, case {number}. Officials and "
                f"{other} met in China with Acme.",
                {
                    person: "Person",
                    other: "Person",
                    "Chip Tariff": "Measure" if number % 2 else "Policy",
                    "manufacturing": ("Sector", "manufacturing"),
                    "Officials": "Group",
                    "China": ("Country", "china"),
                    "Acme": "Company" if number % 3 else "Organization",
                },
                said=[
                    Said(
                        person,
                        "said",
                        f"the Chip Tariff hurts manufacturing, case {number}",
                        about=("Chip Tariff", "manufacturing"),
                    )
                ],
                related=[
                    Related(person, "consultsWith", other, plover="CONSULT"),
                    Related("Acme", "imposes", "Chip Tariff", "reported" if number else "denied"),
                ],
                published=f"2025-05-{number + 10}",
                outlet="Daily Post" if number % 2 else "The Gazette",
                path=f"/somewhere/case-{number}.txt",
            )
        )
    return found


def canonical_by_name(entities: Iterable[LocalEntity]) -> dict[str, CanonicalEntity]:
    """The minted entities by key, where names alone say which is which."""
    by_key: dict[str, list[LocalEntity]] = {}
    for entity in entities:
        if entity.concept is None:
            by_key.setdefault(name_key(entity), []).append(entity)
    return {
        key: canonical(
            key,
            Counter(member.label for member in members),
            Counter(member.type for member in members),
            {name for member in members for name in member.names},
        )
        for key, members in by_key.items()
    }
