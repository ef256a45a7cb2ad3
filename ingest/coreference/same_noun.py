"""The last pass of the sieve: the same noun again, where no rule says that it is the same thing.

"The graduates … our graduates", "a village … villages here": whether they are one is a matter of
number, owner, distance and of what else the phrases say. A logistic regression over pairs weighs
these. It was fitted to the tune half of the GUM interviews, speeches and court texts by
``python -m tools.fit_same_noun``, which prints the table below; the measure half was not looked at.

Source:
    Soon, Ng & Lim (2001), A machine learning approach to coreference resolution of noun phrases,
    Computational Linguistics 27(4), for the pairs; best first as in Ng & Cardie (2002), ACL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from math import exp, log, log1p

from onrecord.ingest.coreference.chains import BODY_TYPES, Chains
from onrecord.ingest.coreference.noun_kinds import Kind
from onrecord.ingest.coreference.phrases import Phrase

WEIGHTS = {
    "same words": 0.096,
    "new to the chain": 0.092,
    "shared": 1.557,
    "nothing new": 1.059,
    "clash": -1.000,
    "same number": 2.326,
    "one joint": -1.081,
    "both names": -0.953,
    "other kind": -0.916,
    "same owner": 0.308,
    "other owner": -0.978,
    "demonstrative": -0.954,
    "possessive": -0.451,
    "indefinite": -1.278,
    "bare": -0.919,
    "earlier indefinite": -1.406,
    "goes on": -0.648,
    "earlier goes on": -0.942,
    "predicate": -0.121,
    "earlier predicate": 0.454,
    "after a copula": 0.724,
    "same sentence": 0.645,
    "phrases between": -0.248,
    "size of the chain": 0.552,
    "plural": -0.701,
    "bias": -2.182,
}
"""What each feature of a pair adds to the log odds that both mean the same."""

_ENOUGH = 0.4
"""The probability from which a pair is joined."""
_BACK = 30
"""How many earlier phrases with the same noun are looked at."""
_MOST_WORDS = 3
_AFTER = frozenset({"relcl", "prep", "acl", "appos"})


class SameNoun:
    """Pairs of phrases with the same noun; ``owner`` says whose the thing is."""

    def __init__(
        self, chains: Chains, predicates: Set[int], owner: Callable[[Phrase], int | str]
    ) -> None:
        self._chains = chains
        self._phrases = chains.phrases
        self._predicates = predicates
        self._owner = owner

    def join(self) -> None:
        """Join each chain to the likeliest before it, in text order."""
        # A join goes back in the text, so that where a later chain starts stays as it is.
        firsts = {min(chain.members) for chain in self._chains.distinct()}
        for i, earlier in self.candidates():
            if i not in firsts:
                continue
            likely = ((self._probability(j, i), j) for j in earlier)
            for _, j in sorted((pair for pair in likely if pair[0] > _ENOUGH), reverse=True):
                if self._chains.join(j, i, "same noun"):
                    break

    def candidates(self) -> Iterator[tuple[int, list[int]]]:
        """Phrases, each with those before it that have its noun and do not hold it."""
        before: dict[str, list[int]] = {}
        for i, later in enumerate(self._phrases):
            same = before.setdefault(later.noun, [])
            near = [j for j in same[-_BACK:] if self._phrases[j].end <= later.start]
            if near:
                yield i, near
            same.append(i)

    def features(self, j: int, i: int) -> dict[str, float]:
        """What is known of a phrase and one before it; numbers are logarithms or at most 3."""
        one, two = self._phrases[j], self._phrases[i]
        chain, doc = self._chains.of[j], self._chains.doc
        new = sum(word not in chain.words and word not in chain.nouns for word in two.words)
        kinds = [self._kind(phrase) for phrase in (one, two)]
        owners = (self._owner(p) if p.possessor else "" for p in (one, two))
        same_owner = bool(two.possessor) and len({*owners}) == 1
        sentences = [self._chains.mentions.sentence(doc[p.head].idx) for p in (one, two)]
        return {
            "same words": one.text == two.text,
            "new to the chain": min(new, _MOST_WORDS),
            "shared": min(len(one.words & two.words), _MOST_WORDS),
            "nothing new": not new,
            "clash": bool(one.words - two.words and two.words - one.words),
            "same number": one.plural == two.plural,
            "one joint": one.joint != two.joint,
            "both names": one.proper and two.proper,
            "other kind": None not in kinds and kinds[0] != kinds[1],
            "same owner": same_owner,
            "other owner": bool(one.possessor and two.possessor) and not same_owner,
            "demonstrative": two.determiner == "demonstrative",
            "possessive": two.determiner == "possessive",
            "indefinite": two.determiner == "indefinite",
            "bare": two.determiner == "bare",
            "earlier indefinite": one.determiner == "indefinite",
            "goes on": self._goes_on(two),
            "earlier goes on": self._goes_on(one),
            "predicate": i in self._predicates,
            "earlier predicate": j in self._predicates,
            "after a copula": doc[two.head].dep_ == "attr",
            "same sentence": sentences[0] == sentences[1],
            "phrases between": log1p(i - j),
            "size of the chain": log(len(chain.members)),
            "plural": two.plural,
        }

    def _probability(self, j: int, i: int) -> float:
        known = self.features(j, i)
        if known["other owner"]:
            return 0.0  # "my mother … your mother": the pairs hold too few of these to weigh them
        odds = sum(WEIGHTS[name] * value for name, value in known.items())
        return 1 / (1 + exp(-odds - WEIGHTS["bias"]))

    def _goes_on(self, phrase: Phrase) -> bool:
        """Whether something after the head says which one is meant."""
        return any(child.dep_ in _AFTER for child in self._chains.doc[phrase.head].rights)

    def _kind(self, phrase: Phrase) -> Kind | None:
        named = self._chains.type_of(phrase)
        if named in ("Person", "Group"):
            return "person"
        if named == "Country" or phrase.name:
            return "land"
        if named in BODY_TYPES:
            return "body"
        return None if phrase.proper else phrase.kind
