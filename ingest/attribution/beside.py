"""A cue beside a quotation: "…," X said / "…," said X / X said: "…" / X's answer: "…".

Goes by the words next to the marks; the tree only helps to name the source.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Token

from onrecord.ingest.attribution.cues import SPEECH_MANNER, VERBS, Cue
from onrecord.ingest.attribution.draft import Page, Quoted
from onrecord.ingest.attribution.sources import source_of
from onrecord.ingest.attribution.tree import Range, yield_of
from onrecord.ingest.attribution.windows import (
    MAX_WINDOW,
    STOPS,
    clausal,
    first_word,
    last_inner,
    lead,
    nominal,
    sentence_end,
    words,
)

_ASKED: Final = Cue("ask", "question", "say", 0.9)
MANNER: Final = Cue("continue", "assert", "say", 0.8)


@dataclass(slots=True)
class Speech:
    """A direct statement in the making."""

    source: Range | None
    cue: Range | None
    lexical: Cue
    rule: str
    confidence: float
    parts: list[Range] = field(default_factory=list)
    until: int = 0  # first token behind the sentence that the cue stands in


def cued_after(page: Page, quoted: Quoted, before: Range, after: Range) -> Speech | None:
    """ "…," X said / "…," said X."""
    doc = page.doc
    ending = last_inner(page, quoted)
    first = first_word(page, after)
    if first is None:
        return None
    comma = doc[after[0]].text in (",", "-", "–", "—", "--") if after[0] < len(doc) else False
    if ending in (".",) and not (first.text[:1].islower()):
        return None
    if ending not in (",", "?", "!", "…", "...", "—", "–", "-", "--", ".", "'", "’") and not (
        comma or not words(page, before)
    ):
        return None
    verb = _verb_after(page, first, after)
    if verb is None:
        return None
    lexical = quoting_cue(verb)
    if lexical is None:
        return None
    source = _source_after(page, verb, first, after)
    if source is None and verb.tag_ == "VBG":
        source = source_of(verb)
    speech = Speech(source, (verb.i, verb.i + 1), lexical, "quote-cue", 0.95)
    prior = words(page, before)
    parting = lead(page, before).text
    if prior and parting == ":" and source is not None and clausal(page, quoted):
        speech.parts.append((quoted.start, quoted.end))  # "X noted that …: “…,” he said"
        speech.until = sentence_end(page, after[1])
        return speech
    if prior and parting in (",", ":") and _verb_before(page, before) is not None:
        return None  # "X said, “…,” …" belongs to the cue in front
    if prior and not _closes_sentence(page, quoted, verb, first, after):
        return None
    if prior:
        speech.parts.append((before[0], quoted.end))
        speech.rule, speech.confidence = "mixed-quote-cue", 0.85
    else:
        speech.parts.append((quoted.start, quoted.end))
    if source is None:
        speech.confidence = 0.7
    speech.until = sentence_end(page, after[1])
    return speech


def _closes_sentence(page: Page, quoted: Quoted, verb: Token, first: Token, after: Range) -> bool:
    """Whether source and cue follow at once and govern nothing else: "… is “bad,” X said."."""
    doc = page.doc
    if verb.tag_ == "VBG" or any(
        c.dep_ in ("ccomp", "dobj", "xcomp") and c.i > verb.i for c in verb.children
    ):
        return False
    cue = VERBS.get(verb.lemma_)
    if cue is None or cue.attitude != "say":
        return False
    return doc[after[0]].i == first.i and first.pos_ not in ("SCONJ", "CCONJ")


def cued_before(page: Page, quoted: Quoted, before: Range) -> Speech | None:
    """X said: "…" / X told reporters, "…" / X's answer: "…"."""
    prior = words(page, before)
    if not prior:
        return None
    sign = lead(page, before)
    verb = _verb_before(page, before)
    if sign.text in (",", ":", "—", "–", "--", "-"):
        if verb is not None and (sign.text != "—" or verb.i >= sign.i - 3):
            lexical = quoting_cue(verb) or MANNER
            source = source_of(verb) or _noun_before(page, verb, before)
            if sign.text == "," and not (clausal(page, quoted) or sign.i - verb.i < 3):
                return None
            speech = begin_speech(page, quoted, source, verb, lexical, "cue-quote", 0.92)
            _widen(page, quoted, speech, before, sign)
            return speech
        if sign.text == ":" and clausal(page, quoted):
            subject = _first_subject(page, before)
            if subject is not None:
                speech = begin_speech(page, quoted, subject, None, MANNER, "colon-quote", 0.7)
                speech.cue = (sign.i, sign.i + 1)
                return speech
        return None
    shouted = last_inner(page, quoted) in (".", "!", ",", "?")
    if verb is not None and verb.i == prior[-1].i and (clausal(page, quoted) or shouted):
        lexical = quoting_cue(verb) or MANNER
        return begin_speech(page, quoted, source_of(verb), verb, lexical, "cue-quote", 0.88)
    return None


def _widen(page: Page, quoted: Quoted, speech: Speech, before: Range, sign: Token) -> None:
    """Take in the rest of a sentence quoted in part: "The plan, X said, “is bad” for us"."""
    doc = page.doc
    inner = page.text[quoted.mark.inner_start : quoted.mark.inner_end].lstrip()
    start, end = quoted.start, quoted.end
    if last_inner(page, quoted) not in (".", ",", "!", "?", "…", "—", "-", "–", ":", ";"):
        while end < len(doc) and end - quoted.end < MAX_WINDOW:
            if page.inside[end] < 0 and (doc[end].text in STOPS or "\n" in doc[end].text):
                break
            end += 1
        speech.parts[:] = [(start, end)]
        speech.until = sentence_end(page, end)
    if sign.text == "," and inner[:1].islower() and speech.source is not None:
        first = speech.source[0]
        if first - before[0] >= 2 and doc[first - 1].text == ",":
            speech.parts.insert(0, (before[0], first - 1))
            speech.rule, speech.confidence = "mixed-cue-quote", 0.8


def begin_speech(
    page: Page,
    quoted: Quoted,
    source: Range | None,
    verb: Token | None,
    lexical: Cue,
    rule: str,
    confidence: float,
) -> Speech:
    cue = (verb.i, verb.i + 1) if verb is not None else None
    if source is not None and source[1] > quoted.start > source[0]:
        source = (source[0], quoted.start)
    speech = Speech(source, cue, lexical, rule, confidence if source else confidence - 0.25)
    speech.parts.append((quoted.start, quoted.end))
    speech.until = sentence_end(page, quoted.end)
    return speech


def speech_cue(verb: Token) -> Cue | None:
    cue = VERBS.get(verb.lemma_)
    if cue is None and verb.lemma_ in SPEECH_MANNER:
        return MANNER
    return cue


def quoting_cue(verb: Token) -> Cue | None:
    """The cue as one beside a quotation: what is asked there is a question."""
    return _ASKED if verb.lemma_ == "ask" else speech_cue(verb)


def _verb_after(page: Page, first: Token, after: Range) -> Token | None:
    for i in range(first.i, after[1]):
        token = page.doc[i]
        if token.tag_[:1] != "V" or speech_cue(token) is None:
            continue
        if token.dep_ in ("relcl", "acl") and first.i <= token.head.i and token.i > first.i:
            continue
        if token.i > 0 and page.doc[token.i - 1].tag_ == "TO":
            continue
        if token.tag_ in ("VB", "VBN") and token.i == first.i:
            return None
        return token
    return None


def _source_after(page: Page, verb: Token, first: Token, after: Range) -> Range | None:
    source = source_of(verb)
    if source is not None and after[0] <= source[0] < after[1]:
        if source[1] <= after[1] + 1:
            return source[0], min(source[1], after[1])
        if page.doc[after[1] - 1].text == ",":  # "said X, the banker, “and …": the mark ends it
            return source[0], after[1] - 1
    doc = page.doc
    if verb.i == first.i:
        end = verb.i + 1
        while end < after[1] and doc[end].text not in (",", "(", "-", "—", "–", ":"):
            if (
                doc[end].pos_ in ("ADP", "SCONJ")
                and doc[end].text.lower() != "of"
                and end > verb.i + 1
            ):
                break
            end += 1
        start = verb.i + 1
        return (start, end) if any(nominal(doc[i]) for i in range(start, end)) else None
    end = verb.i
    while end > first.i and doc[end - 1].pos_ in ("AUX", "ADV", "PART"):
        end -= 1
    named = any(nominal(doc[i]) for i in range(first.i, end))
    return (first.i, end) if named else None


def _verb_before(page: Page, before: Range) -> Token | None:
    for i in range(before[1] - 1, before[0] - 1, -1):
        token = page.doc[i]
        if page.inside[i] >= 0:
            continue
        if token.tag_[:1] == "V" and token.dep_ not in ("aux", "auxpass"):
            cue = speech_cue(token)
            if cue is not None and cue.attitude == "say":
                return token
    return None


def _noun_before(page: Page, verb: Token, before: Range) -> Range | None:
    end = verb.i
    doc = page.doc
    while end > before[0] and doc[end - 1].pos_ in ("AUX", "ADV", "PART"):
        end -= 1
    if end > before[0] and nominal(doc[end - 1]):
        start = doc[end - 1].left_edge.i
        return max(start, before[0]), end
    return None


def _first_subject(page: Page, before: Range) -> Range | None:
    doc = page.doc
    start, end = before
    led = [i for i in range(start, min(start + 4, end)) if doc[i].lower_ == "from"]
    for i in range(*before) if not led else ():  # "And this from X: …"
        if doc[i].dep_ in ("nsubj", "nsubjpass"):
            phrase = yield_of(doc[i])
            return max(phrase[0], start), min(phrase[1], end - 1)
    if any(token.tag_[:1] == "V" for token in doc[before[0] : before[1]]):
        return None
    start = led[0] if led else start
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    while start < end and doc[start].pos_ in ("CCONJ", "ADP", "ADV", "SCONJ", "PUNCT"):
        start += 1
    return (start, end) if start < end and end - start < 12 else None
