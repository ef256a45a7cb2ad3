"""Mentions of one thing, gathered while a document's names are gone through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.ingest.annotation import NamedEntity
from onrecord.ingest.concept import Concept
from onrecord.ingest.extraction import EntityType, Span
from onrecord.ingest.name_shape import plain


@dataclass(slots=True)
class Group:
    """Mentions of one thing, while they are being gathered."""

    type: EntityType
    concept: Concept | None = None
    mentions: list[Span] = field(default_factory=list)
    metonyms: list[Span] = field(default_factory=list)
    references: list[Span] = field(default_factory=list)
    label: str | None = None


class Groups:
    """The groups of a document, by their concept and by their name."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._groups: list[Group] = []
        self._by_concept: dict[str, Group] = {}
        self._by_name: dict[str, Group] = {}

    def __iter__(self) -> Iterator[Group]:
        return iter(self._groups)

    def of_concept(self, concept: Concept) -> Group:
        """The group of a concept of the packs, a new one where there is none yet."""
        group = self._by_concept.get(concept.iri)
        if group is None:
            group = Group(concept.type, concept)
            self._by_concept[concept.iri] = group
            self._groups.append(group)
        return group

    def of_name(self, key: str, kind: EntityType) -> Group:
        """The group that goes by this name, a new one where there is none yet."""
        group = self._by_name.get(key)
        if group is None:
            group = Group(kind)
            self._by_name[key] = group
            self._groups.append(group)
        return group

    def also_named(self, key: str, group: Group) -> None:
        """Let the group go by this name too, unless another does already."""
        self._by_name.setdefault(key, group)

    def name(self, group: Group) -> str:
        """What people are shown: the concept's label, else the longest form of the text."""
        if group.concept is not None:
            return group.concept.label
        return group.label or max(
            (plain(self._text[m.start : m.end]) for m in group.mentions),
            key=lambda name: (len(name), name),
        )

    def entities(self) -> Iterator[NamedEntity]:
        """Yield the groups that are mentioned, in the order of their first mention."""
        for group in sorted(self._groups, key=lambda g: min(g.mentions, default=Span(0, 1))):
            if group.mentions:
                yield self._entity(group)

    def _entity(self, group: Group) -> NamedEntity:
        mentions = tuple(sorted({*group.mentions, *group.references}))
        label = self.name(group)
        metonyms = tuple(sorted(set(group.metonyms)))
        own = set(group.mentions) - set(metonyms)
        forms = {self._text[m.start : m.end] for m in own}
        return NamedEntity(
            label=label,
            type=group.type,
            mentions=mentions,
            aliases=tuple(sorted(forms - {label})),
            concept=group.concept.iri if group.concept else None,
            metonyms=metonyms,
        )
