"""Posts that people hold, read from titles, appositions and "is a … at …".

A title that a pack lists leads to its body ("Treasury Secretary" to the Treasury, where the
nationality fits); "Chinese paramount leader" leads to the country; a bare "President" leads to the
country that the person's concept belongs to. What leads nowhere gives a post without a body, which
serves to tell whom "the minister" means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from onrecord.ingest.annotation import NamedEntity
from onrecord.ingest.concept import Concept
from onrecord.ingest.extraction import Span
from onrecord.ingest.gazetteer import concepts_of, titles_of
from onrecord.ingest.mentions import ACTOR_TYPES, Mentions
from onrecord.ingest.name_shape import plain, word_set
from onrecord.ingest.post_words import POST_WORDS

_COURTESY = word_set("mr mr. mrs mrs. ms ms. miss sir lady lord dr dr. prof prof. madam madame")
_BEFORE = ("NN", "JJ", "HYPH", "POS")
_QUALIFIERS = word_set("former ex deputy acting assistant vice interim then outgoing incoming")
_HOLDING = word_set("at of in for with from to on")
_STOPS = word_set('. ; : ? ! ( ) — – " “ ” who which that and but')
_LONGEST_TITLE, _LONGEST_APPOSITION = 9, 22


@dataclass(frozen=True, slots=True)
class Post:
    """A person holds a post, at a body where that is known: places in the names."""

    person: int
    person_mention: Span
    title: str
    title_span: Span
    body: int | None = None
    body_mention: Span | None = None
    rule: str = "title"


class PostReader:
    """Reads the posts of one document; bodies that it has to add are added to the mentions."""

    def __init__(self, mentions: Mentions) -> None:
        self.mentions = mentions
        self.doc = mentions.doc
        self.concepts = concepts_of(self.doc)
        self.titles = titles_of(self.doc)
        starts: list[int] = self.doc.to_array("IDX").tolist()
        self._token_at = {start: i for i, start in enumerate(starts)}

    def posts(self) -> Iterator[Post]:
        """Yield posts in the order of the people's mentions, the title before the apposition."""
        for mention, place in self.mentions.within(0, len(self.mentions.text)):
            if self.mentions.names[place].type != "Person" or mention.start not in self._token_at:
                continue
            first = self._token_at[mention.start]
            title = self._title_before(mention, place, first)
            if title is not None:
                yield title
            after = self._apposition_after(mention, place, first)
            if after is not None:
                yield after

    # -- "U.S. Treasury Secretary Scott Bessent" ---------------------------------------------------

    def _title_before(self, mention: Span, place: int, first: int) -> Post | None:
        doc, end = self.doc, first
        if end and doc[end - 1].text == "," and not doc[end - 1].is_sent_start:
            end -= 1  # "China's foreign minister, Wang Yi"
        head = end - 1
        while head > 0 and doc[head].lower_ in _COURTESY:
            head -= 1
        if head < 0:
            return None
        if head > 1 and doc[head - 1].lower_ == "of" and doc[head].text[0].isupper():
            head_word = doc[head - 2]  # "Secretary of State John Kerry"
            start = head - 2
        else:
            head_word, start = doc[head], head
        if head_word.lower_ not in POST_WORDS or self.mentions.at(head_word) == (mention, place):
            return None
        if end != first and not (
            head_word.text[0].isupper() or _definite(doc, start) or self._is_of_body(mention, start)
        ):
            return None
        while start > 0 and head - start < _LONGEST_TITLE and self._belongs(doc[start - 1]):
            start -= 1
        while start < head and (
            doc[start].tag_ in ("POS", "CC") or not doc[start].text[0].isalnum()
        ):
            start += 1
        return self._post(mention, place, start, end, "title")

    def _is_of_body(self, mention: Span, start: int) -> bool:
        """ "Commerce Ministry spokesperson, He Yongqian, …": a body before, a comma behind."""
        at = self.mentions.at(self.doc[start - 1]) if start else None
        of_body = at is not None and self.mentions.names[at[1]].type in ACTOR_TYPES - {"Person"}
        return of_body and self.mentions.text.startswith(",", mention.end)

    def _belongs(self, token: Token) -> bool:
        """Whether the word before is still part of the title and not the verb before it."""
        if token.is_space or token.is_quote or (token.is_sent_start and token.lower_ == "the"):
            return False
        at = self.mentions.at(token)
        if at is not None:
            return self.mentions.names[at[1]].type in ACTOR_TYPES - {"Person"}
        if token.lower_ in ("the", "a", "an", "and", "but"):
            return False
        if token.lower_ in _QUALIFIERS and token.nbor().text == "-":
            return True  # "then-Treasury Secretary"
        if token.text == "-" and token.i and token.nbor(-1).lower_ in _QUALIFIERS:
            return not token.whitespace_
        if not token.tag_:
            return token.text[0].isupper() or token.lower_ in ("'s", "’s", "-")
        return (token.tag_.startswith(_BEFORE) and not token.is_punct) or token.tag_ == "HYPH"

    # -- "Indranil Pan, chief economist at Yes Bank" -----------------------------------------------

    def _apposition_after(self, mention: Span, place: int, first: int) -> Post | None:
        doc, i = self.doc, first
        while i < len(doc) and doc[i].idx < mention.end:
            i += 1
        if i >= len(doc):
            return None
        glued = doc[i - 1].idx + len(doc[i - 1]) > mention.end
        copula = glued
        if not glued:
            if doc[i].text in (",", "(", "—", "–", "-"):
                i += 1
                if i < len(doc) and doc[i].lower_ == "who":
                    i += 1
            if i < len(doc) and doc[i].lower_ in ("is", "was", "'s", "’s", "has"):
                copula, i = doc[i].lower_ in ("is", "was"), i + 1
                if not copula:
                    return None
            elif doc[i - 1].idx < mention.end:
                return None
        start = i
        head = self._post_word(i)
        if head is None:
            return None
        end = head + 1
        # "Secretary of State", "Minister of Finance": the field belongs to the title.
        if (
            end + 1 < len(doc)
            and doc[end].lower_ in ("of", "for")
            and doc[end + 1].is_title
            and doc[end + 1].lower_ != "the"
            and self.mentions.at(doc[end + 1]) is None
        ):
            end += 2
        if not copula and self._names_next_person(end):
            return None  # "Hillary Clinton, Vice President Joe Biden and others"
        rule = "copula" if copula else "apposition"
        own = self._post(mention, place, start, end, rule)
        body = self._body_after(head + 1)
        if body is None or (own is not None and own.body is not None):
            return own
        while start < head and doc[start].lower_ in ("the", "a", "an", "also", "now", "currently"):
            start += 1
        title = doc[start:end].text
        span = Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
        return Post(place, mention, title, span, body[1], body[0], rule)

    def _names_next_person(self, i: int) -> bool:
        at = self.mentions.at(self.doc[i]) if i < len(self.doc) else None
        return at is not None and self.mentions.names[at[1]].type == "Person"

    def _post_word(self, i: int) -> int | None:
        """The last word for a post in the phrase that starts here."""
        found = None
        for token in self.doc[i : i + _LONGEST_TITLE]:
            if token.lower_ in POST_WORDS:
                found = token.i
            elif (
                found is not None
                or token.text == ","
                or token.text in _STOPS
                or token.is_space
                or (token.tag_.startswith(("VB", "MD", "IN", "PRP")) and token.tag_ != "VBG")
            ):
                break
        return found

    def _body_after(self, i: int) -> tuple[Span, int] | None:
        """The body that a phrase after the post leads to, "at" and "for" before "in" and "of"."""
        doc, best = self.doc, None
        rank = 0
        for token in doc[i : i + _LONGEST_APPOSITION]:
            if token.text in _STOPS or token.is_space or token.tag_ in ("VBD", "VBZ", "VBP", "MD"):
                break
            at = self.mentions.at(token)
            if at is None or self.mentions.names[at[1]].type not in ACTOR_TYPES - {"Person"}:
                continue
            before = _preposition_before(token, at[0])
            if before is None:
                if best is None and token.i == i:
                    best = at
                continue
            weight = 2 if before in ("at", "for", "with") else 1
            if weight > rank:
                best, rank = at, weight
            if doc[token.i - 1].text == ",":
                break
        return best

    # -- bodies ------------------------------------------------------------------------------------

    def _post(self, mention: Span, place: int, start: int, end: int, rule: str) -> Post | None:
        """The post that the tokens name, with the body that they or the packs lead to."""
        doc = self.doc
        while start < end and doc[start].lower_ in ("the", "a", "an", "also", "now", "currently"):
            start += 1
        if start >= end:
            return None
        country, inside, title_start = None, None, start
        for token in doc[start:end]:
            at = self.mentions.at(token)
            if at is not None and self.mentions.names[at[1]].type in ACTOR_TYPES - {"Person"}:
                inside = at if inside is None or at[1] != inside[1] else inside
                title_start = token.i + 1
                country = country or self._country_of(at[1])
            elif token.ent_type_ == "NORP":
                title_start = token.i + 1
                country = country or token.ent_kb_id_ or None
        listed = self._listed(start, end, country or self._home(place))
        if listed is not None and not self._is_of_another(listed, inside):
            concept, first = listed
            if first > start and doc[first - 1].lower_ in _QUALIFIERS:
                first -= 1
            elif first > start + 1 and doc[first - 1].text == "-":
                first -= 2 if doc[first - 2].lower_ in _QUALIFIERS else 0  # "ex-Treasury Secretary"
            span = Span(doc[first].idx, doc[end - 1].idx + len(doc[end - 1]))
            body, body_mention = self._entity_of(concept, inside, span)
            return Post(place, mention, doc[first:end].text, span, body, body_mention, rule)
        while title_start < end and doc[title_start].tag_ in ("POS", "HYPH"):
            title_start += 1
        if title_start >= end:
            return None
        span = Span(doc[title_start].idx, doc[end - 1].idx + len(doc[end - 1]))
        title = doc[title_start:end].text
        if inside is not None:
            return Post(place, mention, title, span, inside[1], inside[0], rule)
        if country is not None and country in self.concepts:
            nationality = next(t for t in doc[start:end] if t.ent_kb_id_ == country)
            shown = Span(nationality.idx, nationality.idx + len(nationality))
            body, _ = self._entity_of(self.concepts[country], None, shown)
            return Post(place, mention, title, span, body, shown, rule)
        return Post(place, mention, title, span, rule=rule)

    def _listed(self, start: int, end: int, country: str | None) -> tuple[Concept, int] | None:
        """The concept with the longest listed title that these tokens end in."""
        for first in range(start, end):
            bodies = self.titles.get(plain(self.doc[first:end].text).lower(), ())
            bodies = tuple(body for body in bodies if body.type != "Person")
            fitting = [b for b in bodies if country is None or country in (b.country, b.iri)]
            if country is None and any(body.type == "Country" for body in fitting):
                continue  # "chief executive": whose, the words alone do not say
            if len(fitting) == 1 and (country is not None or len(bodies) == 1):
                return fitting[0], first
        return None

    def _is_of_another(self, listed: tuple[Concept, int], inside: tuple[Span, int] | None) -> bool:
        """Whether the words before a listed title name a body that is not the packs'.

        "SMIC chief executive" is none of Hong Kong's; a country or its nationality only says whose
        body it is.
        """
        concept, first = listed
        if inside is None or inside[0].start >= self.doc[first].idx:
            return False
        entity = self.mentions.names[inside[1]]
        if entity.type == "Country" or entity.concept == concept.iri:
            return False
        country = self._country_of(inside[1])
        return country is None or country not in (concept.country, concept.iri)

    def _home(self, place: int) -> str | None:
        concept = self.concepts.get(self.mentions.names[place].concept or "")
        return concept.country if concept is not None else None

    def _country_of(self, place: int) -> str | None:
        entity = self.mentions.names[place]
        if entity.type == "Country":
            return entity.concept
        concept = self.concepts.get(entity.concept or "")
        return concept.country if concept is not None else None

    def _entity_of(
        self, concept: Concept, inside: tuple[Span, int] | None, shown: Span
    ) -> tuple[int, Span]:
        place = self.mentions.of_concept(concept.iri)
        if place is None:
            place = self.mentions.add(
                NamedEntity(concept.label, concept.type, (shown,), concept=concept.iri)
            )
            return place, shown
        if inside is not None and inside[1] == place:
            return place, inside[0]
        return place, shown


def _definite(doc: Doc, head: int) -> bool:
    """Whether the noun phrase before a comma names its holder: "the", or a possessor."""
    return any(
        token.lower_ in ("the", "'s", "’s") or token.tag_ == "PRP$"
        for token in doc[max(0, head - 6) : head]
    )


def _preposition_before(token: Token, mention: Span) -> str | None:
    doc, i = token.doc, token.i - 1
    while i >= 0 and (doc[i].lower_ in ("the", "a", "an", "'s") or doc[i].idx >= mention.start):
        i -= 1
    word: str = doc[i].lower_ if i >= 0 else ""
    return word if word in _HOLDING else None
