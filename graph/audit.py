"""Auditing: a random sample of claims, judged by a person, and the precision that follows."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from onrecord.errors import QueryError
from onrecord.graph.answers import select
from onrecord.graph.who_said import Describer
from onrecord.ontology.terms import local_name

By = Literal["relation", "rule", "outlet"]
_MOST = 10_000_000
_Z = 1.959964  # of the normal distribution, for 95 %
_CLAIMS = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?claim ?rule ?predicate ?subject ?object ?speaker ?content ?document ?outlet ?sentence
WHERE {
  ?claim a onr:Claim ; onr:rule ?rule ; onr:inDocument ?document ; onr:hasEvidence ?span .
  ?span onr:exact ?sentence ; onr:start ?start .
  OPTIONAL { ?claim onr:predicate ?predicate ; onr:hasSubject ?subject ; onr:hasObject ?object }
  OPTIONAL { ?claim onr:content ?content }
  OPTIONAL { ?claim onr:hasSpeaker ?speaker }
  OPTIONAL { ?document onr:publishedBy ?outlet }
}
ORDER BY ?claim ?start
"""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A claim as somebody is to judge it: does the sentence say so?"""

    id: str
    group: str
    what: str
    sentence: str
    document: str


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the judged claims are right, with a 95 % interval (Wilson 1927)."""

    group: str
    right: int
    judged: int

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return self.right / self.judged

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound."""
        return wilson(self.right, self.judged)


def sample(
    store: ox.Store, *, by: By = "relation", only: str | None = None, size: int = 50, seed: int = 0
) -> list[Sampled]:
    """Claims drawn at random, in random order; the same graph and seed give the same ones.

    ``by`` says what groups are told apart: the predicate (``statement`` for statements), the rule
    that found it, or the outlet; ``only`` draws from one group.

    Raises:
        QueryError: there is no such group; names those that there are.
    """
    describe = Describer(store)
    found: dict[str, Sampled] = {}
    known: set[str] = set()
    for row in select(store, _CLAIMS, {}, max_rows=_MOST).rows:
        claim, rule, predicate, subject, object_, speaker, content, document, outlet, sentence = row
        if str(claim) in found:
            continue  # another sentence of the same evidence
        groups = {
            "relation": predicate or "statement",
            "rule": rule,
            "outlet": describe.thing(str(outlet)).label if outlet else "no outlet",
        }
        group = str(groups[by])
        known.add(group)
        if only is not None and group != only:
            continue
        if predicate:
            ends = describe.thing(str(subject)).label, describe.thing(str(object_)).label
            what = f"{ends[0]} {predicate} {ends[1]}"
        else:
            who = describe.thing(str(speaker)).label if speaker else "nobody named"
            what = f"{who}: {content}"
        name = describe.document(str(document)).name
        found[str(claim)] = Sampled(local_name(str(claim)), group, what, str(sentence), name)
    if only is not None and only not in known:
        there = ", ".join(sorted(known)) or "none"
        raise QueryError(f"no claim is of {by} {only!r:.80}; there are: {there}")
    drawn = sorted(found)
    random.Random(seed).shuffle(drawn)
    return [found[claim] for claim in drawn[:size]]


def precisions(verdicts: Iterable[tuple[str, bool]]) -> list[Precision]:
    """The precision of each group, then of all, from pairs of group and verdict."""
    counts: Mapping[str, list[bool]] = defaultdict(list)
    everything: list[bool] = []
    for group, right in verdicts:
        counts[group].append(right)
        everything.append(right)
    found = [Precision(group, sum(each), len(each)) for group, each in sorted(counts.items())]
    if everything:
        found.append(Precision("all", sum(everything), len(everything)))
    return found


def wilson(right: int, judged: int) -> tuple[float, float]:
    """The 95 % score interval of a share.

    Source:
        Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA.
    """
    if not 0 <= right <= judged or not judged:
        raise ValueError(f"needs 0 <= right <= judged, judged > 0, got {right} of {judged}")
    share, square = right / judged, _Z * _Z
    middle = share + square / (2 * judged)
    half = _Z * math.sqrt(share * (1 - share) / judged + square / (4 * judged * judged))
    scale = 1 + square / judged
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
