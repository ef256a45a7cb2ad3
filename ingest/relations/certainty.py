"""How sure a text is of what a verb says: its factuality, and whether it lies ahead.

Read from negation, modals and the verbs that govern it. What lies ahead or is denied makes another
event of it: aid that is promised is an agreement, aid that is refused a rejection.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from spacy.tokens import Token

from onrecord.ingest.extraction import Factuality
from onrecord.ingest.name_shape import word_set
from onrecord.ingest.relations.event_verbs import READY, UNREADY

Outlook = Literal["done", "denied", "ahead"]

MODALS = word_set("may might could would should must can will shall 'll ’ll ought")
COMING = word_set("will would shall 'll ’ll wo")
PLANNING = word_set(
    "plan want seek hope intend threaten consider promise pledge vow offer refuse urge ask call "
    "expect try attempt mull weigh aim wish propose agree prepare need demand press push order "
    "tell decide warn insist request appeal"
)
_AHEAD = word_set("plan intend prepare aim expect decide go promise pledge vow be schedule")
REFUSING = word_set("refuse decline deny fail reject")
HEARSAY = word_set("reportedly allegedly apparently supposedly purportedly")
_CONDITIONS = word_set("if unless whether until")
_PAST = word_set("after since despite following")
_OF_DEEDS = word_set("first second third last latest only")
"""Words before those of whom an infinitive tells what they did: "the first to endorse"."""
_DEPTH = 4


def factuality(verb: Token) -> Factuality:
    """How sure the text is of what the verb says."""
    token: Token = verb
    for _ in range(_DEPTH):
        if _is_negated(token) or (token.i != verb.i and token.lemma_ in REFUSING):
            return "denied"
        if _has_modal(token) or any(
            c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in token.children
        ):
            return "hypothetical"
        if token.dep_ in ("advcl", "acl", "relcl") and any(c.tag_ == "TO" for c in token.children):
            done = any(c.lower_ in _OF_DEEDS for c in token.head.children)
            return "asserted" if done else "hypothetical"  # what something is done for
        if token.head.lemma_ == "have" and any(c.lower_ == "yet" for c in token.head.children):
            return "denied"  # "has yet to approve"
        if token.dep_ not in ("xcomp", "pcomp", "conj", "advcl") or token.head.i == token.i:
            break
        step = token.head.head if token.head.dep_ == "prep" else token.head
        if token.dep_ == "xcomp" and step.lemma_ in REFUSING:
            return "denied"
        if token.dep_ in ("xcomp", "pcomp") and (step.lemma_ in PLANNING or step.lower_ in READY):
            return "hypothetical"
        if token.dep_ == "conj" and any(c.dep_ == "nsubj" for c in token.children):
            break
        if token.dep_ == "advcl" or (token.dep_ == "pcomp" and token.head.lower_ in _PAST):
            break
        token = step
    if any(c.lower_ in HEARSAY for c in (*verb.children, *verb.doc[max(0, verb.i - 1) : verb.i])):
        return "reported"
    return "asserted"


def outlook(verb: Token) -> Outlook:
    """Whether it has happened, is to happen, or is said not to."""
    ready = False
    for token in _governing(verb):
        coming = any(c.dep_ == "aux" and c.lower_ in COMING for c in token.children)
        if _is_negated(token):  # "will not help" is a refusal, "did not help" is none
            return "denied" if coming or ready else "done"
        if token.i != verb.i and (token.lemma_ in REFUSING or token.lower_ in UNREADY):
            return "denied"
        if coming:
            return "ahead"
        ready = ready or (token.i != verb.i and token.lower_ in READY)
        if token.i != verb.i and token.lemma_ in _AHEAD:
            return "ahead"
    return "ahead" if ready else "done"


def _governing(verb: Token) -> Iterator[Token]:
    """Yield the verb, then what it is the infinitive of, or coordinated with under one subject."""
    token = verb
    for _ in range(_DEPTH):
        yield token
        shares = token.dep_ == "conj" and not any(
            c.dep_ in ("nsubj", "nsubjpass") for c in token.children
        )
        if not (shares or token.dep_ in ("xcomp", "acomp")) or token.head.i == token.i:
            return
        token = token.head


def _is_negated(token: Token) -> bool:
    """Whether the verb is, or has a subject that is none: "neither Merkel nor Hollande"."""
    return any(
        c.dep_ == "neg"
        or (c.dep_ == "nsubj" and any(d.lower_ in ("neither", "no") for d in c.children))
        for c in token.children
    )


def _has_modal(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in MODALS for c in token.children)
