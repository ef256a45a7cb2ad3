"""Noun phrases as coreference sees them: head, modifiers, number, determiner, what they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from onrecord.ingest.coreference.noun_kinds import Kind, noun_kind
from onrecord.ingest.coreference.posts import POST_WORDS
from onrecord.ingest.extraction import Span
from onrecord.ingest.mentions import Mentions
from onrecord.ingest.name_shape import plain, word_set
from onrecord.ingest.policies import singular

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
        return self._read(tokens, span, _head(tokens))

    def all(self) -> Iterator[Phrase]:
        """Phrases up to their head that name or describe somebody, in text order, outer first."""
        found: dict[int, Phrase] = {}
        for token in self._doc:
            if token.tag_ not in _NOUNS or token.dep_ in _INNER:
                continue
            if token.tag_[:3] != "NNP" and noun_kind(_word(token)) in (None, "policy"):
                continue
            found[token.i] = self._around(token)
        spans = [
            self._doc.char_span(mention.start, mention.end, alignment_mode="expand")
            for mention, _ in self._mentions.within(0, len(self._mentions.text))
        ]
        for span in (*spans, *(ent for ent in self._doc.ents if ent.label_ in _PLACES)):
            if span is not None and (head := _head(span)).i not in found:
                found[head.i] = self._read(span, Span(span.start_char, span.end_char), head)
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
            after = doc[end : end + 2]
            if len(after) == 2 and after[0].lower_ == "of" and after[1].tag_ == "NNP":
                end += 2
                while end < len(doc) and doc[end].tag_ == "NNP":
                    end += 1
        tokens = doc[start:end]
        return self._read(tokens, Span(tokens.start_char, tokens.end_char), head)

    def _read(self, tokens: TokenSpan, span: Span, head: Token) -> Phrase:
        first = tokens[0].lower_
        determiner = _DETERMINERS.get(first, "bare")
        possessor = first if first in _POSSESSIVES else ""
        if determiner == "bare" or determiner == "definite":
            for token in tokens:
                if token.tag_ == "POS" and token.i < head.i:
                    determiner = "possessive"
                    possessor = self._doc[tokens.start : token.i].text.lower()
                    break
            else:
                if tokens[0].like_num and tokens[0].ent_type_ != "ORDINAL":
                    determiner = "indefinite"
        near = tokens[:_LONGEST]
        words = frozenset(
            _word(token)
            for token in near
            if token.i != head.i
            and token.lower_ not in _EMPTY
            and not token.is_space
            and token.lower_ not in _DETERMINERS
        )
        kind = noun_kind(_word(head))
        joint = self._is_joint(tokens, head)
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
            start=tokens.start,
            head=head.i,
            end=tokens.end,
            noun=_word(head),
            words=words,
            text=_text(tokens),
            determiner=determiner,
            plural=head.tag_ in ("NNS", "NNPS"),
            possessor=possessor,
            place=place,
            name=self._name(tokens, head) if place is None and not joint else None,
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
        mention = self._doc.char_span(at[0].start, at[0].end, alignment_mode="expand")
        if mention is None or not (mention.start <= head.i < mention.end):
            return None
        entity = self._mentions.names[at[1]]
        if entity.type == "Person" and noun_kind(_word(head)) == "body":
            return None  # "a Hill administration"
        if entity.type == "Country" and _is_name(self._doc, mention.start - 1, span):
            return None  # "AI Taiwan"
        if entity.concept is None and noun_kind(entity.label.lower()) is not None:
            return None  # "our Nation", "the State": capitals make no name
        return at[1]

    def _name(self, tokens: TokenSpan, head: Token) -> str | None:
        ent = self._names.get(head.i)
        if ent is None or ent.start < tokens.start or ent.end > tokens.end:
            return None
        if ent.start > tokens.start and self._doc[ent.start - 1].tag_ in ("NNP", "JJ", "NNPS"):
            return None  # "Latin America", "AM New York"
        return SAME_LAND.get(ent.text.lower(), plain(ent.text).lower())

    def _is_joint(self, tokens: TokenSpan, head: Token) -> bool:
        """Whether it puts several together that one name does not hold."""
        ent = self._names.get(head.i)
        for child in head.children:
            if child.dep_ == "conj" and child.i < tokens.end:
                return ent is None or child.i >= ent.end
        return False


def _is_name(doc: Doc, i: int, span: Span) -> bool:
    return i >= 0 and doc[i].idx >= span.start and doc[i].tag_ in ("NNP", "NNPS")


def _head(tokens: TokenSpan) -> Token:
    root = tokens.root
    if root.tag_[:2] in ("NN", "PR", "CD") or root.tag_ in ("", "JJ"):
        return root
    return next((token for token in tokens if token.tag_.startswith("NN")), root)


def _word(token: Token) -> str:
    return singular(token) if token.tag_ in ("NNS", "NN", "") else token.lower_


def _text(tokens: TokenSpan) -> str:
    words = [t.lower_ for t in tokens[:_LONGEST] if not t.is_space]
    while len(words) > 1 and (words[-1] in ("'s", "’s", "'", "’", ",", ".")):
        words.pop()
    if len(words) > 1 and words[0] in ("the", "a", "an", "this", "that", "these", "those"):
        words = words[1:]
    return " ".join(words).replace("’", "'")
