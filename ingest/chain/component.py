"""The reporting chain: who relayed a statement to the reader.

"told Reuters", "as quoted by Xinhua", "in an interview with CNBC", "according to a Bloomberg
report" when somebody else speaks, "on Meet the Press", and the agency whose copy the text is. An
interview goes on into the quotation that opens the next sentence. An outlet that speaks itself
relays nothing. The mention of each link is put into ``Attribution.via``, from the speaker to the
reader; coreference.py leaves out the document's own outlet, and adds the outlet in whose report a
statement lies.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.annotation import Attribution, register
from onrecord.ingest.chain.outlet_names import BROADCASTERS, PROGRAMMES, Page, outlet_at
from onrecord.ingest.chain.wire_credit import wire_credit
from onrecord.ingest.extraction import Span
from onrecord.ingest.name_shape import word_set

# What leads to the name of the relaying outlet. Each alternative ends right before the name.
_LEADS: Final = re.compile(
    r"\b(?:"
    r"(?:tell|tells|told|telling|informed)"
    r"|(?:as |was |were |been |being |is |are )?(?:first )?(?:quoted|cited|reported|told|relayed|"
    r"carried|published|aired|broadcast|obtained|seen|viewed|reviewed|posted)"
    r"(?: \w{1,20}ly)?(?: as \w{1,20}ing)?(?: by| on| in| to)"
    r"|interview(?:s|ed)?(?: \w{1,20}){0,3}? (?:with|by|on|for|to|in|that aired on)"
    r"|(?:statement|statements|remarks|comments|email|emails|e-mail|letter|essay|op-ed|column|piece|"
    r"article|phone call|appearance|editorial|opinion piece|commentary|guest essay|report|story)"
    r"(?: (?:to|with|for|in|on|from|by|published in|published by|carried by))"
    r"|(?:speaking|talking|spoke|talked|writing|wrote|written|appearing|appeared|asked|interviewed)"
    r"(?: \w{1,20}(?:ly|day))? (?:to|with|in|on|for|by)"
    r"|(?:sat|sits|sitting|sit) down with"
    r"|(?:gave|given|granted|giving)(?: \w{1,20}){0,3} to"
    r"|said (?:\w{3,6}day )?on"
    r"|(?:podcast|program|programme|show|series),?"
    r"|according to(?: an?| the)?(?: report| story| article| interview| account)?(?: by| in| from)?"
    r")\s+",
    re.IGNORECASE,
)
# "On Dec. 7 on MSNBC", "later on This Week": only before what broadcasts.
_ON_AIR: Final = re.compile(r"\b(?:on|during)\s+(?:(?:\w{3,6}day)['’]s\s+)?", re.IGNORECASE)
# "In a New York Times article", "for a Bloomberg story".
_IN_PIECE: Final = re.compile(
    r"\b(?:in|for|from|on|during)\s+(?:an?|the|\w{3,6}day['’]s)\s+", re.IGNORECASE
)
_PIECES: Final = re.compile(
    r"['’]?s?\s+(?:\w{1,20}\s+)?(?:article|interview|op-ed|column|editorial|essay|story|report"
    r"|piece|profile|broadcast|podcast|op ed)\b",
    re.IGNORECASE,
)
# Behind a statement: "…, Reuters reported".
_REPORTED: Final = re.compile(r"\b(?:first |later |also )?(?:reported|reports|wrote|quoted)\b")
_MOMENTS: Final = word_set(
    "said says saying added asked later earlier live while told remarks comments appearing morning "
    "evening night afternoon today yesterday interview appearance again guest"
)
"""Words before "on CNN" that make it the place where something was said."""
_REACH: Final = 1_500
"""How far from an attribution, in its sentence, a link is looked for."""
_MAX_LINKS: Final = 3
_SHARED: Final = re.compile(
    r"interview|speaking|talking|spoke|talked|appear|remarks|comments|statement|down with|^on"
    r"|^during|podcast|program|show|series",
    re.IGNORECASE,
)
_PRONOUNS: Final = frozenset({"he", "she", "they", "it", "who"})
_OPENING: Final = 12
"""How far behind the start of its sentence a quotation may begin to go on from the one before."""


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
        page = Page.of(doc)
        credit = wire_credit(page.text)
        sentences = (
            [sentence.start_char for sentence in doc.sents]
            if doc.has_annotation("SENT_START")
            else [0]
        )
        doc._.attributions = tuple(
            replace(attribution, via=via) if (via := _via(page, near, attribution)) else attribution
            for attribution, near in zip(found, _neighbours(found), strict=True)
        )
        doc._.attributions = tuple(_carried_on(page, doc._.attributions, sentences))
        if credit is not None:
            doc._.attributions = tuple(
                replace(each, via=(*each.via, credit)) for each in doc._.attributions
            )
        return doc


def _neighbours(found: tuple[Attribution, ...]) -> Iterator[tuple[Attribution, ...]]:
    """For each attribution those near it in text order, itself included."""
    for place in range(len(found)):
        yield found[max(0, place - 6) : place + 7]


def _via(page: Page, found: tuple[Attribution, ...], attribution: Attribution) -> tuple[Span, ...]:
    text = page.text
    sentence = _reach(attribution)
    links: list[Span] = []
    for lead, outlet in _led_up_to(page, sentence.start, sentence.end):
        if _inside(lead.start(), attribution.content) or _inside(
            lead.end() - 1, attribution.content
        ):
            continue
        if _overlaps(outlet, attribution.source) and not (
            lead.group().rstrip().endswith(" by") and _inside(lead.start(), attribution.source)
        ):
            continue
        if _covers(text, lead, outlet, attribution, found) and outlet not in links:
            links.append(outlet)
    for told in _REPORTED.finditer(text, sentence.start, sentence.end):
        reporter = _outlet_before(page, told.start(), sentence.start)
        if (
            reporter is not None
            and reporter not in links
            and all(span.start < reporter.start for span in attribution.cue or attribution.content)
            and not _inside(told.start(), attribution.content)
            and not _overlaps(reporter, attribution.source)
        ):
            links.append(reporter)
    return tuple(links[:_MAX_LINKS])


def _reach(attribution: Attribution) -> Span:
    """The part of its sentence that is near the attribution."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    start = max(attribution.sentence.start, min(span.start for span in spans) - _REACH)
    end = min(attribution.sentence.end, max(span.end for span in spans) + _REACH)
    return Span(start, end) if start < end else attribution.sentence


def _led_up_to(page: Page, start: int, end: int) -> Iterator[tuple[re.Match[str], Span]]:
    """The outlets of a sentence, each with the words that lead to it."""
    seen: set[Span] = set()
    for lead in _LEADS.finditer(page.text, start, end):
        outlet = outlet_at(page, lead.end(), end)
        if outlet is not None and outlet not in seen:
            seen.add(outlet)
            yield lead, outlet
    for lead in _IN_PIECE.finditer(page.text, start, end):
        outlet = outlet_at(page, lead.end(), end)
        if outlet is not None and outlet not in seen and _PIECES.match(page.text, outlet.end):
            seen.add(outlet)
            yield lead, outlet
    for lead in _ON_AIR.finditer(page.text, start, end):
        outlet = outlet_at(page, lead.end(), end)
        if outlet is None or outlet in seen or not _broadcasts(page.text, outlet):
            continue
        near = page.text[lead.end() : outlet.start].strip("'’\"“‘ ") in ("", "the", "The")
        if near and _tells_when_or_where(page, lead.start(), start):
            seen.add(outlet)
            yield lead, outlet


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
        or (ent is not None and ent.label_ in ("DATE", "TIME"))
    )


def _broadcasts(text: str, outlet: Span) -> bool:
    name = text[outlet.start : outlet.end]
    return name.split()[0].lower() in BROADCASTERS or PROGRAMMES.fullmatch(name) is not None


def _carried_on(
    page: Page, found: tuple[Attribution, ...], sentences: list[int]
) -> Iterator[Attribution]:
    """Let an interview in the sentence before relay the quotation that opens this one."""
    for attribution in found:
        place = bisect.bisect_right(sentences, attribution.sentence.start) - 1
        start = sentences[place] if place >= 0 else 0
        opens = attribution.content[0].start - start < _OPENING
        if attribution.via or attribution.mode == "indirect" or place < 1 or not opens:
            yield attribution
            continue
        before = Span(max(sentences[place - 1], start - _REACH), start)
        if not _goes_on(page.text, attribution, before):
            yield attribution
            continue
        links = [
            outlet
            for lead, outlet in _led_up_to(page, before.start, before.end)
            if _SHARED.search(lead.group())
        ]
        yield replace(attribution, via=tuple(links[:1])) if links else attribution


def _goes_on(text: str, attribution: Attribution, before: Span) -> bool:
    """Whether the speaker is a pronoun, or somebody whom the sentence before names."""
    if not attribution.source:
        return False
    words = text[attribution.source[0].start : attribution.source[-1].end].split()
    return len(words) < 4 and (
        words[-1].lower() in _PRONOUNS or words[-1] in text[before.start : before.end]
    )


def _covers(
    text: str,
    lead: re.Match[str],
    outlet: Span,
    attribution: Attribution,
    found: tuple[Attribution, ...],
) -> bool:
    """Whether the link belongs to this attribution, or to one that shares its speaker."""
    word = lead.group().split()[0].lower()
    if word in ("tell", "tells", "told", "telling", "informed"):
        return any(cue.start <= lead.start() < cue.end for cue in attribution.cue)
    if _inside(lead.start(), attribution.source):
        return True  # "polls reported by CNN"
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
    if nearest == attribution or (nearest.cue and nearest.cue == attribution.cue):
        return True
    return _SHARED.search(lead.group()) is not None and (
        nearest.source == attribution.source or _is_pronoun(text, nearest)
    )


def _is_pronoun(text: str, attribution: Attribution) -> bool:
    return any(text[s.start : s.end].lower() in _PRONOUNS for s in attribution.source)


def _distance(at: int, attribution: Attribution) -> int:
    return min(abs(at - span.start) for span in attribution.cue or attribution.content)


def _outlet_before(page: Page, at: int, start: int) -> Span | None:
    """The outlet whose name stands between a comma and this place: ", Reuters reported"."""
    last = bisect.bisect_left(page.starts, at) - 1
    first = last
    while first > 0 and last - first < 8 and page.starts[first] > start:
        if page.doc[first].is_punct:
            break
        first -= 1
    if first >= last or page.doc[first].text not in (",", "—", "–"):
        return None
    outlet = outlet_at(page, page.starts[first + 1], at)
    return outlet if outlet is not None and outlet.end >= page.starts[last] else None


def _inside(at: int, spans: Iterable[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)
