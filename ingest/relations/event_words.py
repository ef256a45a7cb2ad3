"""Which event a verb or a noun states, by its own word and those that belong to it.

Particles, infinitives and the nouns beside a verb decide between its senses; the time and the
certainty of the clause make another event of what is promised, feared or refused.
"""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.ingest.extraction import Factuality
from onrecord.ingest.name_shape import word_set
from onrecord.ingest.policies import singular
from onrecord.ingest.relations import event_nouns as nouns
from onrecord.ingest.relations import event_verbs as verbs
from onrecord.ingest.relations.certainty import factuality, outlook
from onrecord.ingest.relations.frame import CONFLICTUAL, COOPERATIVE, Frame, event_frame
from onrecord.ingest.relations.lexicon import TRANSPARENT
from onrecord.ingest.relations.patterns import has_infinitive, is_verbal

_TAKING = (event_frame("ASSAULT"),)
_BARRING = (event_frame("SANCTION", "from to with"),)
_BURNING = (event_frame("PROTEST", "to"),)
_CALLING = (event_frame("DEMAND", "on upon for", direct=False),)
_STRIKING = (event_frame("FIGHT"),)
_MOVING = (event_frame("MOBILIZE", "in into at near toward towards to", direct=False),)
_WAR_GAMES = event_frame("MOBILIZE", "with near in against along", direct=False)
_INTO = word_set("in on into under to for")
_ENTERING = word_set("be go put hold engage enter meet call push bow come return join")


def verb_frames(verb: Token) -> tuple[Frame, ...]:
    """How the verb states events, with its particle and what else tells; empty if it does not."""
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
        noun_code(c) == "DEMAND" for c in verb.children if c.dep_ == "dobj"
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
    if lemma in ("burn", "tear", "set") and any(singular(c) in verbs.EMBLEMS for c in verb.rights):
        return _BURNING
    if lemma in ("ban", "block", "restrict") and any(
        singular(c) in ("import", "export", "trade", "flight", "sale") for c in verb.rights
    ):
        return _BARRING
    if lemma in nouns.CALLING and any(
        noun_code(below) in CONFLICTUAL
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


def noun_frame(noun: Token) -> Frame | None:
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


def noun_code(noun: Token) -> str | None:
    """The event type of a noun, None where it states none."""
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
            codes |= {noun_code(c) for c in child.children if c.dep_ == "dobj"}
            if codes & CONFLICTUAL and child.lemma_ not in nouns.ENDING:
                return True
            if child.lemma_ in verbs.HOSTILE and not codes - {None}:
                return True
    return False


def carrier(noun: Token) -> Token | None:
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
    if token.i != noun.i and noun_code(token) is not None and singular(token) not in nouns.HOLLOW:
        return None  # "a treaty of friendship and cooperation" is a treaty
    head = token.head
    if token.dep_ in ("dobj", "nsubjpass", "attr") and is_verbal(head):
        return head
    if token.dep_ == "pobj" and head.lower_ in _INTO and is_verbal(head.head):
        return head.head if head.head.lemma_ in _ENTERING else None
    return None


def in_time(verb: Token, frame: Frame) -> tuple[Frame, Factuality]:
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
