"""Decisions about entities, applied to the IRIs that resolution gives.

Each is applied to what the ones before it left: A is B, then B is C, makes both C.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence, Set

from onrecord.graph.corrections.contradictions import Conflict
from onrecord.graph.corrections.decisions import KeepApart, Merge, Named, Rename, Split
from onrecord.graph.corrections.ledger import Entry


class Identities:
    """Which IRI an entity has once analysts have decided."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """``entries`` are those in force, oldest first; those about claims do not matter."""
        self._moves: dict[str, list[tuple[int, Merge | Split]]] = defaultdict(list)
        self._labels: dict[str, str] = {}
        self._about: dict[str, list[Entry]] = defaultdict(list)
        self._apart: dict[frozenset[str], Entry] = {}
        kept: list[tuple[int, KeepApart, Entry]] = []
        self.named: dict[str, Named] = {}
        merges: list[tuple[int, Merge]] = []
        results: list[tuple[int, str, Entry]] = []
        for number, entry in enumerate(entries):
            decision = entry.decision
            if isinstance(decision, Merge | Split):
                self._moves[decision.entity.iri].append((number, decision))
                self.named[decision.into.iri] = decision.into
                results.append((number, decision.into.iri, entry))
                if isinstance(decision, Merge):
                    merges.append((number, decision))
                else:
                    self._labels[decision.into.iri] = decision.into.label
            elif isinstance(decision, Rename):
                self._labels[decision.entity.iri] = decision.label
                results.append((number, decision.entity.iri, entry))
            elif isinstance(decision, KeepApart):
                kept.append((number, decision, entry))
                results.append((number, decision.entity.iri, entry))
        self._replaced: dict[str, list[str]] = defaultdict(list)
        for number, merge in merges:
            final = self._follow(merge.into.iri, None, number + 1)
            if final != merge.entity.iri:
                self._replaced[final].append(merge.entity.iri)
        for number, keep, entry in kept:
            ends = (self._follow(each.iri, None, number + 1) for each in (keep.entity, keep.other))
            self._apart[frozenset(ends)] = entry
        for number, iri, entry in results:
            self._about[self._follow(iri, None, number + 1)].append(entry)

    def of(self, iri: str, document: str | None = None) -> str:
        """The IRI of what that document means by this IRI; without one, of what most mean."""
        return self._follow(iri, document, 0)

    def _follow(self, iri: str, document: str | None, number: int) -> str:
        while True:
            moves = (
                (place, move)
                for place, move in self._moves.get(iri, ())
                if place >= number and (isinstance(move, Merge) or document in move.documents)
            )
            found = next(moves, None)
            if found is None:
                return iri
            number, iri = found[0] + 1, found[1].into.iri

    def label(self, iri: str) -> str | None:
        """The name that analysts gave the entity."""
        return self._labels.get(iri)

    def replaced(self, iri: str) -> Sequence[str]:
        """IRIs that lead to this one since they were merged into it, sorted."""
        return sorted(set(self._replaced.get(iri, ())))

    def about(self, iri: str) -> Sequence[Entry]:
        """The decisions that made the entity what it is."""
        return self._about.get(iri, ())

    @property
    def keeps_apart(self) -> bool:
        """Whether any two are never to be one."""
        return bool(self._apart)

    def kept_apart(self, one: str, other: str) -> Entry | None:
        """The decision that the two are never to be one, or those that they were merged into."""
        return self._apart.get(frozenset((one, other))) if one != other else None

    def concerned(self) -> set[str]:
        """All IRIs that any decision is about."""
        return {*self._moves, *self._labels, *self._about, *self.named}


def unplaced(
    entries: Iterable[Entry], meant: Set[str], documents: Container[str]
) -> Iterator[Conflict]:
    """Yield those about entities, of the decisions in force, that have nothing to apply to.

    ``meant`` are the IRIs of all that ``documents`` name, as they are before any such decision.
    """
    found = set(meant)
    entries = list(entries)
    identities = Identities(entries)
    for entry in entries:
        decision = entry.decision
        if not isinstance(decision, Merge | Split | Rename | KeepApart):
            continue
        ends = [decision.entity, *([decision.other] if isinstance(decision, KeepApart) else [])]
        if gone := [end.label for end in ends if end.iri not in found]:
            yield Conflict(entry, f"no document names {' and '.join(gone)}, or not as this entity")
        elif isinstance(decision, Split) and not any(d in documents for d in decision.documents):
            yield Conflict(entry, "none of its documents is in the graph")
        elif len({identities.of(end.iri) for end in ends}) < len(ends):
            yield Conflict(entry, "another decision makes the two one; undo one of them")
        if isinstance(decision, Merge | Split):
            found.add(decision.into.iri)
