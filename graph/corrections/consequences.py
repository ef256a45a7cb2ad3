"""What a decision would change, before it is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import RDF, Graph, URIRef

from onrecord.graph.rdf import edges_of
from onrecord.graph.who_said import Describer
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


def consequence(changes: Iterable[tuple[Graph, Graph]], describe: Describer) -> Consequence:
    """Compare the facts of documents before and after."""
    documents = 0
    new, gone, changed = set[str](), set[str](), set[str]()
    edges_new, edges_gone = set[tuple[str, ...]](), set[tuple[str, ...]]()
    for before, after in changes:
        different = {s for s, _, _ in before ^ after}
        if not different:
            continue
        documents += 1
        old, now = _claims(before), _claims(after)
        new |= now - old
        gone |= old - now
        changed |= {str(s) for s in different} & old & now
        old_edges, now_edges = set(edges_of(before)), set(edges_of(after))
        edges_new |= now_edges - old_edges
        edges_gone |= old_edges - now_edges

    def shown(edges: set[tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(
            sorted(
                f"{describe.thing(subject).label} {local_name(predicate)} "
                f"{describe.thing(object_).label}"
                for subject, predicate, object_ in edges
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


def _claims(facts: Graph) -> set[str]:
    return {str(s) for s in facts.subjects(RDF.type, URIRef(ONR.Claim))}
