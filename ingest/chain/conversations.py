"""Interviews that go on: the same speaker's next statements came to us the same way.

"“…,” Lee told CNN. …" ¶ "“…,” he added." An interview, an appearance or an op-ed is open for its
speaker from the sentence that names it. A statement of that speaker keeps its link while it stands
close by, in words of speech, and while nothing says that it was made elsewhere: at a rally, on
Twitter, to somebody else, at another time. Whoever speaks in between ends it, but for those who
ask. "In the interview" and "told the newspaper" lead back to it from further on. It runs when the
speakers are known.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord.ingest.annotation import Attribution, Voice
from onrecord.ingest.attribution.cues import VERBS
from onrecord.ingest.chain.leads import Lead
from onrecord.ingest.extraction import Span
from onrecord.ingest.mentions import Mentions
from onrecord.ingest.name_shape import word_set

_ELSEWHERE: Final = re.compile(
    r"\b(?:told|tells|telling|informed|rall(?:y|ies)|speech|speeches|debates?|tweet\w*|Twitter"
    r"|Facebook|Instagram|Snapchat|statements?|news conferences?|press conferences?|reporters"
    r"|crowds?|supporters|audience|event|events|memoir|book|books|letter|emails?|emailed|memo"
    r"|testif\w+|testimony|hearing|Senate floor|House floor|website|web site|once|previously"
    r"|originally|fundraiser|stump|podium|convention|conference call|ad|ads|video|ago"
    r"|(?:in|since|back in) (?:19|20)\d\d|last (?:week|month|year|fall|spring|summer|winter)"
    r"|has (?:also |repeatedly |since |long |previously |\w+ly )?\w+(?:ed|id|ne|wn|lt)"
    r"|have (?:also |\w+ly )?\w+(?:ed|id)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.IGNORECASE,
)
_BACK: Final = re.compile(
    r"\b(?:in|during|throughout|of|from|later in|earlier in) (?:the|that|this|his|her|their) "
    r"(?:same |\w+[ -])?(?:interview|appearance|conversation|segment|op-ed|column|podcast"
    r"|broadcast|show|program|article|essay)\b"
    r"|\b(?:told|telling|tells) (?:host|anchor|co-host)\b"
    r"|\b(?:told|telling|tells) the (?:newspaper|paper|network|magazine|station|host|hosts|co-hosts"
    r"|cohosts|website|outlet|publication|tabloid|news agency|wire service|panel|anchor|moderator"
    r"|interviewer|show|program|radio host|site|broadcaster|news outlet|news service)\b",
    re.IGNORECASE,
)
_SAME: Final = re.compile(
    r"\b(?:on|in|during) the same (?:show|program|programme|broadcast|podcast|network|panel)\b",
    re.IGNORECASE,
)
_ASKS: Final = word_set(
    "asked asks ask pressed wondered questioned inquired queried prompted asking pressing"
)
_PRONOUN_OPENS: Final = re.compile(r"\s*(?:\w+ly,? |But |And |Later,? |Then )?(?:He|She)\b")
_GOES_ON: Final = word_set("added continued went adding continuing adds continues concluded")
_PLAIN: Final = word_set("said says also")
_PARAGRAPHS: Final = 1
"""How many paragraph breaks may lie between two statements of one conversation."""
_PARAGRAPHS_BACK: Final = 8
"""How many of them "in the interview" may lead back over."""
_SPEECH, _HINT = 0.9, 0.7
"""How much of a word of speech a cue must be, by the lexicon, to carry on."""
_BY_AUTHOR: Final = ("writing", "wrote", "writes", "penned")
_PAUSES: Final = frozenset(',.;“"')
_NAME: Final = re.compile(
    r"\s{1,2}(?:host |anchor |Mr\. |Ms\. |Mrs\. )?([A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{1,30}){0,2})"
)
_BREAK: Final = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class _Conversation:
    """Who spoke through whom, and where the last words of it ended."""

    links: tuple[int, ...]
    speakers: frozenset[int]
    end: int


class Conversations:
    """Carries the links of one document's interviews on to the statements that follow."""

    def __init__(
        self,
        mentions: Mentions,
        leads: Iterable[Lead],
        attributions: Sequence[Attribution],
        outlet: Callable[[Span], tuple[int | None, bool]],
    ) -> None:
        self._mentions = mentions
        self._text = mentions.text
        self._attributions = attributions
        self._leads = [lead for lead in leads if lead.is_conversation]
        self._outlet = outlet
        self._contents = sorted(span for a in attributions for span in a.content)
        self._breaks = [match.start() for match in _BREAK.finditer(self._text)]
        self._interviewers: set[int] = set()
        self._surnames: dict[str, int] = {}

    def carried_on(self, voices: Sequence[Voice], credit: int | None) -> list[Voice]:
        """The voices, with the links of the conversations that their statements belong to.

        ``credit`` is the agency whose copy the document is; it stands last in every chain.
        """
        found = list(voices)
        held: list[_Conversation] = []
        pending = 0
        told_of = {span for attribution in self._attributions for span in attribution.via}
        own_leads = {lead.outlet: lead for lead in self._leads}
        for i, (attribution, voice) in enumerate(zip(self._attributions, voices, strict=True)):
            start, end = self._range(attribution)
            while pending < len(self._leads) and self._leads[pending].words.start < start:
                lead = self._leads[pending]
                pending += 1
                self._remember_interviewer(lead)
                if lead.outlet in told_of:
                    continue
                opened = self._opened(lead, found[i - 1] if i else None)
                if opened is not None:
                    held.append(opened)
            own = tuple(place for place in voice.via if place != credit)
            said_in = [own_leads[span] for span in attribution.via if span in own_leads]
            if said_in or own:
                if said_in and voice.speaker is not None:
                    for lead in said_in:
                        self._remember_interviewer(lead)
                    held.append(_Conversation(own, frozenset({voice.speaker}), end))
                continue
            links = self._links(attribution, voice, held, start)
            if links is None:
                if held and self._interrupts(attribution, voice, held[-1]):
                    held.append(_Conversation((), frozenset(), end))
                elif held and self._asks(attribution, held[-1], start):
                    held.append(replace(held[-1], end=end))
                continue
            if held:
                last = replace(held[-1], links=links, end=end)
                held.append(replace(last, speakers=_with(last.speakers, voice.speaker)))
            if links:
                rest = voice.via
                found[i] = Voice(voice.speaker, voice.kind, (*links, *rest))
        return found

    def _links(
        self, attribution: Attribution, voice: Voice, held: list[_Conversation], start: int
    ) -> tuple[int, ...] | None:
        """The links that a statement takes over, None where it belongs to no conversation."""
        if voice.speaker is None:
            return None
        around = self._around(attribution)
        hearer = self._hearer(attribution)
        if hearer is not None:
            return (hearer,)
        if held and _SAME.search(around):
            return held[-1].links
        if _BACK.search(around):
            for earlier in reversed(held):
                if self._paragraphs(earlier.end, start) > _PARAGRAPHS_BACK:
                    break
                if voice.speaker in earlier.speakers:
                    return earlier.links
            return None
        if not held or voice.speaker not in held[-1].speakers:
            return None
        last = held[-1]
        gap = self._paragraphs(last.end, start)
        if gap > _PARAGRAPHS or _ELSEWHERE.search(around) or self._moves(last.end, start):
            return None
        return last.links if self._is_spoken(attribution, gap) else None

    def _range(self, attribution: Attribution) -> tuple[int, int]:
        """From the first of its words to the end of its sentence, in the same paragraph."""
        spans = (*attribution.source, *attribution.cue, *attribution.content)
        last = max(span.end for span in spans)
        rest = self._text[last : attribution.sentence.end].partition("\n")[0]
        return min(span.start for span in spans), last + len(rest.rstrip())

    def _cue(self, attribution: Attribution) -> list[str]:
        words = " ".join(self._text[span.start : span.end] for span in attribution.cue)
        return words.lower().split()

    def _is_spoken(self, attribution: Attribution, gap: int) -> bool:
        """Whether it is told as words that were said, and not as what somebody thinks or does."""
        words = self._cue(attribution)
        if not words:
            return attribution.mode != "indirect"
        on = any(word in _GOES_ON for word in words)
        # Right behind, "suggested" is as good as "said".
        spoken = on or any(self._is_speech(word, _SPEECH if gap else _HINT) for word in words)
        if attribution.mode != "indirect":
            return spoken
        return spoken and (gap == 0 or on or not _PLAIN.isdisjoint(words))

    def _is_speech(self, word: str, strength: float) -> bool:
        stems = (word.removesuffix(ending) for ending in ("ed", "d", "ing", "s"))
        lemmas = (word, word.removesuffix("ied") + "y", *stems)
        known = next((VERBS[lemma] for lemma in lemmas if lemma in VERBS), None)
        if word in ("said", "told", "wrote"):
            return True
        return known is not None and known.attitude == "say" and known.strength >= strength

    def _around(self, attribution: Attribution) -> str:
        """The words of its sentence that are not said by anybody."""
        spans = (*attribution.source, *attribution.cue, *attribution.content)
        start = min(attribution.sentence.start, *(span.start for span in spans))
        return self._unsaid(
            start,
            max(attribution.sentence.end, attribution.cue[-1].end)
            if attribution.cue
            else attribution.sentence.end,
        )

    def _unsaid(self, start: int, end: int) -> str:
        """The text of a range without what lies in contents."""
        parts: list[str] = []
        first = max(0, bisect_left(self._contents, Span(start, start + 1)) - 3)
        for span in self._contents[first:]:
            if span.start >= end:
                break
            if span.end > start:
                if span.start > start:
                    parts.append(self._text[start : span.start])
                start = max(start, span.end)
        if start < end:
            parts.append(self._text[start:end])
        return " … ".join(parts)

    def _moves(self, start: int, end: int) -> bool:
        """Whether what lies between two statements is about somewhere else."""
        return start < end and _ELSEWHERE.search(self._unsaid(start, end)) is not None

    def _paragraphs(self, start: int, end: int) -> int:
        return bisect_left(self._breaks, end) - bisect_left(self._breaks, start)

    def _interrupts(self, attribution: Attribution, voice: Voice, last: _Conversation) -> bool:
        """Whether somebody else speaks, who does not ask, in a sentence of their own."""
        return (
            voice.speaker is not None
            and voice.speaker not in last.speakers
            and voice.speaker not in self._interviewers
            and attribution.sentence.start >= last.end
            and not self._asks(attribution, last, attribution.sentence.start)
            and self._is_spoken(attribution, 0)
        )

    def _asks(self, attribution: Attribution, last: _Conversation, start: int) -> bool:
        """Whether it is a question, close enough to be one of the interview."""
        words = self._cue(attribution)
        return not _ASKS.isdisjoint(words) and self._paragraphs(last.end, start) <= _PARAGRAPHS

    def _opened(self, lead: Lead, before: Voice | None) -> _Conversation | None:
        """The conversation that a sentence tells of in which nobody is quoted."""
        sentence = self._mentions.sentence(lead.words.start)
        if sentence is None or self._is_said(lead.words.start):
            return None
        if lead.kind == "piece" and not self._text.startswith(_BY_AUTHOR, lead.words.start):
            return None
        outlet, is_own = self._outlet(lead.outlet)
        if outlet is None:
            return None
        people = [
            (mention, place)
            for mention, place in self._mentions.within(sentence.start, sentence.end)
            if self._mentions.names[place].type == "Person"
            and place not in self._interviewers
            and not self._is_said(mention.start)
        ]
        ahead = [place for mention, place in people if mention.end <= lead.words.start]
        behind = [place for mention, place in people if mention.start >= lead.outlet.end]
        if ahead:
            speakers = frozenset(ahead)
        elif (
            before is not None
            and before.speaker is not None
            and _PRONOUN_OPENS.match(self._text, sentence.start, sentence.end)
        ):
            speakers = frozenset({before.speaker})
        elif behind:
            speakers = frozenset({behind[0]})
        else:
            return None
        links = () if is_own else (outlet,)
        shown = self._text[sentence.start : sentence.end].rstrip()
        return _Conversation(links, speakers, sentence.start + len(shown))

    def _is_said(self, at: int) -> bool:
        place = bisect_right(self._contents, Span(at, len(self._text) + 1)) - 1
        return any(
            span.start <= at < span.end for span in self._contents[max(0, place - 2) : place + 1]
        )

    # -- those who ask ----------------------------------------------------------------------------

    def _remember_interviewer(self, lead: Lead) -> None:
        """Who asks for the outlet: "told CNN's Jake Tapper", "told Chris Wallace of Fox News"."""
        outlet, is_own = self._outlet(lead.outlet)
        if outlet is None or is_own:
            return
        for mention, place in self._mentions.within(lead.words.end, lead.outlet.start):
            if self._mentions.names[place].type == "Person" and mention.start < lead.outlet.start:
                self._ask_for(place, outlet)
        after = self._text[lead.outlet.end : lead.outlet.end + 40]
        if after.startswith(("'s ", "’s ")):
            for mention, place in self._mentions.within(lead.outlet.end, lead.outlet.end + 60):
                between = self._text[lead.outlet.end + 3 : mention.start]
                if self._mentions.names[place].type == "Person" and not set(between) & set(',.;“"'):
                    self._ask_for(place, outlet)
                    break

    def _hearer(self, attribution: Attribution) -> int | None:
        """The outlet of the interviewer whom the statement was told: "he told Wallace"."""
        if not attribution.cue:
            return None
        cue = attribution.cue[-1]
        if "told" not in self._text[cue.start : cue.end].lower():
            return None
        name = _NAME.match(self._text, cue.end)
        return None if name is None else self._surnames.get(_surname(name[1]))

    def _ask_for(self, place: int, outlet: int) -> None:
        self._interviewers.add(place)
        self._surnames[_surname(self._mentions.names[place].label)] = outlet


def _surname(name: str) -> str:
    return name.replace("’", "'").split()[-1].casefold()


def _with(speakers: frozenset[int], speaker: int | None) -> frozenset[int]:
    return speakers if speaker is None else speakers | {speaker}
