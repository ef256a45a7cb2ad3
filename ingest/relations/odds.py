"""How likely an event is right: where in its sentence it stands, by whom and to whom.

What a sentence is about stands in its main clause; what a relative or adverbial clause tells by
the way is read wrongly more often. A logistic regression over what the parse shows, and nothing
that tells one type from another, was fitted to the first half of the PLOVER records by
``python -m tools.fit_event_odds``, which prints the table below. It gives events their confidence;
leaving the unlikely ones out raised F1 on that half and lowered it on the other (docs/quality.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import exp

from spacy.tokens import Token

from onrecord.ingest.relations.events import Event
from onrecord.ingest.relations.patterns import Clauses

WEIGHTS: Mapping[str, float] = {
    "bias": 1.328,
    "aside": -0.623,
    "deep": -0.296,
    "infinitive": 0.207,
    "below another": -0.670,
    "by a group": -0.562,
    "by a person": -0.164,
    "to a person": -0.199,
    "doer behind": -0.081,
    "doer far": -0.018,
    "target far": 0.124,
    "noun": 0.376,
}
"""What each feature of an event adds to the log odds that it is right."""

_ASIDE = frozenset({"relcl", "advcl", "acl", "pcomp"})
_FAR = 20
_MOST_HEADS = 40


def depth(word: Token) -> int:
    """How many words stand above it in the parse."""
    return sum(1 for _ in _upward(word))


def features(event: Event, clauses: Clauses, *, leads: bool) -> dict[str, float]:
    """What the parse shows of an event.

    Args:
        event: who did what to whom.
        clauses: of its document.
        leads: whether no other event of the sentence stands higher.
    """
    word = event.word
    path = [token.dep_ for token in _upward(word)]
    aside = any(label in _ASIDE for label in path)
    doer, target = clauses.type(event.subject), clauses.type(event.object)
    return {
        "aside": float(aside),
        "deep": float(path.count("ccomp") + aside > 1),
        "infinitive": float("xcomp" in path),
        "below another": float(not leads),
        "by a group": float(doer == "Group"),
        "by a person": float(doer == "Person"),
        "to a person": float(target in ("Group", "Person")),
        "doer behind": float(event.subject.token.i > word.i),
        "doer far": min(abs(word.i - event.subject.token.i), _FAR) / _FAR,
        "target far": min(abs(word.i - event.object.token.i), _FAR) / _FAR,
        "noun": float(event.rule == "event-noun"),
    }


def probability(found: Mapping[str, float]) -> float:
    """The probability that an event with these features is right."""
    odds = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in found.items())
    return 1 / (1 + exp(-odds))


def _upward(word: Token) -> Iterator[Token]:
    """Yield the word and those above it; of an endless sentence, not all."""
    for _ in range(_MOST_HEADS):
        yield word
        if word.head.i == word.i:
            return
        word = word.head
