"""Packs: the concepts that texts are read with, in Turtle.

A pack is a SKOS vocabulary in the terms of onrecord.ttl: ``skos:prefLabel``, ``altLabel`` and
``hiddenLabel`` for the forms that name a concept, ``onr:demonym``, ``onr:metonym`` and
``onr:post`` for those that point to it, ``skos:broader`` and ``onr:ofCountry`` for where it
belongs. The packs that come with OnRecord lie in ``ontology/packs/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import get_args

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from onrecord.errors import PackError
from onrecord.ingest.concept import Concept
from onrecord.ingest.document import digest
from onrecord.ingest.extraction import EntityType
from onrecord.ontology.entities import name_words
from onrecord.ontology.terms import ONR, local_name, ontology


@dataclass(frozen=True, slots=True)
class Pack:
    """One file of concepts."""

    name: str
    file: str
    concepts: tuple[Concept, ...]
    graph: Graph


def load_packs(extra: Sequence[Path] = (), *, builtin: bool = True) -> list[Pack]:
    """The built-in packs, unless left out, then those of the user, each a Turtle file.

    Raises:
        PackError: a file cannot be read, or a pack is broken.
    """
    packs = [_pack(name, file, text) for name, file, text in _texts(extra, builtin)]
    _check_references(packs)
    return packs


class Packs:
    """The packs in use, read when they are first needed.

    ``version`` identifies them without reading a concept, so that a command that only asks a
    question does not parse them.
    """

    def __init__(self, extra: Sequence[Path] = (), *, builtin: bool = True) -> None:
        self._extra = tuple(extra)
        self._builtin = builtin

    @cached_property
    def version(self) -> str:
        """Digest of all files.

        Raises:
            PackError: a file cannot be read.
        """
        texts = _texts(self._extra, self._builtin)
        return digest("packs", [[file, text] for _, file, text in texts])

    @cached_property
    def packs(self) -> list[Pack]:
        """The packs themselves.

        Raises:
            PackError: a file cannot be read, or a pack is broken; names the concept.
        """
        return load_packs(self._extra, builtin=self._builtin)

    @cached_property
    def by_iri(self) -> Mapping[str, Concept]:
        """Concepts by IRI."""
        return {concept.iri: concept for concept in concepts(self.packs)}

    @cached_property
    def by_name(self) -> Mapping[str, Concept]:
        """Concepts by ``name_words`` of each of their names; the first pack wins."""
        by_name: dict[str, Concept] = {}
        for concept in concepts(self.packs):
            for name in concept.names:
                by_name.setdefault(name_words(name), concept)
        return by_name

    @cached_property
    def _pack_of(self) -> Mapping[str, Pack]:
        return {concept.iri: pack for pack in self.packs for concept in pack.concepts}

    def facts(self, iri: str) -> Graph:
        """What the packs say of a concept, as facts."""
        return concept_facts(self._pack_of[iri], self.by_iri[iri])


def _texts(extra: Sequence[Path], builtin: bool) -> Iterator[tuple[str, str, str]]:
    """Yield name, file and text of the built-in packs, by name, then of the user's."""
    folder = files("onrecord.ontology").joinpath("packs")
    for entry in sorted(folder.iterdir() if builtin else (), key=lambda e: e.name):
        if entry.name.endswith(".ttl"):
            yield entry.name.removesuffix(".ttl"), entry.name, entry.read_text(encoding="utf-8")
    for path in extra:
        try:
            yield path.stem, str(path), path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise PackError(str(path), f"cannot be read ({error})") from error


def concepts(packs: Iterable[Pack]) -> list[Concept]:
    """All concepts, in the order of the packs."""
    return [concept for pack in packs for concept in pack.concepts]


def _pack(name: str, file: str, text: str) -> Pack:
    try:
        graph = Graph().parse(data=text, format="turtle")
    except Exception as error:
        raise PackError(file, f"is not Turtle ({' '.join(str(error).split())[:200]})") from error
    subjects = sorted({s for s in graph.subjects() if isinstance(s, URIRef)})
    if len(subjects) < len(set(graph.subjects())):
        raise PackError(file, "has a blank node; every concept needs an IRI")
    for subject in subjects:
        _check_properties(graph, subject, file)
    return Pack(name, file, tuple(_concept(graph, s, file) for s in subjects), graph)


def _concept(graph: Graph, iri: URIRef, file: str) -> Concept:
    types = [local_name(str(t)) for t in graph.objects(iri, RDF.type)]
    if len(types) != 1 or types[0] not in get_args(EntityType):
        raise PackError(
            file, f"{iri} needs exactly one class of onrecord.ttl, has {types or 'none'}"
        )
    labels = [str(label) for label in graph.objects(iri, SKOS.prefLabel)]
    if len(labels) != 1:
        raise PackError(file, f"{iri} needs exactly one skos:prefLabel, has {len(labels)}")

    def texts(predicate: URIRef) -> tuple[str, ...]:
        return tuple(
            sorted(str(o) for o in graph.objects(iri, predicate) if isinstance(o, Literal))
        )

    names = (labels[0], *texts(SKOS.altLabel), *texts(SKOS.hiddenLabel))
    country = graph.value(iri, ONR.ofCountry)
    return Concept(
        iri=str(iri),
        label=labels[0],
        type=types[0],  # type: ignore[arg-type] # checked against EntityType above
        names=tuple(dict.fromkeys(names)),
        demonyms=texts(ONR.demonym),
        metonyms=texts(ONR.metonym),
        titles=texts(ONR.post),
        country=None if country is None else str(country),
        broader=tuple(sorted(str(o) for o in graph.objects(iri, SKOS.broader))),
    )


def _check_properties(graph: Graph, iri: URIRef, file: str) -> None:
    """All that is said of a concept is declared, of its kind, and once where functional."""
    for predicate in set(graph.predicates(iri)) - {RDF.type, SKOS.prefLabel}:
        found = ontology().properties.get(URIRef(str(predicate)))
        objects = list(graph.objects(iri, predicate))
        if found is None:
            raise PackError(file, f"{iri}: the ontology does not declare {predicate}")
        if found.is_direct_edge:
            raise PackError(file, f"{iri}: {found.name} follows from what texts claim")
        kind = Literal if found.relationship is None else URIRef
        if not all(isinstance(object_, kind) for object_ in objects):
            raise PackError(file, f"{iri}: {found.name} needs a {kind.__name__}, has {objects}")
        if found.functional and len(objects) > 1:
            raise PackError(file, f"{iri}: {found.name} can have one value, has {len(objects)}")


def _check_references(packs: Sequence[Pack]) -> None:
    """Every concept that one refers to exists, and no sector is wider than itself."""
    known = {concept.iri: concept for concept in concepts(packs)}
    for pack in packs:
        for subject, predicate, object_ in pack.graph:
            is_link = predicate != RDF.type and isinstance(object_, URIRef)
            if is_link and str(object_) not in known:
                raise PackError(pack.file, f"{subject} refers to {object_}, which no pack has")
        for concept in pack.concepts:
            _check_no_cycle(pack, concept, known)


def _check_no_cycle(pack: Pack, concept: Concept, known: Mapping[str, Concept]) -> None:
    above, seen = list(concept.broader), set[str]()
    while above:
        iri = above.pop()
        if iri == concept.iri:
            raise PackError(pack.file, f"{concept.iri} is broader than itself")
        if iri not in seen and iri in known:
            seen.add(iri)
            above.extend(known[iri].broader)


def concept_facts(pack: Pack, concept: Concept) -> Graph:
    """What a pack says of one concept, as facts, with all its classes."""
    terms = ontology()
    facts = Graph()
    iri = URIRef(concept.iri)
    facts.add((iri, RDF.type, ONR.Concept))
    for class_ in terms.superclasses[ONR[concept.type]]:
        facts.add((iri, RDF.type, class_))
    facts.add((iri, ONR.pack, Literal(pack.name)))
    for predicate, object_ in pack.graph.predicate_objects(iri):
        if predicate != RDF.type:
            facts.add((iri, predicate, object_))
    for name in concept.names:
        if words := name_words(name):
            facts.add((iri, ONR.searchName, Literal(words)))
    version = digest("concept", sorted(" ".join(term.n3() for term in fact) for fact in facts))
    facts.add((iri, ONR.factsVersion, Literal(version)))
    return facts


def with_wider(used: Iterable[str], known: Mapping[str, Concept]) -> set[str]:
    """Concepts together with all those that they refer to: wider sectors, countries."""
    found: set[str] = set()
    left = [iri for iri in used if iri in known]
    while left:
        iri = left.pop()
        if iri not in found:
            found.add(iri)
            concept = known[iri]
            left.extend((*concept.broader, *([concept.country] if concept.country else ())))
    return found
