"""Which noun phrases of a document mean the same: a sieve from sure to less sure.

Chains grow in passes over the phrases in text order; a pass joins a phrase to the nearest chain
before it that fits. What an earlier pass holds apart, a later one does not join: two entities of
the document stay two, unless one's name lies inside of the other's.

1. names: the same entity or place, an acronym, a short form;
2. what the grammar puts side by side: appositions, "X is the …", "senator X";
3. the same words;
4. the same head noun, where the later phrase is definite and says nothing new;
5. a post that stands in the name's own phrase: "Secretary Cardona … the secretary";
6. bodies and lands by what was named last: "the company", "our country".

Source:
    The order of passes follows Lee et al. (2013), Deterministic coreference resolution based on
    entity-centric, precision-ranked rules, Computational Linguistics 39(4).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from onrecord.ingest.coreference.descriptions import Descriptions
from onrecord.ingest.coreference.first_names import FEMALE_NAMES, MALE_NAMES
from onrecord.ingest.coreference.phrases import SAME_LAND, TITLES, Phrase
from onrecord.ingest.coreference.pronouns import FIRST, PRONOUNS, Pronouns
from onrecord.ingest.coreference.source_words import BODY_NOUNS
from onrecord.ingest.coreference.turns import Turns
from onrecord.ingest.extraction import EntityType
from onrecord.ingest.gazetteer import concepts_of
from onrecord.ingest.mentions import ACTOR_TYPES, Mentions
from onrecord.ingest.name_shape import word_set

_GIVEN = MALE_NAMES | FEMALE_NAMES
_RANKS = word_set("vice deputy assistant associate under prime acting")
_ADDRESS = word_set("mr mr. mrs mrs. ms ms. madam madame sir dr dr. miss")
_SERVING = word_set("serve work act")
_COUNTRY_NOUNS = word_set("country nation republic homeland")
_NEW_ONES = word_set("a an another some any one other more")
_STATES = word_set("republic kingdom government")
_OF_US = word_set("our my this")
_BODY_TYPES = ACTOR_TYPES - {"Person", "Group", "Country"}
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


@dataclass(slots=True)
class Chain:
    """Phrases that mean the same, by their place in the list, and what is known of them."""

    members: list[int]
    places: set[int]
    names: set[str]
    words: set[str]
    proper: bool
    plural: bool
    rules: dict[int, str] = field(default_factory=dict)


class ChainBuilder:
    """Builds the chains of one document, in time near-linear in its phrases."""

    def __init__(
        self, mentions: Mentions, phrases: Sequence[Phrase], pronouns: Pronouns, turns: Turns
    ) -> None:
        self._doc: Doc = mentions.doc
        self._mentions = mentions
        self._pronouns = pronouns
        self._descriptions = Descriptions(mentions, pronouns)
        self._turns = turns
        # "A president" says what somebody is; the next president is another.
        self._predicates: set[int] = set()
        self.phrases = phrases
        self._starts = [phrase.span.start for phrase in phrases]
        concepts = concepts_of(self._doc)
        self._lands = {
            form.lower(): entity.label.lower()
            for entity in mentions.names
            if entity.type == "Country"
            for form in (*entity.aliases, *getattr(concepts.get(entity.concept or ""), "names", ()))
        }
        self._chain_of: list[Chain] = [
            Chain(
                [i],
                set() if phrase.place is None else {phrase.place},
                {phrase.name} if phrase.name else set(),
                set(phrase.words),
                phrase.proper,
                phrase.plural,
            )
            for i, phrase in enumerate(phrases)
        ]

    def chains(self) -> list[Chain]:
        """All chains, those of one phrase too, in the order of their first phrase."""
        self._names()
        self._short_names()
        self._side_by_side()
        self._same_words()
        self._same_noun()
        self._posts()
        self._bodies_and_lands()
        self._described()
        found: dict[int, Chain] = {}
        for chain in self._chain_of:
            found.setdefault(id(chain), chain)
        return list(found.values())

    # -- names ------------------------------------------------------------------------------------

    def _names(self) -> None:
        first: dict[object, int] = {}
        for i, phrase in enumerate(self.phrases):
            for key in self._keys(phrase):
                if first.setdefault(key, i) != i:
                    self._join(first[key], i, "name")

    def _keys(self, phrase: Phrase) -> Iterator[object]:
        if phrase.joint:
            if phrase.proper:
                yield phrase.text
            return
        head = self._doc[phrase.head].lower_
        if phrase.place is not None:
            entity = self._mentions.names[phrase.place]
            if entity.type == "Country":
                # One entity, but a land, its government and its capital are three things to name.
                if head in ("government", "administration"):
                    yield (entity.concept, True)
                elif any(m.start == self._doc[phrase.head].idx for m in entity.metonyms):
                    yield SAME_LAND.get(head, head)
                else:
                    yield entity.label.lower()
                    yield (entity.concept, False)
                return
            yield phrase.place
        if phrase.name is not None:
            yield phrase.name
        elif phrase.noun in _STATES and (land := self._land_in(phrase)):
            yield (land, phrase.noun == "government")
        elif phrase.proper:
            yield self._lands.get(phrase.text, phrase.text)

    def _land_in(self, phrase: Phrase) -> str:
        """The country of "the Republic of Albania", "the Albanian government"."""
        return next(
            (
                token.ent_kb_id_
                for token in self._doc[phrase.start : phrase.end]
                if token.ent_kb_id_ and token.ent_type_ in ("NORP", "Country")
            ),
            "",
        )

    def _short_names(self) -> None:
        """A name whose words lie inside of a longer one's; an acronym of a name's first letters."""
        longer: dict[str, list[int]] = {}
        acronyms: dict[str, list[int]] = {}
        proper = [i for i, p in enumerate(self.phrases) if p.proper and not p.joint]
        for i in proper:
            for word in self.phrases[i].name_words:
                longer.setdefault(word, []).append(i)
            initials = self.phrases[i].initials
            if len(initials) > 2:
                acronyms.setdefault(initials, []).append(i)
        for i in proper:
            phrase = self.phrases[i]
            word = self._doc[phrase.head].text
            if word.isupper() and word in acronyms and len(phrase.name_words) == 1:
                long = acronyms[word]
                listed = phrase.place is not None and self._mentions.names[phrase.place].concept
                if not listed and len({id(self._chain_of[j]) for j in long}) == 1:
                    self._join(long[0], i, "acronym", names=True)
            elif phrase.name is None and phrase.name_words:
                self._join_longer(i, longer.get(phrase.name_words[-1], ()))

    def _join_longer(self, i: int, candidates: Sequence[int]) -> None:
        short = self.phrases[i]
        members = self._chain_of[i].members
        if any(len(self.phrases[k].name_words) > len(short.name_words) for k in members):
            return  # its chain has a longer name
        fitting: dict[int, int] = {}
        for j in candidates:
            long = self.phrases[j]
            if (
                len(long.name_words) > len(short.name_words)
                and long.words <= {*long.name_words, *TITLES}
                and self._chain_of[j] is not self._chain_of[i]
                and long.name is None
                and self._is_short_for(short, long)
            ):
                fitting.setdefault(id(self._chain_of[j]), j)
        if len(fitting) == 1:
            self._join(next(iter(fitting.values())), i, "short", names=True)

    def _is_short_for(self, short: Phrase, long: Phrase) -> bool:
        kinds = {self._type(p) for p in (short, long)} - {None}
        if short.plural or long.plural:
            return False
        one = short.name_words
        if len(one) == 1 and one[0] in (long.name_words[0], long.name_words[-1]):
            # A given name or a surname, with a title at most.
            if self._type(long) == "Person" and kinds == {"Person"}:
                return True
            return long.name_words[0] in _GIVEN and long.kind is None and "Country" not in kinds
        if not kinds <= _BODY_TYPES:
            return False
        if short.noun == long.noun and short.kind == "body":
            return set(short.name_words) < set(long.name_words) and len(short.name_words) > 1
        return False

    def _type(self, phrase: Phrase) -> EntityType | None:
        return None if phrase.place is None else self._mentions.names[phrase.place].type

    # -- side by side -----------------------------------------------------------------------------

    def _side_by_side(self) -> None:
        by_head: dict[int, list[int]] = {}
        for i, phrase in enumerate(self.phrases):
            by_head.setdefault(phrase.head, []).append(i)
        for i, phrase in enumerate(self.phrases):
            j = self._beside(phrase, by_head)
            if j is not None and self._may_be(self.phrases[j], phrase):
                self._join(j, i, "beside")
                if phrase.determiner in ("indefinite", "bare") and not phrase.proper:
                    self._predicates.add(i)

    def _beside(self, phrase: Phrase, by_head: dict[int, list[int]]) -> int | None:
        """What the grammar says that the phrase is: the place of another phrase."""
        head = self._doc[phrase.head]
        for token in self._doc[phrase.head + 1 : min(phrase.head + 3, phrase.end - 1)]:
            if token.lower_ in ("named", "called"):  # "a man named Bob Hill"
                at = self._mentions.at(token.nbor(1))
                return None if at is None else self._last_of(at[1], phrase.span.start)
        if head.dep_ in ("compound", "nmod", "amod") and phrase.kind == "person":
            inner = [j for j in by_head.get(head.head.i, ()) if self.phrases[j].proper]
            return inner[0] if inner and self._type(self.phrases[inner[0]]) == "Person" else None
        above = _last_of_list(head) if head.dep_ == "appos" else _subject_of(head)
        if above is None:
            return None
        places = by_head.get(above.i, ())
        if places:
            return places[0]
        meant = self._meant(above) if head.dep_ != "appos" else None
        return None if meant is None else self._last_of(meant, phrase.span.start)

    def _meant(self, pronoun: Token) -> int | None:
        """The entity that a pronoun stands for."""
        word = pronoun.lower_
        if word in FIRST or word in ("you", "your"):
            return self._turns.meant(word, pronoun.idx)
        return self._pronouns.entity(word, pronoun.idx, None, -1) if word in PRONOUNS else None

    def _last_of(self, place: int, position: int) -> int | None:
        """The phrase that last names the entity before the position, else the first that does."""
        places = [i for i, phrase in enumerate(self.phrases) if phrase.place == place]
        before = [i for i in places if self.phrases[i].span.start < position]
        return before[-1] if before else places[0] if places else None

    def _may_be(self, one: Phrase, other: Phrase) -> bool:
        """Whether one may say what the other is: at most one is a name, and both are as many."""
        if one.plural != other.plural or any(p.joint and p.proper for p in (one, other)):
            return False
        if one.proper and other.proper:
            return _abbreviates(one, other) or _abbreviates(other, one)
        if any(p.place is None and p.text.split()[0] in _ADDRESS for p in (one, other)):
            return False  # "Madam Speaker" is spoken to, not spoken of
        if other.text.startswith(("kind ", "sort ")):
            return False
        if one.kind and other.kind and one.kind != other.kind:
            return False
        for named, said in ((one, other), (other, one)):
            kind = self._type(named)
            if kind == "Person" and said.kind not in ("person", None):
                return False
            if kind in _BODY_TYPES and said.kind not in ("body", None):
                return False
            if kind == "Country" and said.kind not in ("land", None):
                return False
            if named.name and said.kind not in ("land", None):
                return False
        return True

    # -- the same words, the same noun ------------------------------------------------------------

    def _same_words(self) -> None:
        last: dict[tuple[str, bool, bool], int] = {}
        for i, phrase in enumerate(self.phrases):
            # "She ran for governor" speaks of the post, "the governor" of who holds it.
            post = phrase.kind == "person" and phrase.determiner == "bare" and not phrase.proper
            key = (phrase.text, phrase.plural, post)
            j = last.get(key)
            if j is not None and self._goes_back(phrase) and self._fits(j, i):
                self._join(j, i, "words")
            if i not in self._predicates:
                last[key] = i

    def _goes_back(self, phrase: Phrase) -> bool:
        return self._doc[phrase.start].lower_ not in _NEW_ONES and phrase.text != "people"

    def _same_noun(self) -> None:
        before: dict[str, list[int]] = {}
        for i, phrase in enumerate(self.phrases):
            earlier = before.setdefault(phrase.noun, [])
            if phrase.determiner not in ("indefinite", "bare") or phrase.proper:
                j = next((j for j in reversed(earlier[-_BACK:]) if self._is_again(j, i)), None)
                if j is not None:
                    self._join(j, i, "noun")
            if i not in self._predicates:
                earlier.append(i)

    def _is_again(self, j: int, i: int) -> bool:
        """Whether a later phrase with the same noun says nothing that the chain does not."""
        later = self.phrases[i]
        if later.proper and later.kind != "body" and later.noun != "house":
            return False  # "Africa" is not the "South Africa" before
        if later.noun == "house" and "white" in self._chain_of[j].words:
            return False
        return later.words <= self._chain_of[j].words and self._fits(j, i)

    def _fits(self, j: int, i: int) -> bool:
        earlier, later = self.phrases[j], self.phrases[i]
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
        first = self._doc[phrase.start]
        if first.tag_ == "PRP$":
            meant = self._meant(first)
        else:
            owner = next((t for t in first.subtree if t.dep_ == "poss"), first)
            at = self._mentions.at(owner) if phrase.possessor else None
            meant = at[1] if at is not None else None
        return phrase.possessor if meant is None else meant

    # -- posts, bodies, lands ---------------------------------------------------------------------

    def _posts(self) -> None:
        """ "The secretary" is the last whose own phrase calls them so."""
        called: dict[str, int] = {}
        for i, phrase in enumerate(self.phrases):
            if phrase.titles and phrase.proper and not phrase.joint:
                called |= dict.fromkeys(phrase.titles, i)
            elif phrase.noun in called and self._may_go_back(i):
                j = called[phrase.noun]
                rest = phrase.words - {phrase.noun}
                same_rank = self.phrases[j].words & _RANKS == phrase.words & _RANKS
                if rest <= self._chain_of[j].words and same_rank and not phrase.plural:
                    self._join(j, i, "post")

    def _may_go_back(self, i: int) -> bool:
        phrase = self.phrases[i]
        return (
            not phrase.joint
            and phrase.determiner in ("definite", "demonstrative")
            and self._doc[phrase.head].dep_ != "attr"
            and not self._chain_of[i].places
            and not self._chain_of[i].names
        )

    def _bodies_and_lands(self) -> None:
        ours = self._own_country()
        for i, phrase in enumerate(self.phrases):
            if phrase.plural or phrase.joint or phrase.words:
                continue
            chain = self._chain_of[i]
            if chain.places or chain.names:
                continue
            opening = self._doc[phrase.start].lower_
            if phrase.noun in _COUNTRY_NOUNS:
                if ours is not None and opening in _OF_US | {"the"}:
                    self._join(ours, i, "our country")
                elif opening in ("the", "that") and (j := self._last_land(i)) is not None:
                    self._join(j, i, "that country")
            elif phrase.kind == "body" and phrase.determiner not in ("bare", "indefinite"):
                j = self._last_body(i)
                if j is not None:
                    self._join(j, i, "body")

    def _own_country(self) -> int | None:
        """A phrase that names the country that the text speaks of most."""
        lands = [i for i, p in enumerate(self.phrases) if self._type(p) == "Country"]
        counted = Counter(self.phrases[i].place for i in lands)
        if not counted:
            return None
        place, times = counted.most_common(1)[0]
        if times < _SHARE * counted.total() or times < 2:
            return None
        return next(i for i in lands if self.phrases[i].place == place)

    def _last_land(self, i: int) -> int | None:
        """The only country named shortly before."""
        first = bisect_left(self._starts, self.phrases[i].span.start - _NEAR)
        near = [j for j in range(first, i) if self._type(self.phrases[j]) == "Country"]
        return near[-1] if len({self.phrases[j].place for j in near}) == 1 else None

    def _last_body(self, i: int) -> int | None:
        phrase = self.phrases[i]
        kinds = BODY_NOUNS.get(phrase.noun, frozenset())
        first = bisect_left(self._starts, phrase.span.start - _NEAR)
        for j in range(i - 1, first - 1, -1):
            other = self.phrases[j]
            kind = self._type(other)
            if kind is None or kind not in _BODY_TYPES or other.end > phrase.start:
                continue
            if phrase.noun in other.name_words:
                return j
            if phrase.noun in _TELLING and kind in kinds and phrase.determiner != "possessive":
                return j
        return None

    def _described(self) -> None:
        """Posts that the text or a pack gives somebody: "the Chinese president"."""
        for i, phrase in enumerate(self.phrases):
            root = self._doc[phrase.head]
            if (
                phrase.kind == "person"
                and not phrase.plural
                and self._may_go_back(i)
                and self._descriptions.describes(root)
            ):
                words = self._doc[phrase.start : phrase.end]
                meant = self._descriptions.person(words, root, None, -1, introduced=True)
                j = None if meant is None else self._last_of(meant, phrase.span.start)
                if j is not None:
                    self._join(j, i, "described")

    # -- joining ----------------------------------------------------------------------------------

    def _may_be_one(self, places: set[int]) -> bool:
        """Whether entities may be one by two names: people, or bodies, and one listed at most."""
        entities = [self._mentions.names[place] for place in places]
        kinds = {entity.type for entity in entities}
        if len({entity.concept for entity in entities} - {None}) > 1:
            return False
        return kinds == {"Person"} or kinds <= _BODY_TYPES

    def _join(self, i: int, j: int, rule: str, *, names: bool = False) -> bool:
        """Let two chains become one; two entities only where their ``names`` are what is joined."""
        one, other = self._chain_of[i], self._chain_of[j]
        if one is other:
            return False
        if (
            one.places
            and other.places
            and not one.places & other.places
            and not (names and self._may_be_one(one.places | other.places))
        ):
            return False
        if one.names and other.names and not one.names & other.names:
            return False
        if len(one.members) < len(other.members):
            one, other = other, one
        one.members.extend(other.members)
        one.places |= other.places
        one.names |= other.names
        one.words |= other.words
        one.proper |= other.proper
        one.rules |= other.rules
        one.rules[j] = rule
        for k in other.members:
            self._chain_of[k] = one
        return True


def _last_of_list(apposed: Token) -> Token:
    """In "Ann Lee and Bob Hill, a doctor" the last named, wherever the parser hung it."""
    named = apposed.head
    for child in named.rights:
        if child.dep_ == "conj" and child.i < apposed.left_edge.i:
            named = child
    return named


def _subject_of(said: Token) -> Token | None:
    """What "X is the …", "X served as …" say it of; None where they deny it."""
    if said.dep_ == "conj" and said.head.dep_ == "attr" and said.tag_ == said.head.tag_:
        said = said.head
    if said.dep_ == "attr" and said.head.lemma_ in ("be", "become", "remain"):
        verb = said.head
    elif said.dep_ == "pobj" and said.head.lower_ == "as" and said.head.head.lemma_ in _SERVING:
        verb = said.head.head
    else:
        return None
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if subject is None or any(c.dep_ == "neg" for c in verb.children):
        return None
    if subject.tag_ in ("WP", "WDT"):
        return verb.head if verb.dep_ == "relcl" else None
    return subject


def _abbreviates(short: Phrase, long: Phrase) -> bool:
    """Whether the one is an acronym and may be that of the other."""
    word = "".join(short.name_words)
    if len(short.name_words) != 1 or not short.capitals or len(long.name_words) < len(word) - 1:
        return False
    letters = iter(long.initials.lower())
    return word[0] == long.initials[:1].lower() and sum(c in letters for c in word) >= 2
