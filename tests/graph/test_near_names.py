"""Hints at names that were misspelt."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.graph.near_names import names_near
from onrecord.graph.terms import nquads
from onrecord.ontology.entities import search_facts

NAMES = ("Scott Bessent", "Xi Jinping", "习近平", "Zoë Ünal", "semiconductors", "Li Qiang")


@pytest.fixture(scope="module")
def store() -> ox.Store:
    found = ox.Store()
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    for number, name in enumerate(NAMES):
        iri = f"https://w3id.org/onrecord/id/entity/{number}"
        found.add(ox.Quad(ox.NamedNode(iri), label, ox.Literal(name), ox.NamedNode(iri)))
        found.load(nquads(search_facts(iri, [name]), iri), ox.RdfFormat.N_QUADS)
    return found


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Bessnt", "Scott Bessent"),
        ("scot besent", "Scott Bessent"),
        ("Jinping Xi", "Xi Jinping"),
        ("semi-conducters", "semiconductors"),
        ("Zoe Ünal", "Zoë Ünal"),
    ],
)
def test_a_name_spelled_alike_is_offered(store: ox.Store, asked: str, meant: str) -> None:
    assert names_near(store, asked)[0] == meant


@pytest.mark.parametrize("asked", ["bessent", "Xi Jinping", "习近平", "Zzxqy", "", "?!", " "])
def test_a_name_that_is_known_or_like_none_has_no_hint(store: ox.Store, asked: str) -> None:
    assert names_near(store, asked) == []


@given(asked=st.text(max_size=60))
def test_whatever_is_asked_no_more_than_three_names_of_the_graph_are_offered(
    store: ox.Store, asked: str
) -> None:
    found = names_near(store, asked)
    assert len(found) <= 3
    assert set(found) <= set(NAMES)
