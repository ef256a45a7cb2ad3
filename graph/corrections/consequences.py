"""What a decision would change, before it is made."""

from __future__ import annotations

from collections import defaultdict
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
    "hasCue": "cue",
    "hasSource": "source",
    "via": "via",
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
class EntityChange:
    """An entity that is shown as, or becomes, another one: the names before and after."""

    entity: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What comes, goes and changes: claims, entities, and direct edges as people read them."""

    documents: int
    claims: tuple[ClaimChange, ...]
    edges_new: tuple[str, ...]
    edges_gone: tuple[str, ...]
    entities: tuple[EntityChange, ...] = ()

    def ids(self, how: str) -> tuple[str, ...]:
        """The claims that come, go or change."""
        return tuple(each.claim for each in self.claims if each.how == how)

    @property
    def nothing(self) -> bool:
        """Whether nothing that people look at changes."""
        return not (self.claims or self.entities)


def consequence(
    changes: Iterable[tuple[Draft, Draft]],
    label: Callable[[str], str],
    entities: Iterable[EntityChange] = (),
) -> Consequence:
    """Compare the facts of documents before and after.

    ``label`` names entities that no draft has.
    """
    documents = 0
    claims: list[ClaimChange] = []
    edges_new, edges_gone = set[str](), set[str]()
    for before, after in changes:
        if before.facts == after.facts:
            continue
        documents += 1
        old, new = _View(before, label), _View(after, label)
        claims += _claim_changes(old, new)
        edges_new |= new.edges - old.edges
        edges_gone |= old.edges - new.edges
    return Consequence(
        documents,
        tuple(sorted(claims, key=_order)),
        _sorted(edges_new),
        _sorted(edges_gone),
        tuple(entities),
    )


class _View:
    """One side of the comparison, in words."""

    def __init__(self, draft: Draft, label: Callable[[str], str]) -> None:
        self._label = label
        self._about: dict[str, list[Fact]] = defaultdict(list)
        for fact in draft.facts:
            self._about[fact.subject].append(fact)
        exact = str(ONR.exact)
        self._labels = {f.subject: f.value for f in draft.facts if f.predicate == exact}
        self._labels.update(draft.labels)
        is_claim = str(ONR.Claim)
        self.claims = {f.subject for f in draft.facts if f[1:3] == (TYPE, is_claim)}
        self.edges = {
            f"{self._named(edge.subject)} {local_name(edge.predicate)} {self._named(edge.value)}"
            for edge in edges_of(draft.facts)
        }

    def shown(self, claim: str, names: Callable[[str], str] | None = None) -> dict[str, str]:
        """What people look at of a claim, entities by their names unless told otherwise."""
        named = names or self._named
        found: dict[str, list[str]] = {called: [] for called in _SHOWN.values()}
        relays: list[tuple[int, str]] = []
        for fact in self._about[claim]:
            if called := _SHOWN.get(local_name(fact.predicate)):
                found[called].append(fact.value if fact.datatype else named(fact.value))
            elif fact.predicate == str(ONR.hasRelay):
                relay = {local_name(f.predicate): f.value for f in self._about[fact.value]}
                relays.append((int(relay["position"]), named(relay["relayedBy"])))
        shown = {called: ", ".join(sorted(values)) for called, values in found.items()}
        # From the speaker to the reader: two orders of the same names are two chains.
        return {**shown, "via": ", then ".join(name for _, name in sorted(relays))}

    def told_apart(self, claim: str) -> dict[str, str]:
        """The same with the ids of entities behind their names, which two may share."""
        return self.shown(claim, lambda iri: f"{self._named(iri)}{_entity_id(iri)}")

    def text(self, claim: str) -> str:
        shown = self.shown(claim)
        if shown["predicate"]:
            return f"{shown['subject']} {shown['predicate']} {shown['object']}"
        return f"{shown['speaker'] or 'nobody named'}: {shown['content']}"

    def _named(self, iri: str) -> str:
        return self._labels.get(iri) or self._label(iri)


def _claim_changes(old: _View, new: _View) -> Iterable[ClaimChange]:
    gone, come = old.claims - new.claims, new.claims - old.claims
    for claim in gone:
        yield ClaimChange(_id(claim), "goes", old.text(claim))
    for claim in come:
        # A claim whose words or predicate are others has another id: it comes in place of one.
        is_one = len(gone) == len(come) == 1
        changes = _changes(old, min(gone), new, claim) if is_one else ()
        yield ClaimChange(_id(claim), "comes", new.text(claim), changes)
    for claim in old.claims & new.claims:
        if changes := _changes(old, claim, new, claim):
            yield ClaimChange(_id(claim), "changes", new.text(claim), changes)


def _changes(old: _View, was: str, new: _View, is_now: str) -> tuple[Changed, ...]:
    before, after = old.shown(was), new.shown(is_now)
    whole_before, whole_after = old.told_apart(was), new.told_apart(is_now)
    return tuple(
        Changed(what, before[what], after[what])
        if before[what] != after[what]
        else Changed(what, whole_before[what], whole_after[what])
        for what in before
        if whole_before[what] != whole_after[what]
    )


def _order(change: ClaimChange) -> tuple[str, str]:
    return change.how, change.claim


def _sorted(edges: set[str]) -> tuple[str, ...]:
    return tuple(sorted(edges))


def _entity_id(iri: str) -> str:
    id_ = iri.removeprefix(f"{ID}entity/")
    return f" (entity/{id_[:8]})" if id_ != iri else ""


def _id(claim: str) -> str:
    return claim.removeprefix(f"{ID}claim/")
