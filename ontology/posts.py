"""What the words of a post say: whether it is held now, and whether by one person alone."""

from __future__ import annotations

import re

_STILL = frozenset(
    ("the", "a", "current", "incumbent", "sitting", "now", "new", "acting", "interim")
)
_NOT_HELD = frozenset(
    ("former", "ex", "then", "late", "past", "outgoing", "incoming", "elect", "designate",
     "candidate", "nominee", "hopeful", "onetime", "sometime", "erstwhile", "ousted", "retired",
     "retiring", "previous", "presumptive", "aspiring", "deposed", "longtime")
)  # fmt: skip
_OF_A_COUNTRY = frozenset(("president", "premier", "chancellor", "king", "queen", "emir", "sultan"))
_OF_A_BODY = _OF_A_COUNTRY | frozenset(
    ("governor", "mayor", "chairman", "chairwoman", "chairperson", "chair", "ceo", "cfo", "pope")
)
# One of several, unless more words say which ("foreign minister").
_WITH_A_FIELD = frozenset(("minister", "secretary"))
# Those of whom there are several, or another post altogether.
_OF_SEVERAL = frozenset(
    ("vice", "deputy", "assistant", "under", "junior", "regional", "honorary", "co", "state",
     "press", "associate", "parliamentary", "permanent", "private", "cabinet")
)  # fmt: skip


def held_post(role: str) -> str | None:
    """The post without "current" and the like, in lower case; None where it is not held now.

    A former, designated or wished-for holder ("ex-president", "then-secretary",
    "president-elect") does not hold it.
    """
    words = re.findall(r"\w+", role.lower())
    while words and words[0] in _STILL:
        words.pop(0)
    return None if not words or _NOT_HELD & set(words) else " ".join(words)


def is_held_by_one(post: str, *, at_country: bool) -> bool:
    """Whether one person at a time holds such a post at a body, or at a country as a whole."""
    words = post.split()
    if not words or _OF_SEVERAL & set(words):
        return False
    if _WITH_A_FIELD & set(words):
        return len(words) > 1
    return words[-1] in (_OF_A_COUNTRY if at_country else _OF_A_BODY)
