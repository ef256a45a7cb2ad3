"""Extractions of the shape that real ones have, made up from a seed, for benchmarks of the stores.

Shape of 84 documents of PolNeAR dev read with the profile ``fast``: 26 statements and 3 relations a
document, 3.7 spans a claim, a quarter of the names new in each document, names that come back the
more often the oftener they came.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from onrecord.ingest.document import Document
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
from onrecord.ontology.entities import name_words
from onrecord.ontology.packs import Packs

STATEMENTS, RELATIONS = 26, 3
_SYLLABLES = ("ka", "len", "mor", "ti", "vas", "ro", "del", "shi", "ban", "qu", "er", "no")
_WORDS = (
    "tariffs", "growth", "industry", "policy", "steel", "exports", "subsidy", "market", "plan",
    "trade", "energy", "chips", "prices", "jobs", "supply", "demand", "budget", "reform",
    "security", "technology", "investment", "manufacturing",
)  # fmt: skip
_TOPICS = ("made in china 2025", "manufacturing", "steel")
_OUTLETS = ("Bloomberg", "CNBC", "Xinhua")


def extractions(claims: int, packs: Packs, seed: int = 1) -> Iterator[Extraction]:
    """Yield documents with about so many claims in all."""
    chance = random.Random(seed)
    names: list[str] = []
    for number in range(max(1, claims // (STATEMENTS + RELATIONS))):
        yield _document(number, chance, names, packs)


def _name(chance: random.Random) -> str:
    first, last = ("".join(chance.choices(_SYLLABLES, k=3)).title() for _ in range(2))
    return f"{first} {last}"


def _people(chance: random.Random, names: list[str]) -> list[str]:
    """Twelve people of a document; one that is not new is as likely as it came before."""
    found = dict.fromkeys(
        chance.choice(names) if names and chance.random() > 0.25 else _name(chance)
        for _ in range(12)
    )
    names.extend(found)
    return list(found)


def _document(number: int, chance: random.Random, names: list[str], packs: Packs) -> Extraction:
    people = _people(chance, names)
    text: list[str] = []
    length = 0

    def write(words: str) -> Span:
        nonlocal length
        text.append(words)
        span = Span(length, length + len(words))
        length += len(words)
        return span

    mentions: dict[str, list[Span]] = {}

    def mention(name: str) -> Span:
        span = write(name)
        mentions.setdefault(name, []).append(span)
        return span

    said: list[tuple[str, Span, Span, Span, Span, str | None]] = []
    for _ in range(STATEMENTS):
        speaker = chance.choice(people)
        source = mention(speaker)
        write(" ")
        cue = write(chance.choice(("said", "warned", "announced")))
        write(" ")
        start = length
        write(" ".join(chance.choices(_WORDS, k=14)) + " ")
        topic = chance.choice(_TOPICS) if chance.random() < 0.1 else None
        if topic:
            mention(topic)
        content = Span(start, length - (not topic))
        write(". ")
        said.append((speaker, source, cue, content, Span(source.start, length - 1), topic))
    related: list[tuple[str, str, Span, Span, Span]] = []
    for _ in range(RELATIONS):
        one, other = chance.sample(people, 2) if len(people) > 1 else people * 2
        subject = mention(one)
        write(" supports ")
        object_ = mention(other)
        write(". ")
        related.append((one, other, subject, object_, Span(subject.start, length - 1)))
    published = date(2015, 1, 1) + timedelta(days=chance.randrange(3650))
    document = Document(
        "".join(text), row=f"made-up-{number}", published=published.isoformat(),
        outlet=chance.choice(_OUTLETS), title=f"Made up {number}", language="en",
    )  # fmt: skip
    return _extraction(document, mentions, said, related, packs)


def _extraction(
    document: Document,
    mentions: dict[str, list[Span]],
    said: Sequence[tuple[str, Span, Span, Span, Span, str | None]],
    related: Sequence[tuple[str, str, Span, Span, Span]],
    packs: Packs,
) -> Extraction:
    entities = {}
    for name, spans in mentions.items():
        places = tuple(sorted(spans))
        topic = name in _TOPICS
        entities[name] = Entity(
            entity_id(document.id, name, places), name,
            ("Plan" if name == _TOPICS[0] else "Sector") if topic else "Person",
            places, concept=_concept(name, packs) if topic else None,
        )  # fmt: skip
    statements = tuple(
        Statement(
            id=statement_id(document.id, (source,), (cue,), (content,)),
            source=(source,), cue=(cue,), content=(content,), sentence=sentence,
            mode="indirect", attitude="say", cue_class="assert",
            speaker=entities[speaker].id, speaker_kind="named", via=(),
            about=(entities[topic].id,) if topic else (),
            date=None, confidence=0.9, rule="made-up",
        )
        for speaker, source, cue, content, sentence, topic in said
    )  # fmt: skip
    relations = tuple(
        Relation(
            id=relation_id(document.id, "supports", subject, object_),
            subject=entities[one].id, predicate="supports", object=entities[other].id,
            role=None, plover=None, subject_mention=subject, object_mention=object_,
            evidence=(sentence,), factuality="asserted", date=None, confidence=0.8, rule="made-up",
        )
        for one, other, subject, object_, sentence in related
    )  # fmt: skip
    return Extraction(
        document, "made-up", "made-up", tuple(entities.values()), statements, relations
    )


def _concept(name: str, packs: Packs) -> str | None:
    found = packs.by_name.get(name_words(name))
    return found.iri if found else None
