"""The RDF store: a document's graph is replaced as a whole, and direct edges follow the claims."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Literal, URIRef

from onrecord.errors import OnRecordError, StoreError
from onrecord.graph.rdf import RdfStore
from onrecord.ingest.extraction import Extraction, Factuality
from onrecord.ontology.entities import entity_iri, local_entities, name_key
from onrecord.ontology.fact import Facts, link
from onrecord.ontology.facts import map_document
from onrecord.ontology.identifiers import DERIVED_GRAPH, document_iri
from onrecord.ontology.terms import ONR
from tests.handmade import briefing, corpus, tariffs

ALIVE: list[Factuality] = ["asserted", "reported"]
DEAD: list[Factuality] = ["denied", "hypothetical"]
DERIVED = ox.NamedNode(str(DERIVED_GRAPH))


def facts(found: Extraction, version: str = "v1") -> Facts:
    iris = {e.id: entity_iri(name_key(e)) for e in local_entities(found)}
    return map_document(found, iris, version=version)


def source(found: Extraction) -> URIRef:
    return document_iri(found.document.id)


def put(store: RdfStore, *found: Extraction) -> None:
    for each in found:
        store.replace(source(each), facts(each))


def edges(store: RdfStore) -> set[str]:
    quads = store.store.quads_for_pattern(None, None, None, DERIVED)
    return {quad.predicate.value.removeprefix(str(ONR)) for quad in quads}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RdfStore]:
    store = RdfStore(tmp_path / "rdf")
    yield store
    store.close()


def test_replacing_twice_changes_nothing(store: RdfStore) -> None:
    put(store, briefing())
    before = store.nquads()
    put(store, briefing())
    assert store.nquads() == before


def test_replacing_leaves_nothing_of_the_old_and_touches_no_other(store: RdfStore) -> None:
    other = tariffs(outlet="Daily Post")
    put(store, tariffs(), other)
    store.replace(source(tariffs()), None)
    rest = store.nquads()
    store.replace(source(other), None)
    put(store, other)
    assert store.nquads() == rest
    store.replace(source(other), None)
    assert store.nquads() == []


def test_version_of_each_document_is_known(store: RdfStore) -> None:
    store.replace(source(briefing()), facts(briefing(), "v1"))
    store.replace(source(briefing()), facts(briefing(), "v2"))
    assert store.versions() == {str(source(briefing())): "v2"}


def test_revision_grows_with_every_change(store: RdfStore) -> None:
    put(store, briefing())
    first = store.revision
    store.replace(source(briefing()), None)
    assert store.revision > first


@pytest.mark.parametrize("factuality", ALIVE)
def test_asserted_or_reported_claim_gives_the_direct_edge(
    store: RdfStore, factuality: Factuality
) -> None:
    put(store, tariffs(factuality))
    assert edges(store) == {"imposes"}


@pytest.mark.parametrize("factuality", DEAD)
def test_denied_or_hypothetical_claim_gives_none(store: RdfStore, factuality: Factuality) -> None:
    put(store, tariffs(factuality))
    assert edges(store) == set()


@pytest.mark.parametrize("factuality", DEAD)
def test_direct_edge_goes_when_its_only_claim_is_denied_now(
    store: RdfStore, factuality: Factuality
) -> None:
    put(store, tariffs(), tariffs(factuality))
    assert edges(store) == set()


def test_direct_edge_stays_while_another_document_supports_it(store: RdfStore) -> None:
    one, two = tariffs(), tariffs(outlet="Daily Post")
    put(store, one, two)
    store.replace(source(one), None)
    assert edges(store) == {"imposes"}
    store.replace(source(two), None)
    assert edges(store) == set()


def test_direct_edge_of_two_documents_goes_when_one_denies_and_one_is_removed(
    store: RdfStore,
) -> None:
    one, two = tariffs(), tariffs(outlet="Daily Post")
    put(store, one, two, tariffs("denied"))
    assert edges(store) == {"imposes"}
    store.replace(source(two), None)
    assert edges(store) == set()


def test_denial_in_another_document_does_not_take_the_edge_away(store: RdfStore) -> None:
    put(store, tariffs(), tariffs("denied", outlet="Daily Post"))
    assert edges(store) == {"imposes"}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Daily Post", "The Gazette", "Wire"]),
            st.sampled_from([*ALIVE, *DEAD, None]),
        ),
        max_size=8,
    )
)
def test_direct_edge_exists_exactly_while_a_live_claim_supports_it(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, Factuality | None]]
) -> None:
    store = RdfStore(tmp_path_factory.mktemp("rdf"))
    now: dict[str, Factuality | None] = {}
    for outlet, factuality in changes:
        now[outlet] = factuality
        found = tariffs(factuality or "asserted", outlet=outlet)
        store.replace(source(found), facts(found) if factuality else None)
        alive = any(each in ALIVE for each in now.values())
        assert edges(store) == ({"imposes"} if alive else set())
    store.close()


def test_bulk_load_gives_what_replacing_gives(store: RdfStore, tmp_path: Path) -> None:
    put(store, *corpus())
    bulk = RdfStore(tmp_path / "bulk")
    count = bulk.load((source(each), facts(each)) for each in corpus())
    assert bulk.nquads() == store.nquads()
    assert count == len(store.nquads())
    bulk.close()


def test_bulk_load_that_the_engine_refuses_ends_with_its_reason(store: RdfStore) -> None:
    refused = {link("not-absolute", ONR.isAbout, "urn:x")}
    more = {link(f"urn:{number}", ONR.isAbout, "urn:x") for number in range(50_000)}
    with pytest.raises(SyntaxError, match="No scheme found"):
        store.load([(URIRef("urn:a"), refused), (URIRef("urn:b"), more)])


def test_bulk_load_ends_with_the_error_of_what_makes_its_facts(store: RdfStore) -> None:
    def made() -> Iterator[tuple[URIRef, Facts]]:
        yield source(tariffs()), facts(tariffs())
        raise StoreError("manifest", "damaged")

    with pytest.raises(StoreError, match="manifest"):
        store.load(made())


def test_replacing_mends_a_bulk_load_that_was_killed_before_its_edges(store: RdfStore) -> None:
    put(store, tariffs())
    store.store.update(f"DROP GRAPH {DERIVED}")
    put(store, tariffs())
    assert edges(store) == {"imposes"}


def test_nquads_are_one_fact_a_line_whatever_the_text_holds(store: RdfStore) -> None:
    text = "a\u2028b\x85c\u2029d\x0be\x1cf\ng\r\nh\ti \"j\" \\k 'l' 🦊\x00"
    store.replace(source(tariffs(title=text)), facts(tariffs(title=text)))
    lines = store.nquads()
    assert len(lines) == len(store.store)
    assert all(line.startswith("<https://") and line.endswith("> .") for line in lines)


def test_facts_of_a_document_are_those_of_its_graph(store: RdfStore) -> None:
    put(store, briefing(), tariffs())
    assert set(store.facts_of(source(briefing()))) == facts(briefing())


@pytest.mark.parametrize("iri", ["urn:a b", "urn:a> <urn:b> <urn:c> .\n<urn:d", "urn:a\\u003E"])
def test_what_is_no_iri_is_refused_and_nothing_is_written(store: RdfStore, iri: str) -> None:
    with pytest.raises(OnRecordError, match="is no IRI"):
        store.replace(source(tariffs()), {*facts(tariffs()), link(iri, ONR.isAbout, "urn:x")})
    assert store.nquads() == []


def test_description_holds_what_any_graph_says(store: RdfStore) -> None:
    put(store, tariffs())
    acme = next(f.value for f in facts(tariffs()) if f.predicate == str(ONR.hasSubject))
    assert [p for _, p, _ in store.describe([acme])] == [ONR.imposes]
    found = {(p, o) for _, p, o in store.describe([str(source(tariffs()))])}
    assert (RDF.type, ONR.Document) in found
    assert (ONR.factsVersion, Literal("v1")) in found


def test_what_was_written_is_there_at_the_next_start(tmp_path: Path) -> None:
    store = RdfStore(tmp_path / "rdf")
    put(store, briefing())
    before = store.nquads()
    store.close()
    store = RdfStore(tmp_path / "rdf")
    assert store.nquads() == before
    store.close()


def test_folder_that_another_store_has_open_is_named(store: RdfStore) -> None:
    with pytest.raises(StoreError, match="rdf cannot be opened"):
        RdfStore(store.folder)


def test_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "rdf").touch()
    with pytest.raises(StoreError, match="rdf cannot be opened"):
        RdfStore(tmp_path / "rdf")


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    store = RdfStore(tmp_path / "rdf")
    store.close()
    store.close()
