"""What a pack must not say: checked before a text is read with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from onrecord.errors import PackError
from onrecord.ingest.concept import Concept
from onrecord.ontology.entities import kind_of, name_words
from onrecord.ontology.terms import ontology

# What every store takes as an IRI: a scheme, and none of the characters that RFC 3987 forbids.
_IRI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")


def line_in_turtle(text: str, iri: str) -> int | None:
    """The line on which the description of a concept begins, as far as its text shows it."""
    local = re.escape(re.split(r"[#/]", iri)[-1])
    for pattern in (rf"^\s*(?:<{re.escape(iri)}>|\w*:{local})(?=\s)", rf"[:/#]{local}\b"):
        if found := re.search(pattern, text, re.MULTILINE):
            return text.count("\n", 0, found.start() + len(found[0]) - len(found[0].lstrip())) + 1
    return None


def check_properties(graph: Graph, iri: URIRef, file: str, line: int | None) -> None:
    """All that is said of a concept is declared, of its kind, and once where functional."""
    if not _IRI.fullmatch(str(iri)):
        raise PackError(file, f"{str(iri)!r:.100} is no IRI", line)
    for predicate in sorted(set(graph.predicates(iri)) - {RDF.type, SKOS.prefLabel}, key=str):
        found = ontology().properties.get(URIRef(str(predicate)))
        objects = sorted(graph.objects(iri, predicate), key=str)
        if found is None:
            raise PackError(file, f"{iri}: the ontology does not declare {predicate}", line)
        if found.is_direct_edge:
            raise PackError(file, f"{iri}: {found.name} follows from what texts claim", line)
        kind = Literal if found.relationship is None else URIRef
        if not all(isinstance(object_, kind) for object_ in objects):
            raise PackError(
                file, f"{iri}: {found.name} needs a {kind.__name__}, has {objects}", line
            )
        if found.functional and len(objects) > 1:
            raise PackError(
                file, f"{iri}: {found.name} can have one value, has {len(objects)}", line
            )


class Shelf:
    """All concepts in use with the file and line of each, by IRI."""

    def __init__(self) -> None:
        self.concepts: dict[str, Concept] = {}
        self.files: dict[str, str] = {}
        self.lines: dict[str, int | None] = {}
        self._own: set[str] = set()

    def add(
        self, file: str, concepts: Sequence[Concept], lines: Mapping[str, int], *, own: bool
    ) -> None:
        """Put a pack's concepts up; ``own`` says that it is a user's.

        Raises:
            PackError: another pack has one of them.
        """
        for concept in sorted(concepts, key=lambda concept: lines.get(concept.iri, 0)):
            if (other := self.files.get(concept.iri)) is not None:
                raise PackError(
                    file, f"{concept.iri} is in pack {other} already", lines.get(concept.iri)
                )
            self.concepts[concept.iri] = concept
            self.files[concept.iri] = file
            self.lines[concept.iri] = lines.get(concept.iri)
            if own:
                self._own.add(concept.iri)

    def check(self) -> None:
        """Every concept that one refers to exists and fits, none is broader than itself.

        And no name that a user's pack brings is that of another concept.

        Raises:
            PackError: names the file, the line and the concept.
        """
        for concept in self.concepts.values():
            self._check_links(concept)
        for iri in self.concepts:
            self._check_cycle(iri)
        if self._own:
            self._check_names()

    def _check_names(self) -> None:
        named: dict[str, str] = {}
        for iri, concept in self.concepts.items():
            for name in concept.names if iri not in self._own else ():
                named.setdefault(name_words(name), iri)
        for iri, concept in self.concepts.items():
            for name in concept.names if iri in self._own else ():
                words = name_words(name)
                if not words:
                    raise self._wrong(iri, f"name {name!r:.60} has no letter or digit")
                if (other := named.setdefault(words, iri)) != iri:
                    where = f"{other} ({self.files[other]})"
                    raise self._wrong(iri, f"name {name!r:.60} is that of {where} too")

    def _check_links(self, concept: Concept) -> None:
        country = () if concept.country is None else (concept.country,)
        for other in (*concept.broader, *country):
            if other not in self.concepts:
                raise self._wrong(concept.iri, f"refers to {other}, which no pack has")
        if country and self.concepts[country[0]].type != "Country":
            raise self._wrong(concept.iri, f"ofCountry needs a Country, {country[0]} is none")
        for wider in concept.broader:
            found = self.concepts[wider]
            if kind_of(found.type) != kind_of(concept.type):
                raise self._wrong(
                    concept.iri, f"a {concept.type} cannot be below {wider}, a {found.type}"
                )

    def _check_cycle(self, start: str) -> None:
        seen = set[str]()
        above: list[tuple[str, tuple[str, ...]]]
        above = [(wider, (start,)) for wider in self.concepts[start].broader]
        while above:
            iri, path = above.pop()
            if iri == start:
                way = " → ".join(self.concepts[each].label for each in (*path, start))
                raise self._wrong(start, f"is broader than itself ({way})")
            if iri not in seen:
                seen.add(iri)
                above.extend((wider, (*path, iri)) for wider in self.concepts[iri].broader)

    def _wrong(self, iri: str, reason: str) -> PackError:
        return PackError(self.files[iri], f"{iri} {reason}", self.lines[iri])
