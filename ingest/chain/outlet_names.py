"""The name of an outlet or a programme at a place of the text, where one is led up to.

Words that name outlets everywhere ("Reuters"), words that names of outlets end in ("… Times"), and
titles of programmes; what the packs list as an outlet counts as it is. A name of somebody who works
there leads on to the outlet ("Chris Wallace of Fox News").
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from onrecord.ingest.extraction import Span
from onrecord.ingest.name_shape import word_set

OUTLETS: Final = word_set(
    "reuters bloomberg xinhua cnbc cnn bbc npr pbs nbc abc cbs msnbc afp ap upi tass interfax "
    "kyodo yonhap politico axios vox breitbart buzzfeed huffpost univision telemundo nikkei "
    "caixin cctv cgtn rt dpa ansa efe pti ani mint guardian economist atlantic newsweek time "
    "forbes fortune barron's marketwatch semafor propublica slate salon wired spiegel zeit "
    "welt figaro monde pais repubblica haaretz telegraph c-span cspan itv rthk rfi dw "
    "euronews sky puck punchbowl newsmax oan mediaite yahoo tmz fusion quartz mashable "
    "jezebel gawker gq esquire vogue playboy wnyc kcci wmur wbz hbo espn tnt showtime vice"
)
_ENDINGS: Final = word_set(
    "times post news journal tribune herald globe gazette chronicle observer examiner "
    "inquirer telegraph daily newspaper magazine agency tv television radio network "
    "broadcaster review press standard mail mirror sun independent registrar register "
    "dispatch sentinel courier bulletin today weekly monitor insider podcast beast hill star "
    "beacon caller ledger record leader union advocate enquirer reporter tennessean universal "
    "sports business"
)
_WEAK: Final = word_set(
    "leader union record reporter advocate business universal independent sports"
)
"""Endings of other names too, so that a known outlet or a second word has to stand before."""
_AMBIGUOUS: Final = word_set(
    "time sun star mail mirror today standard hill press sky mint vice union"
)
_INSIDE_NAME: Final = word_set("of and & the - for de le la der die el")
_SKIPPED_ENTS: Final = word_set("DATE TIME ORDINAL CARDINAL")
BROADCASTERS: Final = word_set(
    "cnn cnbc bbc npr pbs nbc abc cbs msnbc fox c-span cspan univision telemundo hbo itv sky rt "
    "cctv cgtn newsmax oan wnyc showtime"
)
PROGRAMMES: Final = re.compile(
    r"(?:Squawk Box|This Week|Meet the Press|Face the Nation|Fox (?:and|&) Friends|Good Morning "
    r"America|State of the Union|The View|(?:The )?Rachel Maddow(?: Show)?|Morning Joe|Hardball"
    r"|60 Minutes|(?:The )?O['’]Reilly Factor|(?:The )?Kelly File|(?:The )?Situation Room"
    r"|Special Report|Fox News Sunday|New Day|(?:The )?Late Show|(?:The )?Tonight Show"
    r"|Saturday Night Live|(?:The )?Daily Show|Morning Edition|All Things Considered|NewsHour"
    r"|On the Record|Bloomberg Surveillance|Mad Money|Power Lunch|Closing Bell|Newsnight|HARDtalk"
    r"|(?:The )?Axe Files|Nightline|Dateline|Frontline|Jimmy Kimmel Live|Last Week Tonight"
    r"|(?:The )?Hugh Hewitt Show|CBS This Morning|(?:The )?Today [Ss]how)\b"
)
_STEPS: Final = 8
_LONGEST: Final = 8


@dataclass(frozen=True, slots=True)
class Page:
    """A document with what takes a pass over it to find out."""

    doc: Doc
    text: str
    starts: list[int]
    ents: Mapping[int, SpacySpan]

    @classmethod
    def of(cls, doc: Doc) -> Page:
        """The page of a document."""
        ents = {i: ent for ent in doc.ents for i in range(ent.start, ent.end)}
        return cls(doc, doc.text, doc.to_array("IDX").tolist(), ents)

    def token_at(self, at: int) -> int:
        """The index of the token that the character lies in."""
        return max(0, bisect.bisect_right(self.starts, at) - 1)


def outlet_at(page: Page, at: int, end: int) -> Span | None:
    """The outlet whose name begins at this place, after articles, days, marks and a person."""
    doc = page.doc
    i = page.token_at(at)
    for _ in range(_STEPS):
        if i >= len(doc) or doc[i].idx >= end:
            return None
        programme = PROGRAMMES.match(page.text, doc[i].idx)
        if programme:
            return Span(programme.start(), programme.end())
        token, ent = doc[i], page.ents.get(i)
        if ent is not None and ent.label_ in _SKIPPED_ENTS and token.lower_ not in OUTLETS:
            i = ent.end
        elif ent is not None and ent.label_ in ("Person", "PERSON"):
            return _employer(page, ent.end, end)
        elif token.pos_ == "DET" or token.is_quote or token.lower_ in ("'s", "’s", "its", "his"):
            i += 1
        elif token.pos_ == "PROPN" or token.ent_type_ or token.lower_ in OUTLETS:
            return named_at(page, i)
        elif token.pos_ in ("ADJ", "NOUN", "PRON") and not token.is_punct:
            i += 1
        else:
            return None
    return None


def _employer(page: Page, i: int, end: int) -> Span | None:
    """The outlet of somebody whose name has just ended: "of Fox News", "on his podcast “X”"."""
    doc = page.doc
    if i + 1 >= len(doc) or doc[i].idx >= end or doc[i].lower_ not in ("of", "from", "at", "on"):
        return None
    i += 1
    while i < len(doc) and doc[i].idx < end and doc[i].lower_ in ("the", "his", "her", "newspaper"):
        i += 1
    return named_at(page, i) if i < len(doc) and doc[i].idx < end else None


def named_at(page: Page, i: int) -> Span | None:
    """The outlet whose name starts with this token."""
    doc = page.doc
    token = doc[i]
    programme = PROGRAMMES.match(page.text, token.idx)
    if programme:
        return Span(programme.start(), programme.end())
    ent = page.ents.get(i)
    if ent is not None and ent.label_ == "MediaOutlet":
        return Span(ent.start_char, ent.end_char)
    end = i
    while end < len(doc) and end - i < _LONGEST and _in_name(doc[end]):
        end += 1
    while end > i and doc[end - 1].text.lower() in _INSIDE_NAME:
        end -= 1
    if end <= i:
        return None
    words = [t.text.lower().rstrip(".") for t in doc[i:end]]
    length = next((n for n in range(len(words), 0, -1) if _ends_name(words[:n], ent)), 0)
    if not length:
        if words[0] not in OUTLETS or (words[0] in _AMBIGUOUS and len(words) > 1):
            return None
        length = len(words)
    last = doc[i + length - 1]
    return Span(token.idx, last.idx + len(last))


def _ends_name(words: list[str], ent: SpacySpan | None) -> bool:
    last = words[-1]
    return last in OUTLETS or (
        last in _ENDINGS and (last not in _WEAK or (len(words) > 1 and ent is not None))
    )


def _in_name(token: Token) -> bool:
    return (
        token.pos_ == "PROPN" or token.text.lower() in _INSIDE_NAME or token.text[:1].isupper()
    ) and not token.is_punct
