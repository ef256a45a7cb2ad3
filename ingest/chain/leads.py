"""Words that lead up to the name of an outlet, and what the outlet did.

Six kinds: somebody ``told`` it something; they had a ``talk`` ("in an interview with", "speaking
to", "asked by"); it was said on ``air`` ("on MSNBC"); a ``piece`` stood in it ("in a New York Times
op-ed"); it ``carried`` the words of others ("as quoted by"); or there is a ``report`` of it. All
are found in one pass over the sentences, so that time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from onrecord.ingest.attribution.cues import VERBS
from onrecord.ingest.chain.outlet_names import Page, broadcasts, outlet_at
from onrecord.ingest.chain.programmes import is_programme
from onrecord.ingest.extraction import Span
from onrecord.ingest.name_shape import word_set

LeadKind: TypeAlias = Literal["told", "talk", "air", "piece", "carried", "report"]

_WHEN: Final = (
    r"(?: (?:\w{1,20}(?:ly|day)|morning|night|evening|afternoon|earlier|later|again|live|recently"
    r"|last|this|week|month|year)){0,3}"
)
# Each alternative ends right before the name. The first that fits at a place counts.
_LEADS: Final = re.compile(
    r"\b(?:"
    r"(?P<told>tell|tells|told|telling|informed|reminded|assured)"
    r"|(?P<carried>(?:as |was |were |been |being |is |are )?(?:first )?(?:quoted|cited|reported"
    r"|relayed|carried|published|aired|broadcast|televised|obtained|seen|viewed|reviewed|posted"
    r"|recorded)(?: \w{1,20}ly)?(?: as \w{1,20}ing)?(?: by| on| in| to))"
    r"|(?P<talk>interviewed on (?:the |this )?\w{1,20}(?: \w{3,6}day)? by"
    r"|interview(?:s|ed)?(?: (?!that\b|wh)\w{1,20}){0,4}? (?:with|by|on|for|to|in|that aired on|of)"
    r"|(?:statement|statements|remarks|comments|appearance|appearances|phone call|conversation"
    r"|response|discussion) (?:to|with|for|in|on|from|by|before)"
    r"|(?:email|emails|e-mail|letter|text message|message) to"
    rf"|(?:speaking|talking|spoke|talked|appearing|appeared|appears|joined|joining){_WHEN}"
    r" (?:to|with|in|on|for|by phone (?:to|with))"
    rf"|(?:asked|interviewed|pressed|questioned|quizzed|grilled|contacted|reached|confronted)"
    rf"{_WHEN} (?:by|on)"
    r"|(?:sat|sits|sitting|sit) down with|(?:calling|called|phoning|phoned) (?:in to|into)"
    r"|(?:gave|given|granted|giving)(?: \w{1,20}){0,3} to"
    r"|(?:taping|broadcast|edition) (?:of|with|on|for))"
    r"|(?P<piece>(?:essay|op-ed|op-eds|column|piece|article|editorial|opinion piece|commentary"
    r"|guest essay|blog post|profile|writing|wrote|written|writes|penned)(?: \w{3,6}day)?"
    r" (?:to|with|for|in|on|from|by|published in|published by|carried by))"
    rf"|(?P<air>(?:said|says|saying){_WHEN} on"
    r"|(?:on|to|during|for|in|with) (?:[\w'’-]{1,20} ){0,4}"
    r"(?:podcast|program|programme|show|series),?)"
    r"|(?P<report>according to(?: an?| the)?(?: report| story| article| interview| account)?"
    r"(?: by| in| from)?|(?:report|reports|story|stories)"
    r" (?:to|with|for|in|on|from|by|published in|published by|carried by))"
    r")\s+",
    re.IGNORECASE,
)
# "On Dec. 7 on MSNBC", "later on This Week": only before what broadcasts.
_ON_AIR: Final = re.compile(r"\b(?:on|during)\s+(?:(?:\w{3,6}day)['’]s\s+)?", re.IGNORECASE)
# "In a New York Times article", "for a Bloomberg story", "during a Fox & Friends interview".
_IN_PIECE: Final = re.compile(
    r"\b(?:in|for|from|on|during)\s+(?:(?:an?|the|his|her|\w{3,6}day['’]s|another|this)\s+)?"
    r"(?:(?:\w{3,6}day|recent|new|\d{4})\s+)?",
    re.IGNORECASE,
)
_PIECES: Final = re.compile(
    r"['’]?s?\s+(?:\w{1,20}\s+)?(?:(?P<talk>interview|broadcast|podcast|town hall|forum|appearance"
    r"|radio show|show|special)|(?P<piece>article|op-ed|op ed|column|editorial|essay|story|report"
    r"|piece|profile))\b",
    re.IGNORECASE,
)
# Only an outlet follows these, so that any body will do that is named there.
_TRUSTED: Final = re.compile(
    r"interview.* (?:with|on|for|to)\s|appear\w* .*on\s"
    r"|(?:wrote|writing|writes|op-ed|column|essay) (?:for|in)\s|podcast|broadcast of\s",
    re.IGNORECASE,
)
_MOMENTS: Final = word_set(
    "live while remarks comments appearing morning evening night afternoon today yesterday week "
    "interview appearance again guest later earlier recently then once also aired appeared"
)
"""Words before "on CNN" that make it the place where something was said."""
_SPOKEN: Final = frozenset(
    lemma for lemma, cue in VERBS.items() if cue.attitude == "say" and cue.strength >= 0.9
) - {"comment", "write", "brief", "weigh", "report"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lead:
    """Words, and the name of the outlet that they lead to."""

    kind: LeadKind
    words: Span
    outlet: Span

    @property
    def is_conversation(self) -> bool:
        """Whether who speaks in it may go on in the sentences behind."""
        return self.kind in ("told", "talk", "air", "piece")


def leads(page: Page, start: int, end: int) -> Iterator[Lead]:
    """Yield the leads of one sentence, those of a word for it first."""
    seen: list[Span] = []

    def is_new(outlet: Span | None) -> bool:
        return outlet is not None and not any(
            outlet.start < other.end and other.start < outlet.end for other in seen
        )

    for match in _LEADS.finditer(page.text, start, end):
        kind: LeadKind = match.lastgroup  # type: ignore[assignment] # groups are named by kinds
        outlet = outlet_at(
            page, match.end(), end, trusted=_TRUSTED.search(match.group()) is not None
        )
        if outlet is not None and is_new(outlet):
            seen.append(outlet)
            yield Lead(kind, Span(match.start(), match.end()), outlet)
    for match in _IN_PIECE.finditer(page.text, start, end):
        outlet = outlet_at(page, match.end(), end)
        piece = _PIECES.match(page.text, outlet.end) if outlet is not None else None
        if outlet is not None and piece is not None and is_new(outlet):
            seen.append(outlet)
            words = Span(match.start(), match.end())
            yield Lead("talk" if piece.lastgroup == "talk" else "piece", words, outlet)
    for match in _ON_AIR.finditer(page.text, start, end):
        outlet = outlet_at(page, match.end(), end)
        if outlet is None or not is_new(outlet) or not _broadcasts(page.text, outlet):
            continue
        near = page.text[match.end() : outlet.start].strip("'’\"“‘ ") in ("", "the", "The")
        if near and _tells_when_or_where(page, match.start(), start):
            seen.append(outlet)
            yield Lead("air", Span(match.start(), match.end()), outlet)


def _tells_when_or_where(page: Page, at: int, start: int) -> bool:
    """Whether "on CNN" says where somebody spoke, and not what they did or spoke of."""
    i = page.token_at(at) - 1
    while i >= 0 and page.doc[i].is_space:
        i -= 1
    if i < 0 or page.doc[i].idx < start:
        return True
    token = page.doc[i]
    ent = page.ents.get(i)
    return (
        token.is_punct
        or token.lower_ in _MOMENTS
        or token.lemma_.lower() in _SPOKEN
        or (ent is not None and ent.label_ in ("DATE", "TIME"))
    )


def _broadcasts(text: str, outlet: Span) -> bool:
    name = text[outlet.start : outlet.end]
    return broadcasts(name) or is_programme(text, outlet)
