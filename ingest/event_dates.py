"""When something happened or is to happen: dates in any words, and which event each one dates.

Other than for sayings (dates.py), the future counts, and so do words that span more than a day
("last week", "by 2030", "in the first quarter of 2025"). A value is as precise as a day, a month or
a year; a week or a quarter has the month or the year that it lies in for certain. Relative words
count where the document's own date is known as precisely as they need it.

``dateparser`` was tried first: it takes 37 ms a phrase, gives every date a day ("in 2019" is 28 May
2019 for an article of 28 May), and knows neither "earlier this month" nor quarters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from spacy.tokens import Doc, Token

from onrecord.ingest.annotation import RelationDraft
from onrecord.ingest.dates import DAY, MONTH, WEEKDAYS, YEAR, day_of, full_date, month_number
from onrecord.ingest.extraction import PartialDate, Precision, Span

_NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve"),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_LEAD: Final = (
    r"(?:(?:[Oo]n|[Ii]n|[Bb]y|[Bb]efore|[Aa]fter|[Ss]ince|[Uu]ntil|[Ff]rom|[Dd]uring|[Aa]t|"
    r"[Aa]s of|[Bb]y the end of|[Aa]t the end of|[Aa]t the start of|[Ll]ate|[Ee]arly|[Mm]id)[ -])?"
    r"(?:(?:the end of|the start of|early|late|mid)[ -])?"
)
_COUNT: Final = rf"(?:{'|'.join(_NUMBERS)}|\d{{1,2}})"
_EVENT_DATE: Final = re.compile(
    rf"(?<![\w-]){_LEAD}(?:"
    rf"(?P<iso>{YEAR}-\d\d-\d\d)"
    rf"|(?:the[ ])?(?P<d2>{DAY})[ \u00a0](?:of[ ])?(?P<m2>{MONTH})(?:,?[ \u00a0](?P<y2>{YEAR}))?"
    rf"|(?P<m1>{MONTH})[ \u00a0](?P<d1>{DAY})(?![\d:])(?:,?[ \u00a0](?P<y1>{YEAR}))?"
    rf"|(?P<m3>{MONTH})(?: of|,)?[ \u00a0](?P<y3>{YEAR})"
    rf"|(?:the[ ])?(?P<q>first|second|third|fourth|last)[ ]quarter"
    rf"(?: of (?P<yq>{YEAR}|(?:the|this|last|next) year))?"
    rf"|Q(?P<qn>[1-4])(?:[ ]of)?[ ](?P<yqn>{YEAR})"
    rf"|(?P<turn>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he coming|[Tt]he past|"
    rf"[Ee]arlier this|[Ll]ater this)[ ]"
    rf"(?P<unit>day|week|month|year|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|{MONTH})(?!\w)"
    rf"|(?P<many>{_COUNT})[ ](?P<units>days?|weeks?|months?|years?)[ ](?P<way>ago|earlier|from now)"
    rf"|in[ ](?P<many2>{_COUNT})[ ](?P<units2>days|weeks|months|years)(?:['’][ ]time)"
    rf"|(?P<near>[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight)"
    rf"|(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    rf"|(?P<m4>{MONTH})"
    rf"|(?P<y5>{YEAR})"
    rf")(?![\w-])"
)
_ALONE: Final = re.compile(
    r"^(?:in|by|since|until|before|after|from|during|late|early|mid|as of|at|on)\b", re.IGNORECASE
)
_PUBLISHED: Final = re.compile(r"[1-8]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?", re.ASCII)
_YEARS_AROUND: Final = 200


def event_dates(
    text: str, start: int, end: int, published: str | None
) -> Iterator[tuple[Span, PartialDate]]:
    """Yield the dates in this part of the text with their place; ``text`` of each are its words.

    Linear in the text. A month or a year by itself needs a word that leads to it ("in May").
    """
    if published is not None and not _PUBLISHED.fullmatch(published):
        published = None
    for match in _EVENT_DATE.finditer(text, start, end):
        words = match.group()
        if (match["m4"] or match["y5"]) and _ALONE.match(words) is None:
            continue
        found = _read(match, published)
        if found is None or not _plausible(found[0], published):
            continue
        value, precision = found
        yield Span(match.start(), match.end()), PartialDate(value, precision, words)


def dated_drafts(doc: Doc) -> tuple[RelationDraft, ...]:
    """The relation drafts of the document, each with the date of its event where one stands by it.

    A date belongs to an event where both hang below one verb; without a parse, where it is the
    only one in a sentence that tells of one event.
    """
    drafts: tuple[RelationDraft, ...] = doc._.relation_drafts
    if not drafts:
        return drafts
    starts: list[int] = doc.to_array("IDX").tolist()
    token_at = {start: place for place, start in enumerate(starts)}
    text, published = doc.text, doc._.published
    cache: dict[Span, list[tuple[Span, PartialDate]]] = {}
    found: list[RelationDraft] = []
    for draft in drafts:
        sentence = draft.evidence[0]
        if sentence not in cache:
            cache[sentence] = list(event_dates(text, sentence.start, sentence.end, published))
        date_ = draft.date or _date_of(doc, draft, cache[sentence], token_at)
        found.append(draft if date_ is None else replace(draft, date=date_))
    return tuple(found)


def _date_of(
    doc: Doc,
    draft: RelationDraft,
    dates: list[tuple[Span, PartialDate]],
    token_at: dict[int, int],
) -> PartialDate | None:
    # A title is no event: "Secretary Lee imposed tariffs in May" dates what she did.
    is_title = draft.predicate == "memberOf" and draft.rule != "copula"
    if is_title or not dates or not doc.has_annotation("DEP"):
        return None
    verbs = {
        _verb_over(doc[token_at[mention.start]])
        for mention in (draft.object_mention, draft.subject_mention)
        if mention.start in token_at
    }
    verbs.discard(None)
    held = [
        (abs(span.start - draft.object_mention.start), found)
        for span, found in dates
        if (place := _first_token(span, token_at)) is not None and _verb_over(doc[place]) in verbs
    ]
    return min(held, key=lambda pair: pair[0])[1] if held else None


def _first_token(span: Span, token_at: dict[int, int]) -> int | None:
    return next((token_at[at] for at in range(span.start, span.end) if at in token_at), None)


def _verb_over(token: Token) -> int | None:
    """The place of the nearest verb above; an auxiliary, and what is said, do not count."""
    while token.head.i != token.i and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return int(token.i) if token.pos_ in ("VERB", "AUX") else None


# -- reading ---------------------------------------------------------------------------------------


def _read(match: re.Match[str], published: str | None) -> tuple[str, Precision] | None:
    if match["iso"]:
        return _day_value(full_date(match["iso"]))
    for month, number, year in (("m1", "d1", "y1"), ("m2", "d2", "y2")):
        if match[month]:
            return _month_day(match[month], match[number], match[year], published)
    if match["m3"]:
        return f"{match['y3']}-{month_number(match['m3']):02d}", "month"
    if match["y5"]:
        return match["y5"], "year"
    if match["q"] or match["qn"]:
        return _quarter(match, published)
    if match["m4"]:
        return _bare_month(month_number(match["m4"]), published, match.group())
    day = day_of(published)
    if match["turn"]:
        return _turn(match["turn"].lower(), match["unit"], published, day)
    return _from_day(match, day) if day is not None else None


def _day_value(value: str | None) -> tuple[str, Precision] | None:
    return None if value is None else (value, "day")


def _month_day(
    month: str, number: str, year: str | None, published: str | None
) -> tuple[str, Precision] | None:
    """A day of a month; without a year the one nearest to the document's date."""
    of_month, of_day = month_number(month), int(re.sub(r"\D", "", number))
    if year is not None:
        return _day_value(full_date(f"{year}-{of_month:02d}-{of_day:02d}"))
    day = day_of(published)
    if day is None:
        leap = full_date(f"2000-{of_month:02d}-{of_day:02d}")
        return None if leap is None else (f"--{of_month:02d}-{of_day:02d}", "day")
    near = [
        value
        for candidate in (day.year - 1, day.year, day.year + 1)
        if (value := full_date(f"{candidate:04d}-{of_month:02d}-{of_day:02d}")) is not None
    ]
    if not near:
        return None
    return min(near, key=lambda value: abs((date.fromisoformat(value) - day).days)), "day"


def _bare_month(number: int, published: str | None, words: str) -> tuple[str, Precision] | None:
    """A month without a year: the coming one after "by" and "until", else the one nearest."""
    if published is None or len(published) < 7:
        return None
    year, month = int(published[:4]), int(published[5:7])
    if re.match(r"(?:by|until|before)\b", words, re.IGNORECASE):
        year += number < month
    elif re.match(r"(?:since|from)\b", words, re.IGNORECASE):
        year -= number > month
    else:
        year += (number - month < -6) - (number - month > 6)
    return f"{year}-{number:02d}", "month"


def _quarter(match: re.Match[str], published: str | None) -> tuple[str, Precision] | None:
    year = match["yqn"] or match["yq"]
    if year is not None and year.isdigit():
        return year, "year"
    if published is None:
        return None
    shift = {"last year": -1, "next year": 1}.get(year or "", 0)
    return str(int(published[:4]) + shift), "year"


def _turn(
    turn: str, unit: str, published: str | None, day: date | None
) -> tuple[str, Precision] | None:
    """ "last year", "next month", "earlier this week", "last Friday", "next May"."""
    if published is None:
        return None
    way = -1 if turn in ("last", "the past") else 1 if turn in ("next", "the coming") else 0
    if unit == "year":
        return str(int(published[:4]) + way), "year"
    if unit.lower() not in ("day", "week") and unit.lower() not in WEEKDAYS and unit != "month":
        number = month_number(unit)
        if way == 0 or len(published) < 7:
            return (f"{published[:4]}-{number:02d}", "month") if way == 0 else None
        year, month = int(published[:4]), int(published[5:7])
        beyond = number >= month if way < 0 else number <= month
        return f"{year + way * beyond}-{number:02d}", "month"
    if unit == "month":
        if len(published) < 7:
            return None
        months = int(published[:4]) * 12 + int(published[5:7]) - 1 + way
        return f"{months // 12:04d}-{months % 12 + 1:02d}", "month"
    if day is None or unit == "day":
        return None
    if unit == "week":
        return _week(day, way)
    ahead = (WEEKDAYS.index(unit.lower()) - day.weekday()) % 7
    if way == 0:  # "this Friday"
        return (day + timedelta(days=ahead)).isoformat(), "day"
    shift = (ahead or 7) if way > 0 else ahead - 7
    return (day + timedelta(days=shift)).isoformat(), "day"


def _week(day: date, way: int) -> tuple[str, Precision] | None:
    """The month, or the year, in which all of a week lies, whatever day it begins on."""
    monday = day - timedelta(days=day.weekday() - 7 * way)
    first, last = monday - timedelta(days=1), monday + timedelta(days=6)
    if first.month == last.month:
        return first.isoformat()[:7], "month"
    return (str(first.year), "year") if first.year == last.year else None


def _from_day(match: re.Match[str], day: date) -> tuple[str, Precision] | None:
    if match["near"]:
        shift = {"yesterday": -1, "tomorrow": 1}.get(match["near"].lower(), 0)
        return (day + timedelta(days=shift)).isoformat(), "day"
    if match["weekday"]:
        back = (day.weekday() - WEEKDAYS.index(match["weekday"].lower())) % 7
        return (day - timedelta(days=back)).isoformat(), "day"
    many, unit = match["many"] or match["many2"], match["units"] or match["units2"]
    count = _NUMBERS.get(many.lower()) or int(many)
    sign = -1 if match["way"] in ("ago", "earlier") else 1
    if unit.startswith("year"):
        return str(day.year + sign * count), "year"
    if unit.startswith("month"):
        months = day.year * 12 + day.month - 1 + sign * count
        return f"{months // 12:04d}-{months % 12 + 1:02d}", "month"
    if unit.startswith("week"):
        return _week(day, sign * count)
    return (day + timedelta(days=sign * count)).isoformat(), "day"


def _plausible(value: str, published: str | None) -> bool:
    if value.startswith("--") or published is None:
        return True
    return abs(int(value[:4]) - int(published[:4])) <= _YEARS_AROUND
