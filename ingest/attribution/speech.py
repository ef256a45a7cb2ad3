"""Direct speech: a quotation, and the cue beside it.

"…," X said / said X / X said: "…" / "…," X said, "…" / "…," X said. "…" / quotations that go on
in the next paragraph, and those whose speaker stands in the sentence before (their source is left
empty). Works on the words beside the marks, because parsers and sentence splitters lose their way
in long quotations; the tree only helps to name the source.

A quotation without a verb and without a cue beside it – scare quotes, a title – is no statement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc, Token

from onrecord.ingest.attribution.cues import SPEECH_MANNER, VERBS, Cue
from onrecord.ingest.attribution.draft import Draft, Page, Quoted
from onrecord.ingest.attribution.sources import noun_phrase, source_of
from onrecord.ingest.attribution.tree import Range, child

_STOPS: Final = frozenset({".", "!", "?", ";", "..."})
_SKIP: Final = frozenset({",", "-", "–", "—", "--", "and", "but", "then", "so", "as", "or", "yet"})
_JOINS: Final = frozenset({",", "and", "or", "but", "&", "nor"})
_PARTINGS: Final = frozenset({",", ":", "—", "–", "-", "--"})
_MAX_WINDOW: Final = 45
_ASKED: Final = Cue("ask", "question", "say", 0.9)
_MANNER: Final = Cue("continue", "assert", "say", 0.8)


@dataclass(slots=True)
class _Speech:
    """A direct statement in the making."""

    source: Range | None
    cue: Range | None
    lexical: Cue
    rule: str
    confidence: float
    parts: list[Range] = field(default_factory=list)
    until: int = 0  # first token behind the sentence that the cue stands in


def speech_drafts(page: Page) -> list[Draft]:
    """All attributions of quotations that a cue stands beside, or that carry on from one."""
    speeches: list[_Speech] = []
    last: _Speech | None = None
    waiting: list[Quoted] = []  # paragraphs of an open quotation whose cue comes at its end
    for number, quoted in enumerate(page.quoted):
        if not (quoted.mark.reopens and waiting):
            waiting = []
        before = _window_before(page, quoted, last)
        after = _window_after(page, quoted, number)
        speech = _cued_after(page, quoted, before, after)
        if speech is None and last is not None and _carries_on(page, last, quoted, before):
            last.parts.append((quoted.start, quoted.end))
            last.until = after[1] if last.until < quoted.start else last.until
            if last.until <= quoted.end:
                last.until = _sentence_end(page, quoted.end)
            continue
        if speech is None:
            speech = _cued_before(page, quoted, before)
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
                last.until = _sentence_end(page, after[1])
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


def _window_before(page: Page, quoted: Quoted, last: _Speech | None) -> Range:
    """The words of the same sentence in front of the quotation."""
    doc = page.doc
    used = max((part[1] for part in last.parts), default=0) if last is not None else 0
    start = quoted.start
    while start > 0 and quoted.start - start < _MAX_WINDOW:
        token = doc[start - 1]
        if start <= used:
            break
        if token.is_space and "\n" in token.text:
            if not (start > 1 and quoted.start - start == 0 and doc[start - 2].text == ":"):
                break
        elif page.inside[start - 1] < 0 and (token.text in _STOPS) and not token.is_space:
            break
        start -= 1
    while start < quoted.start and doc[start].is_space:
        start += 1
    return start, quoted.start


def _window_after(page: Page, quoted: Quoted, number: int) -> Range:
    """The words behind the quotation, to the end of the sentence or the next quotation."""
    doc = page.doc
    end = quoted.end
    while end < len(doc) and end - quoted.end < _MAX_WINDOW:
        token = doc[end]
        if page.inside[end] >= 0 or token.text in _STOPS:
            break
        if token.is_space and "\n" in token.text:
            break
        end += 1
    return quoted.end, end


def _sentence_end(page: Page, start: int) -> int:
    doc = page.doc
    end = start
    while end < len(doc) and (doc[end].text in _STOPS or doc[end].is_space):
        end += 1
    return end


def _cued_after(page: Page, quoted: Quoted, before: Range, after: Range) -> _Speech | None:
    """ "…," X said / "…," said X."""
    doc = page.doc
    ending = _last_inner(page, quoted)
    first = _first_word(page, after)
    if first is None:
        return None
    comma = doc[after[0]].text in (",", "-", "–", "—", "--") if after[0] < len(doc) else False
    if ending in (".",) and not (first.text[:1].islower()):
        return None
    if ending not in (",", "?", "!", "…", "...", "—", "–", "-", "--", ".", "'", "’") and not (
        comma or not _words(page, before)
    ):
        return None
    verb = _verb_after(page, first, after)
    if verb is None:
        return None
    lexical = _spoken(verb)
    if lexical is None:
        return None
    source = _source_after(page, verb, first, after)
    if source is None and verb.tag_ == "VBG":
        source = source_of(verb)
    speech = _Speech(source, (verb.i, verb.i + 1), lexical, "quote-cue", 0.95)
    lead = _words(page, before)
    parting = _lead(page, before).text
    if lead and parting == ":" and source is not None and _clausal(page, quoted):
        speech.parts.append((quoted.start, quoted.end))  # "X noted that …: “…,” he said"
        speech.until = _sentence_end(page, after[1])
        return speech
    if lead and parting in (",", ":") and _verb_before(page, before) is not None:
        return None  # "X said, “…,” …" belongs to the cue in front
    if lead and not _closes_sentence(page, quoted, verb, first, after):
        return None
    if lead:
        speech.parts.append((before[0], quoted.end))
        speech.rule, speech.confidence = "mixed-quote-cue", 0.85
    else:
        speech.parts.append((quoted.start, quoted.end))
    if source is None:
        speech.confidence = 0.7
    speech.until = _sentence_end(page, after[1])
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


def _carries_on(page: Page, last: _Speech, quoted: Quoted, before: Range) -> bool:
    """ "…," X said, "…" and "…," X said. "…": the same statement goes on."""
    doc = page.doc
    if last.rule == "colon-name":
        return False
    start = last.until
    while start < quoted.start and doc[start].is_space and "\n" not in doc[start].text:
        start += 1
    if start >= quoted.start and _ends_sentence(doc, last.until):
        return True
    between = range(last.parts[-1][1], quoted.start)
    if between and all(doc[i].text.lower() in _JOINS for i in between):
        return True
    if last.cue is not None and last.cue[0] in between and quoted.start - last.cue[1] < 30:
        tail = [doc[i] for i in between if i >= last.cue[1]]
        inner = page.text[quoted.mark.inner_start : quoted.mark.inner_start + 1]
        lenient = "VBG" if inner.islower() else ""  # "…," X wrote, explaining why, "but …"
        if not any(token.text in _STOPS or "\n" in token.text for token in tail):
            return (
                bool(tail)
                and tail[-1].text in (_PARTINGS if not lenient else _PARTINGS | _JOINS)
                and not any(
                    token.lemma_ in VERBS and token.tag_[:1] == "V" and token.tag_ != lenient
                    for token in tail
                )
            )
    return False


def _ends_sentence(doc: Doc, until: int) -> bool:
    i = until - 1
    while i > 0 and doc[i].is_space:
        i -= 1
    return i >= 0 and (doc[i].text in _STOPS or doc[i].text[-1:] in ".!?”\"'")


def _cued_before(page: Page, quoted: Quoted, before: Range) -> _Speech | None:
    """X said: "…" / X told reporters, "…" / X's answer: "…"."""
    words = _words(page, before)
    if not words:
        return None
    lead = _lead(page, before)
    verb = _verb_before(page, before)
    if lead.text in (",", ":", "—", "–", "--", "-"):
        if verb is not None and (lead.text != "—" or verb.i >= lead.i - 3):
            lexical = _spoken(verb) or _MANNER
            source = source_of(verb) or _noun_before(page, verb, before)
            if lead.text == "," and not (_clausal(page, quoted) or lead.i - verb.i < 3):
                return None
            speech = _speech(page, quoted, source, verb, lexical, "cue-quote", 0.92)
            _widen(page, quoted, speech, before, lead)
            return speech
        if lead.text == ":" and _clausal(page, quoted):
            subject = _first_subject(page, before)
            if subject is not None:
                speech = _speech(page, quoted, subject, None, _MANNER, "colon-quote", 0.7)
                speech.cue = (lead.i, lead.i + 1)
                return speech
        return None
    shouted = _last_inner(page, quoted) in (".", "!", ",", "?")
    if verb is not None and verb.i == words[-1].i and (_clausal(page, quoted) or shouted):
        lexical = _spoken(verb) or _MANNER
        return _speech(page, quoted, source_of(verb), verb, lexical, "cue-quote", 0.88)
    return None


def _widen(page: Page, quoted: Quoted, speech: _Speech, before: Range, lead: Token) -> None:
    """Take in the rest of a sentence quoted in part: "The plan, X said, “is bad” for us"."""
    doc = page.doc
    inner = page.text[quoted.mark.inner_start : quoted.mark.inner_end].lstrip()
    start, end = quoted.start, quoted.end
    if _last_inner(page, quoted) not in (".", ",", "!", "?", "…", "—", "-", "–", ":", ";"):
        while end < len(doc) and end - quoted.end < _MAX_WINDOW:
            if page.inside[end] < 0 and (doc[end].text in _STOPS or "\n" in doc[end].text):
                break
            end += 1
        speech.parts[:] = [(start, end)]
        speech.until = _sentence_end(page, end)
    if lead.text == "," and inner[:1].islower() and speech.source is not None:
        first = speech.source[0]
        if first - before[0] >= 2 and doc[first - 1].text == ",":
            speech.parts.insert(0, (before[0], first - 1))
            speech.rule, speech.confidence = "mixed-cue-quote", 0.8


def _speech(
    page: Page,
    quoted: Quoted,
    source: Range | None,
    verb: Token | None,
    lexical: Cue,
    rule: str,
    confidence: float,
) -> _Speech:
    cue = (verb.i, verb.i + 1) if verb is not None else None
    if source is not None and source[1] > quoted.start > source[0]:
        source = (source[0], quoted.start)
    speech = _Speech(source, cue, lexical, rule, confidence if source else confidence - 0.25)
    speech.parts.append((quoted.start, quoted.end))
    speech.until = _sentence_end(page, quoted.end)
    return speech


def _uncued(page: Page, quoted: Quoted, before: Range, last: _Speech | None) -> _Speech | None:
    """A quotation that is a sentence of its own: its speaker stands in the sentence before."""
    if _words(page, before) or not _clausal(page, quoted):
        return None
    if _last_inner(page, quoted) not in (".", "!", "?", "…", "..."):
        return None
    if quoted.end - quoted.start < 6:
        return None
    source, verb = _sentence_before(page, quoted)
    lexical = (_cue_of(verb) if verb is not None else None) or _MANNER
    speech = _speech(page, quoted, source, verb, lexical, "uncued-quote", 0.6)
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


def _words(page: Page, window: Range) -> list[Token]:
    return [
        page.doc[i]
        for i in range(*window)
        if not page.doc[i].is_space
        and not page.doc[i].is_punct
        and page.doc[i].text.lower() not in _SKIP
    ]


def _lead(page: Page, before: Range) -> Token:
    """The last token in front of the quotation that is not white space."""
    i = before[1] - 1
    while i > before[0] and page.doc[i].is_space:
        i -= 1
    return page.doc[max(i, 0)]


def _first_word(page: Page, window: Range) -> Token | None:
    for i in range(*window):
        token = page.doc[i]
        if not token.is_space and not token.is_punct and token.text.lower() not in _SKIP:
            return token
    return None


def _last_inner(page: Page, quoted: Quoted) -> str:
    """The last character inside of the marks."""
    text = page.text[quoted.mark.inner_start : quoted.mark.inner_end].rstrip()
    return text[-1:]


def _clausal(page: Page, quoted: Quoted) -> bool:
    """Whether the quotation has a verb: words that could be a sentence."""
    tokens = page.doc[quoted.start : quoted.end]
    return any(t.tag_ in ("VBD", "VBZ", "VBP", "MD", "VB") for t in tokens)


def _cue_of(verb: Token) -> Cue | None:
    cue = VERBS.get(verb.lemma_)
    if cue is None and verb.lemma_ in SPEECH_MANNER:
        return _MANNER
    return cue


def _spoken(verb: Token) -> Cue | None:
    """The cue as one beside a quotation: what is asked there is a question."""
    return _ASKED if verb.lemma_ == "ask" else _cue_of(verb)


def _verb_after(page: Page, first: Token, after: Range) -> Token | None:
    for i in range(first.i, after[1]):
        token = page.doc[i]
        if token.tag_[:1] != "V" or _cue_of(token) is None:
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
    if source is not None and after[0] <= source[0] and source[1] <= after[1] + 1:
        return source[0], min(source[1], after[1])
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
        return (start, end) if any(_nominal(doc[i]) for i in range(start, end)) else None
    end = verb.i
    while end > first.i and doc[end - 1].pos_ in ("AUX", "ADV", "PART"):
        end -= 1
    nominal = any(_nominal(doc[i]) for i in range(first.i, end))
    return (first.i, end) if nominal else None


def _nominal(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "X", "DET")


def _verb_before(page: Page, before: Range) -> Token | None:
    for i in range(before[1] - 1, before[0] - 1, -1):
        token = page.doc[i]
        if page.inside[i] >= 0:
            continue
        if token.tag_[:1] == "V" and token.dep_ not in ("aux", "auxpass"):
            cue = _cue_of(token)
            if cue is not None and cue.attitude == "say":
                return token
    return None


def _noun_before(page: Page, verb: Token, before: Range) -> Range | None:
    end = verb.i
    doc = page.doc
    while end > before[0] and doc[end - 1].pos_ in ("AUX", "ADV", "PART"):
        end -= 1
    if end > before[0] and _nominal(doc[end - 1]):
        start = doc[end - 1].left_edge.i
        return max(start, before[0]), end
    return None


def _first_subject(page: Page, before: Range) -> Range | None:
    doc = page.doc
    for i in range(*before):
        if doc[i].dep_ in ("nsubj", "nsubjpass"):
            start, end = doc[i].left_edge.i, doc[i].right_edge.i + 1
            return max(start, before[0]), min(end, before[1] - 1)
    if any(token.tag_[:1] == "V" for token in doc[before[0] : before[1]]):
        return None
    start, end = before
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    while start < end and doc[start].pos_ in ("CCONJ", "ADP", "ADV", "SCONJ", "PUNCT"):
        start += 1
    return (start, end) if start < end and end - start < 12 else None
