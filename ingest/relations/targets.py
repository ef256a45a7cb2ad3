"""Whom an event is aimed at, where its object does not name them outright.

"Denounced Serbia's suppression of …" denounces Serbia, "accepted demands from the rebels" concedes
to the rebels, "lifted a curfew in Montenegro" to Montenegro: each step looks further from the verb,
and the first that finds an actor wins.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.ingest.mentions import ACTOR_TYPES
from onrecord.ingest.name_shape import word_set
from onrecord.ingest.relations.event_verbs import BY_COMPLEMENT, IN_PLACES, SPEAKING, THROUGH_OBJECT
from onrecord.ingest.relations.frame import Frame
from onrecord.ingest.relations.patterns import Argument, Clauses, is_verbal

_OWNING = frozenset({"poss", "compound", "nmod", "amod"})
_TOWARDS = word_set("of by from against on with to between upon toward towards for over into")
_OWNERS = word_set("by of against on")
_PLACES = word_set("in at near inside across throughout from around along outside into within")
_COMPLEMENT = word_set("with against from to on of for over in into")
_DEPTH = 2


class Targets:
    """Finds the objects of event words in one document."""

    def __init__(self, clauses: Clauses) -> None:
        self._clauses = clauses

    def of_verb(
        self, verb: Token, frame: Frame, barred: frozenset[int], *, only_outright: bool = False
    ) -> list[Argument]:
        """Those whom the event of the verb is aimed at.

        Args:
            verb: the verb, or an adjective that stands as one.
            frame: how it states the event.
            barred: the places of its doers.
            only_outright: whether only what the verb itself governs counts.
        """
        for step in (
            self._outright,
            self._demanded_of,
            self._through_object,
            self._in_complement,
            self._through_prepositions,
            self._where,
        )[: 1 if only_outright else None]:
            found = [a for a in step(verb, frame) if a.place not in barred]
            if found:
                return found
        return []

    def of_noun(self, noun: Token, frame: Frame, barred: frozenset[int]) -> list[Argument]:
        """Those whom the event noun is aimed at, by what follows it or whose it is."""
        for step in (self._after_noun, self._obliged, self._beside_noun, self._around_noun):
            found = [a for a in step(noun, frame) if a.place not in barred]
            if found:
                return found
        return []

    def actors(self, arguments: Iterator[Argument]) -> list[Argument]:
        """Those of the arguments that are actors, each once."""
        found: list[Argument] = []
        seen: set[int] = set()
        for argument in arguments:
            if self._clauses.type(argument) in ACTOR_TYPES and argument.mention.start not in seen:
                seen.add(argument.mention.start)
                found.append(argument)
        return found

    # -- verbs ------------------------------------------------------------------------------------

    def _outright(self, verb: Token, frame: Frame) -> list[Argument]:
        return self.actors(
            self._clauses.objects(verb, direct=frame.direct, prepositions=frame.prepositions)
        )

    def _own_subjects(self, clause: Token) -> list[Argument]:
        return [
            a
            for subject in clause.children
            if subject.dep_ in ("nsubj", "nsubjpass")
            for a in self.actors(self._clauses.entities(subject))
        ]

    def _demanded_of(self, verb: Token, frame: Frame) -> list[Argument]:
        """ "Demanded that Iran leave", "pushed for Iran to leave": subjects of the clause."""
        if frame.plover not in ("DEMAND", "DISAPPROVE", "THREATEN", "CONCEDE"):
            return []
        for child in verb.children:
            if child.i > verb.i and child.dep_ in ("ccomp", "xcomp", "advcl") and is_verbal(child):
                if child.dep_ == "advcl" and not any(
                    c.dep_ == "mark" and c.lower_ == "for" for c in child.children
                ):
                    continue
                if frame.plover == "CONCEDE" and verb.lemma_ not in ("allow", "let", "permit"):
                    continue
                if frame.plover != "DEMAND" and child.dep_ != "ccomp":
                    continue
                own = [c for c in child.children if c.dep_ in ("nsubj", "nsubjpass")]
                if frame.plover == "DEMAND" and child.dep_ == "ccomp" and not _is_wish(child):
                    continue
                if frame.plover == "THREATEN" and any(
                    c.tag_ == "PRP" or any(d.tag_ == "PRP$" for d in c.children) for c in own
                ):
                    return self._of_inner(child)  # "warned that it would attack Iran"
                found = [a for subject in own for a in self.actors(self._clauses.entities(subject))]
                if found:
                    return found
        return []

    def _through_object(self, verb: Token, frame: Frame) -> list[Argument]:
        """ "Praised Haiti's efforts", "bombed villages in Lebanon": actors within the object."""
        if not frame.direct or not (
            frame.plover in THROUGH_OBJECT or verb.lemma_ in ("accept", "share")
        ):
            return []
        for child in verb.children:
            if child.dep_ in ("dobj", "nsubjpass", "attr", "dative"):
                found = self.inside(child)
                for after in () if found else verb.children:
                    # the parser hangs "crimes by generals" on the verb as often
                    if after.lower_ in _OWNERS and after.i == child.right_edge.i + 1:
                        found = found or self._below(after)
                if frame.plover == "SUPPORT":  # "defended his record against the rebels"
                    found = [a for a in found if a.token.head.lower_ != "against"]
                if found:
                    return found
        return []

    def _in_complement(self, verb: Token, frame: Frame) -> list[Argument]:
        """ "Agreed to give aid to Iran": actors of the infinitive."""
        if frame.plover not in BY_COMPLEMENT:
            return []
        for child in verb.children:
            if child.i < verb.i or not is_verbal(child) or child.lemma_ in SPEAKING:
                continue
            if frame.plover == "REJECT" and child.tag_ == "VBG":
                continue  # "opposes cutting funds for"
            own = [c for c in child.children if c.dep_ in ("nsubj", "nsubjpass")]
            if child.dep_ == "xcomp" or (
                child.dep_ in ("ccomp", "advcl") and all(c.tag_ == "PRP" for c in own)
            ):
                found = self._of_inner(child)
                if found:
                    return found
        return []

    def _of_inner(self, verb: Token, depth: int = 0) -> list[Argument]:
        found = self.actors(self._clauses.objects(verb, direct=True, prepositions=_COMPLEMENT))
        for child in () if found else verb.children:
            if child.i > verb.i and child.dep_ in ("dobj", "attr"):
                found = self.inside(child)
            elif child.dep_ in ("prep", "dative") and child.i > verb.i:
                found = self._below(child)
            elif child.dep_ in ("xcomp", "conj") and is_verbal(child) and depth < _DEPTH:
                found = self._of_inner(child, depth + 1)
            elif child.dep_ in ("ccomp", "advcl") and is_verbal(child) and child.i > verb.i:
                found = self._own_subjects(child)  # "to allow planes to land", "if Iran attacks"
            if found:
                break
        return found

    def _through_prepositions(self, verb: Token, frame: Frame) -> list[Argument]:
        """ "Agreed to US mediation", "called for sanctions on Iran"."""
        for child in verb.children:
            if child.i < verb.i or child.dep_ not in ("prep", "dative", "prt", "advmod"):
                continue
            blamed = child.lower_ == "as" and frame.plover == "DISAPPROVE"
            if child.lower_ in frame.prepositions or blamed:
                found = self._below(child)
                if found:
                    return found
        return []

    def _where(self, verb: Token, frame: Frame) -> list[Argument]:
        """The country in which it happens."""
        if frame.plover not in IN_PLACES:
            return []
        holders = [verb, *(c for c in verb.children if c.dep_ == "dobj")]
        return [
            a
            for holder in holders
            for child in holder.children
            if child.dep_ == "prep" and child.lower_ in _PLACES and child.i > verb.i
            for a in self._below(child)
            if self._clauses.type(a) == "Country"
        ]

    # -- nouns ------------------------------------------------------------------------------------

    def _after_noun(self, noun: Token, frame: Frame) -> list[Argument]:
        given = [
            a
            for child in (noun.head.children if noun.dep_ == "dobj" else ())
            if child.dep_ == "dative" and child.tag_.startswith("N")  # "gave Iraq an ultimatum"
            for a in self.actors(self._clauses.entities(child))
        ]
        return given or [
            a
            for preposition in self._prepositions(noun)
            if preposition.lower_ in frame.prepositions or preposition.lower_ == "between"
            for a in self.actors(self._clauses.after(preposition)) or self._below(preposition)
        ]

    def _obliged(self, noun: Token, frame: Frame) -> list[Argument]:
        """ "Reiterated its demand that Israel ease …"."""
        if frame.plover != "DEMAND":
            return []
        holders = (noun, noun.head) if is_verbal(noun.head) else (noun,)
        return [
            a
            for holder in holders
            for clause in holder.children
            if clause.dep_ in ("acl", "ccomp") and clause.i > noun.i
            for subject in clause.children
            if subject.dep_ in ("nsubj", "nsubjpass")
            for a in self.actors(self._clauses.entities(subject))
        ]

    def _beside_noun(self, noun: Token, frame: Frame) -> list[Argument]:
        """ "Lifted the Iran sanctions"; other events are not aimed at whom they are named for."""
        if frame.plover not in ("SANCTION", "CONCEDE"):
            return []
        return self.actors(self._clauses.owners(noun))

    def givers(self, noun: Token, frame: Frame) -> list[Argument]:
        """Those from whom it comes: "received support from", "has the backing of"."""
        words = {"from", "by", "of"} if frame.plover in ("SUPPORT", "AID") else {"from", "by"}
        return [
            a
            for preposition in self._prepositions(noun)
            if preposition.lower_ in words
            for a in self.actors(self._clauses.after(preposition))
        ]

    def _around_noun(self, noun: Token, frame: Frame) -> list[Argument]:
        holders = [noun, *(c for c in noun.children if c.dep_ == "acl"), noun.head]
        for holder in holders:
            found = self._where(holder, frame) if holder.i == noun.i or is_verbal(holder) else []
            if found:
                return found
        return []

    def _prepositions(self, noun: Token) -> Iterator[Token]:
        """Yield those after the noun, its own and those that the parser hung on its verb."""
        holders = [noun]
        if noun.dep_ in ("dobj", "nsubjpass", "pobj"):
            head = noun.head.head if noun.dep_ == "pobj" else noun.head
            if is_verbal(head):
                holders.append(head)
        for holder in holders:
            for child in holder.children:
                if child.dep_ in ("prep", "dative", "agent") and child.i > noun.i:
                    yield child

    # -- phrases ----------------------------------------------------------------------------------

    def inside(self, noun: Token, depth: int = 0) -> list[Argument]:
        """The first actors inside of a noun phrase: whose it is, then what it is of, by, with."""
        owners = [c for c in noun.children if c.dep_ in _OWNING and c.i < noun.i]
        for child in owners:
            nation = self._clauses.nation(child)
            if nation is not None and self._clauses.type(nation) in ACTOR_TYPES:
                return [nation]
            found = self.actors(self._clauses.entity(child)) if child.dep_ != "amod" else []
            if found:
                return found
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in _TOWARDS | _PLACES and depth < _DEPTH:
                found = self._below(child, depth + 1)
                if child.lower_ not in _TOWARDS:
                    found = [a for a in found if self._clauses.type(a) == "Country"]
                if found:
                    return found
            elif (
                child.dep_ in ("acl", "conj", "appos")
                and child.i > noun.i
                and depth < _DEPTH
                and not any(c.dep_ == "nsubj" for c in child.children)
            ):
                found = (
                    self._of_inner(child, depth + 1)
                    if is_verbal(child)
                    else self.inside(child, depth + 1)
                )
                if found:
                    return found
        return []

    def _below(self, preposition: Token, depth: int = 0) -> list[Argument]:
        found = self.actors(self._clauses.after(preposition))
        if found or depth > _DEPTH:
            return found
        for below in preposition.children:
            if below.dep_ == "pobj":
                found = self.inside(below, depth + 1)
            elif below.dep_ == "prep":
                found = self._below(below, depth + 1)
            elif below.dep_ == "pcomp":
                found = self._of_inner(below, depth + 1)
            if found:
                break
        return found


def _is_wish(clause: Token) -> bool:
    """Whether a clause says what is to be: "demanded that Iran leave", "that Iran should"."""
    return clause.tag_ in ("VB", "VBP") and not any(
        c.dep_ == "aux" and c.lower_ in ("will", "would", "can", "could", "did", "does", "do")
        for c in clause.children
    )
