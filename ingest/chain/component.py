"""The component that finds who relayed each statement, in the words of its own sentence.

"told Reuters", "as quoted by Xinhua", "in an interview with CNBC", "according to a Bloomberg
report" when somebody else speaks, "on Meet the Press", ", Reuters reported", and the agency whose
copy the text is. An outlet that speaks itself relays nothing. The mention of each link is put into
``Attribution.via``, from the speaker to the reader, and all that leads to an outlet anywhere into
``doc._.leads``; the speakers component leaves out the document's own outlet, adds the outlet in
whose report a statement lies, and lets interviews go on (conversations.py).
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
from onrecord.ingest.chain.leads import Lead, leads
from onrecord.ingest.chain.outlet_names import Page, outlet_at
from onrecord.ingest.chain.programmes import is_programme
from onrecord.ingest.chain.wire_credit import wire_credit
from onrecord.ingest.extraction import Span
from onrecord.ingest.name_shape import word_set

# Behind a statement: "…, Reuters reported".
_REPORTED: Final = re.compile(
    r"\b(?:first |later |also )?(?:reported|reports|wrote|quoted|noted|revealed)\b"
)
_REACH: Final = 1_500
"""How far from an attribution, in its sentence, a link is looked for."""
_MAX_LINKS: Final = 3
# "on MSNBC's evening show “Hardball”"; "on “Hardball” on MSNBC".
_OF_OUTLET: Final = re.compile(r"[’']?s?[^,.;]{0,50}")
_ON_OUTLET: Final = re.compile(r"[”\"’',.]{0,3}\s{0,2}(?:show )?(?:on|at|for)\s(?:the )?")
_PRONOUNS: Final = word_set("he she they it who")
_NEIGHBOURS: Final = 6

if not Doc.has_extension("leads"):
    Doc.set_extension("leads", default=())


@Language.factory(
    "onrecord_chain",
    requires=["doc._.attributions"],
    assigns=["doc._.attributions", "doc._.leads"],
)
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
        doc._.leads = tuple(_all_leads(page))
        starts = [lead.words.start for lead in doc._.leads]
        credit = wire_credit(page.text)
        chained: list[Attribution] = []
        for attribution, near in zip(found, _neighbours(found), strict=True):
            reach = _reach(page, attribution)
            first = bisect.bisect_left(starts, reach.start)
            last = bisect.bisect_left(starts, reach.end)
            via = _via(page, doc._.leads[first:last], near, attribution)
            via = via if credit is None else (*via, credit)
            chained.append(replace(attribution, via=via) if via else attribution)
        doc._.attributions = tuple(chained)
        return doc


def _all_leads(page: Page) -> Iterator[Lead]:
    doc = page.doc
    if not doc.has_annotation("SENT_START"):
        yield from sorted(leads(page, 0, len(page.text)), key=lambda lead: lead.words)
        return
    for sentence in doc.sents:
        yield from sorted(
            leads(page, sentence.start_char, sentence.end_char), key=lambda lead: lead.words
        )


def _neighbours(found: tuple[Attribution, ...]) -> Iterator[tuple[Attribution, ...]]:
    """For each attribution those near it in text order, itself included."""
    for place in range(len(found)):
        yield found[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]


def _reach(page: Page, attribution: Attribution) -> Span:
    """The part of its sentence that is near the attribution, in the same paragraph.

    The parser runs on over headings, which end in no full stop.
    """
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start = max(attribution.sentence.start, first - _REACH)
    end = min(attribution.sentence.end, last + _REACH)
    if start < first:
        start = max(start, page.text.rfind("\n", start, first) + 1)
    if last < end:
        after = page.text.find("\n", last, end)
        end = end if after < 0 else after
    return Span(start, end) if start < end else attribution.sentence


def _via(
    page: Page,
    near: Iterable[Lead],
    found: tuple[Attribution, ...],
    attribution: Attribution,
) -> tuple[Span, ...]:
    text = page.text
    sentence = _reach(page, attribution)
    links: list[Span] = []
    for lead in near:
        at = lead.words.start
        if _inside(at, attribution.content) or _inside(lead.words.end - 1, attribution.content):
            continue
        if _overlaps(lead.outlet, attribution.source) and not (
            text[at : lead.words.end].rstrip().endswith(" by") and _inside(at, attribution.source)
        ):
            continue
        if _covers(text, lead, attribution, found) and lead.outlet not in links:
            links.append(lead.outlet)
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
    return tuple(_without_programmes(text, links)[:_MAX_LINKS])


def _without_programmes(text: str, links: list[Span]) -> list[Span]:
    """Leave out the programme of an outlet that is named beside it."""
    outlets = [link for link in links if not is_programme(text, link)]
    return [
        link
        for link in links
        if link in outlets
        or not any(
            _ON_OUTLET.fullmatch(text, link.end, outlet.start)
            if link.end <= outlet.start
            else _OF_OUTLET.fullmatch(text, outlet.end, link.start)
            for outlet in outlets
        )
    ]


def _covers(
    text: str, lead: Lead, attribution: Attribution, found: tuple[Attribution, ...]
) -> bool:
    """Whether the link belongs to this attribution, or to one that shares its speaker."""
    at = lead.words.start
    if lead.kind == "told":
        return (
            any(cue.start <= at < cue.end for cue in attribution.cue)
            or (not attribution.cue and not attribution.source)
            or _shares_hearer(text, lead, attribution, found)
        )
    if _inside(at, attribution.source):
        return True  # "polls reported by CNN"
    if _in_brackets(text, lead, attribution):
        return False
    nearest = min(
        (
            other
            for other in found
            if other.sentence.start < lead.words.end
            and at < other.sentence.end
            and "\n" not in _between(text, at, other)
            and not _inside(at, other.content)
            and not _overlaps(lead.outlet, other.source)
        ),
        key=lambda other: _distance(at, other),
        default=attribution,
    )
    if nearest == attribution or (nearest.cue and nearest.cue == attribution.cue):
        return True
    return lead.is_conversation and (
        nearest.source == attribution.source
        or _is_pronoun(text, nearest)
        or _is_pronoun(text, attribution)
    )


def _shares_hearer(
    text: str, lead: Lead, attribution: Attribution, found: tuple[Attribution, ...]
) -> bool:
    """Whether who "told Reuters that …" goes on in the sentence: "and said", "adding that"."""
    if not attribution.cue or not attribution.source:
        return False
    teller = next(
        (
            other
            for other in found
            if other != attribution
            and any(cue.start <= lead.words.start < cue.end for cue in other.cue)
        ),
        None,
    )
    if teller is None or attribution.cue[0].start < lead.words.start:
        return False
    words = text[attribution.cue[0].start : attribution.cue[-1].end].lower().split()
    return teller.source == attribution.source and not {"told", "tweeted", "wrote"} & set(words)


def _in_brackets(text: str, lead: Lead, attribution: Attribution) -> bool:
    """Whether it stands in brackets that open behind the attribution: "… (…, according to AP)"."""
    spans = attribution.cue or attribution.content
    between = text[spans[-1].end : lead.words.start]
    return between.count("(") > between.count(")")


def _is_pronoun(text: str, attribution: Attribution) -> bool:
    return any(text[s.start : s.end].lower() in _PRONOUNS for s in attribution.source)


def _between(text: str, at: int, other: Attribution) -> str:
    """The text from a place to the cue of an attribution."""
    span = (other.cue or other.content)[0]
    return text[span.end : at] if span.end <= at else text[at : span.start]


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
