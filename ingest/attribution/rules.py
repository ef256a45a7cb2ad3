"""All rules together: which drafts stand, and what they look like as attributions.

Direct speech goes first, because it knows best where its content ends; then the lay-out,
"according to", the cue verbs and the cue nouns. A cue that lies in the content of another
attribution is a nested one and comes out only where it plainly reports what a third party said.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from onrecord.ingest.annotation import Attribution
from onrecord.ingest.attribution.according import according_drafts
from onrecord.ingest.attribution.clauses import clause_drafts
from onrecord.ingest.attribution.confidence import ANY, WITHHELD, shares
from onrecord.ingest.attribution.draft import Draft, Page, read_page
from onrecord.ingest.attribution.layout import layout_drafts
from onrecord.ingest.attribution.negation import is_withheld
from onrecord.ingest.attribution.nominal import nominal_drafts
from onrecord.ingest.attribution.speech import speech_drafts
from onrecord.ingest.attribution.tree import Range, span_of, trimmed
from onrecord.ingest.extraction import Mode, Span

# Lay-outs that show words as they were said, without marks.
_VERBATIM: Final = frozenset({"transcript-line", "block-quote"})
_GLOSSES: Final = frozenset(
    {"reference", "allusion", "nod", "swipe", "jab", "dig", "echo", "assertion", "admission"}
)


def attributions(doc: Doc) -> tuple[Attribution, ...]:
    """The attributions of a parsed document, in text order. Linear in its tokens."""
    page = read_page(doc)
    return finished(page, shares().calibrated(page, standing_drafts(page)))


def finished(page: Page, drafts: Iterable[Draft]) -> tuple[Attribution, ...]:
    """The drafts as attributions, in text order; those without any word of content go."""
    found = (attribution_of(page, draft) for draft in drafts)
    read = (_cautious(page, each) for each in found if each is not None)
    return tuple(sorted(read, key=lambda a: (a.sentence, a.content, a.cue)))


def _cautious(page: Page, attribution: Attribution) -> Attribution:
    """The attribution, as a refusal and as sure as those are where nothing was claimed."""
    if not is_withheld(attribution, page.text):
        return attribution
    share = shares().confidence(WITHHELD, ANY, attribution.confidence)
    confidence = round(min(attribution.confidence, share), 3)
    return replace(attribution, cue_class="withhold", confidence=confidence)


def standing_drafts(page: Page) -> list[Draft]:
    """What all rules together find on a page, before it is turned into offsets."""
    drafts = list(layout_drafts(page))
    drafts.extend(_apart(speech_drafts(page), drafts))
    spoken = [i for draft in drafts for part in draft.content for i in range(*part)]
    taken = set(spoken).union(i for draft in drafts for cue in draft.cue for i in range(*cue))
    cues = sorted(draft.anchor for draft in drafts if draft.cue)
    drafts.extend(_apart(according_drafts(page), drafts))
    for verb, cue in page.cues:
        if verb.i not in taken:
            drafts.extend(
                kept
                for draft in clause_drafts(page, verb, cue)
                if (kept := _short_of(draft, cues)) is not None
            )
    drafts.extend(draft for draft in nominal_drafts(page) if draft.anchor not in taken)
    return list(_standing(page, drafts))


def _short_of(draft: Draft, cues: list[int]) -> Draft | None:
    """The draft, unless its content runs into the cue of a direct statement."""
    for start, end in draft.content:
        place = bisect.bisect_left(cues, start)
        if place < len(cues) and cues[place] < end:
            return None
    return draft


def _apart(drafts: Iterable[Draft], taken: list[Draft]) -> Iterator[Draft]:
    """The drafts whose content no earlier rule has taken already."""
    covered = {i for draft in taken for part in draft.content for i in range(*part)}
    for draft in drafts:
        if not all(part[0] in covered for part in draft.content):
            yield draft


def _standing(page: Page, drafts: list[Draft]) -> Iterator[Draft]:
    """The drafts whose cue does not lie in the content of another one, and clear nested ones."""
    owner: dict[int, int] = {}
    free = list(range(len(page.doc) + 1))  # free[i]: the first token from i on that has no owner
    for number, draft in enumerate(drafts):
        for start, end in draft.content:
            i = _next(free, start)
            while i < end:
                owner[i] = number
                free[i] = i + 1
                i = _next(free, i + 1)
    for number, draft in enumerate(drafts):
        holder = owner.get(draft.anchor)
        if holder is None or holder == number:
            yield draft
        elif _is_clear_report(page, draft):
            yield replace(draft, confidence=draft.confidence * 0.6, rule="nested-" + draft.rule)


def _next(free: list[int], i: int) -> int:
    """Follow the pointers to a free token, and shorten the way for the next time."""
    end = i
    while free[end] != end:
        end = free[end]
    while free[i] != end:
        free[i], i = end, free[i]
    return end


def _is_clear_report(page: Page, draft: Draft) -> bool:
    """Whether a nested attribution says what a third party, named by a noun, said."""
    if draft.rule not in ("clause", "clause-before") or draft.attitude != "say":
        return False
    if draft.source is None or draft.confidence < 0.85 or page.inside[draft.anchor] >= 0:
        return False
    return all(token.pos_ != "PRON" for token in page.doc[draft.source[0] : draft.source[1]][:1])


def attribution_of(page: Page, draft: Draft) -> Attribution | None:
    """The draft in offsets instead of tokens; None where no word of content is left."""
    contents = [_with_marks(page, _without_gloss(page, part)) for part in draft.content]
    content = _spans(page, contents, keep_stop="quote" in draft.rule or "line" in draft.rule)
    if not content:
        return None
    source = _spans(page, [draft.source] if draft.source is not None else [])
    cue = _spans(page, draft.cue, keep_stop=True)
    return Attribution(
        source=source,
        cue=cue,
        content=content,
        sentence=_sentence(page, draft),
        mode="direct" if draft.rule in _VERBATIM else _mode(page, contents),
        attitude=draft.attitude,
        cue_class=draft.cue_class,
        confidence=round(min(1.0, max(0.05, draft.confidence)), 3),
        rule=draft.rule,
    )


def _spans(page: Page, ranges: Iterable[Range], *, keep_stop: bool = False) -> tuple[Span, ...]:
    result: list[Span] = []
    for whole in ranges:
        kept = trimmed(page.doc, whole, keep_stop=keep_stop)
        span = span_of(page.doc, page.text, kept) if kept is not None else None
        if span is not None:
            result.append(span)
    return tuple(sorted(result))


def _without_gloss(page: Page, part: Range) -> Range:
    """The range without a remark of the writer's at its end: "… – a reference to …"."""
    start, end = part
    for i in range(start + 2, end - 2):
        if page.inside[i] >= 0 or page.doc[i].text not in ("—", "–", "-", "--", ","):
            continue
        after = page.doc[i + 1 : min(i + 5, end)]
        words = [token.text.lower() for token in after]
        if words[0] in ("a", "an") and not _GLOSSES.isdisjoint(words[1:]):
            return start, i
    return part


def _with_marks(page: Page, part: Range) -> Range:
    """The range with the marks of quotations that it holds all words of."""
    start, end = part
    doc = page.doc
    first = page.inside[start] if start < len(doc) else -1
    if first >= 0 and page.quoted[first].start == start - 1 and end >= page.quoted[first].end - 1:
        start -= 1
    last = page.inside[end - 1]
    if last >= 0 and page.quoted[last].start >= start:
        while end < page.quoted[last].end and _closes(page, end):
            end += 1
    return start, end


def _closes(page: Page, i: int) -> bool:
    return page.doc[i].is_punct or page.doc[i].is_space or not page.doc[i].text.isalnum()


def _mode(page: Page, contents: list[Range]) -> Mode:
    """Direct if all words stand in marks, mixed if a quotation of substance is among them."""
    words = quoted = 0
    substance = False
    for start, end in contents:
        for i in range(start, end):
            token = page.doc[i]
            if not any(character.isalnum() for character in token.text):
                continue
            words += 1
            if page.inside[i] >= 0:
                quoted += 1
                substance = substance or not _is_title(page, page.inside[i])
    if words and quoted == words:
        return "direct"
    return "mixed" if quoted and substance else "indirect"


def _is_title(page: Page, number: int) -> bool:
    """Whether the words in marks are a title or a name: all longer ones begin with a capital."""
    quoted = page.quoted[number]
    words = [t for t in page.doc[quoted.start : quoted.end] if t.text[:1].isalnum()]
    long = [t for t in words if len(t.text) > 3]
    if len(words) < 2 or not long:
        return False
    return all(not t.text[:1].islower() for t in long) and len(words) <= 12


def _sentence(page: Page, draft: Draft) -> Span:
    """The sentences from the first to the last word of source, cue and content."""
    doc = page.doc
    ranges = [*draft.content, *draft.cue, *([draft.source] if draft.source is not None else [])]
    first = min(start for start, _ in ranges)
    last = max(end for _, end in ranges) - 1
    start, end = doc[first].sent.start, doc[last].sent.end
    span = span_of(doc, page.text, (min(start, first), max(end, last + 1)))
    return span if span is not None else Span(doc[first].idx, doc[first].idx + 1)
