"""What a decision would change, before it is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.graph.rdf import edges_of
from onrecord.graph.who_said import Describer
from onrecord.ontology.fact import TYPE, Facts
from onrecord.ontology.identifiers import ID
from onrecord.ontology.terms import ONR, local_name


@dataclass(frozen=True, slots=True)
class Consequence:
    """What comes, goes and changes, by claim; direct edges as people read them."""

    documents: int
    claims_new: tuple[str, ...]
    claims_gone: tuple[str, ...]
    claims_changed: tuple[str, ...]
    edges_new: tuple[str, ...]
    edges_gone: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether no fact of any document changes."""
        return not (self.claims_new or self.claims_gone or self.claims_changed)


def consequence(changes: Iterable[tuple[Facts, Facts]], describe: Describer) -> Consequence:
    """Compare the facts of documents before and after."""
    documents = 0
    new, gone, changed = set[str](), set[str](), set[str]()
    edges_new, edges_gone = Facts(), Facts()
    for before, after in changes:
        different = {fact.subject for fact in before ^ after}
        if not different:
            continue
        documents += 1
        old, now = _claims(before), _claims(after)
        new |= now - old
        gone |= old - now
        changed |= different & old & now
        old_edges, now_edges = edges_of(before), edges_of(after)
        edges_new |= now_edges - old_edges
        edges_gone |= old_edges - now_edges

    def shown(edges: Facts) -> tuple[str, ...]:
        return tuple(
            sorted(
                f"{describe.thing(edge.subject).label} {local_name(edge.predicate)} "
                f"{describe.thing(edge.value).label}"
                for edge in edges
            )
        )

    return Consequence(
        documents=documents,
        claims_new=_ids(new),
        claims_gone=_ids(gone),
        claims_changed=_ids(changed),
        edges_new=shown(edges_new),
        edges_gone=shown(edges_gone),
    )


def _ids(iris: set[str]) -> tuple[str, ...]:
    return tuple(sorted(iri.removeprefix(f"{ID}claim/") for iri in iris))


def _claims(facts: Facts) -> set[str]:
    claim = str(ONR.Claim)
    return {f.subject for f in facts if f.predicate == TYPE and f.value == claim}
