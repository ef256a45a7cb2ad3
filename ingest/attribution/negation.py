"""Cues under negation: what somebody refused to say, left unsaid, or did not deny.

The cue is the verb with all that negates it ("declined to say", "would neither confirm nor deny",
"never said", "did not rule out"), the content what follows: "whether the plan is dead". Its class
is that of what the words come to:

    declined to say, would not say, never said, nobody said, neither confirmed nor denied,
    did not deny, did not rule out, did not ask for, refused to promise, declined to comment
                                                            withhold
    does not believe                                        deny

What one declined to discuss, or to deny, is neither claimed nor denied: such an attribution gets
its class (rules.py) and the confidence of its kind, because annotators leave many of them out. A
refusal to act ("refused to resign") and one without a topic ("declined to comment") keep the
infinitive as content.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from spacy.tokens import Token

from onrecord.ingest.annotation import Attribution
from onrecord.ingest.attribution.cues import VERBS
from onrecord.ingest.attribution.tree import child, conjuncts_head, is_negated
from onrecord.ingest.extraction import CueClass

Tenor = Literal["affirmed", "denied", "open"]

_REFUSALS: Final = frozenset({"decline", "refuse", "avoid", "neglect", "omit"})
_UNWILLING: Final = frozenset({"unable", "unwilling", "reluctant", "unprepared"})
_HELPERS: Final = frozenset({"neg", "aux", "auxpass", "preconj"})
_NOBODY: Final = frozenset({"nobody", "none", "neither", "no-one"})
_MAX_BACK: Final = 6

_UNSAID: Final = re.compile(
    r"n['’]t\b|\b(?:not|never|neither|no longer|declin\w+|refus\w+|unable|unwilling|reluctant"
    r"|stopp?\w* short|avoid\w*)\b",
    re.IGNORECASE,
)


def negated_from(verb: Token) -> int | None:
    """The first token of a negated cue, None where the verb is not negated."""
    refusal = _refusal(verb)
    if refusal is not None:
        return refusal.i
    if is_negated(verb):
        return _first_helper(verb)
    other = _beside(verb)
    if other is not None:
        return negated_from(other)
    subject = child(verb, "nsubj")
    if subject is not None and _is_nobody(subject):
        return verb.i
    return None


def spoken_of(verb: Token) -> Token | None:
    """The verb of saying that a verb of refusing governs: "say" in "declined to say"."""
    if verb.lemma_ not in _REFUSALS:
        return None
    said = child(verb, "xcomp")
    if said is None or said.i < verb.i:
        return None
    cue = VERBS.get(said.lemma_)
    return said if cue is not None and cue.attitude == "say" else None


def tenor(cue: str, cue_class: CueClass) -> Tenor:
    """Whether the source puts its content forward, denies it, or leaves it open.

    Goes by the words of the cue, so that it holds for any profile.
    """
    if cue_class in ("question", "withhold"):
        return "open"
    unsaid = _UNSAID.search(cue) is not None
    if cue_class == "deny":
        return "open" if unsaid else "denied"
    return "open" if unsaid else "affirmed"


def is_withheld(attribution: Attribution, text: str) -> bool:
    """Whether the source declined to say it, or did not: nothing is claimed or denied then."""
    if attribution.cue_class != "deny" or attribution.attitude != "say":
        return False
    cue = " ".join(text[span.start : span.end] for span in attribution.cue)
    return tenor(cue, attribution.cue_class) == "open"


def _beside(verb: Token) -> Token | None:
    """The verb before "nor" or "or": "confirm" for "deny" in "neither confirm nor deny"."""
    other = conjuncts_head(verb)
    parted = other.i == verb.i - 2 and verb.doc[verb.i - 1].lower_ in ("nor", "or")
    return other if parted else None


def _refusal(verb: Token) -> Token | None:
    """What refuses the verb: "declined" of "declined to say", "unable" of "was unable to say"."""
    if verb.dep_ == "conj":
        verb = conjuncts_head(verb)
    head = verb.head
    if verb.dep_ == "xcomp" and (head.lemma_ in _REFUSALS or head.lower_ in _UNWILLING):
        return head
    if verb.dep_ == "pcomp" and head.lower_ == "of":  # "stopped short of saying"
        stop = head.head if head.head.lemma_ == "stop" else head.head.head
        short = verb.doc[head.i - 1] if head.i > 0 else head
        if stop.lemma_ == "stop" and short.lower_ == "short":
            return stop
    return None


def _first_helper(verb: Token) -> int:
    """Where the auxiliaries and the negation before a verb begin; adverbs may lie between."""
    start = verb.i
    for i in range(verb.i - 1, max(verb.i - 1 - _MAX_BACK, -1), -1):
        token = verb.doc[i]
        if token.head.i != verb.i:
            if token.lower_ in ("no", "longer"):
                start = i
                continue
            break
        if token.dep_ in _HELPERS or token.lower_ in ("never", "longer"):
            start = i
        elif token.dep_ != "advmod":
            break
    return start


def _is_nobody(subject: Token) -> bool:
    if subject.lower_ in _NOBODY:
        return True
    first = subject.doc[subject.left_edge.i]
    return first.lower_ == "no" and first.dep_ == "det"
