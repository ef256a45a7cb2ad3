"""Who speaks where in a transcript: the labels that turns open with ("Ann Lee: …").

A label counts where it comes at least twice, or names a person of the document; a heading that
ends in a colon does neither. In a talk of two, each is the other's "you".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from onrecord.ingest.extraction import Span
from onrecord.ingest.mentions import Mentions

_LABEL = re.compile(r"^(?P<name>[A-Z][^\n:?!,;“”\"()]{0,50}):[ \t]", re.MULTILINE)
_I, _YOU = frozenset({"i", "me", "my", "mine", "myself"}), frozenset({"you", "your", "yours"})


class Turns:
    """The turns of one document; none where it is no transcript."""

    def __init__(self, mentions: Mentions) -> None:
        found = [(m.start("name"), m["name"]) for m in _LABEL.finditer(mentions.text)]
        times = Counter(name for _, name in found)
        people = {
            name: place
            for start, name in found
            for place in (_person(mentions, Span(start, start + len(name))),)
            if place is not None
        }
        found = [(s, name) for s, name in found if times[name] > 1 or name in people]
        self._starts = [start for start, _ in found]
        self._names = [name for _, name in found]
        self._people = people
        self._two = tuple(times) if len({name for _, name in found}) == len(times) == 2 else ()

    def meant(self, word: str, position: int) -> int | None:
        """The entity that "I" or "you" at the position stands for, where the labels tell."""
        i = bisect_right(self._starts, position) - 1
        if i < 0:
            return None
        name = self._names[i]
        if word in _I:
            return self._people.get(name)
        if word in _YOU and name in self._two:
            return self._people.get(self._two[1 - self._two.index(name)])
        return None


def _person(mentions: Mentions, label: Span) -> int | None:
    """The person whose name the label is."""
    for mention, place in mentions.within(label.start, label.end):
        if mentions.names[place].type == "Person" and mention.end == label.end:
            return place
    return None
