"""Whom the words of a source name: an actor, who made a report, the person beside a description."""

from __future__ import annotations

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.ingest.annotation import NamedEntity
from onrecord.ingest.extraction import EntityType, Span
from onrecord.ingest.gazetteer import concepts_of
from onrecord.ingest.mentions import ACTOR_TYPES, Mentions
from onrecord.ingest.name_shape import name_words, organization_type, word_set

_LONGEST_NAME, _SHORTEST_NAME = 6, 3
_PASSED_ON = word_set("reported cited quoted obtained seen relayed")
_MADE_BY = word_set("by from of in for at")


class NamedSources:
    """Finds the entities that sources name; a name that nothing knows becomes a new one."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._doc = mentions.doc
        self._concepts = concepts_of(mentions.doc)
        self._added: dict[str, int] = {}
        self._labelled: dict[str, int] | None = None
        self._bearers: dict[str, set[int]] | None = None

    def actor(self, root: Token) -> int | None:
        at = self._mentions.at(root)
        if at is not None and self._mentions.names[at[1]].type in ACTOR_TYPES:
            return at[1]
        concept = self._concepts.get(root.ent_kb_id_)
        if root.ent_type_ in ("GPE", "NORP") and concept is not None and root.tag_ != "JJ":
            # A place that speaks acts, whatever the parse made of it.
            span = next(e for e in self._doc.ents if e.start <= root.i < e.end)
            mention = Span(span.start_char, span.end_char)
            place = self._mentions.of_concept(concept.iri)
            if place is None:
                return self._mentions.add(
                    NamedEntity(
                        concept.label,
                        concept.type,
                        (mention,),
                        concept=concept.iri,
                        metonyms=(mention,) if root.ent_type_ == "GPE" else (),
                    )
                )
            self._mentions.add_mention(place, mention, metonym=root.ent_type_ == "GPE")
            return place
        return None

    def maker(self, source: TokenSpan, root: Token) -> int | None:
        """Whose report it is: "Bloomberg report", "the IMF's study", "a report by Bloomberg"."""
        for child in root.children:
            if child.dep_ in ("compound", "poss", "nmod", "amod", "appos"):
                named = self.actor(child)
                if named is not None:
                    return named
        pending = [c for c in root.children if c.dep_ in ("prep", "agent", "acl") and c in source]
        while pending:
            token = pending.pop(0)
            if token.dep_ == "acl" and token.lower_ not in _PASSED_ON:
                pending.extend(c for c in token.children if c.dep_ in ("agent", "prep"))
            elif token.lower_ in _MADE_BY:
                for made in token.children:
                    if made.dep_ == "pobj" and (named := self.actor(made)) is not None:
                        return named
        if not self._mentions.parsed:
            actors = self._actors(source)
            return actors[0][1] if len(actors) == 1 else None
        return None

    def apposed(self, root: Token) -> int | None:
        """The person named behind a description: "another ally, Tom Vilsack"."""
        for child in root.rights:
            if child.dep_ == "appos":
                at = self._mentions.at(child)
                if at is not None and self._mentions.names[at[1]].type == "Person":
                    return at[1]
        return None

    def person_beside(self, source: TokenSpan) -> int | None:
        """The person whom the source names before or after a description of theirs.

        "Ann Lee, an analyst", where the parse goes astray; "Bob Hill's attorney, Ann Lee".
        """
        people = [p for p in self._actors(source) if self._mentions.names[p[1]].type == "Person"]
        if not people:
            return None
        mention, place = people[0]
        rest = self._mentions.text[mention.end : source.end_char].lstrip()
        if not rest or rest[0] in ",(—–":
            return place
        mention, place = people[-1]
        rest = self._mentions.text[mention.end : source.end_char].strip(" ,")
        before = self._mentions.text[source.start_char : mention.start].rstrip()
        return place if not rest and before.endswith(",") else None

    def bearer(self, surname: str) -> int | None:
        """The only person of this surname, where the model took it for a common noun."""
        if self._bearers is None:
            self._bearers = {}
            for place, entity in enumerate(self._mentions.names):
                words = name_words(entity.label)
                if entity.type == "Person" and len(words) > 1:
                    self._bearers.setdefault(words[-1], set()).add(place)
        places = self._bearers.get(surname, set())
        return next(iter(places)) if len(places) == 1 else None

    def unlisted(self, source: TokenSpan, root: Token) -> int | None:
        """A new entity for a source that is a name all through, which the model overlooked."""
        words = [t for t in source if not (t.lower_ == "the" or t.is_punct or t.is_space)]
        if not words or any(t.tag_ not in ("NNP", "NNPS") for t in words):
            return None
        if len(words) > _LONGEST_NAME or len(root) < _SHORTEST_NAME:
            return None
        span = self._doc[words[0].i : words[-1].i + 1]
        mention = Span(span.start_char, span.end_char)
        label = " ".join(span.text.split())
        place = self._added.get(label)
        if place is None:
            place = self._mentions.add(NamedEntity(label, organization_type(label), (mention,)))
            self._added[label] = place
        else:
            self._mentions.add_mention(place, mention)
        return place

    def labelled(self, label: str, kind: EntityType, mention: Span) -> int:
        """The entity of this label, which is new where the text has none, with one more mention."""
        if self._labelled is None:
            self._labelled = {
                entity.label: place for place, entity in enumerate(self._mentions.names)
            }
        place = self._labelled.get(label)
        if place is None:
            place = self._mentions.add(NamedEntity(label, kind, (mention,)))
            self._labelled[label] = place
        else:
            self._mentions.add_mention(place, mention)
        return place

    def _actors(self, source: TokenSpan) -> list[tuple[Span, int]]:
        return [
            pair
            for pair in self._mentions.within(source.start_char, source.end_char)
            if self._mentions.names[pair[1]].type in ACTOR_TYPES
        ]
