"""Which entities relayed a statement: the links that component.py found, and who reports it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from onrecord.ingest.annotation import Attribution, NamedEntity, Voice
from onrecord.ingest.chain.conversations import Conversations
from onrecord.ingest.chain.own_outlet import is_own_outlet, is_short_name
from onrecord.ingest.chain.programmes import label_of
from onrecord.ingest.chain.wire_credit import wire_credit
from onrecord.ingest.coreference.named_sources import NamedSources
from onrecord.ingest.extraction import Span
from onrecord.ingest.gazetteer import concepts_of
from onrecord.ingest.mentions import Mentions, token_span

_RELAYING: Final = frozenset({"MediaOutlet", "Organization", "Company"})


class Relays:
    """The outlets of one document as entities."""

    def __init__(self, mentions: Mentions, named: NamedSources) -> None:
        self._mentions = mentions
        self._doc = mentions.doc
        self._named = named
        self._concepts = concepts_of(mentions.doc)
        self._surnames: frozenset[str] | None = None
        self._outlets: dict[str, list[tuple[int, int]]] | None = None

    def via(self, attribution: Attribution, speaker: int | None) -> tuple[int, ...]:
        """Those who relayed a statement in its own sentence, from the speaker to the reader."""
        places = (self.outlet(span) for span in attribution.via)
        return tuple(
            dict.fromkeys(
                place
                for place in places
                if place is not None and place != speaker and not self.is_own(place)
            )
        )

    def carried_on(
        self, attributions: Sequence[Attribution], voices: Sequence[Voice]
    ) -> list[Voice]:
        """The voices, with the links of the interviews that go on into their statements."""
        agency = wire_credit(self._mentions.text)
        credit = None if agency is None else self.outlet(agency)
        conversations = Conversations(
            self._mentions, self._doc._.leads, attributions, self._outlet_and_whether_own
        )
        return conversations.carried_on(voices, credit)

    def outlet(self, span: Span) -> int | None:
        """The entity that relayed; a capitalised name that is not known yet becomes an outlet."""
        text = self._mentions.text[span.start : span.end]
        programme = label_of(self._mentions.text, span)
        if programme is not None:
            return self._named.labelled(programme, "MediaOutlet", span)
        full = self._full_name(text, span.start)
        if full is not None:
            return full
        actors = [
            place
            for _, place in self._mentions.within(span.start, span.end)
            if self._mentions.names[place].type in _RELAYING
        ]
        if self._is_person(text):
            return None
        if actors:
            return actors[0]
        tokens = token_span(self._doc, (span,))
        if tokens is None:
            return None
        named = self._named.actor(tokens.root) if self._mentions.parsed else None
        if named is not None and self._mentions.names[named].type == "Person":
            named = None  # the model took the name of an outlet for a person's
        if named is not None and self._mentions.names[named].type not in _RELAYING:
            return None
        if named is not None or not text[0].isupper() or text.lower().startswith("the "):
            return named
        return self._mentions.add(NamedEntity(text, "MediaOutlet", (span,)))

    def _is_person(self, name: str) -> bool:
        """Whether it is a surname of the document that the model took for a body."""
        if self._surnames is None:
            self._surnames = frozenset(
                entity.label.split()[-1]
                for entity in self._mentions.names
                if entity.type == "Person" and " " in entity.label
            )
        return name in self._surnames

    def _full_name(self, text: str, at: int) -> int | None:
        """The outlet named before that "the Post" is short for."""
        if not is_short_name(text):
            return None
        if self._outlets is None:
            self._outlets = self._outlets_by_last_word()
        named = self._outlets.get(text.split()[-1].casefold(), [])
        before = bisect_left(named, (at, -1))
        return named[before - 1][1] if before else None

    def _outlets_by_last_word(self) -> dict[str, list[tuple[int, int]]]:
        """Where outlets of two words and more are mentioned, with their places, in text order."""
        found: dict[str, list[tuple[int, int]]] = {}
        for place, entity in enumerate(self._mentions.names):
            words = entity.label.casefold().split()
            if entity.type == "MediaOutlet" and len(words) > 1:
                mentioned = ((mention.start, place) for mention in entity.mentions)
                found.setdefault(words[-1], []).extend(mentioned)
        return {word: sorted(places) for word, places in found.items()}

    def _outlet_and_whether_own(self, span: Span) -> tuple[int | None, bool]:
        place = self.outlet(span)
        return place, place is not None and self.is_own(place)

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
