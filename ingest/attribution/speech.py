"""Direct speech: quotations with the cue beside them, and those that carry on from one.

"…," X said, "…" and "…," X said. "…" are one statement; so is a quotation that opens again on
each paragraph. Where no cue stands beside a quotation that is a sentence of its own, its speaker
is who acts in the sentence before, or the source is left empty.

A quotation without a verb and without a cue beside it – scare quotes, a title – is no statement.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from onrecord.ingest.attribution.beside import (
    MANNER,
    Speech,
    begin_speech,
    cued_after,
    cued_before,
    speech_cue,
)
from onrecord.ingest.attribution.cues import VERBS
from onrecord.ingest.attribution.draft import Draft, Page, Quoted
from onrecord.ingest.attribution.sources import noun_phrase
from onrecord.ingest.attribution.tree import Range, child
from onrecord.ingest.attribution.windows import (
    STOPS,
    clausal,
    ends_sentence,
    last_inner,
    sentence_end,
    window_after,
    window_before,
    words,
)

_JOINS: Final = frozenset({",", "and", "or", "but", "&", "nor"})
_PARTINGS: Final = frozenset({",", ":", "—", "–", "-", "--"})


def speech_drafts(page: Page) -> list[Draft]:
    """All attributions of quotations that a cue stands beside, or that carry on from one."""
    speeches: list[Speech] = []
    last: Speech | None = None
    waiting: list[Quoted] = []  # paragraphs of an open quotation whose cue comes at its end
    for number, quoted in enumerate(page.quoted):
        if not (quoted.mark.reopens and waiting):
            waiting = []
        used = max((part[1] for part in last.parts), default=0) if last is not None else 0
        before = window_before(page, quoted, used)
        after = window_after(page, quoted, number)
        speech = cued_after(page, quoted, before, after)
        if speech is None and last is not None and _carries_on(page, last, quoted, before):
            last.parts.append((quoted.start, quoted.end))
            last.until = after[1] if last.until < quoted.start else last.until
            if last.until <= quoted.end:
                last.until = sentence_end(page, quoted.end)
            continue
        if speech is None:
            speech = cued_before(page, quoted, before)
        if speech is None and quoted.mark.reopens and last is not None:
            last.parts.append((quoted.start, quoted.end))
            last.until = quoted.end
            continue
        if speech is None and not quoted.mark.closed:
            waiting.append(quoted)
            continue
        if speech is None:
            speech = _uncued(page, quoted, before, last)
        if speech is None:
            if last is not None and last.until >= quoted.start - 1:  # words in marks beside the cue
                last.until = sentence_end(page, after[1])
            continue
        speech.parts[:0] = [(w.start, w.end) for w in waiting]
        waiting = []
        speeches.append(speech)
        last = speech
    return [
        Draft(
            speech.source,
            (speech.cue,) if speech.cue is not None else (),
            tuple(sorted(speech.parts)),
            speech.lexical.cue_class,
            speech.lexical.attitude,
            speech.confidence,
            speech.rule,
        )
        for speech in speeches
    ]


def _carries_on(page: Page, last: Speech, quoted: Quoted, before: Range) -> bool:
    """ "…," X said, "…" and "…," X said. "…": the same statement goes on."""
    doc = page.doc
    if last.rule == "colon-name":
        return False
    start = last.until
    while start < quoted.start and doc[start].is_space and "\n" not in doc[start].text:
        start += 1
    if start >= quoted.start and ends_sentence(doc, last.until):
        return True
    between = range(last.parts[-1][1], quoted.start)
    if between and all(doc[i].text.lower() in _JOINS for i in between):
        return True
    if last.cue is not None and last.cue[0] in between and quoted.start - last.cue[1] < 30:
        tail = [doc[i] for i in between if i >= last.cue[1]]
        inner = page.text[quoted.mark.inner_start : quoted.mark.inner_start + 1]
        lenient = "VBG" if inner.islower() else ""  # "…," X wrote, explaining why, "but …"
        if not any(token.text in STOPS or "\n" in token.text for token in tail):
            return (
                bool(tail)
                and tail[-1].text in (_PARTINGS if not lenient else _PARTINGS | _JOINS)
                and not any(
                    token.lemma_ in VERBS and token.tag_[:1] == "V" and token.tag_ != lenient
                    for token in tail
                )
            )
    return False


def _uncued(page: Page, quoted: Quoted, before: Range, last: Speech | None) -> Speech | None:
    """A quotation that is a sentence of its own: its speaker stands in the sentence before."""
    if words(page, before) or not clausal(page, quoted):
        return None
    if last_inner(page, quoted) not in (".", "!", "?", "…", "..."):
        return None
    if quoted.end - quoted.start < 6:
        return None
    source, verb = _sentence_before(page, quoted)
    lexical = (speech_cue(verb) if verb is not None else None) or MANNER
    speech = begin_speech(page, quoted, source, verb, lexical, "uncued-quote", 0.6)
    return speech


def _sentence_before(page: Page, quoted: Quoted) -> tuple[Range | None, Token | None]:
    """Who acts in the sentence before, if it is a person, and its cue verb if it has one."""
    doc = page.doc
    i = quoted.start - 1
    while i >= 0 and (doc[i].is_space or doc[i].is_punct):
        i -= 1
    if i < 0 or page.inside[i] >= 0:
        return None, None
    sentence = doc[i].sent
    root = sentence.root
    subject = child(root, "nsubj", "nsubjpass")
    if subject is None or page.inside[subject.i] >= 0:
        return None, None
    personal = subject.ent_type_ in ("PERSON", "Person") or subject.text.lower() in ("he", "she")
    cue = VERBS.get(root.lemma_)
    if not personal and (cue is None or cue.attitude != "say"):
        return None, None
    return noun_phrase(subject, root), root if cue is not None and cue.attitude == "say" else None
