"""Noun phrases as coreference sees them: head, modifiers, number, determiner, what they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from onrecord.ingest.coreference.noun_kinds import Kind, noun_kind
from onrecord.ingest.extraction import Span
from onrecord.ingest.mentions import Mentions
from onrecord.ingest.name_shape import plain, word_set
from onrecord.ingest.policies import singular
from onrecord.ingest.post_words import POST_WORDS

Determiner = Literal["definite", "demonstrative", "possessive", "indefinite", "bare"]

_DETERMINERS: dict[str, Determiner] = {
    "the": "definite",
    **dict.fromkeys(("this", "that", "these", "those", "such"), "demonstrative"),
    **dict.fromkeys(("my", "your", "his", "her", "its", "our", "their", "whose"), "possessive"),
    **dict.fromkeys(
        (
            "a", "an", "some", "another", "any", "no", "every", "each", "many", "several", "few",
            "more", "most", "other", "one", "all", "both", "which", "what", "certain", "various",
            "half", "much", "enough", "numerous", "countless", "only",
        ),
        "indefinite",
    ),
}  # fmt: skip
_EMPTY = word_set(
    "of the a an and or 's ’s ' ’ in on at for to by with from as this that these those own very "
    'same mr mrs ms dr mr. mrs. ms. dr. sir , . - " “ ” ( ) himself herself itself themselves'
)
TITLES = word_set(
    "mr mrs ms dr mr. mrs. ms. dr. sir madam miss senator secretary president justice judge "
    "congressman congresswoman speaker general gen. sen. rep. gov. governor minister prime "
    "professor prof. professor. the a an i"
)
_POSSESSIVES = frozenset({"my", "your", "his", "her", "its", "our", "their"})
_PLACES = frozenset({"GPE", "LOC", "FAC", "Country"})
SAME_LAND = {"america": "united states"}
"""Lands that a text calls otherwise than by a short form of their name."""
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_INNER = frozenset({"compound", "amod", "nmod", "npadvmod", "nummod", "quantmod"})
_BEFORE = word_set("DT PDT JJ JJR JJS NN NNS NNP NNPS PRP$ POS CD HYPH VBN VBG RBS ADD AFX")
"""Tags of the words between the start of a noun phrase and its head."""
_LONGEST = 40
"""Tokens of a phrase of which the words are looked at."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase.

    Attributes:
        span: where it stands.
        start, head, end: its first token, the token it is about, the token after its last.
        noun: the head in the singular, lower case.
        words: what else it says, without articles and prepositions.
        text: its words in lower case without a leading article.
        place: the entity whose name it is, in ``doc._.names``.
        name: what tells names apart that are no entity: the IRI of a place, else its words.
        kind: what the head stands for.
        name_words: its capitalised words without title, in lower case, where a name heads it.
        joint: whether it puts several together: "Ann and Bob".
    """

    span: Span
    start: int
    head: int
    end: int
    noun: str
    words: frozenset[str]
    text: str
    determiner: Determiner
    plural: bool
    possessor: str
    place: int | None
    name: str | None
    kind: Kind | None
    proper: bool
    joint: bool
    name_words: tuple[str, ...]
    initials: str
    titles: frozenset[str]
    capitals: bool


class PhraseReader:
    """Reads phrases of one document; needs tags and a parse, else every phrase ends in its head."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._doc: Doc = mentions.doc
        self._names = {
            token.i: ent for ent in self._doc.ents if ent.label_ in _PLACES for token in ent
        }

        self._surnames: dict[str, int] = {}
        for place, entity in enumerate(mentions.names):
            if entity.type == "Person" and " " in entity.label:
                self._surnames[entity.label.rsplit(" ", 1)[1]] = place

    def phrase(self, span: Span) -> Phrase | None:
        """The phrase that stands there, None where no word does."""
        tokens = self._doc.char_span(span.start, span.end, alignment_mode="expand")
        if tokens is None or not tokens.text.strip():
            return None
        return self._read(tokens.start, tokens.end, span, _head(tokens))

    def all(self, *, plurals: bool = True) -> Iterator[Phrase]:
        """Phrases up to their head that name or describe somebody, in text order, outer first.

        Args:
            plurals: whether common nouns in the plural are wanted; they never mean one entity.
        """
        doc, found = self._doc, {}
        strings = doc.vocab.strings
        tags, relations, starts = doc.to_array(["TAG", "DEP", "IDX"]).T
        heads = np.isin(tags, [strings[tag] for tag in _NOUNS if plurals or tag != "NNS"])
        heads &= ~np.isin(relations, [strings[relation] for relation in _INNER])
        for i in np.flatnonzero(heads).tolist():
            token = doc[i]
            if token.tag_[:3] != "NNP" and noun_kind(_word(token)) in (None, "policy"):
                continue
            found[i] = self._around(token)
        mentions = [mention for mention, _ in self._mentions.within(0, len(self._mentions.text))]
        firsts = np.searchsorted(starts, [m.start for m in mentions], side="right") - 1
        ends = np.searchsorted(starts, [m.end for m in mentions])
        spans = [*zip(firsts.tolist(), ends.tolist(), strict=True)]
        spans += [(ent.start, ent.end) for ent in doc.ents if ent.label_ in _PLACES]
        for start, end in spans:
            if start < end and not any(i in found for i in range(start, end)):
                head = _head(doc[start:end])
                found[head.i] = self._within(start, end, head)
        yield from sorted(found.values(), key=lambda phrase: (phrase.start, -phrase.end))

    def _around(self, head: Token) -> Phrase:
        """From the first word that belongs to the head; a name goes on behind it ("of Maui")."""
        doc, start, end = self._doc, head.i, head.i + 1
        first = max(head.left_edge.i, head.i - _LONGEST)
        while start > first and doc[start - 1].tag_ in _BEFORE and "\n" not in doc[start - 1].text:
            start -= 1
        if head.tag_[:3] == "NNP":
            at = self._mentions.at(head)
            while end < len(doc) and at is not None and doc[end].idx < at[0].end:
                end += 1
            if end + 1 < len(doc) and doc[end].lower_ == "of" and doc[end + 1].tag_ == "NNP":
                end += 2
                while end < len(doc) and doc[end].tag_ == "NNP":
                    end += 1
        return self._within(start, end, head)

    def _within(self, start: int, end: int, head: Token) -> Phrase:
        last = self._doc[end - 1]
        return self._read(start, end, Span(self._doc[start].idx, last.idx + len(last)), head)

    def _read(self, start: int, end: int, span: Span, head: Token) -> Phrase:
        near = [self._doc[i] for i in range(start, min(end, start + _LONGEST))]
        determiner, possessor = _opening(near, head.i)
        words = frozenset(
            _word(token)
            for token in near
            if token.i != head.i
            and token.lower_ not in _EMPTY
            and token.lower_ not in _DETERMINERS
            and not token.is_space
        )
        kind = noun_kind(_word(head))
        joint = self._is_joint(end, head)
        place = None if joint else self._place(span, head)
        shouted = head.is_upper and len(head) > 2 and kind is None
        proper = place is not None or shouted or (head.tag_[:3] == "NNP" and kind != "person")
        named = [
            token
            for token in near
            if proper
            and token.text[0].isupper()
            and token.lower_ not in _EMPTY
            and not (token.i < head.i and kind is None and token.lower_ in TITLES)
        ]
        return Phrase(
            span=span,
            start=start,
            head=head.i,
            end=end,
            noun=_word(head),
            words=words,
            text=_text(near),
            determiner=determiner,
            plural=head.tag_ in ("NNS", "NNPS"),
            possessor=possessor,
            place=place,
            name=self._name(start, end, head) if place is None and not joint else None,
            kind=kind,
            proper=proper,
            joint=joint,
            name_words=tuple(token.lower_ for token in named),
            initials="".join(token.text[0] for token in named),
            capitals=head.is_upper and len(head) > 1,
            titles=frozenset(
                token.lower_ for token in near if token.i < head.i and token.lower_ in POST_WORDS
            ),
        )

    def _place(self, span: Span, head: Token) -> int | None:
        at = self._mentions.at(head)
        if at is None and head.text[0].isupper() and span.end - span.start == len(head):
            return self._surnames.get(head.text)
        if at is None or at[0].start < span.start or at[0].end > span.end + 2:
            return None
        entity = self._mentions.names[at[1]]
        if entity.type == "Person" and noun_kind(_word(head)) == "body":
            return None  # "a Hill administration"
        if entity.type == "Country" and self._follows_name(at[0], head.i, span):
            return None  # "AI Taiwan"
        if entity.concept is None and noun_kind(entity.label.lower()) is not None:
            return None  # "our Nation", "the State": capitals make no name
        return at[1]

    def _follows_name(self, mention: Span, i: int, phrase: Span) -> bool:
        """Whether a word of a name stands in the phrase before the mention at the token."""
        while i >= 0 and self._doc[i].idx >= mention.start:
            i -= 1
        before = self._doc[max(i, 0)]
        return i >= 0 and before.idx >= phrase.start and before.tag_ in ("NNP", "NNPS")

    def _name(self, start: int, end: int, head: Token) -> str | None:
        ent = self._names.get(head.i)
        if ent is None or ent.start < start or ent.end > end:
            return None
        if ent.start > start and self._doc[ent.start - 1].tag_ in ("NNP", "JJ", "NNPS"):
            return None  # "Latin America", "AM New York"
        return SAME_LAND.get(ent.text.lower(), plain(ent.text).lower())

    def _is_joint(self, end: int, head: Token) -> bool:
        """Whether it puts several together that one name does not hold."""
        ent = self._names.get(head.i)
        for child in head.children:
            if child.dep_ == "conj" and child.i < end:
                return ent is None or child.i >= ent.end
        return False


def _opening(near: list[Token], head: int) -> tuple[Determiner, str]:
    """How a phrase opens, and whose the thing is."""
    first = near[0].lower_
    determiner = _DETERMINERS.get(first, "bare")
    if first in _POSSESSIVES:
        return determiner, first
    if determiner not in ("bare", "definite"):
        return determiner, ""
    for i, token in enumerate(near):
        if token.tag_ == "POS" and token.i < head:
            return "possessive", "".join(t.text_with_ws for t in near[:i]).lower()
    if near[0].like_num and near[0].ent_type_ != "ORDINAL":
        return "indefinite", ""
    return determiner, ""


def _head(tokens: TokenSpan) -> Token:
    root = tokens.root
    if root.tag_[:2] in ("NN", "PR", "CD") or root.tag_ in ("", "JJ"):
        return root
    return next((token for token in tokens if token.tag_.startswith("NN")), root)


def _word(token: Token) -> str:
    return singular(token) if token.tag_ in ("NNS", "NN", "") else token.lower_


def _text(near: list[Token]) -> str:
    words = [t.lower_ for t in near if not t.is_space]
    while len(words) > 1 and (words[-1] in ("'s", "’s", "'", "’", ",", ".")):
        words.pop()
    if len(words) > 1 and words[0] in ("the", "a", "an", "this", "that", "these", "those"):
        words = words[1:]
    return " ".join(words).replace("’", "'")
