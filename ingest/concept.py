"""A concept of a pack, as the pipeline needs to know it.

The packs themselves are RDF and belong to ``onrecord.ontology``; this is the small value that it
hands over, so that ``ingest`` need not know the ontology.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.ingest.extraction import EntityType


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept with every form that a text may use for it.

    Attributes:
        iri: identifies it everywhere.
        label: how people are shown it.
        type: most specific class of onrecord.ttl.
        names: forms that name it: its label, full and short names, acronyms, translations.
        demonyms: adjectives and nouns for its people or government ("Chinese"); they name it only
            where they modify a noun that acts for it ("Chinese officials"), or in a title.
        metonyms: names of other things that stand for it when they act ("Beijing" for China).
        local_names: forms that name it only in a text that speaks of its country more than of
            any other ("Supreme Court", "House"), since they name another thing elsewhere.
        titles: posts at its head or in its service, as texts write them ("Treasury Secretary").
        country: IRI of the country that it belongs to.
        broader: IRIs of the next wider concepts (sectors).
    """

    iri: str
    label: str
    type: EntityType
    names: tuple[str, ...]
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    country: str | None = None
    broader: tuple[str, ...] = ()
    local_names: tuple[str, ...] = ()
