"""Who does what to whom, read from the dependency parse: subjects and objects of a verb.

Follows passives, conjunctions, control ("is considering relaunching"), relative and participial
clauses, and looks through nouns that stand for what they are "of".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from onrecord.ingest.concept import Concept
from onrecord.ingest.coreference.pronouns import HE, IT, SHE, THEY, Pronouns
from onrecord.ingest.extraction import Span
from onrecord.ingest.gazetteer import NATIONALITY, concepts_of
from onrecord.ingest.mentions import ACTOR_TYPES, Mentions
from onrecord.ingest.name_shape import headline_range
from onrecord.ingest.relations.actors import ActorPhrases
from onrecord.ingest.relations.lexicon import ISSUING, PLAN_NOUNS, TRANSPARENT

NEW_GROUP = -1
"""The place of a group that is not among the names yet; below it, of countries that are not."""
_DEPTH = 4
_HEADLINE_REACH = 7
PLAN_TYPES = frozenset({"Plan", "Policy", "Legislation"})
_OBJECTS = frozenset({"dobj", "dative", "attr", "oprd", "dep"})
_NOUN_TAGS = ("NN", "PRP", "CD")


@dataclass(frozen=True, slots=True)
class Argument:
    """An entity in a role of a verb: its place in the names, its words, and their head.

    ``bare`` is a group that nothing tells apart from others of its kind: "protesters".
    """

    place: int
    mention: Span
    token: Token
    bare: bool = False


class Clauses:
    """Arguments of the verbs of one document."""

    def __init__(self, mentions: Mentions) -> None:
        self.mentions = mentions
        self.doc: Doc = mentions.doc
        self._line = (0, 0, False)
        self._concepts = concepts_of(mentions.doc)
        self._phrases = ActorPhrases(mentions)
        self._pronouns: Pronouns | None = None
        self.new_nations: list[Concept] = []

    def type(self, argument: Argument) -> str:
        """The class of the entity."""
        if argument.place == NEW_GROUP:
            return "Group"
        if argument.place < NEW_GROUP:
            return self.new_nations[NEW_GROUP - 1 - argument.place].type
        return self.mentions.names[argument.place].type

    def entities(self, token: Token, depth: int = 0) -> Iterator[Argument]:
        """Yield the entities that a noun phrase with this head names, its conjuncts included."""
        yield from self.entity(token, depth)
        for child in token.children:
            if any(c.dep_ == "neg" for c in child.children):
                continue  # "Christians but not Muslims"
            if child.dep_ == "conj" and depth < _DEPTH * 3:
                yield from self.entities(child, depth + 1)

    def entity(self, token: Token, depth: int = 0) -> Iterator[Argument]:
        """Yield the entity that the head itself names, looking through transparent nouns."""
        at = self.mentions.at(token)
        if at is not None:
            group = self.mentions.names[at[1]]
            bare = group.type == "Group" and group.label.islower()
            yield Argument(at[1], at[0], token, bare)
            return
        if token.tag_ == "PRP":
            yield from self._antecedents(token, depth)
            return
        lemma = token.lower_[:-1] if token.lower_.endswith("s") else token.lower_
        if lemma in PLAN_NOUNS or token.lower_ in PLAN_NOUNS:
            for child in token.lefts:
                inside = self.mentions.at(child)
                if inside is not None and self.mentions.names[inside[1]].type in PLAN_TYPES:
                    yield Argument(inside[1], inside[0], token)
                    return
        phrase = self._phrases.at(token)
        if phrase is not None:
            for child in token.lefts:  # "U.S. and Russian negotiators"
                if any(c.dep_ == "conj" for c in child.children) and (nation := self.nation(child)):
                    yield nation
            place = NEW_GROUP if phrase.country is None else phrase.country
            yield Argument(place, phrase.mention, token, phrase.bare)
            return
        if lemma in TRANSPARENT and depth < _DEPTH:
            for child in token.children:
                if child.dep_ == "prep" and child.lower_ == "of":
                    for below in child.children:
                        yield from self.entities(below, depth + 1)

    def _antecedents(self, pronoun: Token, depth: int) -> Iterator[Argument]:
        """Yield whom a pronoun means: the subject of a clause above, else who was spoken of."""
        word = pronoun.lower_
        if depth >= _DEPTH or word not in HE | SHE | IT | THEY:
            return
        for above in _subjects_above(pronoun):
            found = [a for a in self.entities(above, depth + 1) if self._agrees(word, a)]
            if found and (word in THEY or len(found) == 1):
                yield from found
                return
        if word in THEY:
            return
        place = self._resolver().entity(word, pronoun.idx, None, -1)
        if place is not None:
            yield Argument(place, self._naming(place, pronoun), pronoun)

    def _resolver(self) -> Pronouns:
        if self._pronouns is None:
            quoted = [s for a in self.doc._.attributions if a.mode != "indirect" for s in a.content]
            self._pronouns = Pronouns(self.mentions, quoted)
        return self._pronouns

    def _agrees(self, word: str, argument: Argument) -> bool:
        kind = self.type(argument)
        if word in HE | SHE:
            if kind == "Person":
                return self._resolver().fits(argument.place, word in SHE)
            return kind == "Group" and argument.token.tag_ != "NNS"
        return kind in ACTOR_TYPES and kind != "Person"

    def _naming(self, place: int, pronoun: Token) -> Span:
        """The words of the same sentence that name what the pronoun means, else the pronoun."""
        sentence = self.mentions.sentence(pronoun.idx)
        if sentence is not None:
            before = self.mentions.within(sentence.start, pronoun.idx)
            named = [mention for mention, other in before if other == place]
            if named:
                return named[-1]
        return Span(pronoun.idx, pronoun.idx + len(pronoun))

    def nation(self, token: Token) -> Argument | None:
        """The country behind "Chinese" or "China", where the packs know it."""
        at = self.mentions.at(token)
        if at is not None:
            return Argument(at[1], at[0], token)
        concept = self._concepts.get(token.ent_kb_id_)
        if token.ent_type_ != NATIONALITY or concept is None:
            return None
        first = token
        while first.ent_iob_ == "I":  # "South Korean"
            first = first.nbor(-1)
        mention = Span(first.idx, token.idx + len(token))
        place = self.mentions.of_concept(concept.iri)
        if place is None:  # it becomes an entity only once a relation is drafted
            if concept not in self.new_nations:
                self.new_nations.append(concept)
            place = NEW_GROUP - 1 - self.new_nations.index(concept)
        return Argument(place, mention, token)

    def owners(self, token: Token) -> Iterator[Argument]:
        """Yield whose something is: "Haiti's efforts", "the Iranian proposal" through its noun."""
        for child in token.children:
            below: Token | None = None
            if child.dep_ in ("poss", "compound", "nmod", "amod"):
                below = child
            elif child.dep_ == "prep" and child.lower_ in ("by", "from", "of"):
                below = next(child.children, None)
            argument = self.nation(below) if below is not None else None
            if argument is not None:
                yield argument

    def subjects(self, verb: Token, depth: int = 0) -> Iterator[Argument]:
        """Yield who does it: its subject, the agent of a passive, or who controls it."""
        if self._in_headline(verb):
            yield from self._headline_subject(verb)
            return
        passive = is_passive(verb)
        found = False
        for child in verb.children:
            if child.dep_ == "nsubj" and not passive:
                found = True
                yield from self.entities(self._antecedent(child))
            elif child.dep_ in ("agent", "prep") and passive and child.lower_ == "by":
                for below in child.children:
                    yield from self.entities(below)
        if found or passive or depth >= _DEPTH:
            return
        head = verb.head
        if head.i == verb.i:
            return
        if verb.dep_ in ("xcomp", "advcl", "pcomp", "ccomp", "conj"):
            if verb.dep_ == "ccomp" and any(c.dep_ == "mark" for c in verb.children):
                return
            if head.dep_ in ("prep", "mark", "acomp"):
                head = head.head
            if verb.dep_ == "xcomp" and (controlled := self._object_control(verb, head)):
                yield from self.entities(controlled)
            elif is_verbal(head):
                yield from self._subjects_of_head(head, depth)
        elif verb.dep_ in ("acl", "relcl") and verb.tag_ == "VBG":
            acting = list(self.entity(head))
            if acting:
                yield from acting
            elif head.dep_ == "dobj" and head.head.lemma_ in ISSUING:  # "issued a letter demanding"
                yield from self.subjects(head.head, depth + 1)

    def _subjects_of_head(self, head: Token, depth: int) -> Iterator[Argument]:
        if is_passive(head):
            for child in head.children:
                if child.dep_ == "nsubjpass":
                    yield from self.entities(self._antecedent(child))
        else:
            yield from self.subjects(head, depth + 1)

    def _object_control(self, verb: Token, head: Token) -> Token | None:
        """The object of "urge China to act", which is who is to act."""
        if head.lemma_ in ("promise", "threaten"):
            return None
        before = [c for c in head.children if c.dep_ == "dobj" and c.i < verb.i]
        return before[0] if before and verb.tag_ == "VB" else None

    def _antecedent(self, subject: Token) -> Token:
        """What "which" or "that" stands for."""
        if subject.tag_ in ("WDT", "WP") and subject.head.dep_ == "relcl":
            return subject.head.head
        if subject.tag_ == "VBG":  # "the Red Cross operating in Iraq said"
            return next((c for c in subject.children if c.dep_ == "nsubj"), subject)
        return subject

    def objects(
        self, verb: Token, *, direct: bool, prepositions: frozenset[str]
    ) -> Iterator[Argument]:
        """Yield whom or what it is done to."""
        if self._in_headline(verb):
            if direct:
                yield from self._headline_object(verb)
            return
        for child in verb.children:
            if child.dep_ == "nsubjpass" and direct:
                yield from self.entities(self._antecedent(child))
            elif child.i < verb.i:
                continue
            elif self._is_object(child):
                if direct:
                    yield from self.entities(child)
                for below in child.children:
                    if below.dep_ == "prep" and below.lower_ in prepositions:
                        yield from self.after(below)
            elif child.dep_ in ("prep", "prt") and child.lower_ in prepositions:
                yield from self.after(child)
            elif child.dep_ == "xcomp" and direct and child.tag_ == "VBG":
                # "is considering relaunching the plan" considers the plan
                yield from self.objects(child, direct=True, prepositions=frozenset())

    def _in_headline(self, verb: Token) -> bool:
        """Whether the verb stands in a line in title case, which leads the parser astray."""
        start, end, _ = self._line
        if not start <= verb.i < end:
            text = self.mentions.text
            stop = text.find("\n", verb.idx)
            if text[verb.idx : stop if stop >= 0 else len(text)].rstrip()[-1:] in (".", ";", ","):
                return False  # no headline ends so, and most lines do
            self._line = headline_range(verb)
        return self._line[2]

    def _headline_subject(self, verb: Token) -> Iterator[Argument]:
        """Yield who stands right before the verb: capitals lead the parser astray."""
        i = verb.i - 1
        while i > 0 and (self.doc[i].tag_ == "RB" or self.doc[i].lower_.endswith("ly")):
            i -= 1
        if i >= 0 and (at := self.mentions.at(self.doc[i])) is not None:
            yield Argument(at[1], at[0], self.doc[i])

    def _headline_object(self, verb: Token) -> Iterator[Argument]:
        for token in self.doc[verb.i + 1 : verb.i + _HEADLINE_REACH]:
            if token.is_space or is_verbal(token) or token.tag_ in ("IN", "TO"):
                return
            if (at := self.mentions.at(token)) is not None:
                yield Argument(at[1], at[0], token)
                return

    def _is_object(self, child: Token) -> bool:
        if child.dep_ in _OBJECTS and child.tag_.startswith(_NOUN_TAGS):
            return True
        # The parser takes a title such as "Made in China 2025" for a clause.
        at = self.mentions.at(child)
        return at is not None and self.mentions.names[at[1]].type in PLAN_TYPES and is_verbal(child)

    def after(self, preposition: Token) -> Iterator[Argument]:
        """Yield what a preposition leads to."""
        for below in preposition.children:
            if below.dep_ == "pobj" or self._is_object(below):
                yield from self.entities(below)
            elif below.dep_ in ("pcomp", "prep"):
                yield from self.objects(below, direct=True, prepositions=frozenset())


def is_verbal(token: Token) -> bool:
    """Whether the word is a verb by its tag."""
    return token.tag_.startswith(("VB", "MD"))


def has_infinitive(verb: Token) -> bool:
    """Whether somebody is asked to do something, as in "told China to leave"."""
    return any(
        child.i > verb.i and any(c.tag_ == "TO" for c in child.children) for child in verb.children
    )


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive, as a clause or as a reduced relative."""
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        return True
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def _subjects_above(pronoun: Token) -> Iterator[Token]:
    """Yield the subjects of the clauses that the pronoun's clause hangs on, the nearest first."""
    token = pronoun.head
    for _ in range(_DEPTH * 2):
        if token.head.i == token.i:
            return
        token = token.head
        yield from (
            c
            for c in token.children
            if c.dep_ in ("nsubj", "nsubjpass") and c.i != pronoun.i and c.i < pronoun.i
        )
