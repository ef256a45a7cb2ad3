"""Relations between the entities of a document, from the patterns and the lexicon.

Policy relations (who proposes, adopts, imposes …, what a policy targets, what it succeeds) and a
first set of events between actors. Needs a dependency parse; without one it finds nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from onrecord.ingest.annotation import NamedEntity, RelationDraft
from onrecord.ingest.extraction import Factuality, Span
from onrecord.ingest.mentions import ACTOR_TYPES, Mentions
from onrecord.ingest.relations.certainty import factuality
from onrecord.ingest.relations.events import Events
from onrecord.ingest.relations.frame import Frame
from onrecord.ingest.relations.lexicon import (
    ACTOR_TO_POLICY,
    IMPOSING,
    SUCCEEDING,
    SUCCESSOR_NOUNS,
    TARGET_PREPOSITIONS,
    TARGETING,
)
from onrecord.ingest.relations.patterns import (
    NEW_GROUP,
    PLAN_TYPES,
    Argument,
    Clauses,
    is_verbal,
)

_POLICIES = frozenset({"Policy", "Plan", "Measure", "Legislation"})


class RelationReader:
    """Reads the relations of one document, sentence by sentence."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.mentions = Mentions(doc)
        self.clauses = Clauses(self.mentions)
        self.events = Events(self.clauses)
        self._groups = {
            name.label.lower(): i
            for i, name in enumerate(self.mentions.names)
            if name.type == "Group"
        }
        self.contents = sorted(c for a in doc._.attributions for c in a.content)
        self._content_starts = [c.start for c in self.contents]

    def relations(self) -> Iterator[RelationDraft]:
        """Yield drafts in text order of the word that states them."""
        if not self.mentions.parsed:
            return
        for token in self.doc:
            if is_verbal(token) and self.mentions.at(token) is None:
                yield from self._policy(token)
                yield from self._targets(token)
                yield from self._succession(token)
            else:
                yield from self._measure_targets(token)
                yield from self._successor(token)
            yield from self._events(token)

    # -- policies ---------------------------------------------------------------------------------

    def _policy(self, verb: Token) -> Iterator[RelationDraft]:
        frame = ACTOR_TO_POLICY.get(verb.lemma_)
        imposing = verb.lemma_ in IMPOSING
        if frame is None and not imposing:
            return
        chosen = frame or Frame("imposes")
        subjects = [s for s in self.clauses.subjects(verb) if self._type(s) in ACTOR_TYPES]
        if not subjects:
            return
        for object_ in self.clauses.objects(
            verb, direct=chosen.direct, prepositions=chosen.prepositions
        ):
            kind = self._type(object_)
            if kind not in _POLICIES:
                continue
            predicate = chosen.predicate
            if imposing and kind == "Measure":
                predicate = "imposes"
            elif frame is None:
                continue
            for subject in subjects:
                yield self._draft(subject, predicate, object_, verb, rule="policy-verb")

    def _targets(self, verb: Token) -> Iterator[RelationDraft]:
        if verb.lemma_ not in TARGETING:
            return
        plans = [s for s in self.clauses.subjects(verb) if self._type(s) in _POLICIES]
        if not plans:
            return
        for token in _complement(verb):
            at = self.mentions.at(token)
            if at is None or self.mentions.names[at[1]].type != "Sector":
                continue
            object_ = Argument(at[1], at[0], token)
            for plan in plans:
                yield self._draft(plan, "targetsSector", object_, verb, rule="policy-target")

    def _measure_targets(self, noun: Token) -> Iterator[RelationDraft]:
        """ "Tariffs on Chinese steel" target China and steel."""
        at = self.mentions.at(noun)
        if (
            at is None
            or self.mentions.names[at[1]].type != "Measure"
            or noun.idx != _last(at[0], noun)
        ):
            return
        measure = Argument(at[1], at[0], noun)
        holders = [noun]
        if noun.dep_ in ("dobj", "nsubjpass"):
            holders.append(noun.head)  # the parser hangs "on …" on the verb as often
        for holder in holders:
            for preposition in holder.children:
                if preposition.lower_ not in TARGET_PREPOSITIONS or preposition.i < noun.i:
                    continue
                if holder.i != noun.i and preposition.lower_ == "for":
                    continue
                for target in preposition.children:
                    if target.dep_ == "pobj":
                        yield from self._aimed_at(measure, target)

    def _aimed_at(self, measure: Argument, target: Token) -> Iterator[RelationDraft]:
        for token in (target, *target.conjuncts):
            for argument in self.clauses.entity(token):
                kind = self._type(argument)
                if kind == "Sector":
                    yield self._draft(measure, "targetsSector", argument, target, rule="measure-on")
                elif kind in ("Country", "Company", "Organization"):
                    yield self._draft(measure, "targetsActor", argument, target, rule="measure-on")
            for child in token.lefts:
                nationality = self.clauses.nation(child)
                if nationality is not None and self._type(nationality) == "Country":
                    yield self._draft(
                        measure, "targetsActor", nationality, target, rule="measure-on-nation"
                    )

    def _succession(self, verb: Token) -> Iterator[RelationDraft]:
        """ "A new policy to succeed the old one"."""
        follows = verb.lemma_ == "follow" and any(c.lower_ in ("up", "on") for c in verb.children)
        if verb.lemma_ not in SUCCEEDING and not follows:
            return
        subjects = [s for s in self.clauses.subjects(verb) if self._type(s) in PLAN_TYPES]
        if not subjects and verb.dep_ in ("relcl", "acl"):
            subjects = [s for s in self.clauses.entity(verb.head) if self._type(s) in PLAN_TYPES]
        if not subjects and verb.dep_ in ("advcl", "xcomp"):
            subjects = [
                o
                for o in self.clauses.objects(verb.head, direct=True, prepositions=frozenset())
                if self._type(o) in PLAN_TYPES and o.token.i < verb.i
            ]
        prepositions = frozenset({"on", "up", "to"}) if follows else frozenset()
        for object_ in self.clauses.objects(verb, direct=True, prepositions=prepositions):
            if self._type(object_) in PLAN_TYPES:
                for subject in subjects:
                    # what a plan is to succeed, it succeeds
                    sure: Factuality | None = "asserted" if verb.tag_ == "VB" else None
                    yield self._draft(
                        subject, "succeeds", object_, verb, rule="succession", sure=sure
                    )

    def _successor(self, noun: Token) -> Iterator[RelationDraft]:
        """ "The plan, a successor to the old one": one that has no name of its own is left out."""
        if noun.lower_ not in SUCCESSOR_NOUNS or noun.dep_ not in ("appos", "attr"):
            return
        if noun.dep_ == "appos":
            heads = list(self.clauses.entity(noun.head))
        else:
            heads = list(self.clauses.subjects(noun.head))
        for preposition in noun.children:
            if preposition.lower_ not in ("to", "of", "for"):
                continue
            for below in preposition.children:
                for object_ in self.clauses.entities(below):
                    for subject in heads:
                        if {self._type(subject), self._type(object_)} <= PLAN_TYPES:
                            yield self._draft(
                                subject, "succeeds", object_, noun, rule="successor-noun"
                            )

    def _events(self, word: Token) -> Iterator[RelationDraft]:
        for event in self.events.of(word):
            yield self._draft(
                event.subject,
                event.frame.predicate,
                event.object,
                event.word,
                rule=event.rule,
                plover=event.frame.plover,
                sure=event.factuality,
            )

    # -- shared -----------------------------------------------------------------------------------

    def _type(self, argument: Argument) -> str:
        return self.clauses.type(argument)

    def _place(self, argument: Argument) -> int:
        """The place of the entity, which is added for a group or a country that is new."""
        if argument.place >= 0:
            return argument.place
        mention = argument.mention
        if argument.place < NEW_GROUP:
            concept = self.clauses.new_nations[NEW_GROUP - 1 - argument.place]
            known = self.mentions.of_concept(concept.iri)
            if known is not None:
                return known
            return self.mentions.add(
                NamedEntity(concept.label, concept.type, (mention,), concept=concept.iri)
            )
        label = " ".join(self.mentions.text[mention.start : mention.end].split())
        place = self._groups.get(label.lower())
        if place is None:
            place = self.mentions.add(NamedEntity(label, "Group", (mention,)))
            self._groups[label.lower()] = place
        else:
            self.mentions.add_mention(place, mention)
        return place

    def _reported(self, word: Token) -> bool:
        i = bisect_right(self._content_starts, word.idx) - 1
        return any(c.start <= word.idx < c.end for c in self.contents[max(0, i - 3) : i + 1])

    def _draft(
        self,
        subject: Argument,
        predicate: str,
        object_: Argument,
        word: Token,
        *,
        rule: str,
        plover: str | None = None,
        sure: Factuality | None = None,
    ) -> RelationDraft:
        if sure is None:
            sure = factuality(word) if is_verbal(word) else "asserted"
        if sure == "asserted" and self._reported(word):
            sure = "reported"
        sentence = self.mentions.sentence(word.idx) or Span(0, max(1, len(self.mentions.text)))
        return RelationDraft(
            self._place(subject),
            predicate,
            self._place(object_),
            subject.mention,
            object_.mention,
            (sentence,),
            plover=plover,
            factuality=sure,
            confidence=0.6 if plover else 0.7,
            rule=rule,
        )


def _complement(verb: Token) -> Iterator[Token]:
    """What follows the verb within its clause, without clauses that have a subject of their own."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ not in ("relcl", "punct"):
            if child.dep_ in ("advcl", "conj", "ccomp", "parataxis") and is_verbal(child):
                continue
            yield child
            yield from _below(child)


def _below(token: Token) -> Iterator[Token]:
    pending = [token]
    while pending:
        for child in pending.pop().children:
            if child.dep_ in ("relcl", "advcl") or any(c.dep_ == "nsubj" for c in child.children):
                continue
            yield child
            pending.append(child)


def _last(mention: Span, noun: Token) -> int:
    """Where the last word of the mention starts, if the noun is that word."""
    return noun.idx if noun.idx + len(noun) >= mention.end else -1


class Relations:
    """Appends to ``doc._.relation_drafts``: each relation once, with its first evidence."""

    def __call__(self, doc: Doc) -> Doc:
        found: dict[tuple[int, str, int], RelationDraft] = {}
        reader = RelationReader(doc)
        for draft in reader.relations():
            if draft.subject == draft.object:
                continue
            key = (draft.subject, draft.predicate, draft.object)
            kept = found.get(key)
            if kept is None or (kept.factuality, draft.factuality) == ("hypothetical", "asserted"):
                found[key] = draft
        doc._.names = tuple(reader.mentions.names)
        doc._.relation_drafts = (*doc._.relation_drafts, *found.values())
        return doc


@Language.factory("onrecord_relations")
def make_relations(nlp: Language, name: str) -> Relations:
    """The component that reads relations."""
    return Relations()
