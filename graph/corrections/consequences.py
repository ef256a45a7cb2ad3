"""What a decision would change, before it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.graph.rdf import edges_of
from onrecord.ontology.fact import TYPE, Fact, Facts
from onrecord.ontology.identifiers import ID
from onrecord.ontology.terms import ONR, local_name

# What people look at when they judge a claim, and how they call it.
_SHOWN = {
    "hasSpeaker": "speaker",
    "content": "content",
    "reportedBy": "via",
    "isAbout": "about",
    "hasSubject": "subject",
    "predicate": "predicate",
    "hasObject": "object",
    "role": "role",
    "factuality": "factuality",
    "eventDate": "date",
    "mode": "mode",
    "attitude": "attitude",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """The facts of a document as decisions would make them, with the names of its entities."""

    facts: Facts
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """One property of a claim; empty where there was, or will be, none."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What happens to a claim: ``text`` is what it says, afterwards where it stays."""

    claim: str
    how: Literal["comes", "goes", "changes"]
    text: str
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class Consequence:
    """What comes, goes and changes: claims, and direct edges as people read them."""

    documents: int
    claims: tuple[ClaimChange, ...]
    edges_new: tuple[str, ...]
    edges_gone: tuple[str, ...]

    def ids(self, how: str) -> tuple[str, ...]:
        """The claims that come, go or change."""
        return tuple(each.claim for each in self.claims if each.how == how)

    @property
    def nothing(self) -> bool:
        """Whether no fact of any document changes."""
        return not self.claims


def consequence(changes: Iterable[tuple[Draft, Draft]], label: Callable[[str], str]) -> Consequence:
    """Compare the facts of documents before and after.

    ``label`` names entities that no draft has.
    """
    documents = 0
    claims: list[ClaimChange] = []
    edges_new, edges_gone = set[str](), set[str]()
    for before, after in changes:
        different = {fact.subject for fact in before.facts ^ after.facts}
        if not different:
            continue
        documents += 1
        old, new = _View(before, label), _View(after, label)
        claims += _claim_changes(old, new, different)
        edges_new |= new.edges - old.edges
        edges_gone |= old.edges - new.edges
    return Consequence(
        documents, tuple(sorted(claims, key=_order)), _sorted(edges_new), _sorted(edges_gone)
    )


class _View:
    """One side of the comparison, in words."""

    def __init__(self, draft: Draft, label: Callable[[str], str]) -> None:
        self._labels, self._label = draft.labels, label
        is_claim = str(ONR.Claim)
        self.claims = {f.subject for f in draft.facts if f[1:3] == (TYPE, is_claim)}
        self._about: dict[str, list[Fact]] = {claim: [] for claim in self.claims}
        for fact in draft.facts:
            if fact.subject in self.claims:
                self._about[fact.subject].append(fact)
        self.edges = {
            f"{self._named(edge.subject)} {local_name(edge.predicate)} {self._named(edge.value)}"
            for edge in edges_of(draft.facts)
        }

    def shown(self, claim: str) -> dict[str, str]:
        """What people look at of a claim."""
        found: dict[str, list[str]] = {called: [] for called in _SHOWN.values()}
        for fact in self._about[claim]:
            if called := _SHOWN.get(local_name(fact.predicate)):
                found[called].append(fact.value if fact.datatype else self._named(fact.value))
        return {called: ", ".join(sorted(values)) for called, values in found.items()}

    def text(self, claim: str) -> str:
        shown = self.shown(claim)
        if shown["predicate"]:
            return f"{shown['subject']} {shown['predicate']} {shown['object']}"
        return f"{shown['speaker'] or 'nobody named'}: {shown['content']}"

    def _named(self, iri: str) -> str:
        return self._labels.get(iri) or self._label(iri)


def _claim_changes(old: _View, new: _View, different: set[str]) -> Iterable[ClaimChange]:
    for claim in old.claims - new.claims:
        yield ClaimChange(_id(claim), "goes", old.text(claim))
    for claim in new.claims - old.claims:
        yield ClaimChange(_id(claim), "comes", new.text(claim))
    for claim in different & old.claims & new.claims:
        before, after = old.shown(claim), new.shown(claim)
        changes = (Changed(what, before[what], after[what]) for what in before)
        meant = tuple(each for each in changes if each.before != each.after)
        yield ClaimChange(_id(claim), "changes", new.text(claim), meant)


def _order(change: ClaimChange) -> tuple[str, str]:
    return change.how, change.claim


def _sorted(edges: set[str]) -> tuple[str, ...]:
    return tuple(sorted(edges))


def _id(claim: str) -> str:
    return claim.removeprefix(f"{ID}claim/")
