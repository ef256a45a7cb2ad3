"""Statements inside of what an outlet relays: "Wang said tariffs would hurt, Reuters reported".

The corpora that taggers learn from annotate the outermost speaker only. Who asks who said what
wants Wang, and Reuters as the one who relayed it, which the reporting chain adds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.ingest.attribution.draft import Draft, Page
from onrecord.ingest.attribution.tree import Range


def relayed(page: Page, found: Sequence[Draft], ruled: Sequence[Draft]) -> Iterator[Draft]:
    """The rules' statements that lie in a content of the tagger whose source is an outlet."""
    outlets = [
        (mention.start, mention.end)
        for name in page.doc._.names
        if name.type == "MediaOutlet"
        for mention in name.mentions
    ]
    if not outlets:
        return
    holder: dict[int, Range] = {}
    for draft in found:
        if draft.source is not None and _names(page, draft.source, outlets):
            for part in draft.content:
                holder.update(dict.fromkeys(range(*part), part))
    for draft in ruled:
        outer = holder.get(draft.anchor)
        if outer is None or draft.source is None or draft.attitude != "say" or not draft.cue:
            continue
        content = tuple(
            (max(start, outer[0]), min(end, outer[1]))
            for start, end in draft.content
            if start < outer[1] and outer[0] < end
        )
        if content and outer[0] <= draft.source[0] < outer[1]:
            yield replace(draft, content=content)


def _names(page: Page, source: Range, outlets: Sequence[tuple[int, int]]) -> bool:
    words = page.doc[source[0] : source[1]]
    return any(start < words.end_char and words.start_char < end for start, end in outlets)
