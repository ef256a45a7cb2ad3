"""Whom a pronoun that is the source of a statement stands for.

Recency with a preference for subjects, over the sentence itself and the three before; a person
whose gender is certain and does not fit is passed over. Where nothing fits, the answer is None.
"""

from __future__ import annotations

from bisect import bisect_right

from onrecord.ingest.extraction import Span
from onrecord.ingest.mentions import ACTOR_TYPES, Mentions
from onrecord.ingest.name_shape import word_set

HE, SHE = frozenset({"he", "him", "his"}), frozenset({"she", "her", "hers"})
IT, THEY = frozenset({"it", "its"}), frozenset({"they", "them", "their"})
FIRST = frozenset({"i", "me", "we", "us", "my", "our"})
PRONOUNS = HE | SHE | IT | THEY | FIRST
_REACH = 3
_FAR = 1_000

_MALE_TITLES = word_set("mr mr. sir lord king prince chairman congressman spokesman")
_FEMALE_TITLES = word_set(
    "mrs mrs. ms ms. miss lady madam madame queen princess chairwoman congresswoman spokeswoman"
)
# Given names that news uses for one gender only; a name that is not here decides nothing.
_MALE_NAMES = word_set(
    "adam alan alexander andrew anthony antonio barack benjamin bernie boris brian charles "
    "christopher daniel david dmitry donald douglas edward emmanuel eric frank gary george gerald "
    "gregory harold harry henry howard ivan jack jacob james jason jeffrey jeremy john jonathan "
    "joseph joshua juan karl keith kenneth kevin larry lawrence mark martin matthew michael mike "
    "mitch mitt mohammed muhammad narendra nicholas nigel olaf oliver oscar patrick paul pedro "
    "peter philip ralph raymond richard robert roger ronald rudy samuel scott sergei shinzo simon "
    "stephen steven ted thomas tim timothy tom tony vladimir walter william"
)
_FEMALE_NAMES = word_set(
    "alice amanda amy andrea angela ann anna anne annegret barbara betty carly carol caroline "
    "catherine christine claudia condoleezza cynthia deborah diana dilma donna dorothy elizabeth "
    "emily emma eva giorgia gina hannah heather heidi helen hillary huma irene ivanka jacinda jane "
    "janet jennifer jessica jill joan judith julia julie karen kate katherine kathleen kellyanne "
    "laura linda lisa liz loretta margaret maria marie marine martha mary megan melania melissa "
    "michelle monica nancy natalie nicola nikki olivia pamela patricia rachel rebecca rosa ruth "
    "samantha sandra sarah sharon stephanie susan theresa ursula valerie victoria yellen"
)


class Pronouns:
    """Resolves the pronouns of one document."""

    def __init__(self, mentions: Mentions, quoted: list[Span]) -> None:
        self._mentions = mentions
        self._quoted = sorted(quoted)
        self._starts = [span.start for span in self._quoted]

    def entity(self, word: str, position: int, last: int | None, since: int) -> int | None:
        """The place of the entity that the pronoun at this position stands for.

        Args:
            word: the pronoun in lower case.
            position: where it starts.
            last: who spoke in the statement before, preferred where nobody else came in between.
            since: where the sentence of that statement starts.
        """
        if word in HE or word in SHE:
            return self._person(word in SHE, position, last, since)
        if word in IT:
            return self._nearest(position, ACTOR_TYPES - {"Person", "Group"})
        if word in THEY and last is not None:
            kind = self._mentions.names[last].type
            return last if kind not in ("Person", "Country") else None
        return None

    def _person(self, female: bool, position: int, last: int | None, since: int) -> int | None:
        if last is not None and not (
            self._mentions.names[last].type == "Person" and self._fits(last, female)
        ):
            last = None
        sentence = self._mentions.sentence(position)
        for step in range(_REACH + 1):
            if sentence is None:
                return None
            people = [
                (mention, place)
                for mention, place in self._mentions.within(
                    sentence.start, min(sentence.end, position)
                )
                if self._mentions.names[place].type == "Person"
                and not self._is_quoted(mention)
                and self._fits(place, female)
            ]
            subjects = [place for mention, place in people if self._is_subject(mention)]
            if subjects:
                return subjects[0]
            if last is not None and step and since >= sentence.start:
                return last
            if people:
                return people[-1][1]
            sentence = self._mentions.sentence_before(sentence)
        return last if last is not None and position - since < _FAR else None

    def _nearest(self, position: int, kinds: frozenset[str]) -> int | None:
        sentence = self._mentions.sentence(position)
        for _ in range(2):
            if sentence is None:
                return None
            found = [
                (mention, place)
                for mention, place in self._mentions.within(
                    sentence.start, min(sentence.end, position)
                )
                if self._mentions.names[place].type in kinds and not self._is_quoted(mention)
            ]
            subjects = [place for mention, place in found if self._is_subject(mention)]
            if subjects:
                return subjects[-1]
            sentence = self._mentions.sentence_before(sentence)
        return None

    def _is_subject(self, mention: Span) -> bool:
        span = self._mentions.doc.char_span(mention.start, mention.end, alignment_mode="expand")
        return span is not None and span.root.dep_ in ("nsubj", "nsubjpass", "agent")

    def _is_quoted(self, mention: Span) -> bool:
        i = bisect_right(self._starts, mention.start) - 1
        return i >= 0 and mention.end <= self._quoted[i].end

    def _fits(self, place: int, female: bool) -> bool:
        gender = self._gender(place)
        return gender is None or gender == female

    def _gender(self, place: int) -> bool | None:
        """True for a woman, False for a man, None where it is not certain."""
        entity, text = self._mentions.names[place], self._mentions.text
        if entity.type != "Person":
            return None
        for mention in entity.mentions:
            before = text[max(0, mention.start - 15) : mention.start].lower().split()
            if before and before[-1] in _FEMALE_TITLES:
                return True
            if before and before[-1] in _MALE_TITLES:
                return False
        given = entity.label.split()[0].lower()
        if given in _FEMALE_NAMES:
            return True
        return False if given in _MALE_NAMES else None
