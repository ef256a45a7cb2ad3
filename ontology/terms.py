"""The terms of onrecord.ttl, as the mapping and the property-graph rule need them.

The Turtle file is the only place where a class or a property is declared; everything here is
read from it once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

from onrecord.ingest.document import digest

ONR = Namespace("https://w3id.org/onrecord/ns#")
# Raised by hand when entities.py or facts.py give other facts for the same extraction.
_MAPPING = "1"


@dataclass(frozen=True, slots=True)
class Property:
    """A declared property.

    ``name`` is the local name; ``relationship`` the type in the property graph of an object
    property, None for a datatype property.
    """

    iri: URIRef
    name: str
    functional: bool
    relationship: str | None
    plover: str | None
    is_direct_edge: bool


@dataclass(frozen=True, slots=True)
class Ontology:
    """Classes with all their superclasses of our own, and properties, by IRI."""

    superclasses: Mapping[URIRef, tuple[URIRef, ...]]
    properties: Mapping[URIRef, Property]

    def direct_edge(self, name: str) -> Property | None:
        """The direct edge of that local name; None where the ontology has none."""
        found = self.properties.get(ONR[name])
        return found if found is not None and found.is_direct_edge else None


def local_name(iri: str) -> str:
    """What follows the last ``#`` or ``/``."""
    return re.split(r"[#/]", iri)[-1]


def _upper_snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


@cache
def declarations() -> Graph:
    """onrecord.ttl as it stands; not to be changed."""
    return Graph().parse(data=_text(), format="turtle")


@cache
def ontology() -> Ontology:
    """What onrecord.ttl declares; the same value at every call."""
    graph = declarations()
    classes = {c for c in graph.subjects(RDF.type, OWL.Class) if isinstance(c, URIRef)}
    superclasses = {
        c: tuple(
            sorted(
                s
                for s in graph.transitive_objects(c, RDFS.subClassOf)
                if isinstance(s, URIRef) and s in classes
            )
        )
        for c in classes
    }
    functional = set(graph.subjects(RDF.type, OWL.FunctionalProperty))
    properties: dict[URIRef, Property] = {}
    for kind in (OWL.DatatypeProperty, OWL.ObjectProperty):
        for iri in graph.subjects(RDF.type, kind):
            if not isinstance(iri, URIRef):
                raise TypeError(f"a property is not an IRI: {iri!r}")
            name = local_name(iri)
            code = graph.value(iri, SKOS.notation)
            properties[iri] = Property(
                iri=iri,
                name=name,
                functional=iri in functional,
                relationship=_upper_snake(name) if kind == OWL.ObjectProperty else None,
                plover=str(code) if code is not None else None,
                is_direct_edge=(iri, RDFS.subPropertyOf, ONR.directEdge) in graph,
            )
    return Ontology(superclasses, properties)


@cache
def mapping_version() -> str:
    """Identifies how extractions become facts: facts made with another one differ."""
    return digest("mapping", _MAPPING, _text())


def _text() -> str:
    return files("onrecord.ontology").joinpath("onrecord.ttl").read_text(encoding="utf-8")
