"""Which entities relayed a statement: the links that chain.py found, and who reports it."""

from __future__ import annotations

from onrecord.ingest.annotation import NamedEntity, Voice
from onrecord.ingest.chain.outlet_names import PROGRAMMES
from onrecord.ingest.chain.own_outlet import is_own_outlet
from onrecord.ingest.coreference.named_sources import NamedSources
from onrecord.ingest.extraction import Span
from onrecord.ingest.gazetteer import concepts_of
from onrecord.ingest.mentions import ACTOR_TYPES, Mentions, token_span


class Relays:
    """The outlets of one document as entities."""

    def __init__(self, mentions: Mentions, named: NamedSources) -> None:
        self._mentions = mentions
        self._doc = mentions.doc
        self._named = named
        self._concepts = concepts_of(mentions.doc)

    def outlet(self, span: Span) -> int | None:
        """The entity that relayed; a capitalised name that is not known yet becomes an outlet."""
        text = self._mentions.text[span.start : span.end]
        if PROGRAMMES.fullmatch(text):
            return self._named.labelled(" ".join(text.split()), "MediaOutlet", span)
        actors = [
            place
            for _, place in self._mentions.within(span.start, span.end)
            if self._mentions.names[place].type in ACTOR_TYPES - {"Person"}
        ]
        if actors:
            return actors[0]
        tokens = token_span(self._doc, (span,))
        if tokens is None:
            return None
        named = self._named.actor(tokens.root) if self._mentions.parsed else None
        if named is not None or not text[0].isupper() or text.lower().startswith("the "):
            return named
        return self._mentions.add(NamedEntity(text, "MediaOutlet", (span,)))

    def relays(self, outer: int, voice: Voice) -> bool:
        """Whether it is an outlet, in whose report somebody else speaks."""
        return (
            self._mentions.names[outer].type == "MediaOutlet"
            and outer != voice.speaker
            and outer not in voice.via
            and not self.is_own(outer)
        )

    def is_own(self, place: int) -> bool:
        """Whether it is the outlet that published the document."""
        entity = self._mentions.names[place]
        concept = self._concepts.get(entity.concept or "")
        names = (entity.label, *entity.aliases, *(concept.names if concept else ()))
        return is_own_outlet(names, self._doc._.outlet)
