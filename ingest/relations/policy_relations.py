"""What is done with policies and what policies do, by verbs and by nouns.

Who proposes, adopts, imposes, repeals, supports or opposes a policy ("imposed tariffs", "the
imposition of tariffs by", "Chinese tariffs on"), what a policy targets, what it succeeds, what it
is part of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.ingest.extraction import Factuality, Span
from onrecord.ingest.mentions import ACTOR_TYPES
from onrecord.ingest.policies import singular
from onrecord.ingest.relations.certainty import factuality
from onrecord.ingest.relations.frame import Frame
from onrecord.ingest.relations.lexicon import (
    ACTOR_TO_POLICY,
    DOING_NOUNS,
    IMPOSING,
    PART_NOUNS,
    SUCCEEDING,
    SUCCESSOR_NOUNS,
    TARGET_PREPOSITIONS,
    TARGETING,
    WEIGHING,
)
from onrecord.ingest.relations.patterns import PLAN_TYPES, Argument, Clauses, is_verbal

_POLICIES = frozenset({"Policy", "Plan", "Measure", "Legislation"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation that a word states; without ``factuality`` the word's clause tells."""

    subject: Argument
    predicate: str
    object: Argument
    word: Token
    rule: str
    factuality: Factuality | None = None


class PolicyRelations:
    """Reads the policy relations of one document, word by word."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        self.mentions = clauses.mentions
        self._measure_ends = {
            mention.end
            for name in self.mentions.names
            if name.type == "Measure"
            for mention in name.mentions
        }

    def of(self, word: Token) -> Iterator[Stated]:
        """Yield what this word states."""
        if is_verbal(word):
            if word.lemma_ in _STATING and self.mentions.at(word) is None:
                yield from self._policy(word)
                yield from self._targets(word)
                yield from self._succession(word)
        elif word.tag_.startswith("NN"):
            if word.idx + len(word) in self._measure_ends:
                yield from self._measure_targets(word)
                yield from self._done(word)
            elif word.lower_ in SUCCESSOR_NOUNS:
                yield from self._successor(word)
            elif word.lower_ in PART_NOUNS:
                yield from self._part(word)
            elif singular(word) in DOING_NOUNS:
                yield from self._done(word)

    def _type(self, argument: Argument) -> str:
        return self.clauses.type(argument)

    def _policy(self, verb: Token) -> Iterator[Stated]:
        frame = ACTOR_TO_POLICY.get(verb.lemma_)
        imposing = verb.lemma_ in IMPOSING
        if frame is None and not imposing:
            return
        chosen = frame or Frame("imposes")
        subjects = [s for s in self.clauses.subjects(verb) if self._type(s) in ACTOR_TYPES]
        if not subjects:
            return
        # "tariffs imposed by"
        reduced = [_described(verb)] if verb.dep_ == "acl" and verb.tag_ == "VBN" else []
        for object_ in (
            *(o for head in reduced if chosen.direct for o in self.clauses.entity(head)),
            *self.clauses.objects(verb, direct=chosen.direct, prepositions=chosen.prepositions),
        ):
            kind = self._type(object_)
            if kind not in _POLICIES:
                continue
            predicate = chosen.predicate
            if imposing and kind == "Measure":
                predicate = "imposes"
            elif frame is None:
                continue
            sure = _if_weighed(verb)
            for subject in subjects:
                yield Stated(subject, predicate, object_, verb, "policy-verb", sure)

    def _targets(self, verb: Token) -> Iterator[Stated]:
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
                yield Stated(plan, "targetsSector", object_, verb, "policy-target")

    def _measure_targets(self, noun: Token) -> Iterator[Stated]:
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
        holders.extend(c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN")
        for holder in holders:
            for preposition in holder.children:
                if preposition.lower_ not in TARGET_PREPOSITIONS or preposition.i < noun.i:
                    continue
                if holder.i != noun.i and preposition.lower_ == "for":
                    continue
                for target in preposition.children:
                    if target.dep_ == "pobj":
                        yield from self._aimed_at(measure, target, _if_made(noun))

    def _aimed_at(
        self, measure: Argument, target: Token, sure: Factuality | None
    ) -> Iterator[Stated]:
        for token in (target, *target.conjuncts):
            for argument in self.clauses.entity(token):
                kind = self._type(argument)
                if kind == "Sector":
                    yield Stated(measure, "targetsSector", argument, target, "measure-on", sure)
                elif kind in ("Country", "Company", "Organization"):
                    yield Stated(measure, "targetsActor", argument, target, "measure-on", sure)
            for child in token.lefts:
                at = self.mentions.at(child)
                if at is not None and self.mentions.names[at[1]].type == "Sector":
                    sector = Argument(at[1], at[0], child)  # "on gallium exports"
                    yield Stated(measure, "targetsSector", sector, target, "measure-on", sure)
                nationality = self.clauses.nation(child)
                if nationality is not None and self._type(nationality) == "Country":
                    yield Stated(
                        measure, "targetsActor", nationality, target, "measure-on-nation", sure
                    )

    def _succession(self, verb: Token) -> Iterator[Stated]:
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
                    yield Stated(subject, "succeeds", object_, verb, "succession", sure)

    def _successor(self, noun: Token) -> Iterator[Stated]:
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
                            yield Stated(subject, "succeeds", object_, noun, "successor-noun")

    def _part(self, noun: Token) -> Iterator[Stated]:
        """ "The tariffs are part of the plan", "subsidies as part of the Chips Act"."""
        if noun.lower_ not in PART_NOUNS:
            return
        wholes = [
            a
            for preposition in noun.children
            if preposition.lower_ in ("of", "in")
            for below in preposition.children
            for a in self.clauses.entity(below)
            if self._type(a) in PLAN_TYPES
        ]
        parts: list[Argument] = []
        if not wholes:
            return
        if noun.dep_ == "appos":
            parts = list(self.clauses.entities(noun.head))
        elif noun.dep_ == "attr":
            parts = list(self.clauses.subjects(noun.head))
        elif noun.dep_ == "pobj" and noun.head.lower_ == "as":
            holder = noun.head.head
            if is_verbal(holder):
                parts = list(self.clauses.objects(holder, direct=True, prepositions=frozenset()))
            else:
                parts = list(self.clauses.entities(holder))
        for part in parts:
            for whole in wholes:
                if self._type(part) in _POLICIES:
                    yield Stated(part, "partOf", whole, noun, "part-noun")

    def _done(self, noun: Token) -> Iterator[Stated]:
        """ "China's adoption of the plan", "US tariffs on", "the imposition of tariffs by"."""
        at = self.mentions.at(noun)
        if at is not None:
            if self._type(Argument(at[1], at[0], noun)) == "Measure" and noun.idx == _last(
                at[0], noun
            ):
                yield from self._owned(Argument(at[1], at[0], noun), noun)
            return
        predicate = DOING_NOUNS.get(singular(noun))
        if predicate is None:
            return
        doers = [a for a in self.clauses.owners(noun) if self._type(a) in ACTOR_TYPES]
        sure = factuality(noun.head) if is_verbal(noun.head) else "asserted"
        for preposition in noun.children:
            if preposition.lower_ not in ("of", "for", "to"):
                continue
            for below in preposition.children:
                for object_ in self.clauses.entities(below):
                    if self._type(object_) not in _POLICIES:
                        continue
                    for doer in doers:
                        yield Stated(doer, predicate, object_, noun, "policy-noun", sure)

    def _owned(self, measure: Argument, noun: Token) -> Iterator[Stated]:
        """Whose measure it is: by its owner or its nationality, not by "the China tariffs"."""
        for child in noun.children:
            below = child
            if child.dep_ == "prep" and child.lower_ == "by":
                below = next(child.children, child)
            elif not (child.dep_ in ("poss", "amod") or child.text in _BLOCS) or child.i > noun.i:
                continue
            owner = self.clauses.nation(below)
            if owner is not None and self._type(owner) in _IMPOSERS:
                yield Stated(owner, "imposes", measure, noun, "measure-owner", "asserted")


_STATING = {*ACTOR_TO_POLICY, *IMPOSING, *TARGETING, *SUCCEEDING, "follow"}
"""Lemmas of the verbs that say what is done with a policy, or what one does."""
_BLOCS = frozenset({"US", "U.S.", "EU", "UN", "U.N.", "UK", "U.K."})
"""Names without an adjective, which stand before a measure for those who impose it."""
_MAKING = frozenset({"proposes", "adopts"})
_AMOUNTS = frozenset({"PERCENT", "MONEY", "QUANTITY", "CARDINAL"})
_IMPOSERS = ACTOR_TYPES - {"MediaOutlet", "Group", "Company"}


def _if_weighed(verb: Token) -> Factuality | None:
    """What is only being considered is hypothetical; for other verbs their clause tells."""
    weighed = verb.lemma_ in WEIGHING and factuality(verb) == "asserted"
    return "hypothetical" if weighed else None


def _if_made(measure: Token) -> Factuality | None:
    """How sure it is that there is such a measure, where its verb makes, plans or weighs it."""
    verb = measure.head
    if measure.dep_ not in ("dobj", "nsubjpass") or not is_verbal(verb):
        return None
    frame = ACTOR_TO_POLICY.get(verb.lemma_)
    if verb.lemma_ not in IMPOSING and (frame is None or frame.predicate not in _MAKING):
        return None
    sure = _if_weighed(verb) or factuality(verb)
    return sure if sure in ("hypothetical", "denied") else None


def _described(participle: Token) -> Token:
    """What "imposed by" describes: the tariffs, not the 145 per cent that they are of."""
    head = participle.head
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.ent_type_ in _AMOUNTS:
        return head.head.head
    return head


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
