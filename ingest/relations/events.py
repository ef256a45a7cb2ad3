"""Events between actors, by the types of PLOVER: verbs, nouns, demands and threats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.ingest.mentions import ACTOR_TYPES
from onrecord.ingest.policies import singular
from onrecord.ingest.relations.lexicon import (
    BY_COMPLEMENT,
    EVENT_NOUNS,
    EVENT_VERBS,
    OF_OTHERS,
    RECIPROCAL,
    WITH_INFINITIVE,
    Frame,
)
from onrecord.ingest.relations.patterns import Argument, Clauses, has_infinitive, is_verbal

_COMPLEMENT_OBJECTS = frozenset({"with", "against", "from", "to"})


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, and the word whose clause says how sure that is."""

    subject: Argument
    frame: Frame
    object: Argument
    word: Token
    rule: str


class Events:
    """Reads the events of one document, word by word."""

    def __init__(self, clauses: Clauses) -> None:
        self._clauses = clauses

    def of(self, word: Token) -> Iterator[Event]:
        """Yield the events that this word states."""
        if self._clauses.mentions.at(word) is not None:
            return
        if is_verbal(word):
            yield from self._of_verb(word)
        elif word.tag_.startswith("NN"):
            yield from self._of_noun(word)

    def _of_verb(self, verb: Token) -> Iterator[Event]:
        frame = EVENT_VERBS.get(verb.lemma_)
        if frame is None or (verb.lemma_ in WITH_INFINITIVE and not has_infinitive(verb)):
            return
        subjects = self._actors(self._clauses.subjects(verb))
        if not subjects:
            return
        objects = self._objects(verb, frame)
        if not objects and verb.lemma_ in RECIPROCAL:
            objects, subjects = subjects[1:], subjects[:1]
        for subject in subjects:
            for object_ in objects:
                yield Event(subject, frame, object_, verb, "event-verb")

    def _objects(self, verb: Token, frame: Frame) -> list[Argument]:
        clauses = self._clauses
        found = self._actors(
            clauses.objects(verb, direct=frame.direct, prepositions=frame.prepositions)
        )
        if found:
            return found
        after = [child for child in verb.children if child.i > verb.i]
        if frame.plover == "DEMAND":  # "demanded that Iran leave"
            for clause in after:
                if clause.dep_ == "ccomp":
                    found += self._actors(clauses.subjects(clause))
        if frame.plover in BY_COMPLEMENT:
            for clause in after:
                if clause.dep_ == "xcomp":
                    inner = clauses.objects(clause, direct=True, prepositions=_COMPLEMENT_OBJECTS)
                    found += self._actors(inner) or self._owners(clause)
        if not found and frame.direct and frame.plover in OF_OTHERS:
            found = self._owners(verb)
        return found

    def _owners(self, verb: Token) -> list[Argument]:
        return [
            owner
            for child in verb.children
            if child.dep_ in ("dobj", "nsubjpass")
            for owner in self._actors(self._clauses.owners(child))
        ]

    def _of_noun(self, noun: Token) -> Iterator[Event]:
        """Yield those of "opened an investigation into Iran" and "talks between Iran and Iraq"."""
        frame = EVENT_NOUNS.get(singular(noun))
        if frame is None:
            return
        clauses, word, holders = self._clauses, noun, [noun]
        subjects = self._actors(clauses.owners(noun))
        if noun.dep_ == "dobj" and is_verbal(noun.head):
            word = noun.head
            holders.append(word)
            subjects = self._actors(clauses.subjects(word)) or subjects
        objects: list[Argument] = []
        for preposition in (p for holder in holders for p in holder.children):
            if preposition.dep_ != "prep" or preposition.i < noun.i:
                continue
            if preposition.lower_ in frame.prepositions:
                objects += self._actors(clauses.after(preposition))
            elif preposition.lower_ == "between":
                both = self._actors(clauses.after(preposition))
                subjects, objects = both[:1], both[1:]
        for subject in subjects:
            for object_ in objects:
                # "Trump's attack on Obama" is made of words.
                kinds = {self._clauses.type(subject), self._clauses.type(object_)}
                verbal = frame.plover == "FIGHT" and kinds == {"Person"}
                meant = EVENT_VERBS["criticize"] if verbal else frame
                yield Event(subject, meant, object_, word, "event-noun")

    def _actors(self, arguments: Iterator[Argument]) -> list[Argument]:
        return [a for a in arguments if self._clauses.type(a) in ACTOR_TYPES]
