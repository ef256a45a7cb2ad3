"""When something was said: dates in the words beside a cue, and a document's own date.

A date is as precise as the text makes it. Without a known year it stays without one
(``--05-19``). Words such as "on Tuesday" or "last month" count only where the document's date is
known to the day. A date that stands in the content dates what is said, not the saying.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.annotation import Attribution, register
from onrecord.ingest.extraction import PartialDate, Span

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH: Final = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
YEAR: Final = r"(?:1[6-9]|20)\d\d"
DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DATE: Final = re.compile(
    rf"(?<![\w-])(?:"
    rf"(?P<iso>{YEAR}-\d\d-\d\d)"
    rf"|(?P<m1>{MONTH})[ \u00a0](?P<d1>{DAY})(?:,?[ \u00a0](?P<y1>{YEAR}))?"
    rf"|(?P<d2>{DAY})[ \u00a0](?:of[ ])?(?P<m2>{MONTH})(?:,?[ \u00a0](?P<y2>{YEAR}))?"
    rf"|(?P<m3>{MONTH})(?: of|,)?[ \u00a0](?P<y3>{YEAR})"
    rf"|(?P<in>[Ii]n|[Ll]ast|[Ss]ince)[ ](?:early |late |mid-)?(?P<m4>{MONTH})(?![ ,\u00a0]+\d)"
    rf"|[Ii]n[ ](?P<y5>{YEAR})"
    rf"|(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    rf"|(?P<near>[Yy]esterday|[Tt]oday|[Ee]arlier today)"
    rf"|(?P<past>[Ll]ast (?:week|month|year)|[Ee]arlier this (?:month|year|week))"
    rf")(?![\w-])"
)
_NOT_THAT_DAY: Final = re.compile(
    r"(?:\b(?:next|last|past|previous|by|until|before|after|since|from|every|each|coming|due|"
    r"between|through|and|of|this)|['’]s|\d)\s*$",
    re.IGNORECASE,
)
_NOT_THEN: Final = re.compile(
    r"\b(?:by|until|before|after|since|from|for|of|between|than|through|to)$"
)
_OCCASION: Final = re.compile(
    r"\b(?:during|at|on|in|after) (?:an?|the|his|her|their|its) [^.,;]{0,60}?\b(?:visit|tour|"
    r"trip|meeting|summit|speech|address|conference|interview|hearing|session|rally|debate|talks|"
    r"forum|briefing|ceremony|event|appearance|call|lecture|inspection)\b",
    re.IGNORECASE,
)
_STATED: Final = re.compile(
    r"^[\W_]*(?:(?:first |last )?"
    r"(?:published|posted|updated|released|issued|date|dated|publication date)"
    r"(?: on| at)?\s*:?\s*)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?P<date>\S.{0,30})",
    re.IGNORECASE,
)
_DATELINE: Final = re.compile(r"^[A-Z][A-Z .,'’]{2,40}[,(] ?(?P<date>\S.{0,30})")
_LINES: Final = 12
_PRONOUNS: Final = frozenset({"he", "she", "they", "it", "who"})


def parse_date(text: str, published: str | None) -> PartialDate | None:
    """The first date in the text, completed by the document's own date where that is certain."""
    for match in _DATE.finditer(text):
        found = _read(match, day_of(published))
        if found is not None:
            return found
    return None


def published_in(text: str) -> str | None:
    """The full date that stands in one of the first lines by itself, or before or after a bar."""
    lines = 0
    for line in re.finditer(r"[^\r\n]+", text[:4000]):
        stripped = line.group().strip()
        if not stripped:
            continue
        lines += 1
        if lines > _LINES:
            break
        for part in re.split(r"\s*[|·•]\s*", stripped[:200]):
            stated = _STATED.match(part)
            for candidate in (stated, _DATELINE.match(part)):
                if candidate is None:
                    continue
                match = _DATE.match(candidate["date"])
                if match is None:
                    continue
                rest = candidate["date"][match.end() :] + part[candidate.end() :]
                found = _read(match, None)
                if found is None or found.precision != "day" or found.value.startswith("--"):
                    continue
                if candidate is stated and not _ends(rest):
                    continue
                return found.value
    return None


def _ends(rest: str) -> bool:
    """Whether nothing but a time of day follows."""
    return re.fullmatch(r"[\s,.;:)\-–—]*(?:(?:at )?\d{1,2}[:.]\d\d.{0,20})?", rest) is not None


@Language.factory("onrecord_dates", requires=["doc._.attributions"], assigns=["doc._.attributions"])
def make_dates(nlp: Language, name: str) -> SayingDates:
    """The component ``onrecord_dates``; wants attributions."""
    return SayingDates(name)


class SayingDates:
    """Fills ``Attribution.date`` from the words beside source and cue."""

    def __init__(self, name: str = "onrecord_dates") -> None:
        self.name = name
        register()

    def __call__(self, doc: Doc) -> Doc:
        published: str | None = doc._.published
        text = doc.text
        dated: list[Attribution] = []
        occasion: Attribution | None = None
        for attribution in doc._.attributions:
            found = _date_of(text, attribution, published)
            if found is None and occasion is not None and _goes_on(text, occasion, attribution):
                found = occasion.date
            if found is not None and attribution.date is None:
                attribution = replace(attribution, date=found)
            dated.append(attribution)
            if found is not None and _tells_occasion(text, attribution):
                occasion = attribution
            elif occasion is not None and not _goes_on(text, occasion, attribution):
                occasion = None
        doc._.attributions = tuple(dated)
        return doc


def _date_of(text: str, attribution: Attribution, published: str | None) -> PartialDate | None:
    """The date nearest to the cue among those beside the content."""
    sentence = attribution.sentence
    anchor = (attribution.cue or attribution.source or attribution.content)[0].start
    best: tuple[int, PartialDate] | None = None
    in_content: PartialDate | None = None
    day = day_of(published)
    for match in _DATE.finditer(text, sentence.start, sentence.end):
        before = text[max(sentence.start, match.start() - 12) : match.start()]
        if (match["weekday"] or match["near"]) and _NOT_THAT_DAY.search(before):
            continue
        if match["in"] and match["in"].lower() == "since":
            continue
        found = _read(match, day)
        if found is None or (day is not None and _later(found, day)):
            continue
        if _inside(match.start(), attribution.content):
            if (
                attribution.cue_class == "announce"
                and attribution.rule == "object"
                and before.lower().endswith(" on ")
                and found.precision == "day"
            ):
                in_content = found
            continue
        if _inside(match.start(), attribution.source) or not _beside(
            text, match.start(), attribution
        ):
            continue
        distance = abs(match.start() - anchor)
        if best is None or distance < best[0]:
            best = distance, found
    return best[1] if best is not None else in_content


def _beside(text: str, at: int, attribution: Attribution) -> bool:
    """Whether the date belongs to the saying: a preposition or the cue leads to it."""
    before = text[max(attribution.sentence.start, at - 14) : at].lower().rstrip()
    return _NOT_THEN.search(before) is None


def _goes_on(text: str, occasion: Attribution, attribution: Attribution) -> bool:
    """Whether an attribution follows in the same paragraph, from the same speaker."""
    start, end = occasion.sentence.end, attribution.sentence.start
    if attribution.sentence == occasion.sentence:
        return _same_speaker(text, occasion, attribution)
    if end < start or end - start > 3 or "\n" in text[start:end]:
        return False
    return attribution.mode != "indirect" and _same_speaker(text, occasion, attribution)


def _same_speaker(text: str, occasion: Attribution, attribution: Attribution) -> bool:
    if not attribution.source:
        return attribution.mode == "direct"
    name = _words(text, attribution.source)
    return bool(name) and (name <= _words(text, occasion.source) or name <= _PRONOUNS)


def _words(text: str, spans: Iterable[Span]) -> frozenset[str]:
    return frozenset(
        word for span in spans for word in re.findall(r"\w+", text[span.start : span.end].lower())
    )


def _tells_occasion(text: str, attribution: Attribution) -> bool:
    sentence = attribution.sentence
    return (
        _OCCASION.search(text, sentence.start, min(sentence.end, sentence.start + 600)) is not None
    )


def _inside(at: int, spans: Iterable[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


def day_of(published: str | None) -> date | None:
    """The date, where it is known to the day; what is no date is None."""
    if published is None or len(published) != 10:
        return None
    try:
        return date.fromisoformat(published)
    except ValueError:
        return None


def _later(found: PartialDate, day: date) -> bool:
    """Whether the date lies after the document's own: nothing is reported before it was said."""
    return not found.value.startswith("--") and found.value > day.isoformat()[: len(found.value)]


def _read(match: re.Match[str], day: date | None) -> PartialDate | None:
    words = match.group()
    if match["iso"]:
        return _full(match["iso"], words)
    for month, number, year in (("m1", "d1", "y1"), ("m2", "d2", "y2")):
        if match[month]:
            return _month_day(match[month], match[number], match[year], day, words)
    if match["m3"]:
        return PartialDate(f"{match['y3']}-{month_number(match['m3']):02d}", "month", words)
    if match["m4"]:
        if day is None:
            return None
        of_month = month_number(match["m4"])
        past_year = day.year if of_month <= day.month else day.year - 1
        return PartialDate(f"{past_year}-{of_month:02d}", "month", words)
    if match["y5"]:
        return PartialDate(match["y5"], "year", words)
    return _relative(match, day, words) if day is not None else None


def _relative(match: re.Match[str], day: date, words: str) -> PartialDate | None:
    if match["weekday"]:
        back = (day.weekday() - WEEKDAYS.index(match["weekday"].lower())) % 7
        return PartialDate((day - timedelta(days=back)).isoformat(), "day", words)
    if match["near"]:
        back = 1 if match["near"].lower() == "yesterday" else 0
        return PartialDate((day - timedelta(days=back)).isoformat(), "day", words)
    past = match["past"].lower()
    if past.endswith("year"):
        return PartialDate(str(day.year - past.startswith("last")), "year", words)
    if past.endswith("month"):
        first = day.replace(day=1)
        month = first - timedelta(days=1) if past.startswith("last") else first
        return PartialDate(month.isoformat()[:7], "month", words)
    # A week begins on Sunday for some and on Monday for others: sure only where both agree.
    monday = day - timedelta(days=day.weekday())
    shift = 7 if past.startswith("last") else 0
    early, late = monday - timedelta(days=shift + 1), monday + timedelta(days=6 - shift)
    late = min(late, day)
    if early.month != late.month:
        return None
    return PartialDate(late.isoformat()[:7], "month", words)


def _full(value: str, words: str) -> PartialDate | None:
    found = full_date(value)
    return None if found is None else PartialDate(found, "day", words)


def full_date(value: str) -> str | None:
    """The ISO date where there is such a day."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _month_day(
    month: str, number: str, year: str | None, day: date | None, words: str
) -> PartialDate | None:
    of_month = month_number(month)
    day_number = int(re.sub(r"\D", "", number))
    if year is not None:
        return _full(f"{year}-{of_month:02d}-{day_number:02d}", words)
    if day is not None:
        for candidate in (day.year, day.year - 1):
            found = _full(f"{candidate}-{of_month:02d}-{day_number:02d}", words)
            if found is not None and not _later(found, day):
                return found
        return None
    if _full(f"2000-{of_month:02d}-{day_number:02d}", words) is None:  # a leap year
        return None
    return PartialDate(f"--{of_month:02d}-{day_number:02d}", "day", words)


def month_number(name: str) -> int:
    """1 for "January", "Jan" or "Jan."."""
    return _MONTHS[name.lower().rstrip(".")]
