"""The RDF store: Oxigraph on disk, one named graph a document, an entity, and the derived edges.

A document's graph is replaced in one SPARQL Update, which Oxigraph runs as one transaction; the
direct edges that its claims support come and go in the same one. Full loads go through
``bulk_load`` (EVIDENCE.md: four times faster, a fifth of the disk).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from onrecord.errors import StoreError
from onrecord.graph.terms import to_fact, to_quad, to_rdflib, to_triple
from onrecord.ontology.identifiers import DERIVED_GRAPH, graph_iri
from onrecord.ontology.property_graph_rule import Fact
from onrecord.ontology.terms import ONR

Edge = tuple[URIRef, URIRef, URIRef]
_DERIVED = ox.NamedNode(str(DERIVED_GRAPH))

# The claims of one graph, or of all but one, that support direct edges.
_EDGES_OF = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT DISTINCT ?subject ?predicate ?object WHERE {{
  GRAPH {graph} {{
    ?claim onr:hasSubject ?subject ; onr:predicate ?predicate ; onr:hasObject ?object ;
           onr:factuality ?factuality .
    FILTER (?factuality IN ("asserted", "reported"))
  }}
}}
"""
_SUPPORTED = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
ASK {{
  GRAPH ?g {{
    ?claim onr:hasSubject {subject} ; onr:predicate "{predicate}" ; onr:hasObject {object} ;
           onr:factuality ?factuality .
    FILTER (?factuality IN ("asserted", "reported"))
  }}
  FILTER (?g != {graph})
}}
"""


class RdfStore:
    """Facts as named graphs in Oxigraph.

    ``revision`` grows with every change, so that who keeps a copy knows when it is old.
    """

    def __init__(self, folder: Path) -> None:
        """Open the store in a folder, or make it.

        Raises:
            StoreError: the folder cannot be opened, or another process has it open.
        """
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.store = ox.Store(str(folder))
        except OSError as error:
            raise StoreError("Oxigraph", f"{folder} cannot be opened ({error})") from error
        self.revision = 0

    def close(self) -> None:
        """Write everything to disk and let go of the folder."""
        if "store" in vars(self):
            self.store.flush()
            del self.store

    def exchange(self, other: RdfStore) -> None:
        """Hold what the other one holds, and it what this one held.

        Whoever keeps this one for asking asks the other facts from now on; what is being asked of
        the old ones goes on.
        """
        self.folder, other.folder = other.folder, self.folder
        self.store, other.store = other.store, self.store
        self.revision += 1

    def versions(self) -> dict[str, str]:
        """The versions of the facts held, by the IRI of their document or entity."""
        return {
            str(to_rdflib(quad.subject)): str(to_rdflib(quad.object))
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(ONR.factsVersion), None)
        }

    def replace(self, source: URIRef, facts: Graph | None) -> None:
        """Put a document's or an entity's facts in place of its old ones, in one transaction.

        None takes them out. The direct edges follow.
        """
        graph = graph_iri(source)
        if facts is not None and not self.store.contains_named_graph(ox.NamedNode(graph)):
            self._add(ox.NamedNode(graph), facts)
            return
        old, new = set(self._edges(graph)), set[Edge]()
        update = [f"DROP SILENT GRAPH {graph.n3()}"]
        if facts is not None:
            new = set(edges_of(facts))
            update.append(f"INSERT DATA {{ GRAPH {graph.n3()} {{\n{_ntriples(facts)}}} }}")
        if gone := [edge for edge in sorted(old - new) if not self._supported(edge, graph)]:
            update.append(f"DELETE DATA {{ GRAPH {DERIVED_GRAPH.n3()} {{ {_n3(gone)} }} }}")
        # All of them, because a rebuild that was killed may have left the claims without the edges.
        if new:
            update.append(f"INSERT DATA {{ GRAPH {DERIVED_GRAPH.n3()} {{ {_n3(sorted(new))} }} }}")
        try:
            self.store.update(" ;\n".join(update))
        except (OSError, RuntimeError) as error:
            raise StoreError("Oxigraph", f"cannot write ({error})") from error
        self.revision += 1

    def _add(self, graph: ox.NamedNode, facts: Graph) -> None:
        """Add a graph that is not there yet: one transaction too, without SPARQL to parse."""
        quads = [to_quad(fact, graph) for fact in facts]
        quads += [to_quad(edge, _DERIVED) for edge in sorted(set(edges_of(facts)))]
        try:
            self.store.extend(quads)
        except (OSError, RuntimeError) as error:
            raise StoreError("Oxigraph", f"cannot write ({error})") from error
        self.revision += 1

    def load(self, sources: Iterable[tuple[URIRef, Graph]]) -> int:
        """Add the facts of many sources to an empty store; how many quads.

        Not one transaction: for rebuilds, where a crash means to begin again.
        """
        count = 0
        edges: set[Edge] = set()

        def quads() -> Iterator[ox.Quad]:
            nonlocal count
            for source, facts in sources:
                graph = ox.NamedNode(str(graph_iri(source)))
                edges.update(edges_of(facts))
                for fact in facts:
                    count += 1
                    yield to_quad(fact, graph)

        self.store.bulk_extend(quads())
        self.store.bulk_extend(to_quad(edge, _DERIVED) for edge in sorted(edges))
        self.revision += 1
        return count + len(edges)

    def subjects(self, source: URIRef) -> set[str]:
        """What the graph of a document or an entity describes."""
        graph = ox.NamedNode(str(graph_iri(source)))
        return {
            str(to_rdflib(q.subject)) for q in self.store.quads_for_pattern(None, None, None, graph)
        }

    def owned(self, source: URIRef) -> set[str]:
        """Those of them that belong to the document alone, the source itself among them."""
        graph = ox.NamedNode(str(graph_iri(source)))
        quads = self.store.quads_for_pattern(
            None, ox.NamedNode(ONR.inDocument), ox.NamedNode(source), graph
        )
        return {str(source), *(str(to_rdflib(quad.subject)) for quad in quads)}

    def describe(self, iris: Iterable[str]) -> Iterator[tuple[Node, Node, Node]]:
        """Yield all that any graph says of these subjects, each triple once a graph."""
        for iri in iris:
            for quad in self.store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
                yield to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)

    def facts_about(self, iris: Iterable[str]) -> Iterator[Fact]:
        """Yield the same in plain strings, as the property-graph rule takes them."""
        for iri in iris:
            for quad in self.store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
                yield to_fact(iri, quad)

    def describes(self, iri: str) -> bool:
        """Whether any graph says anything of this subject."""
        return any(self.store.quads_for_pattern(ox.NamedNode(iri), None, None, None))

    def instances(self, class_: URIRef) -> Iterator[str]:
        """Yield the subjects of a class."""
        of_class = (ox.NamedNode(RDF.type), ox.NamedNode(class_))
        for quad in self.store.quads_for_pattern(None, *of_class):
            yield str(to_rdflib(quad.subject))

    def nquads(self) -> list[str]:
        """All facts as sorted N-Quads lines: equal exactly when the facts are."""
        buffer = io.BytesIO()
        self.store.dump(buffer, ox.RdfFormat.N_QUADS)
        # Not splitlines, which would cut at a line separator within a literal.
        return sorted(line for line in buffer.getvalue().decode().split("\n") if line)

    def _edges(self, graph: URIRef) -> Iterator[Edge]:
        rows = self.store.query(_EDGES_OF.format(graph=graph.n3()))
        for row in rows:  # type: ignore[union-attr] # a SELECT gives solutions
            yield (
                URIRef(row["subject"].value),
                ONR[row["predicate"].value],
                URIRef(row["object"].value),
            )

    def _supported(self, edge: Edge, but: URIRef) -> bool:
        subject, predicate, object_ = edge
        query = _SUPPORTED.format(
            subject=subject.n3(),
            predicate=predicate.removeprefix(str(ONR)),
            object=object_.n3(),
            graph=but.n3(),
        )
        return bool(self.store.query(query))


def edges_of(facts: Graph) -> Iterator[Edge]:
    """Yield the direct edges that claims in these facts support, some perhaps twice."""
    for claim, predicate in facts.subject_objects(ONR.predicate):
        if str(facts.value(claim, ONR.factuality)) in ("asserted", "reported"):
            subject, object_ = facts.value(claim, ONR.hasSubject), facts.value(claim, ONR.hasObject)
            yield URIRef(str(subject)), ONR[str(predicate)], URIRef(str(object_))


def _ntriples(facts: Graph) -> str:
    data = ox.serialize(map(to_triple, facts), format=ox.RdfFormat.N_TRIPLES)
    return data.decode() if data is not None else ""


def _n3(edges: Iterable[Edge]) -> str:
    return " . ".join(" ".join(term.n3() for term in edge) for edge in edges)
