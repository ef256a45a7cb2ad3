"""The decisions in force, as the graph applies them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.errors import CorrectionError
from onrecord.graph.corrections.decisions import (
    ClaimDecision,
    Decision,
    KeepApart,
    Merge,
    Rename,
    Split,
    Undo,
)
from onrecord.graph.corrections.entities import Identities
from onrecord.graph.corrections.ledger import Entry, live, undone


@dataclass(frozen=True, slots=True)
class Standing:
    """The decisions that count: about claims, by document, and about entities."""

    claims: Mapping[str, Sequence[Entry]]
    identities: Identities

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Standing:
        """Those of all entries of a ledger that count."""
        claims: dict[str, list[Entry]] = defaultdict(list)
        counting = live(entries)
        for entry in counting:
            if isinstance(entry.decision, ClaimDecision):
                claims[entry.decision.claim.document].append(entry)
        return cls(dict(claims), Identities(counting))


@dataclass(frozen=True, slots=True)
class Reach:
    """What decisions are about: documents and entities."""

    documents: frozenset[str]
    entities: frozenset[str]


def reach(decisions: Iterable[Decision], entries: Sequence[Entry]) -> Reach:
    """What these decisions are about; an undo is about what it undoes."""
    by_id = {entry.id: entry.decision for entry in entries}
    documents: set[str] = set()
    entities: set[str] = set()
    for decision in decisions:
        while isinstance(decision, Undo):
            decision = by_id[decision.entry]
        match decision:
            case Merge(entity, into):
                entities |= {entity.iri, into.iri}
            case Split(entity, of, into):
                entities |= {entity.iri, into.iri}
                documents |= set(of)
            case Rename(entity):
                entities.add(entity.iri)
            case KeepApart(entity, other):
                entities |= {entity.iri, other.iri}
            case _:
                documents.add(decision.claim.document)
    return Reach(frozenset(documents), frozenset(entities))


def refuse_second_undo(decision: Decision, entries: Sequence[Entry]) -> None:
    """An entry that is undone stays so however often it is said; one undo would not bring it back.

    Raises:
        CorrectionError: an undo in force undoes the same entry; names it.
    """
    if isinstance(decision, Undo):
        gone = undone(entries)
        for entry in entries:
            if entry.decision == decision and entry.id not in gone:
                raise CorrectionError(
                    f"{decision.entry:.8} is undone already, by {entry.id:.8}; "
                    "undo that to have it back"
                )


def refuse_contradiction(decision: Decision, identities: Identities) -> None:
    """Refuse a decision that another one in force rules out.

    Raises:
        CorrectionError: names the decision that is in the way.
    """
    if isinstance(decision, Merge | Split):
        entity, into = decision.entity.iri, decision.into.iri
        if isinstance(decision, Merge) and identities.of(into) == entity:
            raise CorrectionError(f"{decision.entity.label} is that entity already")
        apart = identities.kept_apart(identities.of(entity), identities.of(into))
        if apart is not None:
            raise CorrectionError(
                f"{decision.entity.label} and {decision.into.label} are to be kept apart, "
                f"{apart.author} decided ({apart.reason}); undo {apart.id[:8]} first"
            )
    elif isinstance(decision, KeepApart):
        one, other = identities.of(decision.entity.iri), identities.of(decision.other.iri)
        if one == other:
            raise CorrectionError(
                f"{decision.entity.label} and {decision.other.label} are one entity; "
                "undo the merge, or split them, first"
            )
