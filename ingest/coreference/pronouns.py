"""Whom a pronoun that is the source of a statement stands for.

Recency with a preference for subjects, over the sentence itself and those before it. Names and
the pronouns outside of quotations count alike, so that "he" leads on from "he" to the name. A
person whose gender is certain and does not fit is passed over. Where nothing fits, the answer is
None: what is said inside of a quotation is nobody's antecedent, and two people who are "they" are
no single speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.ingest.extraction import Span
from onrecord.ingest.first_names import FEMALE_NAMES, MALE_NAMES
from onrecord.ingest.mentions import ACTOR_TYPES, Mentions
from onrecord.ingest.name_shape import word_set

HE, SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
IT, THEY = frozenset({"it", "its"}), frozenset({"they", "them", "their"})
FIRST = frozenset({"i", "me", "we", "us", "my", "our"})
PRONOUNS = HE | SHE | IT | THEY | FIRST
SUBJECTS = ("nsubj", "nsubjpass", "agent")
_HE_OR_SHE = re.compile(rf"\b(?:{'|'.join(sorted(HE | SHE))})\b", re.IGNORECASE)
BODIES = ACTOR_TYPES - {"Person", "Group"}
_REACH = 5
_FAR = 1_000
_MOST = 60
"""How many people before a pronoun are looked at in one sentence."""
_LONG = 3_000
"""Code points of a sentence above which its parse is not followed."""
_CLIMB = 12
"""How many heads above a pronoun are looked at for one whose subject it may be."""

_MALE_TITLES = word_set(
    "mr mr. sir lord king prince chairman congressman spokesman businessman pope father"
)
_FEMALE_TITLES = word_set(
    "mrs mrs. ms ms. miss lady madam madame queen princess chairwoman congresswoman spokeswoman "
    "businesswoman"
)


@dataclass(frozen=True, slots=True, order=True)
class _Sighting:
    """A person is named, or a pronoun stands for them, outside of quotations."""

    start: int
    place: int
    token: int
    subject: bool


class Pronouns:
    """Resolves the pronouns of one document, in time linear in its length."""

    def __init__(self, mentions: Mentions, quoted: list[Span]) -> None:
        self._mentions = mentions
        self._quoted = sorted(quoted)
        self._starts = [span.start for span in self._quoted]
        self._genders: dict[int, bool | None] = {}
        self._sightings: list[_Sighting] = []
        named = [
            (mention.start, root, place)
            for mention, place in mentions.within(0, len(mentions.text))
            if mentions.names[place].type == "Person" and not self.is_quoted(mention.start)
            for root in (self._root(mention),)
            if root is not None
        ]
        pronouns: list[tuple[int, Token, int | None]] = [
            (found.start(), span[0], None)
            for found in _HE_OR_SHE.finditer(mentions.text)
            if not self.is_quoted(found.start())
            for span in (mentions.doc.char_span(*found.span()),)
            if span is not None and span[0].ent_type_ != "Person"  # "He Yongqian"
        ]
        self._waiting = sorted([*named, *pronouns], key=lambda each: each[0])
        self._next = 0

    def entity(self, word: str, position: int, last: int | None, since: int) -> int | None:
        """The place of the entity that the pronoun at this position stands for.

        Args:
            word: the pronoun in lower case.
            position: where it starts.
            last: who spoke in the statement before, preferred where nobody else came in between.
            since: where the sentence of that statement starts.
        """
        if word in HE or word in SHE:
            return self.person(position, last, since, female=word in SHE)
        if word in IT:
            return self.body(position, last, since, BODIES)
        return None

    def person(
        self,
        position: int,
        last: int | None,
        since: int,
        *,
        female: bool | None,
        own_sentence: bool = True,
        barred: frozenset[int] = frozenset(),
    ) -> int | None:
        """The person whom the text speaks of here; ``female`` None takes either.

        Args:
            position: where the words stand that mean the person.
            last: who spoke in the statement before.
            since: where the sentence of that statement starts.
            female: the gender, where the words tell.
            own_sentence: whether a name in the same sentence may be meant.
            barred: people who are not meant.
        """
        self._advance(position)
        if last is not None and not (
            self._mentions.names[last].type == "Person"
            and self.fits(last, female)
            and last not in barred
        ):
            last = None
        if own_sentence:
            above = self._subject_above(position, female, barred)
            if above is not None:
                return above
        sentence = self._mentions.sentence(position)
        for step in range(_REACH + 1):
            if sentence is None:
                return None
            if step or own_sentence:
                people = [
                    seen
                    for seen in self._between(sentence.start, min(sentence.end, position))
                    if self.fits(seen.place, female) and seen.place not in barred
                ]
                if last is not None and step and since >= sentence.start:
                    return last
                subjects = [seen.place for seen in people if seen.subject]
                if subjects:
                    return subjects[0]
                if people:
                    return people[-1].place
            sentence = self._mentions.sentence_before(sentence)
        return last if last is not None and position - since < _FAR else None

    def body(
        self, position: int, last: int | None, since: int, kinds: frozenset[str]
    ) -> int | None:
        """The body or country of these types that the text speaks of: a subject or a speaker."""
        names = self._mentions.names
        sentence = self._mentions.sentence(position)
        for step in range(2):
            if sentence is None:
                return None
            subjects = [
                place
                for mention, place in self._mentions.within(
                    max(sentence.start, position - _LONG), min(sentence.end, position)
                )
                if names[place].type in kinds
                and not self.is_quoted(mention.start)
                and self._is_subject(mention)
            ]
            if step and last is not None and since >= sentence.start:
                return last if names[last].type in kinds else None
            if subjects:
                return subjects[-1]
            sentence = self._mentions.sentence_before(sentence)
        return None

    def fits(self, place: int, female: bool | None) -> bool:
        """Whether nothing tells that the person is of the other gender."""
        gender = self.gender(place)
        return gender is None or female is None or gender == female

    def gender(self, place: int) -> bool | None:
        """True for a woman, False for a man, None where it is not certain."""
        if place not in self._genders:
            self._genders[place] = self._read_gender(place)
        return self._genders[place]

    def is_quoted(self, position: int) -> bool:
        """Whether the character lies in the words of somebody."""
        i = bisect_right(self._starts, position) - 1
        return i >= 0 and position < self._quoted[i].end

    # -- sightings --------------------------------------------------------------------------------

    def _advance(self, position: int) -> None:
        """Let the pronouns before the position lead on to whom they stand for."""
        while self._next < len(self._waiting) and self._waiting[self._next][0] < position:
            start, token, place = self._waiting[self._next]
            self._next += 1
            if place is None:
                place = self.person(start, None, -1, female=token.lower_ in SHE)
            if place is not None:
                self._sightings.append(_Sighting(start, place, token.i, token.dep_ in SUBJECTS))

    def _between(self, start: int, end: int) -> list[_Sighting]:
        first = bisect_left(self._sightings, start, key=lambda seen: seen.start)
        last = bisect_left(self._sightings, end, key=lambda seen: seen.start)
        return self._sightings[max(first, last - _MOST) : last]

    def _subject_above(
        self, position: int, female: bool | None, barred: frozenset[int]
    ) -> int | None:
        """The subject of the clause that the pronoun's clause hangs on: "Lee says that he …"."""
        doc = self._mentions.doc
        sentence = self._mentions.sentence(position)
        if not self._mentions.parsed or sentence is None or sentence.end - sentence.start > _LONG:
            return None
        near = {
            seen.token: seen.place
            for seen in self._between(sentence.start, min(sentence.end, position))
            if seen.subject
        }
        span = doc.char_span(position, position + 1, alignment_mode="expand")
        if not near or span is None:
            return None
        token = span[0].head
        for _ in range(_CLIMB):
            for child in token.lefts:
                place = near.get(child.i)
                if place is not None and self.fits(place, female) and place not in barred:
                    return place
            if token.head.i == token.i:
                return None
            token = token.head
        return None

    def _root(self, mention: Span) -> Token | None:
        span = self._mentions.doc.char_span(mention.start, mention.end, alignment_mode="expand")
        return None if span is None or not len(span) else span.root

    def _is_subject(self, mention: Span) -> bool:
        root = self._root(mention)
        return root is not None and root.dep_ in SUBJECTS

    # -- gender -----------------------------------------------------------------------------------

    def _read_gender(self, place: int) -> bool | None:
        entity, text = self._mentions.names[place], self._mentions.text
        if entity.type != "Person":
            return None
        for mention in entity.mentions:
            before = text[max(0, mention.start - 15) : mention.start].lower().split()
            if before and before[-1] in _FEMALE_TITLES:
                return True
            if before and before[-1] in _MALE_TITLES:
                return False
        words = max((entity.label, *entity.aliases), key=lambda name: len(name.split())).split()
        if len(words) < 2:
            return None  # a bare surname may look a given name: "Clinton", "Kelly"
        given = words[0].lower()
        if given in FEMALE_NAMES:
            return True
        return False if given in MALE_NAMES else None
