"""Who uses force against whom: war, assault, repression, or only words.

PLOVER tells these by the two sides. What the armed do to each other is a fight; what others do, or
what is done to those without arms, an assault; the force of a state against civilians repression;
and "attacks" among people are made of words.
"""

from __future__ import annotations

from onrecord.ingest.policies import singular
from onrecord.ingest.relations import event_verbs as verbs
from onrecord.ingest.relations.frame import Frame
from onrecord.ingest.relations.patterns import Argument

VENTED = frozenset({"DEMAND", "ASSAULT", "FIGHT", "DISAPPROVE"})
"""Events that are a protest where protesters are behind them."""


def by_force(
    frame: Frame, word: str, subject: Argument, object_: Argument, kinds: tuple[str, str]
) -> Frame:
    """Tell a fight between the armed from an assault on those who are not, and from words."""
    roles = {singular(subject.token), singular(object_.token)}
    if singular(subject.token) in verbs.PROTESTING and frame.plover in VENTED:
        return frame.typed("PROTEST")
    unarmed = kinds[0] == "Group" and not _is_armed(subject, "")
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
    if word in verbs.OF_WORDS and named and not _is_armed(subject, ""):
        return frame.typed("DISAPPROVE")  # "Trump's attack on Obama" is made of words
    armed = [_is_armed(a, kind) for a, kind in zip((subject, object_), kinds, strict=True)]
    if all(armed) and (in_war or word in verbs.OF_WORDS):
        return frame.typed("FIGHT")
    return frame if armed[0] else frame.typed("ASSAULT")


def _is_armed(argument: Argument, kind: str) -> bool:
    return kind == "Country" or singular(argument.token) in verbs.ARMED


def _between_states(frame: Frame, word: str, kinds: tuple[str, str], other: str) -> Frame:
    """Tell cutting an exchange between states from coercing people."""
    expels = word in ("expel", "recall", "oust") and other in verbs.MISSIONS
    bans = word in ("ban", "bar", "block") and kinds == ("Country", "Country")
    return frame.typed("SANCTION") if expels or bans else frame
