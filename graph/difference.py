"""What came, went and changed between two graphs, and why.

The graphs may be two days of one folder, two folders, or a graph and an export of what it was. Why
is read from the graphs alone: which documents they have, which pipeline read them and by which
rule, which packs their concepts are from, and what analysts decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pyoxigraph as ox
from rdflib import RDF

from onrecord.graph.answers import select
from onrecord.graph.who_said import NO_CLAIM, Describer
from onrecord.ontology.identifiers import DERIVED_GRAPH, ID
from onrecord.ontology.terms import ONR, local_name

How = Literal["came", "went", "changed"]
Properties = Mapping[str, Set[str]]
Edge = tuple[str, str, str]
_MOST = 10_000_000
_RUNS = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?document ?pipeline ?profile
WHERE { ?document onr:extractedBy ?run . ?run onr:pipeline ?pipeline ; onr:profile ?profile }
"""
_ENTITIES = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?entity ?label ?version ?pack WHERE {
  ?entity skos:prefLabel ?label ; onr:factsVersion ?version
  OPTIONAL { ?entity onr:pack ?pack }
}
"""
_CORRECTIONS = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?correction ?document ?decision ?decided ?by ?reason ?about
WHERE {
  ?correction a onr:Correction ; onr:decision ?decision ; onr:decided ?decided ;
    onr:decidedBy ?by ; onr:reason ?reason .
  OPTIONAL { ?correction onr:inDocument ?document }
  OPTIONAL { ?about onr:correctedBy ?correction }
}
"""
# What a claim says of itself beside what it means.
_ASIDE = {str(RDF.type), str(ONR.inDocument), str(ONR.correctedBy)}


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One thing that is not the same in both graphs."""

    thing: str
    how: How
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class _Entity:
    label: str
    version: str
    pack: str | None


@dataclass(frozen=True, slots=True)
class _Correction:
    document: str | None
    kind: str
    what: str
    why: str
    about: frozenset[str]


class _State:
    """What one graph holds, in a form that can be compared."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self.describe = Describer(store)
        self.documents = set(self._of_class(ONR.Document))
        self.claims = {claim: self._facts(claim) for claim in self._of_class(ONR.Claim)}
        self.runs = {d: f"{profile}, pipeline {p}" for d, p, profile in self._rows(_RUNS)}
        self.entities = {
            iri: _Entity(label, version, pack or None)
            for iri, label, version, pack in self._rows(_ENTITIES)
        }
        self.corrections = self._corrections()
        derived = store.quads_for_pattern(None, None, None, ox.NamedNode(str(DERIVED_GRAPH)))
        self.edges = {
            (q.subject.value, local_name(q.predicate.value), q.object.value)
            for q in derived
            if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode)
        }

    def _rows(self, sparql: str) -> Iterator[list[str]]:
        for row in select(self._store, sparql, {}, max_rows=_MOST).rows:
            yield ["" if value is None else str(value) for value in row]

    def _of_class(self, class_: str) -> Iterator[str]:
        of_class = (ox.NamedNode(str(RDF.type)), ox.NamedNode(str(class_)))
        for quad in self._store.quads_for_pattern(None, *of_class):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value

    def _facts(self, iri: str) -> Properties:
        """What the graph says of a claim, by property; who relayed it as one value."""
        facts: dict[str, set[str]] = defaultdict(set)
        for quad in self._store.quads_for_pattern(ox.NamedNode(iri), None, None):
            if quad.predicate.value == str(ONR.hasRelay):
                relay = self._facts(quad.object.value)  # type: ignore[union-attr] # an IRI
                facts["relayedBy"] |= relay["relayedBy"]
                facts["relays"].add(f"{min(relay['position'])} {min(relay['relayedBy'])}")
            elif quad.predicate.value not in _ASIDE:
                facts[local_name(quad.predicate.value)].add(quad.object.value)  # type: ignore[union-attr] # no triple terms
        return facts

    def _corrections(self) -> dict[str, _Correction]:
        found: dict[str, _Correction] = {}
        for iri, document, decision, decided, by, reason, about in self._rows(_CORRECTIONS):
            before = found[iri].about if iri in found else frozenset()
            found[iri] = _Correction(
                document or None,
                decision,
                f"{decision}: {decided}",
                f"{decision} by {by}: {reason}",
                before | {about} if about else before,
            )
        return found

    @cached_property
    def support(self) -> Mapping[Edge, set[str]]:
        """The documents whose claims say an edge."""
        found: dict[Edge, set[str]] = defaultdict(set)
        for claim, facts in self.claims.items():
            if edge := _edge(facts):
                found[edge].add(self.document_of(claim))
        return found

    @cached_property
    def merged(self) -> Mapping[str, str]:
        """The entities that others were merged into, by the IRI of the other."""
        quads = self._store.quads_for_pattern(None, ox.NamedNode(str(ONR.replaces)), None)
        return {q.object.value: q.subject.value for q in quads}  # type: ignore[union-attr] # IRIs

    def named_in(self, entity: str) -> set[str]:
        """The documents that refer to an entity, by their metadata or in a claim."""
        found = set()
        for quad in self._store.quads_for_pattern(None, None, ox.NamedNode(entity)):
            graph = quad.graph_name
            if isinstance(graph, ox.NamedNode) and graph.value.startswith(f"{ID}graph/document/"):
                found.add(f"{ID}document/{local_name(graph.value)}")
        return found

    def document_of(self, claim: str) -> str:
        """The document of a claim."""
        in_document = (ox.NamedNode(claim), ox.NamedNode(str(ONR.inDocument)), None)
        return next(q.object.value for q in self._store.quads_for_pattern(*in_document))  # type: ignore[union-attr] # an IRI

    def document(self, iri: str) -> str:
        shown = self.describe.document(iri)
        return f"{shown.name} ({shown.published or 'undated'})"

    def claim(self, iri: str) -> str:
        facts = self.claims[iri]
        if edge := _edge(facts):
            return self.edge(edge)
        who = self.value("hasSpeaker", facts.get("hasSpeaker", ())) or "nobody named"
        how = NO_CLAIM.get(min(facts.get("cueClass", ("",))))
        said = " ".join(sorted(facts.get("content", ())))
        return f"{who} {how}: {said}" if how else f"{who}: {said}"

    def edge(self, edge: Edge) -> str:
        subject, predicate, object_ = edge
        ends = self.describe.thing(subject).label, self.describe.thing(object_).label
        return f"{ends[0]} {predicate} {ends[1]}"

    def value(self, name: str, values: Iterable[str]) -> str:
        """A property's values for people: entities by their labels, spans by where they are."""
        shown = sorted(values)
        if name == "relays":
            shown = [each.split(" ", 1)[1] for each in shown]
        return ", ".join(
            self.entities[each].label if each in self.entities else each.removeprefix(ID)
            for each in shown
        )


def differences(before: ox.Store, after: ox.Store) -> list[Difference]:
    """All differences, by kind of thing; empty where both graphs say the same.

    Entities that came or went with their documents alone are left out.
    """
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
            why = _why(iri, new.document_of(iri), old, new)
            yield Difference("claim", "came", new.claim(iri), why)
        elif iri not in new.claims:
            why = _why(iri, old.document_of(iri), old, new)
            yield Difference("claim", "went", old.claim(iri), why)
        elif changed := _changed(old.claims[iri], new.claims[iri]):
            shown = "; ".join(
                f"{name} {old.value(name, old.claims[iri].get(name, ())) or '–'} → "
                f"{new.value(name, new.claims[iri].get(name, ())) or '–'}"
                for name in changed
            )
            why = _why(iri, new.document_of(iri), old, new)
            yield Difference("claim", "changed", f"{new.claim(iri)} ({shown})", why)


def _changed(old: Properties, new: Properties) -> list[str]:
    """The properties that differ; those that say the same in other words are told once."""
    names = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    if "reportedBy" in names:
        names -= {"relays", "relayedBy"}
    return sorted(names)


def _why(claim: str, document: str, old: _State, new: _State) -> str:
    """Why a claim is in one graph only, or not the same in both: the nearest reason there is."""
    if document not in old.documents or document not in new.documents:
        state = new if document in new.documents else old
        return f"document {state.document(document)}"
    if decided := _decided(old, new, document, claim):
        return decided
    if (was := old.runs.get(document)) != (now := new.runs.get(document)):
        state = new if claim in new.claims else old
        rule = state.value("rule", state.claims[claim].get("rule", ()))
        return f"read by {now}, before by {was}; rule {rule}"
    if decided := _decided(old, new, document, None):
        return decided
    referred = sorted(_entities_of(old, claim) ^ _entities_of(new, claim))
    for iri in referred:
        merged = new.merged.get(iri) or old.merged.get(iri) or iri
        if decided := _decided(old, new, None, merged):
            return decided
    for iri in referred:
        entity = old.entities.get(iri) or new.entities[iri]
        if entity.pack:
            return f"pack {entity.pack}, {entity.label}"
    if referred:
        return "other documents tell its entities apart otherwise"
    return "the facts are made of the same reading in another way (another version of OnRecord)"


def _entities_of(state: _State, claim: str) -> set[str]:
    return {
        value
        for values in state.claims.get(claim, {}).values()
        for value in values
        if value in state.entities
    }


def _decided(old: _State, new: _State, document: str | None, about: str | None) -> str | None:
    """The corrections that only one graph has: those about the thing, or about what is no more.

    Where ``about`` is None all of the document count, but for what was added: a statement whose
    words are edited is another one.
    """
    only = [
        correction
        for state, other in ((new, old), (old, new))
        for iri, correction in state.corrections.items()
        if iri not in other.corrections and correction.document == document
    ]
    if about is None:
        meant = [each for each in only if each.kind != "add"]
    else:
        meant = [each for each in only if about in each.about]
    if document is not None and about is not None and not meant:
        meant = [each for each in only if not each.about]
    return "; ".join(sorted({each.why for each in meant})) or None


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
    merged = new.merged
    for iri in sorted(old.entities.keys() | new.entities.keys()):
        was, now = old.entities.get(iri), new.entities.get(iri)
        decided = _decided(old, new, None, iri)
        if was and now:
            pack = f"pack {now.pack}" if now.pack else None
            if was.label != now.label:
                why = decided or pack or "documents call it so"
                yield Difference("entity", "changed", f"{was.label} → {now.label}", why)
            elif pack and was.version != now.version:
                yield Difference("entity", "changed", now.label, decided or pack)
        elif iri in merged:
            into = new.entities[merged[iri]]
            why = f"an analyst merged it into {into.label}"
            yield Difference("entity", "went", was.label if was else iri, why)
        else:
            yield from _one_sided(iri, old, new, decided)


def _one_sided(iri: str, old: _State, new: _State, decided: str | None) -> Iterator[Difference]:
    """An entity that one graph has, where a document that both have names it."""
    state, other, how = (new, old, "came") if iri in new.entities else (old, new, "went")
    entity = state.entities[iri]
    both = old.documents & new.documents
    if naming := sorted(state.named_in(iri) & both):
        document = naming[0]
        # A split takes documents from an entity, and is about the one that they name instead.
        instead = sorted(other.entities.keys() - state.entities.keys())
        whys = (
            *(_decided(old, new, None, e) for e in instead if other.named_in(e) & set(naming)),
            *(_decided(old, new, each, None) for each in naming),
        )
        decided = decided or next(filter(None, whys), None)
        if old.runs.get(document) != new.runs.get(document):
            why = f"read by {new.runs.get(document)}, before by {old.runs.get(document)}"
        else:
            why = f"pack {entity.pack}" if entity.pack else "documents tell it apart otherwise"
        yield Difference("entity", how, entity.label, decided or why)  # type: ignore[arg-type]


def _corrections(old: _State, new: _State) -> Iterator[Difference]:
    for iri in old.corrections.keys() ^ new.corrections.keys():
        state, how = (new, "came") if iri in new.corrections else (old, "went")
        correction = state.corrections[iri]
        yield Difference("correction", how, correction.what, correction.why)  # type: ignore[arg-type]


def _edge(facts: Properties) -> Edge | None:
    if "predicate" not in facts:
        return None
    return min(facts["hasSubject"]), min(facts["predicate"]), min(facts["hasObject"])
