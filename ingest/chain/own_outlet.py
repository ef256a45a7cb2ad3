"""Whether an outlet is the one that published the document, which is no link of a chain.

The metadata may name it in full, by a name of the packs or by a slug ("The Washington Post",
"WaPo", "wash-post"), so that a slug fits a name whose words start with its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.ingest.name_shape import word_set

_WORD = re.compile(r"[^\W_]+")
_LONG_ENOUGH = 8
"""Letters that a slug needs before beginnings of words are enough."""
_SHORT_NAMES = word_set(
    "times post journal herald tribune globe guardian telegraph gazette sun star mail mirror "
    "independent examiner register inquirer chronicle observer"
)


_SISTERS = word_set(
    "news daily live magazine radio tv television online network com saturday sunday weekend "
    "international europe politics business sports video podcast"
)
"""Words behind an outlet's name that name a part of it: "Breitbart News Daily"."""


def is_own_outlet(names: Iterable[str], outlet: str | None) -> bool:
    """Whether one of an outlet's names is the one that the document's metadata gives."""
    own = _words(outlet or "")
    if not own:
        return False
    return any(_same(own, _words(name)) for name in names)


def is_short_name(name: str) -> bool:
    """Whether it is the last word of many outlets' names: "the Post", "The Times"."""
    words = _words(name)
    return len(words) == 1 and words[0] in _SHORT_NAMES


def _words(name: str) -> list[str]:
    words = _WORD.findall(name.casefold())
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _same(own: list[str], name: list[str]) -> bool:
    if own == name:
        return True
    if len(name) == 1 and name[0] in _SHORT_NAMES:
        # "The Post" in a text of wash-post, "The Times" in one of nyt.
        initials = len(own) == 1 and 1 < len(own[0]) < _LONG_ENOUGH and own[0].endswith(name[0][0])
        return own[-1] == name[0] or (initials and own[0] not in _SHORT_NAMES)
    if name[: len(own)] == own and _SISTERS.issuperset(name[len(own) :]):
        return True
    if len(own) == 1 and len(name) > 1 and own[0] == "".join(word[0] for word in name):
        return len(own[0]) > 2
    if len(own) < 2 or sum(map(len, own)) < _LONG_ENOUGH or len(name) < len(own):
        return False
    return all(word.startswith(part) for part, word in zip(own, name, strict=False))
