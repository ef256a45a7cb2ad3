"""The second pass of the sieve: what the grammar says that somebody is.

Appositions, "X is the …", "X served as …", "a man named X", "analyst X".
"""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.ingest.coreference.chains import BODY_TYPES, Chains
from onrecord.ingest.coreference.naming import abbreviates
from onrecord.ingest.coreference.phrases import Phrase
from onrecord.ingest.coreference.pronouns import FIRST, PRONOUNS, Pronouns
from onrecord.ingest.coreference.turns import Turns
from onrecord.ingest.name_shape import word_set

_ADDRESS = word_set("mr mr. mrs mrs. ms ms. madam madame sir dr dr. miss")
_SERVING = word_set("serve work act")


class Beside:
    """Joins phrases with what is said beside them.

    Attributes:
        predicates: phrases that say what somebody is ("a president"): the next president is
            another.
    """

    def __init__(self, chains: Chains, pronouns: Pronouns, turns: Turns) -> None:
        self._chains = chains
        self._phrases = chains.phrases
        self._pronouns = pronouns
        self._turns = turns
        self.predicates: set[int] = set()

    def join(self) -> None:
        """Go through all phrases once."""
        by_head: dict[int, list[int]] = {}
        for i, phrase in enumerate(self._phrases):
            by_head.setdefault(phrase.head, []).append(i)
        for i, phrase in enumerate(self._phrases):
            j = self._beside(phrase, by_head)
            if j is not None and self._may_be(self._phrases[j], phrase):
                self._chains.join(j, i, "beside")
                if phrase.determiner in ("indefinite", "bare") and not phrase.proper:
                    self.predicates.add(i)

    def _beside(self, phrase: Phrase, by_head: dict[int, list[int]]) -> int | None:
        """What the grammar says that the phrase is: the place of another phrase."""
        head = self._chains.doc[phrase.head]
        for token in self._chains.doc[phrase.head + 1 : min(phrase.head + 3, phrase.end - 1)]:
            if token.lower_ in ("named", "called"):  # "a man named Bob Hill"
                at = self._chains.mentions.at(token.nbor(1))
                return None if at is None else self._chains.last_of(at[1], phrase.span.start)
        if head.dep_ in ("compound", "nmod", "amod") and phrase.kind == "person":
            inner = (j for j in by_head.get(head.head.i, ()) if self._is_person(j))
            return next(inner, None)
        above = _last_of_list(head) if head.dep_ == "appos" else _subject_of(head)
        if above is None:
            return None
        places = by_head.get(above.i, ())
        if places:
            return places[0]
        meant = self.meant(above) if head.dep_ != "appos" else None
        return None if meant is None else self._chains.last_of(meant, phrase.span.start)

    def _is_person(self, i: int) -> bool:
        return self._chains.type_of(self._phrases[i]) == "Person"

    def meant(self, pronoun: Token) -> int | None:
        """The entity that a pronoun stands for."""
        word = pronoun.lower_
        if word in FIRST or word in ("you", "your"):
            return self._turns.meant(word, pronoun.idx)
        return self._pronouns.entity(word, pronoun.idx, None, -1) if word in PRONOUNS else None

    def _may_be(self, one: Phrase, other: Phrase) -> bool:
        """Whether one may say what the other is: at most one is a name, and both are as many."""
        if one.plural != other.plural or any(p.joint and p.proper for p in (one, other)):
            return False
        if one.proper and other.proper:
            return abbreviates(one, other) or abbreviates(other, one)
        if any(p.place is None and p.text.split()[0] in _ADDRESS for p in (one, other)):
            return False  # "Madam Speaker" is spoken to, not spoken of
        if other.text.startswith(("kind ", "sort ")):
            return False
        if one.kind and other.kind and one.kind != other.kind:
            return False
        for named, said in ((one, other), (other, one)):
            kind = self._chains.type_of(named)
            if kind == "Person" and said.kind not in ("person", None):
                return False
            if kind in BODY_TYPES and said.kind not in ("body", None):
                return False
            if kind == "Country" and said.kind not in ("land", None):
                return False
            if named.name and said.kind not in ("land", None):
                return False
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
