"""What the stores should hold, worked out from the record, the packs and the corrections.

``Plan`` writes it into the manifest, whenever one of the three changes, and makes the facts that a
store asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rdflib import URIRef

from onrecord.errors import StoreError
from onrecord.graph.corrections.consequences import Draft, EntityChange
from onrecord.graph.corrections.facts import (
    add_claim_corrections,
    add_entity_corrections,
    rename,
)
from onrecord.graph.corrections.force import Reach, Standing
from onrecord.graph.corrections.statements import Corrected, corrected
from onrecord.graph.manifest import Manifest, Resolved, Source
from onrecord.graph.record import Entry, Record
from onrecord.ingest.document import digest
from onrecord.ontology.entities import (
    CanonicalEntity,
    LocalEntity,
    entity_iri,
    entity_version,
    local_entities,
    name_key,
)
from onrecord.ontology.fact import Facts, facts_in, words
from onrecord.ontology.facts import facts_version, map_document, map_entity
from onrecord.ontology.identifiers import document_iri
from onrecord.ontology.packs import Packs, with_wider
from onrecord.ontology.resolution import KeptApart, nobody_is
from onrecord.ontology.terms import ONR, mapping_version

RDF = "rdf"
PROPERTY_GRAPH = "property-graph"
# What the manifest has as the digest of an entity that no pack describes.
MINTED = "minted"
# So many documents are kept while their names are resolved; more are read again after it.
_KEPT = 64


class Plan:
    """What the stores should hold. Changes are made within a transaction of the manifest."""

    def __init__(self, record: Record, packs: Packs, manifest: Manifest, force: Standing) -> None:
        self._record = record
        self._packs = packs
        self._manifest = manifest
        self._index = manifest.index
        self.force = force
        self._concept_versions: dict[str, str] = {}

    @property
    def rules(self) -> str:
        """Identifies all that facts are made by, beside the record of their own document."""
        return digest("rules", self._packs.version, mapping_version(), self._record.ledger.head)

    @property
    def kept_apart(self) -> KeptApart:
        """Whether an analyst decided that the entities of two keys are never to be one."""
        identities = self.force.identities
        if not identities.keeps_apart:
            return nobody_is

        def kept_apart(one: str, other: str) -> bool:
            ends = (identities.of(entity_iri(key)) for key in (one, other))
            return identities.kept_apart(*ends) is not None

        return kept_apart

    def note_rules(self) -> None:
        """Write into the manifest by which rules, and as of which correction, all is planned."""
        self._manifest.put_setting("rules", self.rules)
        self._manifest.put_setting("ledger", self._record.ledger.head)

    # What is wanted

    def take(self, entries: Iterable[Entry], entities: Iterable[str] = ()) -> None:
        """Want what the record has of these documents, and these entities as they are now.

        Other documents follow of which an entity turns out to be another by what these say.
        """
        taken = dict[str, Entry | None]()
        for entry in entries:
            # A merge of somebody whom everybody names is about more documents than memory holds.
            kept = entry if len(taken) < _KEPT else None
            taken[entry.extraction.document.id] = kept
            whole = self.corrected(entry)
            # Whom an analyst named is known: it neither needs resolving nor tells others apart.
            named = [each for each in self._local(whole) if each.id not in whole.pins]
            self._index.replace(whole.extraction.document.id, named)
        self._take(taken, set(entities))

    def forget(self, documents: Iterable[str]) -> None:
        """Want nothing of these documents any more."""
        touched: set[str] = set()
        for document in documents:
            self._index.replace(document, ())
            touched |= self._manifest.replace_entities(document, ())
            self._unwant(document)
            self._manifest.end(document)
        self._take({}, touched)

    def _take(self, taken: Mapping[str, Entry | None], touched: set[str]) -> None:
        others = self._index.settle(self.kept_apart) - taken.keys()
        for document in (*taken, *sorted(id_ for id_ in others if id_ in self._record)):
            entry = taken.get(document) or self._record.get(document)
            whole = self.corrected(entry)
            touched |= self._manifest.replace_entities(document, self._resolved(whole))
            version = facts_version(entry.digest, self._manifest.iris(document))
            if whole.placed or whole.conflicts:
                version = digest(version, [e.id for e in self.force.claims[document]])
            self._want(Source(document, entry.digest, version))
            self._manifest.end(document)
        self._take_entities(touched)

    def concerned(self, reach: Reach) -> list[str]:
        """The documents whose facts decisions of this reach may change, sorted."""
        identities = self.force.identities
        iris = reach.entities | {identities.of(iri) for iri in reach.entities}
        found = set(reach.documents) | self._manifest.documents_naming(iris)
        return sorted(id_ for id_ in found if id_ in self._record)

    def corrected(self, entry: Entry) -> Corrected:
        """A document's extraction as analysts corrected it."""
        return corrected(entry.extraction, self.force.claims.get(entry.extraction.document.id, ()))

    def _resolved(self, whole: Corrected) -> list[Resolved]:
        """The entities of a document with the IRIs that they have over all documents."""
        found = []
        document = whole.extraction.document.id
        keys = self._index.keys(document)
        for local in self._local(whole):
            key = keys.get(local.id) or name_key(local)
            meant = whole.pins.get(local.id) or entity_iri(key)
            iri = self.force.identities.of(meant, document)
            found.append(Resolved(self._as_meant(local, iri), key, iri))
        return found

    def _local(self, whole: Corrected) -> list[LocalEntity]:
        return local_entities(whole.extraction, self._packs.by_name, self._packs.by_iri)

    def _as_meant(self, local: LocalEntity, iri: str) -> LocalEntity:
        """The local entity, described by the pack where it is a concept now, by itself else."""
        concept = self._packs.by_iri.get(iri)
        if concept is not None:
            return replace(local, label=concept.label, type=concept.type, concept=iri, names=())
        return replace(local, concept=None, names=local.names or (local.label,))

    def _take_entities(self, iris: set[str]) -> None:
        """Want these entities as documents name them now; let go of those that none names."""
        entities = {iri: self.entity(iri) for iri in sorted(iris - self._packs.by_iri.keys())}
        for iri, entity in entities.items():
            if entity is None:
                self._unwant(iri)
            else:
                self._want(Source(iri, MINTED, self._entity_version(entity)))
        # A concept brings along those that it refers to: wider sectors, its country.
        used = with_wider(self._manifest.concepts(), self._packs.by_iri)
        for iri in sorted(used):
            self._want(Source(iri, iri, self._concept_version(iri)))
        for iri in sorted(self._manifest.concept_sources().keys() - used):
            self._unwant(iri)

    def _want(self, source: Source) -> None:
        if self._manifest.source(source.id) != source:
            self._manifest.put_source(source)
            self._manifest.enqueue((RDF, PROPERTY_GRAPH), source.id, source.version)

    def _unwant(self, source: str) -> None:
        if self._manifest.source(source) is not None:
            self._manifest.delete_source(source)
            self._manifest.enqueue((RDF, PROPERTY_GRAPH), source, None)

    # Entities

    def entity(self, iri: str) -> CanonicalEntity | None:
        """The entity as documents name it and analysts call it; None where no document does."""
        entity = self._manifest.entity(iri)
        label = self.force.identities.label(iri)
        if entity is None or label is None or label == entity.label:
            return entity
        return replace(entity, label=label, names=tuple(sorted({*entity.names, label})))

    def meant(self) -> set[str]:
        """The IRIs of all that documents name, before any decision about entities.

        Without those that only analysts named, in decisions about claims.
        """
        keys = map(entity_iri, self._manifest.keys())
        return {*keys, *self._manifest.concept_sources()}

    def described(self, iri: str) -> CanonicalEntity | None:
        """The entity, or what the packs say of the concept; None where there is neither."""
        concept = self._packs.by_iri.get(iri)
        if concept is None:
            return self.entity(iri)
        label = self.force.identities.label(iri) or concept.label
        return CanonicalEntity(iri, label, concept.type, concept.names)

    def _decided(self, iri: str) -> list[object]:
        """Identifies what analysts decided about an entity."""
        identities = self.force.identities
        return [[e.id for e in identities.about(iri)], list(identities.replaced(iri))]

    def _entity_version(self, entity: CanonicalEntity) -> str:
        version, decided = entity_version(entity), self._decided(entity.iri)
        return digest(version, decided) if any(decided) else version

    def _concept_version(self, iri: str) -> str:
        if iri not in self._concept_versions:
            facts = self._packs.facts(iri)
            self._concept_versions[iri] = str(facts.value(URIRef(iri), ONR.factsVersion))
        version, decided = self._concept_versions[iri], self._decided(iri)
        label = self.force.identities.label(iri)
        return digest(version, decided, label) if any(decided) or label else version

    # Facts

    def facts(self, source: str) -> Facts:
        """The facts of a document or an entity, as the manifest wants them.

        Raises:
            RecordError: the record of the document is damaged.
            StoreError: the manifest is.
        """
        found = self._manifest.source(source)
        if found is None:
            raise StoreError("manifest", f"{source} is in the outbox but not among the sources")
        if found.digest in (source, MINTED):
            return self._entity_facts(found)
        return self.document_facts(self._record.get(source), found.version)

    def document_facts(self, entry: Entry, version: str) -> Facts:
        """The facts of a document with the IRIs that the manifest has."""
        document = entry.extraction.document.id
        whole = self.corrected(entry)
        facts = map_document(
            whole.extraction,
            self._manifest.iris(document),
            version=version,
            file_names=entry.file_names,
        )
        add_claim_corrections(facts, document_iri(document), whole.placed)
        return facts

    def draft(self, entry: Entry) -> Draft:
        """The facts of a document as the decisions of this plan make them, manifest or no."""
        whole = self.corrected(entry)
        resolved = self._resolved(whole)
        labels = {}
        for each in resolved:
            known = self.described(each.iri)
            named = self.force.identities.label(each.iri) or each.entity.label
            labels[each.iri] = known.label if known is not None else named
        iris = {each.entity.id: each.iri for each in resolved}
        return Draft(map_document(whole.extraction, iris, version="", file_names=()), labels)

    def _entity_facts(self, source: Source) -> Facts:
        iri, identities = source.id, self.force.identities
        if source.digest == iri:
            facts = facts_in(self._packs.facts(iri))
            if (label := identities.label(iri)) is not None:
                rename(facts, iri, label)
        else:
            entity = self.entity(iri)
            if entity is None:
                raise StoreError("manifest", f"{iri} is a source but nothing names it")
            facts = map_entity(entity)
        add_entity_corrections(facts, iri, identities.about(iri), identities.replaced(iri))
        version = str(ONR.factsVersion)
        facts -= {f for f in facts if f.subject == iri and f.predicate == version}
        facts.add(words(iri, version, source.version))
        return facts


def entity_changes(before: Plan, after: Plan, iris: Iterable[str]) -> Iterator[EntityChange]:
    """Yield those of these entities that are shown by another name, or are another one, after."""
    for iri in sorted(iris):
        was, now = (plan.described(plan.force.identities.of(iri)) for plan in (before, after))
        if was is not None and now is not None and was.label != now.label:
            yield EntityChange(iri, was.label, now.label)
