"""/schema: the terms that queries are written in, for editors to complete."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel
from rdflib import RDF, RDFS, SKOS, XSD, URIRef

from onrecord.api.asked import Nothing
from onrecord.api.fresh import FreshRoute
from onrecord.ontology.terms import ONR, declarations, local_name, ontology

router = APIRouter(tags=["questions"], route_class=FreshRoute)


class ClassJson(BaseModel):
    """A class, and the label in the property graph."""

    name: str
    iri: str
    comment: str
    superclasses: list[str]


class PropertyJson(BaseModel):
    """A property: a node property, or a relationship, in the property graph."""

    name: str
    iri: str
    comment: str
    kind: Literal["datatype", "object"]
    domain: list[str]
    range: list[str]
    cypher: str
    direct_edge: bool


class SchemaJson(BaseModel):
    """All terms of the ontology."""

    prefixes: dict[str, str]
    classes: list[ClassJson]
    properties: list[PropertyJson]


@router.get("/schema")
def schema(_: Annotated[Nothing, Query()]) -> SchemaJson:
    """Classes and properties with what they are called in SPARQL and in Cypher."""
    return _schema()


@cache
def _schema() -> SchemaJson:
    declared = declarations()

    def comment(iri: URIRef) -> str:
        return str(declared.value(iri, RDFS.comment) or "")

    def names(iri: URIRef, predicate: URIRef) -> list[str]:
        return sorted(local_name(str(each)) for each in declared.objects(iri, predicate))

    return SchemaJson(
        prefixes={
            "onr": str(ONR), "skos": str(SKOS), "rdf": str(RDF), "rdfs": str(RDFS),
            "xsd": str(XSD),
        },
        classes=[
            ClassJson(
                name=local_name(iri),
                iri=str(iri),
                comment=comment(iri),
                superclasses=[local_name(each) for each in above if each != iri],
            )
            for iri, above in sorted(ontology().superclasses.items())
        ],
        properties=[
            PropertyJson(
                name=each.name,
                iri=str(iri),
                comment=comment(iri),
                kind="object" if each.relationship else "datatype",
                domain=names(iri, RDFS.domain),
                range=names(iri, RDFS.range),
                cypher=each.relationship or each.name,
                direct_edge=each.is_direct_edge,
            )
            for iri, each in sorted(ontology().properties.items())
        ],
    )  # fmt: skip
