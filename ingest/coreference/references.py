"""Nouns that mean an entity of the document: "the company", "our country", "the secretary".

Each chain of phrases that holds one entity gives it its nominal mentions as ``references``; short
forms and acronyms that were two entities become one. Nothing here makes an entity: a chain of
common nouns alone is left out.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.annotation import NamedEntity
from onrecord.ingest.coreference.phrases import Phrase, PhraseReader
from onrecord.ingest.coreference.sieve import chains_of
from onrecord.ingest.extraction import Span
from onrecord.ingest.mentions import ACTOR_TYPES, Mentions


def references(doc: Doc) -> tuple[NamedEntity, ...]:
    """The entities of the document with what else means them."""
    mentions = Mentions(doc)
    if not mentions.parsed or not mentions.names:
        return tuple(mentions.names)
    phrases = list(PhraseReader(mentions).all(plurals=False))
    names: list[NamedEntity | None] = [*mentions.names]
    for chain in chains_of(mentions, phrases):
        places = sorted(place for place in chain.places if names[place] is not None)
        if not places or any(_of(names, place).type not in ACTOR_TYPES for place in places):
            continue
        kept = max(places, key=lambda place: _weight(_of(names, place)))
        for place in places:
            if place != kept:
                names[kept] = _merged(_of(names, kept), _of(names, place))
                names[place] = None
        found = {
            _words_of(doc, phrases[i])
            for i in chain.members
            if phrases[i].place is None and _describes(phrases[i], chain.rules.get(i))
        }
        entity = _of(names, kept)
        found -= {*entity.mentions}
        if found:
            names[kept] = replace(entity, references=tuple(sorted(found)))
    return tuple(name for name in names if name is not None)


def _describes(phrase: Phrase, rule: str | None) -> bool:
    """Whether it is a noun for somebody; "governor" alone only beside the name of one."""
    if phrase.proper or phrase.kind is None or phrase.plural:
        return False
    return phrase.determiner != "bare" or rule == "beside"


def _words_of(doc: Doc, phrase: Phrase) -> Span:
    """The phrase up to its head, without what follows."""
    head = doc[phrase.head]
    return Span(doc[phrase.start].idx, head.idx + len(head))


def _of(names: list[NamedEntity | None], place: int) -> NamedEntity:
    entity = names[place]
    assert entity is not None
    return entity


def _weight(entity: NamedEntity) -> tuple[bool, int, str]:
    """What a pack knows before what it does not, the longer name before the shorter."""
    return (entity.concept is not None, len(entity.label), entity.label)


def _merged(kept: NamedEntity, other: NamedEntity) -> NamedEntity:
    forms = {*kept.aliases, *other.aliases, other.label} - {kept.label}
    return replace(
        kept,
        mentions=tuple(sorted({*kept.mentions, *other.mentions})),
        aliases=tuple(sorted(forms)),
        metonyms=tuple(sorted({*kept.metonyms, *other.metonyms})),
        references=tuple(sorted({*kept.references, *other.references})),
    )


class References:
    """Sets the ``references`` of ``doc._.names``; comes before any component that counts them."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.names = references(doc)
        return doc


@Language.factory("onrecord_coreference")
def make_coreference(nlp: Language, name: str) -> References:
    """The component that finds what else means an entity."""
    return References()
