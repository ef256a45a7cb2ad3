"""Attributions by a trained sequence tagger, with the rules beside it.

A linear-chain CRF labels the tokens of each paragraph; what the rules found is among its features.
In the profile ``accurate`` an encoder's scores are added to its own, or take their place.
Labels make statements (labels.py). Where the tagger leaves a statement without cue, source or
content, the rules' attribution of the same words or the parse fills it. The rules' attributions
in passages that the tagger left alone are kept where that kind of rule was right more often than
not on documents held out from training.

Say and think, and the class of the cue, come from the lexicon as they do for the rules; a cue
outside of it counts as thought or intended unless the content is quoted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from spacy.tokens import Token

from onrecord.ingest.attribution.cues import NOUNS, VERBS, WITH_PARTICLE, Cue
from onrecord.ingest.attribution.draft import Draft, Page
from onrecord.ingest.attribution.sources import source_of
from onrecord.ingest.attribution.trained.columns import Columns
from onrecord.ingest.attribution.trained.crf import Floats, Labelled
from onrecord.ingest.attribution.trained.labels import Linked, chunks, linked
from onrecord.ingest.attribution.trained.model import Model
from onrecord.ingest.attribution.trained.relayed import relayed
from onrecord.ingest.attribution.trained.scores import FieldScores
from onrecord.ingest.attribution.tree import Range, is_negated
from onrecord.ingest.extraction import Attitude, CueClass

_SAID: Final = Cue("", "assert", "say", 0.7)
_SHOWN: Final = Cue("", "opine", "think", 0.5)
_KEEP: Final = 0.5
# Rules that know where a quotation ends, and are right on it nearly always.
_SURE: Final = frozenset({"quote-cue", "signed-quote"})
# Rules that read the lay-out, which the tagger does not see.
_LAID_OUT: Final = frozenset({"signed-quote", "transcript-line", "block-quote"})


class Tagger:
    """Finds drafts with a trained model; not safe to share between threads."""

    def __init__(self, model: Model, *, keep: float = _KEEP) -> None:
        """``keep`` is the share of right ones from which a rule's leavings are kept."""
        self.model = model
        self.keep = keep
        self._field = FieldScores(model.crf)

    def drafts(self, page: Page, ruled: Sequence[Draft]) -> list[Draft]:
        """What the tagger finds, and what it leaves to the rules. Linear in the tokens."""
        known = _Known(ruled)
        columns = Columns(page, ruled)
        found: list[Draft] = []
        labelled = self.model.crf.tag(self._scores(columns))
        for tokens, labels in zip(columns.paragraphs, labelled, strict=True):
            for statement in linked(list(chunks(labels.labels))):
                draft = _draft(page, _on_page(statement, tokens), known)
                if draft is not None:
                    confidence = self.model.confidence(self._estimate(labels, statement))
                    found.append(replace(draft, confidence=confidence, rule=self.model.name))
        found = settled(found, ruled)
        return [*found, *relayed(page, found, ruled), *self._left_over(found, ruled)]

    def _scores(self, columns: Columns) -> list[Floats]:
        """The scores of each paragraph's tokens, by the field and by the encoder."""
        parts = columns.paragraphs
        if not parts:
            return []
        tokens = [i for part in parts for i in part]
        scores = np.zeros((len(tokens), len(self.model.crf.labels)), dtype=np.float32)
        if self.model.crf.rows:
            scores += self._field.of(columns)
        if self.model.encoder is not None:
            scores += self.model.encoder.scores(columns)[tokens]
        return np.split(scores, np.cumsum([len(part) for part in parts])[:-1])

    def _estimate(self, labelled: Labelled, statement: Linked) -> float:
        """How sure the model is of the least sure of the statement's ends."""
        places = [start for start, _ in (*statement.cue, *statement.content)]
        places += [end - 1 for _, end in statement.content]
        labels = self.model.crf.labels
        return min(float(labelled.marginals[i, labels.index(labelled.labels[i])]) for i in places)

    def _left_over(self, found: list[Draft], ruled: Sequence[Draft]) -> Iterator[Draft]:
        """The rules' drafts that the tagger has nothing in the place of."""
        covered = {
            i for draft in found for part in (*draft.content, *draft.cue) for i in range(*part)
        }
        for draft in ruled:
            share = self.model.rules.get(draft.rule, draft.confidence)
            parts = (*draft.content, *draft.cue)
            if share >= self.keep and not any(i in covered for part in parts for i in range(*part)):
                yield replace(draft, confidence=share)


def settled(found: list[Draft], ruled: Sequence[Draft]) -> list[Draft]:
    """The drafts with those replaced that disagree on a quotation of which the rules are sure.

    These cut the quotation up, or hold its speaker too ("…," X said, as quoted by Y): there the
    tagger found only who relayed it, which the reporting chain tells.
    """
    words = [_content(draft) for draft in found]
    by_word: dict[int, list[int]] = {}
    for number, each in enumerate(words):
        for i in each:
            by_word.setdefault(i, []).append(number)
    gone: set[int] = set()
    sure: list[Draft] = []
    for draft in ruled:
        laid_out = draft.rule in _LAID_OUT
        if not laid_out and draft.rule not in _SURE:
            continue
        own = _content(draft)
        rivals = {number for i in own for number in by_word.get(i, ())}
        if not rivals:
            continue
        holds_cue = any(draft.cue and draft.cue[0][0] in words[n] for n in rivals)
        alike = any(2 * len(own & words[n]) >= len(own | words[n]) for n in rivals)
        if laid_out or holds_cue or not alike:
            gone |= rivals
            sure.append(draft)
    return [*(draft for n, draft in enumerate(found) if n not in gone), *sure]


def _content(draft: Draft) -> set[int]:
    return {i for part in draft.content for i in range(*part)}


class _Known:
    """The rules' drafts by the tokens of their cues and contents."""

    def __init__(self, ruled: Sequence[Draft]) -> None:
        self.ruled = ruled
        self.cues: dict[int, int] = {}
        self.contents: dict[int, int] = {}
        for number, draft in enumerate(ruled):
            for part in draft.cue:
                self.cues.update(dict.fromkeys(range(*part), number))
            for part in draft.content:
                self.contents.update(dict.fromkeys(range(*part), number))

    def of_cue(self, cue: Sequence[Range]) -> Draft | None:
        """The draft that has one of these words for its cue."""
        words = (i for part in cue for i in range(*part))
        number = next((self.cues[i] for i in words if i in self.cues), None)
        return self.ruled[number] if number is not None else None

    def of_content(self, content: Sequence[Range]) -> Draft | None:
        """The draft that has half of these words in its content."""
        words = [i for part in content for i in range(*part)]
        shared = Counter(self.contents[i] for i in words if i in self.contents)
        number, count = max(shared.items(), key=lambda each: each[1], default=(0, 0))
        return self.ruled[number] if 2 * count >= len(words) > 0 else None


def _on_page(statement: Linked, tokens: list[int]) -> Linked:
    """The statement in tokens of the document instead of the paragraph."""

    def ranges(parts: list[Range]) -> list[Range]:
        return [(tokens[start], tokens[end - 1] + 1) for start, end in sorted(parts)]

    return Linked(ranges(statement.source), ranges(statement.cue), ranges(statement.content))


def _draft(page: Page, statement: Linked, known: _Known) -> Draft | None:
    """The statement with what it lacks filled from the rules and the parse."""
    cue, content = tuple(statement.cue), tuple(statement.content)
    same = known.of_cue(cue)
    if not content and same is not None:
        content = same.content
    if not content:
        return None
    source = statement.source[0] if statement.source else None
    if not cue and (same := known.of_content(content)) is not None:
        cue = same.cue
    verb = _verb(page, cue)
    if source is None:
        source = same.source if same is not None else None
        if source is None and verb is not None:
            source = source_of(verb)
        if source is not None and _overlap(source, (*content, *cue)):
            source = None
    quoted = page.inside[content[0][0]] >= 0 or page.inside[content[-1][1] - 1] >= 0
    if source is None and not cue and not quoted:
        return None  # somebody's view, it seems, with nothing that says whose
    cue_class, attitude = _class(page, cue, verb, same, quoted=quoted)
    return Draft(source, cue, content, cue_class, attitude, 0.0, "")


def _overlap(part: Range, others: Sequence[Range]) -> bool:
    return any(start < part[1] and part[0] < end for start, end in others)


def _verb(page: Page, cue: Sequence[Range]) -> Token | None:
    """The verb of a cue: its last one, because auxiliaries stand before."""
    for start, end in reversed(cue):
        for i in range(end - 1, start - 1, -1):
            if page.doc[i].tag_[:1] == "V":
                return page.doc[i]
    return None


def _class(
    page: Page, cue: Sequence[Range], verb: Token | None, same: Draft | None, *, quoted: bool
) -> tuple[CueClass, Attitude]:
    """The class and attitude of a cue, from the rules' draft of it or the lexicon.

    Words that no lexicon has ("imposed", "is developing") show what somebody wants rather than
    what they said, unless the content stands in quotation marks.
    """
    if same is not None:
        return same.cue_class, same.attitude
    known = VERBS.get(verb.lemma_) if verb is not None else None
    lemmas = [page.doc[i].lemma_.lower() for part in cue for i in range(*part)]
    if any(WITH_PARTICLE.get(lemma, lemma) not in lemmas for lemma in lemmas):
        known = _SHOWN
    if known is None:
        listed = (lexicon.get(lemma) for lexicon in (VERBS, NOUNS) for lemma in lemmas)
        wordless = not any(lemma[:1].isalpha() for lemma in lemmas) or "accord" in lemmas
        unknown = _SAID if quoted or wordless else _SHOWN
        known = next((each for each in listed if each is not None), unknown)
    if verb is not None and is_negated(verb):
        return "deny", known.attitude
    return known.cue_class, known.attitude
