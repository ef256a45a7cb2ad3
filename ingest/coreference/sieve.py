"""Which noun phrases of a document mean the same: a sieve from sure to less sure.

Chains grow in passes over the phrases in text order; a pass joins a phrase to the nearest chain
before it that fits. What an earlier pass holds apart, a later one does not join: two entities of
the document stay two, unless one's name lies inside of the other's.

1. names: the same entity or place, an acronym, a short form (naming.py);
2. what the grammar puts side by side (beside.py);
3. the same words;
4. the same head noun, where the later phrase is definite and says nothing new;
5. a post that stands in the name's own phrase: "Secretary Cardona … the secretary";
6. bodies and lands by what was named last: "the company", "our country";
7. posts that the text has given somebody, and epithets (descriptions.py);
8. the same noun again, where a score over pairs is high enough (same_noun.py).

Source:
    The order of passes follows Lee et al. (2013), Deterministic coreference resolution based on
    entity-centric, precision-ranked rules, Computational Linguistics 39(4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.ingest.coreference.beside import Beside
from onrecord.ingest.coreference.chains import BODY_TYPES, Chain, Chains
from onrecord.ingest.coreference.descriptions import Descriptions
from onrecord.ingest.coreference.naming import Naming
from onrecord.ingest.coreference.phrases import Phrase
from onrecord.ingest.coreference.pronouns import Pronouns
from onrecord.ingest.coreference.same_noun import SameNoun
from onrecord.ingest.coreference.source_words import BODY_NOUNS
from onrecord.ingest.coreference.turns import Turns
from onrecord.ingest.mentions import Mentions
from onrecord.ingest.name_shape import word_set

_RANKS = word_set("vice deputy assistant associate under prime acting")
_COUNTRY_NOUNS = word_set("country nation republic homeland")
_NEW_ONES = word_set("a an another some any one other more")
_OF_US = word_set("our my this")
_TELLING = word_set(
    "newspaper paper outlet magazine network company firm automaker carmaker chipmaker retailer "
    "lender manufacturer startup conglomerate tabloid broadcaster nonprofit charity alliance bloc "
    "group organization organisation publication"
)
"""Nouns that one kind of body is called by; "the court" needs a court."""
_SHARE = 0.5
"""How much of all mentions of countries one must have for "our country" to mean it."""
_NEAR = 400
"""Code points in which "the company" looks for the last one named."""
_BACK = 60
"""How many earlier phrases with the same noun are looked at."""


def chains_of(mentions: Mentions, phrases: Sequence[Phrase]) -> list[Chain]:
    """The chains of these phrases, of one phrase too; what is quoted is read off attributions.

    Near-linear in the phrases.
    """
    chains, same_noun = same_noun_of(mentions, phrases)
    same_noun.join()
    return chains.distinct()


def same_noun_of(mentions: Mentions, phrases: Sequence[Phrase]) -> tuple[Chains, SameNoun]:
    """The chains that the rules make, and the pass that is still to come."""
    quoted = [s for a in mentions.doc._.attributions if a.mode != "indirect" for s in a.content]
    chains = Chains(mentions, phrases)
    sieve = _Sieve(chains, Pronouns(mentions, quoted), Turns(mentions))
    sieve.join()
    return chains, sieve.same_noun()


class _Sieve:
    """The passes over one document."""

    def __init__(self, chains: Chains, pronouns: Pronouns, turns: Turns) -> None:
        self._chains = chains
        self._phrases = chains.phrases
        self._descriptions = Descriptions(chains.mentions, pronouns)
        self._beside = Beside(chains, pronouns, turns)

    def join(self) -> None:
        """Run all passes that are rules."""
        Naming(self._chains).join()
        self._beside.join()
        self._same_words()
        self._same_noun()
        self._posts()
        self._bodies_and_lands()
        self._described()

    def same_noun(self) -> SameNoun:
        """The pass that is none."""
        return SameNoun(self._chains, self._beside.predicates, self._possessor)

    # -- the same words, the same noun ------------------------------------------------------------

    def _same_words(self) -> None:
        last: dict[tuple[str, bool, bool], int] = {}
        for i, phrase in enumerate(self._phrases):
            # "She ran for governor" speaks of the post, "the governor" of who holds it.
            post = phrase.kind == "person" and phrase.determiner == "bare" and not phrase.proper
            key = (phrase.text, phrase.plural, post)
            j = last.get(key)
            if j is not None and self._goes_back(phrase) and self._fits(j, i):
                self._chains.join(j, i, "words")
            if i not in self._beside.predicates:
                last[key] = i

    def _goes_back(self, phrase: Phrase) -> bool:
        return self._chains.doc[phrase.start].lower_ not in _NEW_ONES and phrase.text != "people"

    def _same_noun(self) -> None:
        before: dict[str, list[int]] = {}
        for i, phrase in enumerate(self._phrases):
            earlier = before.setdefault(phrase.noun, [])
            if phrase.determiner not in ("indefinite", "bare") or phrase.proper:
                j = next((j for j in reversed(earlier[-_BACK:]) if self._is_again(j, i)), None)
                if j is not None:
                    self._chains.join(j, i, "noun")
            if i not in self._beside.predicates:
                earlier.append(i)

    def _is_again(self, j: int, i: int) -> bool:
        """Whether a later phrase with the same noun says nothing that the chain does not."""
        later = self._phrases[i]
        if later.proper and later.kind != "body" and later.noun != "house":
            return False  # "Africa" is not the "South Africa" before
        if later.noun == "house" and "white" in self._chains.of[j].words:
            return False
        return later.words <= self._chains.of[j].words and self._fits(j, i)

    def _fits(self, j: int, i: int) -> bool:
        earlier, later = self._phrases[j], self._phrases[i]
        if earlier.plural != later.plural or earlier.joint != later.joint:
            return False
        if earlier.start <= later.start < earlier.end:
            return False
        if earlier.words & _RANKS != later.words & _RANKS:
            return False
        if later.possessor:
            one, other = self._possessor(earlier), self._possessor(later)
            return one == other
        return True

    def _possessor(self, phrase: Phrase) -> int | str:
        """Whose it is: an entity where that is known, else the words."""
        first = self._chains.doc[phrase.start]
        if first.tag_ == "PRP$":
            meant = self._beside.meant(first)
        else:
            owner = next((t for t in first.subtree if t.dep_ == "poss"), first)
            at = self._chains.mentions.at(owner) if phrase.possessor else None
            meant = at[1] if at is not None else None
        return phrase.possessor if meant is None else meant

    # -- posts, bodies, lands ---------------------------------------------------------------------

    def _posts(self) -> None:
        """ "The secretary" is the last whose own phrase calls them so."""
        called: dict[str, int] = {}
        for i, phrase in enumerate(self._phrases):
            if phrase.titles and phrase.proper and not phrase.joint:
                called |= dict.fromkeys(phrase.titles, i)
            elif phrase.noun in called and self._may_go_back(i):
                j = called[phrase.noun]
                rest = phrase.words - {phrase.noun}
                same_rank = self._phrases[j].words & _RANKS == phrase.words & _RANKS
                if rest <= self._chains.of[j].words and same_rank and not phrase.plural:
                    self._chains.join(j, i, "post")

    def _may_go_back(self, i: int) -> bool:
        phrase = self._phrases[i]
        return (
            not phrase.joint
            and phrase.determiner in ("definite", "demonstrative")
            and self._chains.doc[phrase.head].dep_ != "attr"
            and not self._chains.of[i].places
            and not self._chains.of[i].names
        )

    def _bodies_and_lands(self) -> None:
        ours = self._own_country()
        for i, phrase in enumerate(self._phrases):
            if phrase.plural or phrase.joint or phrase.words:
                continue
            chain = self._chains.of[i]
            if chain.places or chain.names:
                continue
            opening = self._chains.doc[phrase.start].lower_
            if phrase.noun in _COUNTRY_NOUNS:
                if ours is not None and opening in _OF_US | {"the"}:
                    self._chains.join(ours, i, "our country")
                elif opening in ("the", "that") and (j := self._last_land(i)) is not None:
                    self._chains.join(j, i, "that country")
            elif phrase.kind == "body" and phrase.determiner not in ("bare", "indefinite"):
                j = self._last_body(i)
                if j is not None:
                    self._chains.join(j, i, "body")

    def _own_country(self) -> int | None:
        """A phrase that names the country that the text speaks of most."""
        lands = [i for i, p in enumerate(self._phrases) if self._is_country(p)]
        counted = Counter(self._phrases[i].place for i in lands)
        if not counted:
            return None
        place, times = counted.most_common(1)[0]
        if times < _SHARE * counted.total() or times < 2:
            return None
        return next(i for i in lands if self._phrases[i].place == place)

    def _is_country(self, phrase: Phrase) -> bool:
        return self._chains.type_of(phrase) == "Country"

    def _last_land(self, i: int) -> int | None:
        """The only country named shortly before."""
        first = self._chains.from_position(self._phrases[i].span.start - _NEAR)
        near = [j for j in range(first, i) if self._is_country(self._phrases[j])]
        return near[-1] if len({self._phrases[j].place for j in near}) == 1 else None

    def _last_body(self, i: int) -> int | None:
        phrase = self._phrases[i]
        kinds = BODY_NOUNS.get(phrase.noun, frozenset())
        first = self._chains.from_position(phrase.span.start - _NEAR)
        for j in range(i - 1, first - 1, -1):
            other = self._phrases[j]
            kind = self._chains.type_of(other)
            if kind is None or kind not in BODY_TYPES or other.end > phrase.start:
                continue
            if phrase.noun in other.name_words:
                return j
            if phrase.noun in _TELLING and kind in kinds and phrase.determiner != "possessive":
                return j
        return None

    def _described(self) -> None:
        """Posts that the text or a pack gives somebody: "the Chinese president"."""
        for i, phrase in enumerate(self._phrases):
            root = self._chains.doc[phrase.head]
            if (
                phrase.kind == "person"
                and not phrase.plural
                and self._may_go_back(i)
                and self._descriptions.describes(root)
            ):
                words = self._chains.doc[phrase.start : phrase.end]
                meant = self._descriptions.person(words, root, None, -1, introduced=True)
                j = None if meant is None else self._chains.last_of(meant, phrase.span.start)
                if j is not None:
                    self._chains.join(j, i, "described")
