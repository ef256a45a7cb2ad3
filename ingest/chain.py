"""The reporting chain: who relayed a statement to the reader.

"told Reuters", "as quoted by Xinhua", "in an interview with CNBC", "according to a Bloomberg
report" when somebody else speaks. An outlet that speaks itself relays nothing. The mention of
each link is put into ``Attribution.via``, from the speaker to the reader.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from onrecord.ingest.annotation import Attribution, register
from onrecord.ingest.extraction import Span

# What leads to the name of the relaying outlet. Each alternative ends right before the name.
_LEADS: Final = re.compile(
    r"\b(?:"
    r"(?:tell|tells|told|telling|informed)"
    r"|(?:as |was |were |been |being |is |are )?(?:quoted|cited|reported|told|relayed|carried|"
    r"published|aired|broadcast|obtained|seen|viewed|reviewed|posted)"
    r"(?: \w{1,20}ly)?(?: as \w{1,20}ing)?(?: by| on| in| to)"
    r"|interview(?:s|ed)?(?: \w{1,20}ly)?(?: (?:with|by|on|for|to|in|that aired on))"
    r"|(?:statement|statements|remarks|comments|email|emails|e-mail|letter|essay|op-ed|column|piece|"
    r"article|phone call|appearance|editorial|opinion piece|commentary|guest essay)"
    r"(?: (?:to|with|for|in|on|published in|published by|carried by))"
    r"|(?:speaking|talking|spoke|talked|writing|wrote|appearing|appeared)"
    r"(?: \w{1,20}ly)? (?:to|with|in|on|for)"
    r"|said (?:\w{3,6}day )?on"
    r"|according to(?: an?| the)?(?: report| story| article| interview)?(?: by| in| from)?"
    r")\s+",
    re.IGNORECASE,
)
# Behind a statement: "…, Reuters reported".
_REPORTED: Final = re.compile(r"\b(?:first |later |also )?(?:reported|reports|wrote|quoted)\b")
_MAX_LINKS: Final = 3
_OUTLETS_WORDS: Final = """
reuters bloomberg xinhua cnbc cnn bbc npr pbs nbc abc cbs msnbc afp ap tass interfax kyodo
yonhap politico axios vox breitbart buzzfeed huffpost univision telemundo nikkei caixin cctv
cgtn rt dpa ansa efe pti ani mint guardian economist atlantic newsweek time forbes fortune
barron's marketwatch semafor propublica slate salon wired spiegel zeit welt figaro monde pais
repubblica haaretz telegraph c-span cspan itv rthk rfi dw euronews sky semafor puck punchbowl
newsmax oan mediaite yahoo
"""
_OUTLETS: Final = frozenset(_OUTLETS_WORDS.split())
_ENDINGS_WORDS: Final = """
times post news journal tribune herald globe gazette chronicle observer examiner inquirer
telegraph daily newspaper magazine agency tv television radio network broadcaster review press
standard mail mirror sun independent registrar register dispatch sentinel courier bulletin
today weekly monitor insider podcast beast hill star
"""
_ENDINGS: Final = frozenset(_ENDINGS_WORDS.split())
_AMBIGUOUS_WORDS: Final = """
time sun star mail mirror today standard hill press sky mint
"""
_AMBIGUOUS: Final = frozenset(_AMBIGUOUS_WORDS.split())
_ENT_IS: Final = frozenset({"MediaOutlet"})
_ENT_IS_NOT: Final = frozenset(
    {"Person", "PERSON", "Country", "GPE", "GovernmentBody", "Party", "NORP", "LOC", "DATE", "TIME"}
)
_INSIDE_NAME: Final = frozenset(
    {"of", "and", "&", "the", "-", "for", "de", "le", "la", "der", "die", "el"}
)
_SHARED: Final = re.compile(
    r"interview|speaking|talking|spoke|appear|remarks|comments|statement", re.I
)


@Language.factory("onrecord_chain", requires=["doc._.attributions"], assigns=["doc._.attributions"])
def make_chain(nlp: Language, name: str) -> ReportingChain:
    """The component ``onrecord_chain``; wants attributions, and entities where there are any."""
    return ReportingChain(name)


class ReportingChain:
    """Fills ``Attribution.via`` with the mentions of those who relayed a statement."""

    def __init__(self, name: str = "onrecord_chain") -> None:
        self.name = name
        register()

    def __call__(self, doc: Doc) -> Doc:
        found: tuple[Attribution, ...] = doc._.attributions
        if not found:
            return doc
        page = _Page(
            doc,
            doc.text,
            [token.idx for token in doc],
            {i: ent for ent in doc.ents for i in range(ent.start, ent.end)},
        )
        doc._.attributions = tuple(
            replace(attribution, via=via) if (via := _via(page, near, attribution)) else attribution
            for attribution, near in zip(found, _neighbours(found), strict=True)
        )
        return doc


@dataclass(frozen=True, slots=True)
class _Page:
    """A document with what takes a pass over it to find out."""

    doc: Doc
    text: str
    starts: list[int]
    ents: dict[int, SpacySpan]


def _neighbours(found: tuple[Attribution, ...]) -> Iterator[tuple[Attribution, ...]]:
    """For each attribution those near it in text order, itself included."""
    for place in range(len(found)):
        yield found[max(0, place - 6) : place + 7]


def _via(page: _Page, found: tuple[Attribution, ...], attribution: Attribution) -> tuple[Span, ...]:
    text = page.text
    sentence = attribution.sentence
    links: list[Span] = []
    for lead in _LEADS.finditer(text, sentence.start, sentence.end):
        if _inside(lead.start(), attribution.content) or _inside(
            lead.end() - 1, attribution.content
        ):
            continue
        outlet = _outlet_at(page, lead.end(), sentence.end)
        if outlet is None or _overlaps(outlet, attribution.source):
            continue
        if not _covers(lead, outlet, attribution, found):
            continue
        if outlet not in links:
            links.append(outlet)
    for told in _REPORTED.finditer(text, sentence.start, sentence.end):
        outlet = _outlet_before(page, told.start(), sentence.start)
        if (
            outlet is not None
            and outlet not in links
            and all(span.start < outlet.start for span in attribution.cue or attribution.content)
            and not _inside(told.start(), attribution.content)
            and not _overlaps(outlet, attribution.source)
        ):
            links.append(outlet)
    return tuple(links[:_MAX_LINKS])


def _outlet_before(page: _Page, at: int, start: int) -> Span | None:
    """The outlet whose name stands between a comma and this place: ", Reuters reported"."""
    last = bisect.bisect_left(page.starts, at) - 1
    first = last
    while first > 0 and last - first < 8 and page.starts[first] > start:
        if page.doc[first].is_punct:
            break
        first -= 1
    if first >= last or page.doc[first].text not in (",", "—", "–"):
        return None
    outlet = _outlet_at(page, page.starts[first + 1], at)
    return outlet if outlet is not None and outlet.end >= page.starts[last] else None


def _covers(
    lead: re.Match[str], outlet: Span, attribution: Attribution, found: tuple[Attribution, ...]
) -> bool:
    """Whether the link belongs to this attribution, or to one that shares its speaker."""
    word = lead.group().split()[0].lower()
    if word in ("tell", "tells", "told", "telling", "informed"):
        return any(cue.start <= lead.start() < cue.end for cue in attribution.cue)
    nearest = min(
        (
            other
            for other in found
            if other.sentence.start < lead.end()
            and lead.start() < other.sentence.end
            and not _inside(lead.start(), other.content)
            and not _overlaps(outlet, other.source)
        ),
        key=lambda other: _distance(lead.start(), other),
        default=attribution,
    )
    return nearest == attribution or (
        _SHARED.search(lead.group()) is not None and nearest.source == attribution.source
    )


def _distance(at: int, attribution: Attribution) -> int:
    return min(abs(at - span.start) for span in attribution.cue or attribution.content)


def _outlet_at(page: _Page, at: int, end: int) -> Span | None:
    """The outlet whose name begins at this place of the text, after articles and possessives."""
    doc = page.doc
    i = max(0, bisect.bisect_right(page.starts, at) - 1)
    steps = 0
    while i < len(doc) and steps < 5 and doc[i].idx < end:
        token = doc[i]
        if token.pos_ == "DET":
            i += 1
            continue
        if token.pos_ == "PROPN" or token.ent_type_ or token.text.lower() in _OUTLETS:
            return _named(page, i)
        if token.pos_ not in ("DET", "ADJ", "NOUN", "PRON") or token.is_punct:
            return None
        i += 1
        steps += 1
    return None


def _named(page: _Page, i: int) -> Span | None:
    doc = page.doc
    token = doc[i]
    ent = page.ents.get(i)
    if ent is not None and ent.label_ in _ENT_IS:
        return Span(ent.start_char, ent.end_char)
    end = i
    while end < len(doc) and end - i < 8 and _in_name(doc[end]):
        end += 1
    while end > i and doc[end - 1].text.lower() in _INSIDE_NAME:
        end -= 1
    if end <= i:
        return None
    words = [t.text.lower().rstrip(".") for t in doc[i:end]]
    plain = words[0] in _OUTLETS and (words[0] not in _AMBIGUOUS or len(words) == 1)
    if not plain and words[-1] not in _ENDINGS and words[-1] not in _OUTLETS:
        return None
    if token.ent_type_ in _ENT_IS_NOT and words[-1] not in _ENDINGS | _OUTLETS and not plain:
        return None
    return Span(doc[i].idx, doc[end - 1].idx + len(doc[end - 1]))


def _in_name(token: Token) -> bool:
    return (
        token.pos_ == "PROPN" or token.text.lower() in _INSIDE_NAME or token.text[:1].isupper()
    ) and not token.is_punct


def _inside(at: int, spans: Iterable[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)
