"""Chains of noun phrases that mean the same, while they are being joined."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from onrecord.ingest.coreference.phrases import Phrase
from onrecord.ingest.extraction import EntityType
from onrecord.ingest.mentions import ACTOR_TYPES, Mentions

BODY_TYPES = ACTOR_TYPES - {"Person", "Group", "Country"}


@dataclass(slots=True)
class Chain:
    """Phrases that mean the same, by their place in the list, and what is known of them.

    Attributes:
        places: entities of the document; two only where one's name is short for the other's.
        names: of places that are no entity.
        words: what all the phrases say beside their heads.
        nouns: their heads.
        rules: by which rule each phrase came in.
    """

    members: list[int]
    places: set[int]
    names: set[str]
    words: set[str]
    nouns: set[str]
    rules: dict[int, str] = field(default_factory=dict)


class Chains:
    """All chains of one document; at first every phrase is one of its own."""

    def __init__(self, mentions: Mentions, phrases: Sequence[Phrase]) -> None:
        self.doc: Doc = mentions.doc
        self.mentions = mentions
        self.phrases = phrases
        self.of: list[Chain] = [
            Chain(
                [i],
                set() if phrase.place is None else {phrase.place},
                {phrase.name} if phrase.name else set(),
                set(phrase.words),
                {phrase.noun},
            )
            for i, phrase in enumerate(phrases)
        ]
        self._by_place: dict[int, list[int]] = {}
        for i, phrase in enumerate(phrases):
            if phrase.place is not None:
                self._by_place.setdefault(phrase.place, []).append(i)
        self._starts = [phrase.span.start for phrase in phrases]

    def distinct(self) -> list[Chain]:
        """All chains, those of one phrase too, in the order of their first phrase."""
        return list({id(chain): chain for chain in self.of}.values())

    def type_of(self, phrase: Phrase) -> EntityType | None:
        """The type of the entity that a phrase names."""
        return None if phrase.place is None else self.mentions.names[phrase.place].type

    def from_position(self, position: int) -> int:
        """The first phrase that starts there or later."""
        return bisect_left(self._starts, position)

    def last_of(self, place: int, position: int) -> int | None:
        """The phrase that last names the entity before the position, else the first that does."""
        named = self._by_place.get(place)
        if not named:
            return None
        return named[max(0, bisect_left(named, self.from_position(position)) - 1)]

    def join(self, i: int, j: int, rule: str, *, names: bool = False) -> bool:
        """Let two chains become one; two entities only where their ``names`` are what is joined."""
        one, other = self.of[i], self.of[j]
        if one is other or not self.may_join(one, other, names=names):
            return False
        if len(one.members) < len(other.members):
            one, other = other, one
        one.members.extend(other.members)
        one.places |= other.places
        one.names |= other.names
        one.words |= other.words
        one.nouns |= other.nouns
        one.rules |= other.rules
        one.rules[j] = rule
        for k in other.members:
            self.of[k] = one
        return True

    def may_join(self, one: Chain, other: Chain, *, names: bool = False) -> bool:
        """Whether nothing holds two chains apart: neither two entities nor two places."""
        if (
            one.places
            and other.places
            and not one.places & other.places
            and not (names and self._may_be_one(one.places | other.places))
        ):
            return False
        return not (one.names and other.names and not one.names & other.names)

    def _may_be_one(self, places: set[int]) -> bool:
        """Whether entities may be one by two names: people, or bodies, and one listed at most."""
        entities = [self.mentions.names[place] for place in places]
        kinds = {entity.type for entity in entities}
        if len({entity.concept for entity in entities} - {None}) > 1:
            return False
        return kinds == {"Person"} or kinds <= BODY_TYPES
