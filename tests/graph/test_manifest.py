"""The manifest: what the stores should hold, and what is still to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.graph.manifest import Manifest, Resolved, Source
from onrecord.ingest.extraction import EntityType
from onrecord.ontology.entities import LocalEntity, entity_iri, name_key
from tests.handmade import CONCEPT, canonical_by_name

CHINA = CONCEPT + "china"
ACME = entity_iri("organization:acme")


@pytest.fixture
def manifest(tmp_path: Path) -> Iterator[Manifest]:
    manifest = Manifest(tmp_path / "manifest.sqlite")
    yield manifest
    manifest.close()


def local(
    document: str, label: str, type_: EntityType = "Company", *, concept: str | None = None
) -> LocalEntity:
    names = () if concept else (label,)
    return LocalEntity(document, f"{document}:{label}:{type_}", label, type_, concept, names)


def resolved(*entities: LocalEntity) -> list[Resolved]:
    """The entities with the keys and IRIs of resolution."""
    return [Resolved(e, name_key(e), entity_iri(name_key(e))) for e in entities]


def test_outbox_has_one_row_a_sink_and_source(manifest: Manifest) -> None:
    manifest.enqueue(("rdf", "property-graph"), "d1", "v1")
    manifest.enqueue(("rdf", "property-graph"), "d1", "v2")
    assert manifest.pending("rdf", 10) == [("d1", "v2")]
    assert manifest.pending_count("property-graph") == 1


def test_what_one_sink_has_done_the_other_still_has_to(manifest: Manifest) -> None:
    manifest.enqueue(("rdf", "property-graph"), "d1", "v1")
    manifest.done("rdf", [("d1", "v1")])
    assert manifest.pending("rdf", 10) == []
    assert manifest.pending("property-graph", 10) == [("d1", "v1")]


def test_what_is_pending_can_be_read_on_from_where_it_was_left(manifest: Manifest) -> None:
    for source in ("d3", "d1", "https://x.example/e", "d2"):
        manifest.enqueue(("rdf",), source, "v1")
    first = manifest.pending("rdf", 2)
    assert [source for source, _ in first] == ["d1", "d2"]
    rest = manifest.pending("rdf", 9, after="d2")
    assert [source for source, _ in rest] == ["d3", "https://x.example/e"]


def test_row_that_asks_for_another_version_by_now_stays(manifest: Manifest) -> None:
    manifest.enqueue(("rdf",), "d1", "v1")
    taken = manifest.pending("rdf", 10)
    manifest.enqueue(("rdf",), "d1", None)
    manifest.done("rdf", taken)
    assert manifest.pending("rdf", 10) == [("d1", None)]
    manifest.done("rdf", [("d1", None)])
    assert manifest.pending_count("rdf") == 0


def test_failed_transaction_leaves_nothing(manifest: Manifest) -> None:
    def fail() -> None:
        with manifest.transaction():
            manifest.put_source(Source("d1", "digest", "v1"))
            manifest.enqueue(("rdf",), "d1", "v1")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert manifest.sources() == {}
    assert manifest.pending_count("rdf") == 0


def test_begun_document_stays_until_it_is_ended(tmp_path: Path, manifest: Manifest) -> None:
    manifest.begin("d1")
    manifest.begin("d1")
    other = Manifest(tmp_path / "manifest.sqlite")
    assert other.begun() == {"d1"}
    other.end("d1")
    other.close()
    assert manifest.begun() == set()


def test_replacing_entities_tells_every_iri_that_is_touched(manifest: Manifest) -> None:
    manifest.replace_entities("d1", resolved(local("d1", "Acme")))
    touched = manifest.replace_entities("d1", resolved(local("d1", "Bolt")))
    assert touched == {ACME, entity_iri("organization:bolt")}


def test_entity_is_gone_with_the_last_document_that_names_it(manifest: Manifest) -> None:
    manifest.replace_entities("d1", resolved(local("d1", "Acme")))
    manifest.replace_entities("d2", resolved(local("d2", "Acme")))
    manifest.replace_entities("d1", [])
    assert manifest.entity(ACME) is not None
    manifest.replace_entities("d2", [])
    assert manifest.entity(ACME) is None


def test_concept_is_no_minted_entity(manifest: Manifest) -> None:
    manifest.replace_entities("d1", resolved(local("d1", "China", "Country", concept=CHINA)))
    assert manifest.entity(CHINA) is None
    assert manifest.concepts() == {CHINA}
    assert manifest.iris("d1") == {"d1:China:Country": CHINA}


def test_sources_of_concepts_are_those_that_are_their_own_digest(manifest: Manifest) -> None:
    manifest.put_source(Source(CHINA, CHINA, "v1"))
    manifest.put_source(Source("https://x/entity/1", "person:ann", "v2"))
    assert manifest.concept_sources() == {CHINA: "v1"}


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["d1", "d2", "d3"]),
            st.lists(
                st.tuples(
                    st.sampled_from(["Acme", "ACME", "The Acme", "Bolt", "officials"]),
                    st.sampled_from(["Company", "Organization", "Person", "Group"]),
                ),
                unique=True,
                max_size=4,
            ),
        ),
        max_size=8,
    )
)
def test_entities_after_any_changes_are_what_resolve_gives_of_all(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[str, list[tuple[str, EntityType]]]],
) -> None:
    manifest = Manifest(tmp_path_factory.mktemp("manifest") / "manifest.sqlite")
    held: dict[str, list[LocalEntity]] = {}
    iris: set[str] = set()
    for document, names in changes:
        held[document] = [local(document, label, type_) for label, type_ in names]
        iris |= manifest.replace_entities(document, resolved(*held[document]))
    everything = [entity for entities in held.values() for entity in entities]
    assert iris >= {entity_iri(name_key(entity)) for entity in everything}
    kept = {iri: found for iri in iris if (found := manifest.entity(iri)) is not None}
    manifest.close()
    assert kept == {entity.iri: entity for entity in canonical_by_name(everything).values()}


def test_entity_that_an_analyst_merged_has_the_names_of_both(manifest: Manifest) -> None:
    acme, bolt = local("d1", "Acme"), local("d2", "Bolt", "Person")
    manifest.replace_entities("d1", resolved(acme, replace(acme, id="again")))
    manifest.replace_entities("d2", [Resolved(bolt, name_key(bolt), ACME)])
    entity = manifest.entity(ACME)
    assert entity is not None
    assert (entity.iri, entity.label, entity.type) == (ACME, "Acme", "Company")
    assert entity.names == ("Acme", "Bolt")
    assert manifest.documents_naming([ACME]) == {"d1", "d2"}


def test_names_of_one_document_do_not_go_with_another(manifest: Manifest) -> None:
    alias = replace(local("d1", "Acme"), names=("Acme", "Acme Inc"))
    manifest.replace_entities("d1", resolved(alias))
    manifest.replace_entities("d2", resolved(local("d2", "Acme")))
    manifest.replace_entities("d2", [])
    entity = manifest.entity(ACME)
    assert entity is not None
    assert entity.names == ("Acme", "Acme Inc")


@pytest.mark.parametrize(
    "damage", [b"this is no database file, but words" * 100, b"SQLite format 3"]
)
def test_damaged_manifest_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "manifest.sqlite"
    path.write_bytes(damage)
    manifest = Manifest(path)
    assert manifest.sources() == {}
    manifest.close()


def test_manifest_with_other_tables_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "manifest.sqlite"
    old = sqlite3.connect(path)
    old.execute("CREATE TABLE source (id TEXT PRIMARY KEY)")
    old.execute("INSERT INTO source VALUES ('d1')")
    old.commit()
    old.close()
    manifest = Manifest(path)
    assert manifest.sources() == {}
    manifest.close()
