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

from onrecord.ingest.chain.programmes import hosted_at, programme_at
from onrecord.ingest.extraction import Span
from onrecord.ingest.name_shape import word_set

OUTLETS: Final = word_set(
    "reuters bloomberg xinhua cnbc cnn bbc npr pbs nbc abc cbs msnbc afp ap upi tass interfax "
    "kyodo yonhap politico axios vox breitbart buzzfeed huffpost univision telemundo nikkei "
    "caixin cctv cgtn rt dpa ansa efe pti ani mint guardian economist atlantic newsweek time "
    "forbes fortune barron's marketwatch semafor propublica slate salon wired spiegel zeit "
    "welt figaro monde pais repubblica haaretz telegraph c-span cspan itv rthk rfi dw "
    "euronews sky puck punchbowl newsmax oan mediaite yahoo tmz fusion quartz mashable "
    "jezebel gawker fnc fbn newsday mic deadspin thinkprogress townhall patch newsy bustle elle "
    "cosmopolitan variety billboard people wtop ora insidesources huffpo instyle bloomberg.com "
    "gawker gq esquire vogue playboy wnyc kcci wmur wbz hbo espn tnt showtime vice"
)
_ENDINGS: Final = word_set(
    "times post news journal tribune herald globe gazette chronicle observer examiner "
    "inquirer telegraph daily newspaper magazine agency tv television radio network "
    "broadcaster review press standard mail mirror sun independent registrar register "
    "dispatch sentinel courier bulletin today weekly monitor insider podcast beast hill star "
    "beacon caller ledger record leader union advocate enquirer reporter tennessean universal "
    "sports business informer enterprise bee statesman republic citizen advertiser dealer "
    "picayune courant intelligencer online digital constitution wire newsroom"
)
_WEAK: Final = word_set(
    "leader union record reporter advocate business universal independent sports enterprise "
    "republic citizen dealer online digital constitution wire bee"
)
"""Endings of other names too, so that a known outlet or a second word has to stand before."""
_AMBIGUOUS: Final = word_set(
    "time sun star mail mirror today standard hill press sky mint vice union"
)
_INSIDE_NAME: Final = word_set("of and & the - for de le la der die el")
_SKIPPED_ENTS: Final = word_set("DATE TIME ORDINAL CARDINAL NORP")
BROADCASTERS: Final = word_set(
    "cnn cnbc bbc npr pbs nbc abc cbs msnbc fox c-span cspan univision telemundo hbo itv sky rt "
    "cctv cgtn newsmax oan wnyc showtime fnc fbn"
)
_CALL_SIGN: Final = re.compile(
    r"[WK][A-Z]{2,3}(?:-(?:TV|FM|AM))?|[A-Z]{1,4}TV|FOX ?\d{1,3}|Fox ?\d{1,3}"
)
_SITE: Final = re.compile(r"[\w-]{2,30}\.(?:com|org|net|tv)", re.IGNORECASE)
_CAMEL: Final = re.compile(r"(?!Ma?c[A-Z]|De[A-Z]|La[A-Z]|Van[A-Z])[A-Z][a-z]+[A-Z][A-Za-z]+")
_BODIES: Final = word_set("Organization Company")
_KINDS: Final = word_set(
    "magazine newspaper daily weekly radio television tv website podcast broadcaster tabloid"
)
"""Common nouns behind a name that say that it is an outlet's."""
_AT_WORK: Final = word_set("of from at on with")
_BEFORE_NAME: Final = word_set("the his her its newspaper network podcast show “ \" '' ‘")
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


def outlet_at(page: Page, at: int, end: int, *, trusted: bool = False) -> Span | None:
    """The outlet whose name begins at this place, after articles, days, marks and a person.

    After words that only an outlet follows (``trusted``) any body that is named will do.
    """
    doc = page.doc
    i = page.token_at(at)
    for _ in range(_STEPS):
        if i >= len(doc) or doc[i].idx >= end:
            return None
        programme = programme_at(page.text, doc[i].idx, end) or hosted_at(
            page.text, doc[i].idx, end
        )
        if programme:
            return programme
        token, ent = doc[i], page.ents.get(i)
        if ent is not None and ent.label_ in _SKIPPED_ENTS and token.lower_ not in OUTLETS:
            i = ent.end
        elif ent is not None and ent.label_ in ("Person", "PERSON"):
            if len(ent) == 1 and token.lower_ in OUTLETS:
                return named_at(page, i)
            return _employer(page, ent.end, end)
        elif (shaped := _shaped(page, token, ent)) is not None:
            return shaped
        elif token.pos_ == "DET" or token.is_quote or token.lower_ in ("'s", "’s", "its", "his"):
            i += 1
        elif token.pos_ == "PROPN" or token.ent_type_ or token.lower_ in OUTLETS:
            return named_at(page, i, trusted=trusted)
        elif token.pos_ in ("ADJ", "NOUN", "PRON") and not token.is_punct:
            i += 1
        else:
            return None
    return None


def _employer(page: Page, i: int, end: int) -> Span | None:
    """The outlet of somebody whose name has just ended: "of Fox News", "on his podcast “X”"."""
    doc = page.doc
    while i < len(doc) and doc[i].idx < end and doc[i].lower_ in (",", "host", "reporter"):
        i += 1
    if i + 1 >= len(doc) or doc[i].idx >= end or doc[i].lower_ not in _AT_WORK:
        return None
    i += 1
    while i < len(doc) and doc[i].idx < end and doc[i].lower_ in _BEFORE_NAME:
        i += 1
    return named_at(page, i) if i < len(doc) and doc[i].idx < end else None


def broadcasts(name: str) -> bool:
    """Whether an outlet of this name is a broadcaster: "MSNBC", "WTMJ", "KCCI"."""
    word = name.split()[0]
    return word.lower() in BROADCASTERS or _CALL_SIGN.fullmatch(word) is not None


def named_at(page: Page, i: int, *, trusted: bool = False) -> Span | None:
    """The outlet whose name starts with this token."""
    doc = page.doc
    token = doc[i]
    programme = programme_at(page.text, token.idx, len(page.text))
    if programme:
        return programme
    ent = page.ents.get(i)
    if ent is not None and ent.label_ == "MediaOutlet":
        return Span(ent.start_char, ent.end_char)
    shape = _shaped(page, token, ent)
    if shape is not None:
        return shape
    end = i
    while end < len(doc) and end - i < _LONGEST and _in_name(doc, end, i):
        end += 1
    while end > i and (doc[end - 1].text.lower() in _INSIDE_NAME or doc[end - 1].is_punct):
        end -= 1
    if end <= i:
        return None
    words = [t.text.lower().rstrip(".") for t in doc[i:end]]
    length = next((n for n in range(len(words), 0, -1) if _ends_name(words[:n], ent)), 0)
    if not length and words[0] in OUTLETS and (words[0] not in _AMBIGUOUS or len(words) == 1):
        length = len(words)
    if not length and end < len(doc) and doc[end].lower_ in _KINDS:
        length = len(words)  # "Latina magazine"
    if not length:
        body = trusted and ent is not None and ent.label_ in _BODIES
        return Span(ent.start_char, ent.end_char) if body and ent is not None else None
    last = doc[i + length - 1]
    return Span(token.idx, last.idx + len(last))


def _shaped(page: Page, token: Token, ent: SpacySpan | None) -> Span | None:
    """A name that looks like those of stations and sites: "WEEI", "InsideSources", "ozy.com"."""
    if ent is not None and ent.label_ in ("Person", "PERSON") and len(ent) > 1:
        return None
    for shape in (_SITE, _CALL_SIGN, _CAMEL):
        found = shape.match(page.text, token.idx)
        if found and not page.text[found.end() : found.end() + 1].isalnum():
            return Span(found.start(), found.end())
    return None


def _ends_name(words: list[str], ent: SpacySpan | None) -> bool:
    last = words[-1]
    return last in OUTLETS or (
        last in _ENDINGS and (last not in _WEAK or (len(words) > 1 and ent is not None))
    )


def _in_name(doc: Doc, i: int, first: int) -> bool:
    token = doc[i]
    if token.is_punct or token.is_quote:
        # "Spokesman-Review", "Yahoo! News"
        return i > first and token.text in "-!" and not (token.text == "-" and token.whitespace_)
    return token.pos_ == "PROPN" or token.text.lower() in _INSIDE_NAME or token.text[:1].isupper()
