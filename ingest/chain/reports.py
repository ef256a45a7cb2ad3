"""An outlet's report that consists of what somebody said is that statement, and not a second one.

"Reuters reported that Bessent said X" is Bessent's statement of X, via Reuters; the report itself
stays only where nobody speaks inside of it, or where it holds more than what they said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from onrecord.ingest.annotation import Attribution, Voice

_NEAR: Final = 6
_MOST: Final = 0.8
"""The share of a report that a statement inside takes up, from its first word to its last."""


def without_reports(
    attributions: Sequence[Attribution], voices: Sequence[Voice]
) -> tuple[tuple[Attribution, ...], tuple[Voice, ...]]:
    """The attributions and their voices without the reports that only relay another of them.

    What was relayed is as sure as the report was: annotators mark one of the two. Linear, since
    only attributions beside each other are compared.
    """
    kept = list(attributions)
    gone: set[int] = set()
    for outer, voice in enumerate(voices):
        for inner in range(max(0, outer - _NEAR), min(len(kept), outer + _NEAR + 1)):
            relayed = voices[inner]
            if relayed.kind == "group" or voice.speaker not in relayed.via:
                continue  # a "group" may be things: "both plans will emphasize"
            if inner not in gone and _fills(kept[inner], kept[outer]):
                gone.add(outer)
                sure = max(kept[inner].confidence, kept[outer].confidence)
                kept[inner] = replace(kept[inner], confidence=sure)
    stay = [i for i in range(len(kept)) if i not in gone]
    return tuple(kept[i] for i in stay), tuple(voices[i] for i in stay)


def _fills(inner: Attribution, outer: Attribution) -> bool:
    """Whether the inner attribution is nearly all of what the outer one says."""
    spans = sorted((*inner.source, *inner.cue, *inner.content))
    if not inner.source:
        return False
    for content in outer.content:
        if content.start <= spans[0].start and spans[-1].end <= content.end:
            filled = spans[-1].end - spans[0].start
            return filled >= _MOST * sum(part.end - part.start for part in outer.content)
    return False
