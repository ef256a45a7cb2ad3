"""The RDF store: Oxigraph on disk, one named graph a document, an entity, and the derived edges.

A document's graph is replaced in one SPARQL Update, which Oxigraph runs as one transaction; the
direct edges that its claims support come and go in the same one. Full loads go through
``bulk_load`` (EVIDENCE.md: four times faster, a fifth of the disk).
"""

from __future__ import annotations

import contextlib
import io
import os
import secrets
import threading
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, URIRef
from rdflib.term import Node

from onrecord.errors import StoreError
from onrecord.graph.store_version import StoreVersion
from onrecord.graph.terms import nquads, ntriple, to_fact, to_rdflib
from onrecord.ontology.fact import Fact, Facts, link
from onrecord.ontology.identifiers import DERIVED_GRAPH, graph_iri
from onrecord.ontology.terms import ONR

_OF_EDGES = {
    str(ONR[name]): name for name in ("predicate", "factuality", "hasSubject", "hasObject")
}
# How many changes back it is known what changed.
_REMEMBERED = 10_000

# Whether a claim of another graph supports a direct edge.
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
        self._opened = secrets.token_hex(4)
        self._changes: deque[str | None] = deque(maxlen=_REMEMBERED)
        self._writing = threading.Lock()
        self._version: tuple[int, StoreVersion] | None = None

    def close(self) -> None:
        """Write everything to disk and let go of the folder."""
        if "store" in vars(self):
            store = vars(self).pop("store")
            try:
                store.flush()
            except OSError as error:
                raise StoreError("Oxigraph", f"cannot write ({error})") from error

    def exchange(self, other: RdfStore) -> None:
        """Hold what the other one holds, and it what this one held.

        Whoever keeps this one for asking asks the other facts from now on; what is being asked of
        the old ones goes on.
        """
        self.folder, other.folder = other.folder, self.folder
        self.store, other.store = other.store, self.store
        self._changed(None)

    def _changed(self, source: str | None, facts: Facts | None = None) -> None:
        """Count a change: of a document or entity, which has these facts now, or of everything."""
        known = self._version
        self._version = None
        self._changes.append(source)
        self.revision += 1
        if source is not None and known is not None and known[0] == self.revision - 1:
            known[1].put(source, facts or ())
            self._version = self.revision, known[1]

    @property
    def state(self) -> str:
        """Names what the store holds now, here and as long as it is open."""
        return self.state_at(self.revision)

    def state_at(self, revision: int) -> str:
        """Names what it held at a revision."""
        return f"{self._opened}-{revision}"

    def changed_since(self, revision: int) -> set[str] | None:
        """The documents and entities whose facts changed since; None where any may have."""
        # Copied before counting: a change that comes in between is named once more, not missed.
        changes = list(self._changes.copy())
        count = self.revision - revision
        changes = changes[-count:] if count else []
        if len(changes) < count or None in changes:
            return None
        return {source for source in changes if source is not None}

    def back_up(self, folder: Path) -> tuple[int, str]:
        """Copy the store into a folder, as hard links where it can; what was copied.

        That is its revision, and a name that is equal for equal facts.

        Raises:
            OSError: the folder cannot be written to.
        """
        with self._writing:
            self.store.backup(str(folder))
            if self._version is None or self._version[0] != self.revision:
                self._version = self.revision, StoreVersion(self.versions())
            return self.revision, str(self._version[1])

    def versions(self) -> dict[str, str]:
        """The versions of the facts held, by the IRI of their document or entity."""
        return {
            str(to_rdflib(quad.subject)): str(to_rdflib(quad.object))
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(ONR.factsVersion), None)
        }

    def replace(self, source: URIRef, facts: Facts | None) -> None:
        """Put a document's or an entity's facts in place of its old ones, in one transaction.

        None takes them out. The direct edges follow.
        """
        with self._writing:
            self._replace(source, facts)
            self._changed(str(source), facts)

    def _replace(self, source: URIRef, facts: Facts | None) -> None:
        graph = graph_iri(source)
        if facts is not None and not self.store.contains_named_graph(ox.NamedNode(graph)):
            self._add(graph, facts)
            return
        held, wanted = set(self.facts_of(source)), facts or Facts()
        old, new = edges_of(held), edges_of(wanted)
        # The difference alone: a document of which one name means another entity now is rewritten
        # in a few triples of a thousand.
        update = []
        if facts is None:
            update.append(f"DROP SILENT GRAPH {graph.n3()}")
        elif less := held - wanted:
            update.append(f"DELETE DATA {{ GRAPH {graph.n3()} {{\n{_data(less)}}} }}")
        if more := wanted - held:
            update.append(f"INSERT DATA {{ GRAPH {graph.n3()} {{\n{_data(more)}}} }}")
        derived = DERIVED_GRAPH.n3()
        if gone := [edge for edge in sorted(old - new) if not self._supported(edge, graph)]:
            update.append(f"DELETE DATA {{ GRAPH {derived} {{ {_data(gone)} }} }}")
        # All of them, because a rebuild that was killed may have left the claims without the edges.
        if new:
            update.append(
                f"INSERT DATA {{ GRAPH {DERIVED_GRAPH.n3()} {{ {_data(sorted(new))} }} }}"
            )
        try:
            self.store.update(" ;\n".join(update))
        except (OSError, RuntimeError) as error:
            raise StoreError("Oxigraph", f"cannot write ({error})") from error

    def _add(self, graph: URIRef, facts: Facts) -> None:
        """Add a graph that is not there yet: one transaction too, without SPARQL to parse."""
        data = nquads(facts, graph) + nquads(edges_of(facts), DERIVED_GRAPH)
        try:
            self.store.load(data, ox.RdfFormat.N_QUADS)
        except (OSError, RuntimeError) as error:
            raise StoreError("Oxigraph", f"cannot write ({error})") from error

    def load(self, sources: Iterable[tuple[URIRef, Facts]]) -> int:
        """Add the facts of many sources to an empty store; how many quads.

        Not one transaction: for rebuilds, where a crash means to begin again.
        """
        count = 0
        edges = Facts()

        def data() -> Iterator[bytes]:
            nonlocal count
            for source, facts in sources:
                count += len(facts)
                edges.update(edges_of(facts))
                yield nquads(facts, graph_iri(source))
            yield nquads(sorted(edges), DERIVED_GRAPH)

        try:
            _load_as_made(self.store, data())
        except (OSError, RuntimeError) as error:
            raise StoreError("Oxigraph", f"cannot write ({error})") from error
        self._changed(None)
        return count + len(edges)

    def facts_of(self, source: URIRef) -> Iterator[Fact]:
        """Yield what the graph of a document or an entity holds."""
        graph = ox.NamedNode(str(graph_iri(source)))
        for quad in self.store.quads_for_pattern(None, None, None, graph):
            yield to_fact(quad.subject.value, quad)  # type: ignore[union-attr] # no blank nodes

    def describe(self, iris: Iterable[str]) -> Iterator[tuple[Node, Node, Node]]:
        """Yield all that any graph says of these subjects, each triple once a graph."""
        for iri in iris:
            for quad in self.store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
                yield to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)

    def facts_about(self, iris: Iterable[str]) -> Iterator[Fact]:
        """Yield the same in plain strings."""
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

    def _supported(self, edge: Fact, but: URIRef) -> bool:
        query = _SUPPORTED.format(
            subject=f"<{edge.subject}>",
            predicate=edge.predicate.removeprefix(str(ONR)),
            object=f"<{edge.value}>",
            graph=but.n3(),
        )
        return bool(self.store.query(query))


def _load_as_made(store: ox.Store, chunks: Iterable[bytes]) -> None:
    """Load N-Quads while they are made: the engine takes them from a pipe, in a thread."""
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1, thread_name_prefix="loading") as thread:
        loading = thread.submit(
            store.bulk_load, path=f"/dev/fd/{reading}", format=ox.RdfFormat.N_QUADS
        )
        # Where it fails, nobody reads any more, and writing ends.
        loading.add_done_callback(lambda _: os.close(reading))
        with contextlib.suppress(BrokenPipeError), os.fdopen(writing, "wb") as pipe:
            for chunk in chunks:
                pipe.write(chunk)
        loading.result()


def edges_of(facts: Iterable[Fact]) -> Facts:
    """The direct edges that claims in these facts support."""
    claims: dict[str, dict[str, str]] = defaultdict(dict)
    for fact in facts:
        if (name := _OF_EDGES.get(fact.predicate)) is not None:
            claims[fact.subject][name] = fact.value
    return {
        link(claim["hasSubject"], f"{ONR}{claim['predicate']}", claim["hasObject"])
        for claim in claims.values()
        if claim.get("factuality") in ("asserted", "reported")
    }


def _data(facts: Iterable[Fact]) -> str:
    """The facts as SPARQL's ``INSERT DATA`` and ``DELETE DATA`` have them."""
    return " .\n".join(map(ntriple, facts))
