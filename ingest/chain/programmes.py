"""Titles of programmes, by a list, by their words between quotation marks, and by their hosts.

"Meet the Press"; a title such as “The Ann Lee Report” where it stands in marks; and "Ann Lee's
radio show", which has no other name in the text.
"""

from __future__ import annotations

import re
from typing import Final

from onrecord.ingest.extraction import Span

_KNOWN: Final = re.compile(
    r"(?:Squawk Box|This Week|Meet the Press|Face the Nation|Fox (?:and|&) Friends|Good Morning "
    r"America|State of the Union|The View|(?:The )?Rachel Maddow(?: Show)?|Morning Joe|Hardball"
    r"|60 Minutes|(?:The )?O['’]Reilly Factor|(?:The )?Kelly File|(?:The )?Situation Room"
    r"|Special Report|Fox News Sunday|New Day|(?:The )?Late Show|(?:The )?Tonight Show|Late Night"
    r"|Saturday Night Live|(?:The )?Daily Show|Morning Edition|All Things Considered|NewsHour"
    r"|On the Record|Bloomberg Surveillance|Mad Money|Power Lunch|Closing Bell|Newsnight|HARDtalk"
    r"|(?:The )?Axe Files|Nightline|Dateline|Frontline|Jimmy Kimmel Live|Last Week Tonight"
    r"|(?:The )?Hugh Hewitt Show|CBS This Morning|(?:The )?Today [Ss]how|Andrea Mitchell Reports"
    r"|With All Due Respect|Anderson Cooper 360|Erin Burnett OutFront|Reliable Sources|Real Time"
    r"|Breitbart News (?:Daily|Saturday|Sunday)|Washington Journal|Fresh Air|Your World"
    r"|America['’]s Newsroom|Varney (?:and|&) Co|Justice with Judge Jeanine|Full Frontal"
    r"|The Last Word|MTP Daily|Inside Politics|Mornings With Maria|Sunday Morning Futures"
    r"|CBS Evening News|NBC Nightly News|World News Tonight|The Lead|The Five|Outnumbered)\b"
)
_MARKS: Final = frozenset("“\"‘'")
_TITLED: Final = re.compile(r"[“\"‘]|''|'")
_TITLE: Final = re.compile(r"(?:The |the )?[A-Z0-9][^“”\"\n]{1,45}?(?=[.,]?(?:[”\"’]|''))")
_TITLE_WORDS: Final = re.compile(
    r"\b(?:Show|Reports?|Hour|Tonight|Live|Radio|Podcast|News|Morning|Factor|File|Files|Nation|Week"
    r"|Room|Press|Daily|Program|Journal|Today|Day|Night|Talk|Minutes|Edition|Sunday|Saturday"
    r"|Hannity|Hardball|Ellen|Outfront|OutFront|Tucker)\b"
)
_HOSTED: Final = re.compile(
    r"(?P<host>[A-Z][\w.-]{1,20}(?: [A-Z][\w.-]{1,20}){0,2})['’]s? "
    r"(?:(?:[\w-]{1,20} ){0,2}(?:radio|talk|TV|television|online|late-night|podcast) )?"
    r"(?P<noun>radio show|talk show|show|podcast|program|programme)\b"
)


def programme_at(text: str, at: int, end: int) -> Span | None:
    """The title that begins here, or between quotation marks that open here."""
    known = _KNOWN.match(text, at, end)
    if known:
        return Span(known.start(), known.end())
    opening = _TITLED.match(text, at, end)
    if opening:
        title = _TITLE.match(text, opening.end(), end)
        if title and (_TITLE_WORDS.search(title.group()) or _KNOWN.match(title.group())):
            return Span(title.start(), title.end())
    return None


def hosted_at(text: str, at: int, end: int) -> Span | None:
    """The programme that has no name but its host's: "Ann Lee's radio show"."""
    hosted = _HOSTED.match(text, at, end)
    return Span(hosted.start(), hosted.end()) if hosted else None


def is_programme(text: str, span: Span) -> bool:
    """Whether what is named there is a programme, and no outlet."""
    name = text[span.start : span.end]
    if _KNOWN.fullmatch(name) or _HOSTED.fullmatch(name):
        return True
    return text[max(0, span.start - 1) : span.start] in _MARKS and bool(_TITLE_WORDS.search(name))


def label_of(text: str, span: Span) -> str | None:
    """What a programme is called by: its title, or its host's name and what it is."""
    name = text[span.start : span.end]
    hosted = _HOSTED.fullmatch(name)
    if hosted:
        return f"{hosted['host']} {hosted['noun'].split()[-1]}"
    return " ".join(name.split()) if is_programme(text, span) else None
