"""Events between actors, by the types of PLOVER: verbs, nouns, adjectives, demands and threats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.ingest.extraction import Factuality
from onrecord.ingest.name_shape import word_set
from onrecord.ingest.policies import singular
from onrecord.ingest.relations import event_nouns as nouns
from onrecord.ingest.relations import event_verbs as verbs
from onrecord.ingest.relations.certainty import factuality
from onrecord.ingest.relations.event_words import (
    carrier,
    in_time,
    noun_code,
    noun_frame,
    verb_frames,
)
from onrecord.ingest.relations.force import VENTED, by_force
from onrecord.ingest.relations.frame import (
    CONFLICTUAL,
    REVERSED,
    VIOLENT,
    Frame,
    event_frame,
)
from onrecord.ingest.relations.patterns import (
    NEW_GROUP,
    Argument,
    Clauses,
    is_passive,
    is_verbal,
)
from onrecord.ingest.relations.targets import Targets

_INTENDING = frozenset({"AGREE", "THREATEN", "REJECT", "DEMAND"})


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, and how sure that is."""

    subject: Argument
    frame: Frame
    object: Argument
    word: Token
    rule: str
    factuality: Factuality


class Events:
    """Reads the events of one document, word by word."""

    def __init__(self, clauses: Clauses) -> None:
        self._clauses = clauses
        self._targets = Targets(clauses)

    def of(self, word: Token) -> Iterator[Event]:
        """Yield the events that this word states."""
        tag = word.tag_
        if is_verbal(word):
            if not self._is_name(word):
                yield from self._of_verb(word)
        elif tag.startswith("NN"):
            frame = noun_frame(word)
            if frame is not None and not self._is_name(word):
                yield from self._of_noun(word, frame)
        elif tag == "JJ" and word.dep_ == "acomp":
            yield from self._of_adjective(word)

    def _is_name(self, word: Token) -> bool:
        at = self._clauses.mentions.at(word)
        return at is not None and self._clauses.mentions.names[at[1]].type != "Measure"

    # -- verbs ------------------------------------------------------------------------------------

    def _of_verb(self, verb: Token) -> Iterator[Event]:
        if verb.lemma_ not in _TELLING and verb.dep_ != "ccomp":
            return
        if any(c.dep_ == "aux" and c.lower_ in verbs.OBLIGING for c in verb.children):
            yield from self._of_obligation(verb)
            return
        frames = verb_frames(verb)
        if not frames or self._is_intended(verb):
            return
        subjects = self._doers(verb, frames[0])
        if not subjects:
            return
        barred = frozenset(s.place for s in subjects if s.place != NEW_GROUP)
        for frame in frames:
            # "Ryan captures the GOP nomination" is no use of force
            objects = self._targets.of_verb(
                verb,
                frame,
                barred,
                only_outright=frame.plover in _BY_FORCE
                and self._clauses.type(subjects[0]) == "Person",
            )
            if not objects and verb.lemma_ in verbs.RECIPROCAL and len(subjects) > 1:
                objects, subjects = subjects[1:], subjects[:1]
            if objects:
                meant, sure = in_time(verb, frame)
                if (
                    frame.plover in VENTED
                    and verb.dep_ in ("advcl", "xcomp")
                    and verb.head.lemma_ in verbs.VENTING
                ):  # "marched to demand"
                    meant, sure = frame.typed("PROTEST"), factuality(verb.head)
                for subject in subjects:
                    for object_ in objects:
                        typed = self._typed(meant, verb.lemma_, subject, object_)
                        yield from self._checked(
                            Event(subject, typed, object_, verb, "event-verb", sure)
                        )
                return

    def _doers(self, verb: Token, frame: Frame) -> list[Argument]:
        """Who does it; for force also whose weapon or attack the subject is, or what is moved."""
        subjects = self._targets.actors(self._clauses.subjects(verb))
        if subjects or frame.plover not in VIOLENT:
            return subjects
        if is_passive(verb):
            subjects = self._doers_beside(verb)
        for child in () if subjects else verb.children:
            if child.dep_ == "nsubjpass" and frame.plover == "MOBILIZE":
                return self._targets.actors(self._clauses.entities(child))
            if child.dep_ == "nsubj" and singular(child) in verbs.MILITARY_THINGS | _ATTACKS:
                return self._behind(child)
        return subjects

    def _doers_beside(self, verb: Token) -> list[Argument]:
        """Who did it to the victims: "killed in clashes with rebels", "hurt when police fired"."""
        found: list[Argument] = []
        for child in verb.children:
            if child.i < verb.i or found:
                continue
            if child.dep_ == "prep" and child.lower_ == "in":
                for noun in child.children:
                    if noun_code(noun) in _BY_FORCE:
                        for below in noun.children:
                            if below.lower_ in ("with", "by", "between"):
                                found += self._targets.actors(self._clauses.after(below))
            elif child.dep_ == "advcl" and any(c.lower_ in ("when", "as") for c in child.lefts):
                found = self._targets.actors(self._clauses.subjects(child))
        return found

    def _behind(self, thing: Token) -> list[Argument]:
        """Whose attack it is: "an Israeli raid", "a bomb planted by separatists"."""
        found = self._targets.actors(self._clauses.owners(thing))
        for child in thing.children:
            if not found and child.dep_ == "acl" and child.tag_ == "VBN":
                found = self._targets.actors(self._clauses.subjects(child))
        return found

    def _is_intended(self, verb: Token) -> bool:
        """Whether it is only what another event is about: "offered to extradite"."""
        if verb.dep_ not in ("xcomp", "ccomp"):
            return False
        head = verb.head
        if verb.dep_ == "xcomp" and head.lower_ in verbs.READY | verbs.UNREADY:
            return head.dep_ == "acomp" and not verb_frames(verb)
        return any(frame.plover in _INTENDING for frame in verb_frames(head))

    def _of_obligation(self, verb: Token) -> Iterator[Event]:
        """Yield what somebody says that others must do."""
        if verb.dep_ != "ccomp" or verb.head.lemma_ not in verbs.SAYING:
            return
        own = [c for c in verb.children if c.dep_ == "nsubj" and c.tag_ != "PRP"]
        obliged = [a for c in own for a in self._targets.actors(self._clauses.entities(c))]
        speakers = self._targets.actors(self._clauses.subjects(verb.head)) if obliged else []
        sure: Factuality = factuality(verb.head)
        for speaker in speakers:
            for object_ in obliged:
                yield from self._checked(
                    Event(speaker, _DEMAND, object_, verb.head, "event-obligation", sure)
                )

    def _of_adjective(self, word: Token) -> Iterator[Event]:
        """Yield those of "critical of Iran" and "ready to help Iran"."""
        frame = verbs.EVENT_ADJECTIVES.get(word.lower_)
        if word.lower_ in verbs.READY | verbs.UNREADY:
            inner = next((c for c in word.children if c.dep_ == "xcomp"), None)
            if inner is None or verb_frames(inner) or inner.lemma_ in verbs.EVENT_VERBS:
                return  # the verb itself tells
            frame = event_frame("REJECT" if word.lower_ in verbs.UNREADY else "AGREE")
        if frame is None:
            return
        subjects = self._targets.actors(self._clauses.subjects(word.head))
        barred = frozenset(s.place for s in subjects if s.place != NEW_GROUP)
        objects = self._targets.of_verb(word, frame, barred) if subjects else []
        for subject in subjects:
            for object_ in objects:
                yield from self._checked(
                    Event(subject, frame, object_, word, "event-adjective", factuality(word.head))
                )

    # -- nouns ------------------------------------------------------------------------------------

    def _of_noun(self, noun: Token, frame: Frame) -> Iterator[Event]:
        """Yield those of "opened an investigation into Iran" and "talks between Iran and Iraq"."""
        if singular(noun) == "strike" and self._is_walkout(noun):
            frame = nouns.EVENT_NOUNS["walkout"]
        verb = carrier(noun)
        if verb is not None and self._clauses.mentions.at(verb) is None:
            yield from self._carried(noun, frame, verb)
            return
        yield from self._alone(noun, frame)

    def _is_walkout(self, noun: Token) -> bool:
        armed = noun.i and noun.nbor(-1).lower_ in nouns.STRIKES
        return not armed and noun.head.lemma_ not in ("launch", "carry", "conduct", "order")

    def _carried(self, noun: Token, frame: Frame, verb: Token) -> Iterator[Event]:
        lemma, code = verb.lemma_, frame.plover or ""
        if any(c.dep_ == "aux" and c.lower_ in verbs.OBLIGING for c in verb.children):
            return
        if lemma == "end" and code == "CONSULT":
            return  # a meeting that is over
        if lemma in nouns.ENDING or (
            lemma == "call" and any(c.lower_ == "off" for c in verb.rights)
        ):
            frame = frame.typed(REVERSED[code])
        elif lemma in nouns.ACCEPTING and code == "DEMAND":
            frame = frame.typed("CONCEDE")
        elif lemma in nouns.SIGNING and code == "AGREE":
            frame = frame.typed("SUPPORT")
        elif lemma in nouns.CALLING and code in CONFLICTUAL and code != "FIGHT":
            frame = frame.typed("DISAPPROVE")
        elif lemma in ("lodge", "file"):
            frame = nouns.EVENT_NOUNS["complaint"]
        elif code == "MOBILIZE" and any(p.lower_ == "with" for p in noun.children):
            frame = frame.typed("COOPERATE")
        elif verb_frames(verb) or (lemma not in nouns.CARRYING and code != "THREATEN"):
            yield from self._alone(noun, frame)
            return
        subjects = self._targets.actors(self._clauses.subjects(verb))
        if not subjects:
            yield from self._alone(noun, frame)
            return
        barred = frozenset(s.place for s in subjects if s.place != NEW_GROUP)
        givers = self._targets.givers(noun, frame) if lemma in nouns.SUFFERING else []
        objects = [] if givers else self._targets.of_noun(noun, frame, barred)
        if givers:
            subjects, objects = givers, subjects
        if not objects:
            objects = self._targets.actors(
                self._clauses.objects(verb, direct=False, prepositions=frame.prepositions)
            )
        if not objects and len(subjects) > 1 and code in _MUTUAL:
            objects, subjects = subjects[1:], subjects[:1]
            frame = frame.typed("COOPERATE") if code == "MOBILIZE" else frame
        meant, sure = in_time(verb, frame)
        for subject in subjects:
            for object_ in objects:
                typed = self._typed(meant, singular(noun), subject, object_)
                yield from self._checked(Event(subject, typed, object_, verb, "event-noun", sure))

    def _alone(self, noun: Token, frame: Frame) -> Iterator[Event]:
        """Yield events of which the noun phrase itself has both sides."""
        if singular(noun) in nouns.BONDS:
            return
        subjects = self._targets.actors(self._clauses.owners(noun))
        objects: list[Argument] = []
        for preposition in noun.children:
            if preposition.dep_ != "prep" or preposition.i < noun.i:
                continue
            found = self._targets.actors(self._clauses.after(preposition))
            if preposition.lower_ == "between":
                subjects, objects = found[:1], found[1:]
            elif preposition.lower_ == "by":
                subjects = found
            elif preposition.lower_ in frame.prepositions and (
                preposition.lower_ != "of" or len(subjects) > 0
            ):
                objects += [a for a in found if a.place not in {s.place for s in subjects}]
        for subject in subjects:
            for object_ in objects:
                sure = factuality(noun.head) if is_verbal(noun.head) else "asserted"
                if noun.dep_ not in ("dobj", "nsubjpass", "nsubj") and sure == "denied":
                    sure = "asserted"
                typed = self._typed(frame, singular(noun), subject, object_)
                yield from self._checked(Event(subject, typed, object_, noun, "event-noun", sure))

    # -- shared -----------------------------------------------------------------------------------

    def _typed(self, frame: Frame, word: str, subject: Argument, object_: Argument) -> Frame:
        kinds = (self._clauses.type(subject), self._clauses.type(object_))
        return by_force(frame, word, subject, object_, kinds)

    def _checked(self, event: Event) -> Iterator[Event]:
        """Yield the event unless both sides are the same words."""
        if event.subject.mention == event.object.mention:
            return
        yield event


_TELLING = (
    {name.split()[0] for name in verbs.EVENT_VERBS}
    | verbs.DISPATCHING
    | verbs.MOVING
    | nouns.CALLING
    | {"give", "take", "hold", "seize", "burn", "tear", "set", "ban", "block", "restrict"}
)
"""Lemmas of the verbs that state events, alone or with what is beside them."""
_DEMAND = event_frame("DEMAND")
_BY_FORCE = frozenset({"FIGHT", "ASSAULT", "COERCE", "MOBILIZE"})
_ATTACKS = word_set(
    "bomb attack raid strike airstrike shelling bombing blast explosion offensive "
    "ambush bombardment gunfire fire shooting"
)
"""Subjects that stand for those behind them: "an Israeli raid killed two"."""
_MUTUAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "FIGHT", "COOPERATE", "MOBILIZE"})
"""Events that two subjects without an object have with each other."""
