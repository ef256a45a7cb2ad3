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
from onrecord.ingest.relations.certainty import factuality, outlook
from onrecord.ingest.relations.frame import (
    CONFLICTUAL,
    COOPERATIVE,
    REVERSED,
    VIOLENT,
    Frame,
    event_frame,
)
from onrecord.ingest.relations.lexicon import TRANSPARENT
from onrecord.ingest.relations.patterns import (
    NEW_GROUP,
    Argument,
    Clauses,
    has_infinitive,
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
            frame = _noun_frame(word)
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
        frames = self._frames(verb)
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
                meant, sure = _in_time(verb, frame)
                if (
                    frame.plover in _VENTED
                    and verb.dep_ in ("advcl", "xcomp")
                    and verb.head.lemma_ in verbs.VENTING
                ):  # "marched to demand"
                    meant, sure = frame.typed("PROTEST"), factuality(verb.head)
                for subject in subjects:
                    for object_ in objects:
                        typed = self._by_force(meant, verb.lemma_, subject, object_)
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
                    if _noun_code(noun) in _BY_FORCE:
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

    def _frames(self, verb: Token) -> tuple[Frame, ...]:
        lemma = verb.lemma_
        for child in verb.children:
            if child.dep_ in ("prt", "advmod") and child.i > verb.i:
                phrasal = verbs.EVENT_VERBS.get(f"{lemma} {child.lower_}")
                if phrasal:
                    return phrasal
        frames = verbs.EVENT_VERBS.get(lemma, ())
        if lemma in verbs.MOVING and not frames:
            return _MOVING if any(_moves_force(c) for c in verb.children) else ()
        if lemma in nouns.ACCEPTING and any(
            _noun_code(c) == "DEMAND" for c in verb.children if c.dep_ == "dobj"
        ):
            return ()
        if lemma in verbs.WITH_INFINITIVE and not has_infinitive(verb):
            return ()
        if lemma in verbs.WITH_PURPOSE and not (
            has_infinitive(verb) or any(c.lower_ in ("for", "against") for c in verb.rights)
        ):
            return ()
        if lemma in verbs.DISPATCHING | {"give"} or (frames and frames[0].plover == "AID"):
            things = {singular(c) for c in verb.children if c.dep_ in ("dobj", "nsubjpass")}
            if things & verbs.MILITARY_THINGS and lemma in verbs.DISPATCHING:
                return verbs.EVENT_VERBS["deploy"]
            if things & verbs.AID_THINGS and lemma in ("send", "give", "fly"):
                return (event_frame("AID", "to for"),)
        if lemma in ("take", "hold", "seize") and any(
            c.lower_ in verbs.CAPTIVES or singular(c) in verbs.CAPTIVES for c in verb.rights
        ):
            return _TAKING
        if lemma in ("burn", "tear", "set") and any(
            singular(c) in verbs.EMBLEMS for c in verb.rights
        ):
            return _BURNING
        if lemma in ("ban", "block", "restrict") and any(
            singular(c) in ("import", "export", "trade", "flight", "sale") for c in verb.rights
        ):
            return _BARRING
        if lemma in nouns.CALLING and any(
            _noun_code(below) in CONFLICTUAL
            for c in verb.children
            if c.lower_ == "for"
            for below in c.children
        ):
            return ()  # "called for sanctions": the noun tells
        if lemma == "call" and any(c.lower_ == "for" for c in verb.rights):
            return _CALLING
        if frames and frames[0].plover == "PROTEST" and lemma == "strike":
            return frames if not any(c.dep_ == "dobj" for c in verb.children) else _STRIKING
        return frames

    def _is_intended(self, verb: Token) -> bool:
        """Whether it is only what another event is about: "offered to extradite"."""
        if verb.dep_ not in ("xcomp", "ccomp"):
            return False
        head = verb.head
        if verb.dep_ == "xcomp" and head.lower_ in verbs.READY | verbs.UNREADY:
            return head.dep_ == "acomp" and not self._frames(verb)
        return any(frame.plover in _INTENDING for frame in self._frames(head))

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
            if inner is None or self._frames(inner) or inner.lemma_ in verbs.EVENT_VERBS:
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
        verb = _carrier(noun)
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
        elif self._frames(verb) or (lemma not in nouns.CARRYING and code != "THREATEN"):
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
        meant, sure = _in_time(verb, frame)
        for subject in subjects:
            for object_ in objects:
                typed = self._by_force(meant, singular(noun), subject, object_)
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
                typed = self._by_force(frame, singular(noun), subject, object_)
                yield from self._checked(Event(subject, typed, object_, noun, "event-noun", sure))

    # -- shared -----------------------------------------------------------------------------------

    def _by_force(self, frame: Frame, word: str, subject: Argument, object_: Argument) -> Frame:
        """Tell a fight between the armed from an assault on those who are not, and from words."""
        kinds = (self._clauses.type(subject), self._clauses.type(object_))
        roles = {singular(subject.token), singular(object_.token)}
        if singular(subject.token) in verbs.PROTESTING and frame.plover in _VENTED:
            return frame.typed("PROTEST")
        unarmed = kinds[0] == "Group" and not self._is_armed(subject, "")
        if word in verbs.BESETTING and unarmed and singular(subject.token) != "police":
            return frame.typed("PROTEST")
        if word in ("clash", "skirmish", "battle") and roles & verbs.PROTESTING:
            return frame.typed("PROTEST")
        head, other = singular(subject.token), singular(object_.token)
        if frame.plover == "COERCE":
            return _between_states(frame, word, kinds, other)
        if frame.plover not in ("ASSAULT", "FIGHT"):
            return frame
        if head in verbs.STATE_FORCES and other in verbs.UNARMED:
            return frame.typed("COERCE")  # PLOVER: repression, violence against civilians
        in_war = frame.plover == "FIGHT" or word in verbs.OF_WAR
        if in_war and head in verbs.STATE_FORCES - {"police", "authority", "government"}:
            return frame.typed("FIGHT")
        named = kinds[0] == "Person" or (
            not subject.bare and "Group" not in kinds and kinds[0] != "Country"
        )
        if word in verbs.OF_WORDS and named and not self._is_armed(subject, ""):
            return frame.typed("DISAPPROVE")  # "Trump's attack on Obama" is made of words
        armed = [self._is_armed(a, kind) for a, kind in zip((subject, object_), kinds, strict=True)]
        if all(armed) and (in_war or word in verbs.OF_WORDS):
            return frame.typed("FIGHT")
        return frame if armed[0] else frame.typed("ASSAULT")

    def _is_armed(self, argument: Argument, kind: str) -> bool:
        return kind == "Country" or singular(argument.token) in verbs.ARMED

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
_TAKING = (event_frame("ASSAULT"),)
_BARRING = (event_frame("SANCTION", "from to with"),)
_BURNING = (event_frame("PROTEST", "to"),)
_CALLING = (event_frame("DEMAND", "on upon for", direct=False),)
_BY_FORCE = frozenset({"FIGHT", "ASSAULT", "COERCE", "MOBILIZE"})
_VENTED = frozenset({"DEMAND", "ASSAULT", "FIGHT", "DISAPPROVE"})
_ATTACKS = word_set(
    "bomb attack raid strike airstrike shelling bombing blast explosion offensive "
    "ambush bombardment gunfire fire shooting"
)
"""Subjects that stand for those behind them: "an Israeli raid killed two"."""
_STRIKING = (event_frame("FIGHT"),)
_MOVING = (event_frame("MOBILIZE", "in into at near toward towards to", direct=False),)
_WAR_GAMES = event_frame("MOBILIZE", "with near in against along", direct=False)
_MUTUAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "FIGHT", "COOPERATE", "MOBILIZE"})
"""Events that two subjects without an object have with each other."""
_INTO = word_set("in on into under to for")
_ENTERING = word_set("be go put hold engage enter meet call push bow come return join")


def _in_time(verb: Token, frame: Frame) -> tuple[Frame, Factuality]:
    """What the event is where it lies ahead or is denied, and how sure that is.

    PLOVER takes cooperation that is announced for an agreement, force that is announced for a
    threat, and cooperation that is denied for a rejection.
    """
    sure, code = factuality(verb), frame.plover
    if code == "AGREE" and any(
        c.dep_ == "neg" for x in verb.children if x.dep_ == "xcomp" for c in x.children
    ):
        return frame.typed("REJECT"), sure  # "vowed not to return"
    if code == "AGREE" and _means_harm(verb):
        return frame.typed("THREATEN"), sure
    view = outlook(verb)
    if view == "denied" and code in COOPERATIVE | {"AGREE"}:
        return frame.typed("REJECT"), "asserted"
    if view == "ahead" and code in COOPERATIVE:
        return frame.typed("AGREE"), "asserted"
    if view == "ahead" and code in CONFLICTUAL:
        return frame.typed("THREATEN"), "asserted"
    if sure == "hypothetical" and code in CONFLICTUAL and _may(verb):
        return frame.typed("THREATEN"), sure
    return frame, sure


def _may(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in ("may", "might", "could") for c in verb.children)


def _between_states(frame: Frame, word: str, kinds: tuple[str, str], other: str) -> Frame:
    """Tell cutting an exchange between states from coercing people."""
    expels = word in ("expel", "recall", "oust") and other in verbs.MISSIONS
    bans = word in ("ban", "bar", "block") and kinds == ("Country", "Country")
    return frame.typed("SANCTION") if expels or bans else frame


def _noun_frame(noun: Token) -> Frame | None:
    """The event of a noun, for a hollow one that of the noun before it."""
    word = singular(noun)
    frame = nouns.EVENT_NOUNS.get(word) or nouns.EVENT_NOUNS.get(noun.lemma_)  # "clashes"
    if word not in nouns.HOLLOW:
        return frame
    for child in noun.lefts:
        if child.dep_ == "compound":
            inner = _WAR_GAMES if (child.lower_, word) == ("war", "game") else None
            return inner or nouns.EVENT_NOUNS.get(singular(child)) or frame
    return frame


def _noun_code(noun: Token) -> str | None:
    frame = nouns.EVENT_NOUNS.get(singular(noun)) or nouns.EVENT_NOUNS.get(noun.lemma_)
    return frame.plover if frame is not None else None


def _moves_force(subject: Token) -> bool:
    if subject.dep_ != "nsubj":
        return False
    words = [subject, *(b for p in subject.children if p.lower_ == "of" for b in p.children)]
    return any(singular(word) in verbs.MILITARY_THINGS for word in words)


def _means_harm(verb: Token) -> bool:
    """Whether what is promised is a conflict: "vowed to avenge"."""
    for child in verb.children:
        if child.dep_ == "xcomp" and verb.lemma_ not in ("agree", "offer"):
            frames = verbs.EVENT_VERBS.get(child.lemma_, ())
            codes = {frames[0].plover} if frames else set()
            codes |= {_noun_code(c) for c in child.children if c.dep_ == "dobj"}
            if codes & CONFLICTUAL and child.lemma_ not in nouns.ENDING:
                return True
            if child.lemma_ in verbs.HOSTILE and not codes - {None}:
                return True
    return False


def _carrier(noun: Token) -> Token | None:
    """The verb that the noun is the object of, the passive's subject, or stands behind."""
    token = noun
    for _ in range(3):
        if token.dep_ == "conj":
            token = token.head
        elif token.dep_ == "pobj" and token.head.lower_ == "of":
            above = token.head.head
            if singular(above) not in nouns.HOLLOW | TRANSPARENT:
                return None
            token = above
        else:
            break
    if token.i != noun.i and _noun_code(token) is not None and singular(token) not in nouns.HOLLOW:
        return None  # "a treaty of friendship and cooperation" is a treaty
    head = token.head
    if token.dep_ in ("dobj", "nsubjpass", "attr") and is_verbal(head):
        return head
    if token.dep_ == "pobj" and head.lower_ in _INTO and is_verbal(head.head):
        return head.head if head.head.lemma_ in _ENTERING else None
    return None
