"""Packs: the concepts that texts are read with, in Turtle or in a table (pack_csv.py).

A pack is a SKOS vocabulary in the terms of onrecord.ttl: ``skos:prefLabel``, ``altLabel`` and
``hiddenLabel`` for the forms that name a concept, ``onr:localName`` for those that do so in texts
on its country, ``onr:demonym``, ``onr:metonym`` and ``onr:post`` for those that point to it,
``skos:broader`` and ``onr:ofCountry`` for where it belongs. The packs that come with OnRecord lie
in ``ontology/packs/``.
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
from onrecord.ontology.entities import name_words, search_facts
from onrecord.ontology.fact import as_graph
from onrecord.ontology.pack_checks import Shelf, check_properties, line_in_turtle
from onrecord.ontology.pack_csv import read_table
from onrecord.ontology.terms import ONR, local_name, ontology


@dataclass(frozen=True, slots=True)
class Pack:
    """One file of concepts."""

    name: str
    file: str
    concepts: tuple[Concept, ...]
    graph: Graph


def load_packs(extra: Sequence[Path] = (), *, builtin: bool = True) -> list[Pack]:
    """The built-in packs, unless left out, then those of the user, Turtle files or tables (CSV).

    Raises:
        PackError: a file cannot be read, or a pack is broken; names the line where that is known.
    """
    packs, shelf = list[Pack](), Shelf()
    for name, file, text, own in _texts(extra, builtin):
        pack, lines = _pack(name, file, text)
        if own and not lines:
            at = {concept.iri: line_in_turtle(text, concept.iri) for concept in pack.concepts}
            lines = {iri: line for iri, line in at.items() if line is not None}
        shelf.add(file, pack.concepts, lines, own=own)
        packs.append(pack)
    shelf.check()
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
        """Digest of all files: their names and what is in them, not where they lie.

        Raises:
            PackError: a file cannot be read.
        """
        texts = _texts(self._extra, self._builtin)
        return digest("packs", [[Path(file).name, text] for _, file, text, _ in texts])

    @property
    def own(self) -> Sequence[Path]:
        """The files of the user, in their order."""
        return self._extra

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


def _texts(extra: Sequence[Path], builtin: bool) -> Iterator[tuple[str, str, str, bool]]:
    """Yield name, file, text, and whether it is a user's: the built-in packs come first."""
    folder = files("onrecord.ontology").joinpath("packs")
    for entry in sorted(folder.iterdir() if builtin else (), key=lambda e: e.name):
        if entry.name.endswith(".ttl"):
            text = entry.read_text(encoding="utf-8")
            yield entry.name.removesuffix(".ttl"), entry.name, text, False
    for path in extra:
        try:
            yield path.stem, str(path), path.read_text(encoding="utf-8"), True
        except (OSError, UnicodeDecodeError) as error:
            raise PackError(str(path), f"cannot be read ({error})") from error


def concepts(packs: Iterable[Pack]) -> list[Concept]:
    """All concepts, in the order of the packs."""
    return [concept for pack in packs for concept in pack.concepts]


def _pack(name: str, file: str, text: str) -> tuple[Pack, dict[str, int]]:
    """A pack with the line of each concept."""
    if file.lower().endswith(".csv"):
        graph, lines = read_table(file, text)
    else:
        graph, lines = _turtle(file, text), {}
    subjects = sorted({s for s in graph.subjects() if isinstance(s, URIRef)})
    if len(subjects) < len(set(graph.subjects())):
        raise PackError(file, "has a blank node; every concept needs an IRI")
    found = []
    for subject in subjects:
        line = lines.get(str(subject))
        try:
            check_properties(graph, subject, file, line)
            found.append(_concept(graph, subject, file, line))
        except PackError as error:
            if line is None:
                raise PackError(file, error.reason, line_in_turtle(text, str(subject))) from error
            raise
    return Pack(name, file, tuple(found), graph), lines


def _turtle(file: str, text: str) -> Graph:
    try:
        return Graph().parse(data=text, format="turtle")
    except Exception as error:
        line = getattr(error, "lines", None)
        reason = f"is not Turtle ({' '.join(str(error).split())[:200]})"
        raise PackError(file, reason, line + 1 if isinstance(line, int) else None) from error


def _concept(graph: Graph, iri: URIRef, file: str, line: int | None) -> Concept:
    types = [local_name(str(t)) for t in graph.objects(iri, RDF.type)]
    if len(types) != 1 or types[0] not in get_args(EntityType):
        known = ", ".join(get_args(EntityType))
        raise PackError(
            file,
            f"{iri} needs exactly one class of onrecord.ttl, has {types or 'none'}; known: {known}",
            line,
        )
    labels = [str(label) for label in graph.objects(iri, SKOS.prefLabel)]
    if len(labels) != 1:
        raise PackError(file, f"{iri} needs exactly one skos:prefLabel, has {len(labels)}", line)

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
        local_names=texts(ONR.localName),
    )


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
    facts += as_graph(search_facts(concept.iri, concept.names))
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
