"""onrecord.ttl, as the mapping and the property graph need it."""

from __future__ import annotations

from importlib.resources import files

from rdflib import RDF, RDFS, SKOS, Graph, Namespace, URIRef

from onrecord.ontology.terms import ONR, local_name, mapping_version, ontology

SH = Namespace("http://www.w3.org/ns/shacl#")


def turtle(name: str) -> Graph:
    text = files("onrecord.ontology").joinpath(name).read_text(encoding="utf-8")
    return Graph().parse(data=text, format="turtle")


def test_no_label_shares_a_name_with_a_relationship_type_not_even_by_case() -> None:
    labels = {local_name(class_).casefold() for class_ in ontology().superclasses}
    types = {(p.relationship or "").replace("_", "") for p in ontology().properties.values()}
    assert labels.isdisjoint(type_.casefold() for type_ in types)


def test_no_two_properties_share_a_name_in_the_property_graph() -> None:
    names = [p.relationship or p.name for p in ontology().properties.values()]
    assert len({name.casefold() for name in names}) == len(names)


def test_no_property_is_called_iri_as_the_key_is() -> None:
    assert "iri" not in {p.name for p in ontology().properties.values()}


def test_superclasses_hold_the_class_itself_and_all_above_it() -> None:
    assert ontology().superclasses[ONR.Company] == (ONR.Actor, ONR.Company, ONR.Organization)


def test_relationship_type_is_the_name_in_upper_snake() -> None:
    assert ontology().properties[ONR.hasSubjectMention].relationship == "HAS_SUBJECT_MENTION"
    assert ontology().properties[ONR.confidence].relationship is None


def test_direct_edge_is_known_by_its_local_name() -> None:
    edge = ontology().direct_edge("demandsFrom")
    assert edge is not None
    assert edge.plover == "DEMAND"


def test_property_that_is_no_direct_edge_is_none() -> None:
    assert ontology().direct_edge("hasSpeaker") is None
    assert ontology().direct_edge("nothing") is None


def test_every_plover_code_stands_once() -> None:
    codes = [p.plover for p in ontology().properties.values() if p.plover]
    assert len(codes) == len(set(codes)) == 18


def test_every_class_and_property_says_what_it_means() -> None:
    graph = turtle("onrecord.ttl")
    terms = {*ontology().superclasses, *ontology().properties}
    assert [t for t in terms if graph.value(t, RDFS.comment) is None] == []


def test_shapes_name_every_class_and_no_property_that_is_not_declared() -> None:
    shapes = turtle("shapes.ttl")
    classes: set[URIRef] = set()
    for shape in shapes.objects(ONR.TypedShape, SH.property):
        (head,) = shapes.objects(shape, SH["in"])
        classes |= {URIRef(str(class_)) for class_ in shapes.items(head)}
    assert classes == set(ontology().superclasses)
    paths = {URIRef(str(path)) for path in shapes.objects(None, SH.path)}
    assert paths - {RDF.type} <= set(ontology().properties)


def test_shapes_leave_no_property_out() -> None:
    paths = set(turtle("shapes.ttl").objects(None, SH.path))
    abstract = {ONR.directEdge}
    assert set(ontology().properties) - abstract <= paths
    assert SKOS.prefLabel in paths


def test_mapping_version_is_the_same_at_every_call() -> None:
    assert mapping_version() == mapping_version()
