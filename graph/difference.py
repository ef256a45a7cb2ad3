"""What came, went and changed between two graphs, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox
from rdflib import RDF

from onrecord.graph.answers import select
from onrecord.graph.who_said import Describer
from onrecord.ontology.identifiers import DERIVED_GRAPH
from onrecord.ontology.terms import ONR, local_name

How = Literal["came", "went", "changed"]
_MOST = 10_000_000
_CLAIMS = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?claim ?document ?content ?speaker ?predicate ?subject ?object
WHERE {
  ?claim a onr:Claim ; onr:inDocument ?document .
  OPTIONAL { ?claim onr:content ?content }
  OPTIONAL { ?claim onr:hasSpeaker ?speaker }
  OPTIONAL { ?claim onr:predicate ?predicate ; onr:hasSubject ?subject ; onr:hasObject ?object }
}
"""
_ENTITIES = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?entity ?label WHERE { ?entity skos:prefLabel ?label ; onr:factsVersion ?version }
"""
_CORRECTIONS = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?correction ?document ?decision ?decided ?by ?reason
WHERE {
  ?correction a onr:Correction ; onr:decision ?decision ; onr:decided ?decided ;
    onr:decidedBy ?by ; onr:reason ?reason .
  OPTIONAL { ?correction onr:inDocument ?document }
}
"""
_REPLACED = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?old ?new WHERE { ?new onr:replaces ?old }
"""


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One thing that is not the same in both graphs."""

    thing: str
    how: How
    what: str
    why: str


class _State:
    """What one graph holds, in a form that can be compared."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self.describe = Describer(store)
        self.documents = self._of_class(ONR.Document)
        rows = select(store, _CLAIMS, {}, max_rows=_MOST).rows
        self.claims = {str(row[0]): tuple(row[1:]) for row in rows}
        self.entities = {
            str(i): str(n) for i, n in select(store, _ENTITIES, {}, max_rows=_MOST).rows
        }
        self.replaced = {
            str(o): str(n) for o, n in select(store, _REPLACED, {}, max_rows=_MOST).rows
        }
        self.corrections = {
            str(row[0]): row[1:] for row in select(store, _CORRECTIONS, {}, max_rows=_MOST).rows
        }
        derived = store.quads_for_pattern(None, None, None, ox.NamedNode(str(DERIVED_GRAPH)))
        self.edges = {
            (q.subject.value, local_name(q.predicate.value), q.object.value)
            for q in derived
            if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode)
        }
        self.support: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for document, _, _, predicate, subject, object_ in self.claims.values():
            if predicate is not None:
                self.support[str(subject), str(predicate), str(object_)].add(str(document))

    def _of_class(self, class_: str) -> set[str]:
        quads = self._store.quads_for_pattern(
            None, ox.NamedNode(str(RDF.type)), ox.NamedNode(class_)
        )
        return {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}

    def document(self, iri: str) -> str:
        shown = self.describe.document(iri)
        return f"{shown.name} ({shown.published or 'undated'})"

    def claim(self, iri: str) -> str:
        _, content, speaker, predicate, subject, object_ = self.claims[iri]
        if predicate is None:
            who = self.describe.thing(str(speaker)).label if speaker else "nobody named"
            return f"{who}: {content}"
        return self.edge((str(subject), str(predicate), str(object_)))

    def edge(self, edge: tuple[str, str, str]) -> str:
        subject, predicate, object_ = edge
        ends = self.describe.thing(subject).label, self.describe.thing(object_).label
        return f"{ends[0]} {predicate} {ends[1]}"


def differences(before: ox.Store, after: ox.Store) -> list[Difference]:
    """All differences, by kind of thing; empty where both graphs say the same."""
    old, new = _State(before), _State(after)
    return sorted(
        {
            *_documents(old, new),
            *_claims(old, new),
            *_edges(old, new),
            *_entities(old, new),
            *_corrections(old, new),
        }
    )


def _documents(old: _State, new: _State) -> Iterator[Difference]:
    for iri in new.documents - old.documents:
        yield Difference("document", "came", new.document(iri), "it is in the later graph only")
    for iri in old.documents - new.documents:
        yield Difference("document", "went", old.document(iri), "it is in the earlier graph only")


def _claims(old: _State, new: _State) -> Iterator[Difference]:
    for iri in old.claims.keys() | new.claims.keys():
        if iri not in old.claims:
            document = str(new.claims[iri][0])
            why = _why(document, old, new) or f"document {new.document(document)}"
            yield Difference("claim", "came", new.claim(iri), why)
        elif iri not in new.claims:
            document = str(old.claims[iri][0])
            why = _why(document, old, new) or f"document {old.document(document)}"
            yield Difference("claim", "went", old.claim(iri), why)
        elif old.claims[iri] != new.claims[iri]:
            why = _why(str(new.claims[iri][0]), old, new) or "entities are told apart otherwise"
            yield Difference("claim", "changed", f"{old.claim(iri)} → {new.claim(iri)}", why)


def _edges(old: _State, new: _State) -> Iterator[Difference]:
    for how, edges, state in (
        ("came", new.edges - old.edges, new),
        ("went", old.edges - new.edges, old),
    ):
        for edge in edges:
            documents = ", ".join(sorted(map(state.document, state.support[edge])))
            why = f"claims of {documents}" if documents else "its claims"
            yield Difference("direct edge", how, state.edge(edge), why)  # type: ignore[arg-type]


def _entities(old: _State, new: _State) -> Iterator[Difference]:
    for iri in old.entities.keys() | new.entities.keys():
        if iri not in old.entities:
            yield Difference("entity", "came", new.entities[iri], "documents name it")
        elif iri in new.replaced:
            into = new.entities.get(new.replaced[iri], new.replaced[iri])
            yield Difference(
                "entity", "went", old.entities[iri], f"an analyst merged it into {into}"
            )
        elif iri not in new.entities:
            yield Difference("entity", "went", old.entities[iri], "no document names it")
        elif old.entities[iri] != new.entities[iri]:
            what = f"{old.entities[iri]} → {new.entities[iri]}"
            yield Difference("entity", "changed", what, "documents or an analyst call it so")


def _corrections(old: _State, new: _State) -> Iterator[Difference]:
    for iri in old.corrections.keys() ^ new.corrections.keys():
        state, how = (new, "came") if iri in new.corrections else (old, "went")
        _, decision, decided, by, reason = state.corrections[iri]
        what = f"{decision}: {decided}"
        yield Difference("correction", how, what, f"{by}: {reason}")  # type: ignore[arg-type]


def _why(document: str, old: _State, new: _State) -> str | None:
    """The corrections of a document that only one graph has."""
    found = [
        f"{row[1]} by {row[3]}: {row[4]}"
        for state, other in ((new, old), (old, new))
        for iri, row in state.corrections.items()
        if iri not in other.corrections and row[0] == document
    ]
    return "; ".join(sorted(found)) or None
