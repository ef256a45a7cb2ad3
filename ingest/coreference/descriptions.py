"""Whom a description means: "the Chinese president", "the Texas senator", "the businessman".

Looked for in this order, and left unknown where nobody or more than one fits:

1. somebody whom the text itself gives that post, by a title, an apposition or a copula;
2. somebody named in the text who by a pack holds or held it ("Xi Jinping" for "the Chinese
   president"); the pack knows no dates, so that what the text says comes first;
3. for words that newspapers use in place of a name ("the businessman", "the nominee"), the person
   whom the text speaks of, as for a pronoun.

Somebody whom an indefinite phrase brought in ("a woman … the woman") stays nameless.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.ingest.coreference.posts import PostReader
from onrecord.ingest.coreference.pronouns import Pronouns
from onrecord.ingest.coreference.titles import (
    ABBREVIATIONS,
    PARTIES,
    QUALIFIERS,
    RANKS,
    alike,
    same_party,
    title_head,
    title_words,
)
from onrecord.ingest.gazetteer import concepts_of
from onrecord.ingest.mentions import Mentions
from onrecord.ingest.name_shape import word_set
from onrecord.ingest.policies import singular
from onrecord.ingest.post_words import POST_WORDS

EPITHETS = word_set(
    "businessman businesswoman billionaire millionaire mogul tycoon magnate developer entrepreneur "
    "investor financier candidate nominee contender hopeful front-runner frontrunner politician "
    "statesman diplomat speechwriter author economist strategist lawmaker activist host anchor "
    "commentator columnist pundit blogger professor neurosurgeon surgeon retiree veteran star "
    "celebrity actor actress singer comedian director filmmaker candidate democrat republican "
    "independent socialist conservative progressive libertarian incumbent challenger man woman "
    "mother father lady pontiff pope heir writer novelist historian scholar academic"
)
_MALE = word_set("businessman congressman chairman statesman man father actor spokesman king pope")
_FEMALE = word_set(
    "businesswoman congresswoman chairwoman woman mother actress lady spokeswoman queen"
)
_OF_ONE = word_set(
    "president premier chancellor minister secretary chair chairman pope king queen speaker "
    "director nominee governor-general leader"
)
"""Posts that one person holds at a time."""
_INDEFINITE = re.compile(r"\b(?:an?|another)\b", re.IGNORECASE)
_LOOSE = ("JJ", "JJR", "JJS", "CD", "VBN", "VBG", "RB", "HYPH")
_SENTENCES, _NEAR_POSTS, _INDEFINITE_REACH = 3, 200, 1_500


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A description, taken apart; ``loose`` are words that need not be in the post's title."""

    head: str
    words: frozenset[str]
    loose: frozenset[str]
    countries: frozenset[str]
    is_former: bool


@dataclass(frozen=True, slots=True)
class _Held:
    """Somebody's post, and where the text gives it (-1 where a pack does)."""

    person: int
    head: str
    words: frozenset[str]
    body: frozenset[str]
    countries: frozenset[str]
    is_former: bool
    start: int


class Descriptions:
    """Resolves the descriptions of one document."""

    def __init__(self, mentions: Mentions, pronouns: Pronouns) -> None:
        self._mentions = mentions
        self._pronouns = pronouns
        self._concepts = concepts_of(mentions.doc)
        self._by_text: list[_Held] | None = None
        self._starts: list[int] = []
        self._listed = [
            (place, concept)
            for place, name in enumerate(mentions.names)
            for concept in (self._concepts.get(name.concept or ""),)
            if name.type == "Person" and concept is not None
        ]
        self._by_pack: list[_Held] = []
        self._indefinite: dict[str, list[int]] | None = None

    def describes(self, root: Token) -> bool:
        """Whether the word is one for a person's post or kind."""
        return singular(root) == root.lower_ and (
            root.lower_ in POST_WORDS or root.lower_ in EPITHETS
        )

    def person(
        self,
        source: TokenSpan,
        root: Token,
        last: int | None,
        since: int,
        *,
        introduced: bool = False,
    ) -> int | None:
        """The place of the person meant.

        Args:
            source: the description.
            root: its head.
            last: who spoke in the statement before.
            since: where the sentence of that statement starts.
            introduced: only posts that the text has given before count, and no pack's, which know
                no dates.
        """
        if not any(t.lower_ in ("the", "this", "that") or t.tag_ == "PRP$" for t in source[:2]):
            return None
        wanted = self._wanted(source, root)
        held = self._holder(wanted, root.idx, last, introduced)
        nameless = self._introduced_nameless(root)
        if held is not None and nameless < self._last_given(held, wanted, root.idx):
            return held
        if nameless >= 0:
            return None
        if root.lower_ not in EPITHETS or source[0].tag_ == "PRP$":
            return None
        if introduced and root.i + 1 < len(root.doc) and root.nbor(1).tag_ in ("WP", "WDT", "IN"):
            return None  # "the man who leads" says itself who is meant
        female = True if wanted.head in _FEMALE else False if wanted.head in _MALE else None
        return self._pronouns.person(
            root.idx, last, since, female=female, own_sentence=False, barred=self._barred(wanted)
        )

    def is_nameless(self, root: Token) -> bool:
        """Whether the text brought the same noun in without a name: "an aide … the aide"."""
        return self._introduced_nameless(root) >= 0

    # -- posts ------------------------------------------------------------------------------------

    def _holder(
        self, wanted: _Wanted, position: int, last: int | None, introduced: bool
    ) -> int | None:
        if self._by_text is None:
            self._by_text = sorted(self._of_text(), key=lambda held: held.start)
            self._starts = [held.start for held in self._by_text]
            self._by_pack = list(self._of_packs())
        last_before = bisect_left(self._starts, position)
        before = self._by_text[max(0, last_before - _NEAR_POSTS) : last_before]
        elsewhere = () if introduced else (self._by_pack, self._by_text[:_NEAR_POSTS])
        for posts in (before, *elsewhere):
            exact = [
                held
                for held in posts
                if self._fits(wanted, held)
                and wanted.words | wanted.loose
                <= held.words | held.body | self._parties(held.person)
            ]
            if exact:
                people = _foremost(wanted, exact)
                if posts is self._by_pack and wanted.head in _OF_ONE and len(people) > 1:
                    return None  # the pack does not say who holds it now
                return self._chosen(people, position, last)
        if not wanted.loose:
            return None
        loose = [
            held
            for held in before
            if self._fits(wanted, held)
            and wanted.words <= held.words | held.body | self._parties(held.person)
            and not any(h.person == held.person and h.head == held.head for h in self._by_pack)
        ]
        return self._chosen(_foremost(wanted, loose), position, last) if loose else None

    def _chosen(self, people: set[int], position: int, last: int | None) -> int | None:
        """The only one; the one who has just spoken; the only one who was just named."""
        if len(people) == 1:
            return next(iter(people))
        if last in people:
            return last
        sentence = self._mentions.sentence(position)
        for _ in range(_SENTENCES):
            if sentence is None:
                return None
            named = {
                place
                for mention, place in self._mentions.within(sentence.start, sentence.end)
                if place in people and mention.start < position
            }
            if named:
                return named.pop() if len(named) == 1 else None
            sentence = self._mentions.sentence_before(sentence)
        return None

    def _fits(self, wanted: _Wanted, held: _Held) -> bool:
        if not alike(wanted.head, held.head):
            return False
        if wanted.words & RANKS != held.words & RANKS:
            return False
        if wanted.countries and not wanted.countries & held.countries:
            return False
        parties = PARTIES & wanted.words
        against = self._parties(held.person)
        if parties and against and not same_party(parties, against):
            return False
        female = True if wanted.head in _FEMALE else False if wanted.head in _MALE else None
        return self._pronouns.fits(held.person, female)

    def _of_text(self) -> Iterator[_Held]:
        """Posts that the text gives, and epithets right before a name: "billionaire Mark Cuban"."""
        for post in PostReader(self._mentions).posts():
            words = title_words(post.title)
            if not words:
                continue
            countries = self._countries(post.person)
            body: frozenset[str] = frozenset()
            if post.body is not None:
                body = frozenset(w for name in self._names_of(post.body) for w in title_words(name))
                countries = self._countries(post.body) or countries
            yield _Held(
                post.person,
                title_head(post.title),
                frozenset(words),
                body,
                countries,
                any(q in post.title.lower().split() for q in ("former", "ex", "then")),
                post.title_span.start,
            )
        doc = self._mentions.doc
        for mention, place in self._mentions.within(0, len(self._mentions.text)):
            if self._mentions.names[place].type != "Person":
                continue
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if span is not None and span.start:
                noun = span[0].nbor(-1)
                if noun.lower_ in EPITHETS and noun.lower_ not in POST_WORDS:
                    yield _Held(
                        place,
                        noun.lower_,
                        frozenset({noun.lower_}),
                        frozenset(),
                        self._countries(place),
                        False,
                        noun.idx,
                    )

    def _of_packs(self) -> Iterator[_Held]:
        for place, concept in self._listed:
            for title in concept.titles:
                yield _Held(
                    place,
                    title_head(title),
                    frozenset(title_words(title)),
                    frozenset(),
                    self._countries(place),
                    False,
                    -1,
                )

    def _countries(self, place: int) -> frozenset[str]:
        """The country that somebody or a body belongs to, or that a country is."""
        concept = self._concepts.get(self._mentions.names[place].concept or "")
        if concept is None:
            return frozenset()
        if concept.type == "Country":
            return frozenset({concept.iri})
        return frozenset({concept.country} if concept.country else ())

    def _parties(self, place: int) -> frozenset[str]:
        """The words for a party in what the packs say that somebody is."""
        concept = self._concepts.get(self._mentions.names[place].concept or "")
        words = {w for title in (concept.titles if concept else ()) for w in title_words(title)}
        return frozenset(words & PARTIES)

    def _barred(self, wanted: _Wanted) -> frozenset[int]:
        """People whom the packs put in another party or country than the description does."""
        parties = PARTIES & (wanted.words | {wanted.head})
        if not parties and not wanted.countries:
            return frozenset()
        return frozenset(
            place
            for place, concept in self._listed
            if (parties and (theirs := self._parties(place)) and not same_party(parties, theirs))
            or (wanted.countries and concept.country and concept.country not in wanted.countries)
        )

    def _names_of(self, place: int) -> Iterator[str]:
        entity = self._mentions.names[place]
        yield entity.label
        yield from entity.aliases
        concept = self._concepts.get(entity.concept or "")
        if concept is not None:
            yield from concept.names
            yield from concept.demonyms

    # -- the description --------------------------------------------------------------------------

    def _wanted(self, source: TokenSpan, root: Token) -> _Wanted:
        words: set[str] = set()
        loose: set[str] = set()
        countries: set[str] = set()
        former = False
        doc, end = root.doc, root.i + 1
        if end < source.end and doc[end].lower_ in ("of", "for"):
            end = min(source.end, doc[end].right_edge.i + 1)
        for token in doc[max(source.start, root.left_edge.i) : end]:
            concept = self._concepts.get(token.ent_kb_id_)
            if concept is not None and concept.type == "Country":
                countries.add(concept.iri)
            elif token.lower_ in QUALIFIERS:
                former = former or token.lower_ in ("former", "ex", "then")
            elif token.i != root.i and token.is_alpha | token.like_num | ("-" in token.text):
                found = title_words(token.text)
                if token.tag_ in _LOOSE or token.ent_type_ in ("GPE", "DATE"):
                    loose.update(word for word in found if word not in RANKS | PARTIES)
                    found = [word for word in found if word in RANKS | PARTIES]
                words.update(found)
        head = ABBREVIATIONS.get(root.lower_, root.lower_)
        return _Wanted(head, frozenset(words), frozenset(loose), frozenset(countries), former)

    def _last_given(self, person: int, wanted: _Wanted, position: int) -> int:
        """Where the text last gives the person the post, 0 where it does not before."""
        last = bisect_left(self._starts, position)
        given = (self._by_text or [])[max(0, last - _NEAR_POSTS) : last]
        places = [h.start for h in given if h.person == person and alike(wanted.head, h.head)]
        return max(places, default=0)

    def _introduced_nameless(self, root: Token) -> int:
        """Where "a woman" came in shortly before, with no name beside it; -1 where none did."""
        if self._indefinite is None:
            self._indefinite = {}
            for found in _INDEFINITE.finditer(self._mentions.text):
                span = self._mentions.doc.char_span(*found.span())
                if span is not None and span[0].head.i > span[0].i:
                    noun = span[0].head
                    if noun.dep_ in ("nsubj", "nsubjpass", "dobj", "agent", "pobj") and not any(
                        child.dep_ == "appos" for child in noun.children
                    ):
                        self._indefinite.setdefault(noun.lower_, []).append(noun.idx)
        places = self._indefinite.get(root.lower_, [])
        i = bisect_left(places, root.idx) - 1
        return places[i] if i >= 0 and places[i] > root.idx - _INDEFINITE_REACH else -1


def _foremost(wanted: _Wanted, fitting: list[_Held]) -> set[int]:
    """Those who hold the post now, and of a state rather than of a body, where it says no more."""
    now = [held for held in fitting if held.is_former <= wanted.is_former] or fitting
    bare = [held for held in now if not held.body or held.countries] if not wanted.words else []
    return {held.person for held in bare or now}
