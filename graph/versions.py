"""Versions of one article: documents of one place whose texts are nearly the same.

A document is identified by its text (DESIGN: what is read twice is one), so an article that was
edited and is read again is another document, and what both say stands twice. Which of them is to
stay is for a person to say; here they are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox
from rdflib import RDF

from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.oddities import Oddity
from onrecord.graph.who_said import Describer
from onrecord.ontology.identifiers import document_iri
from onrecord.ontology.terms import ONR, local_name

# Share of the shorter text's runs of characters that the other has too.
_LEAST_ALIKE = 0.5
_RUN = 12
# Of many documents of one place (rows that all name the home page) the latest are looked at, and
# of what thousands share (a file's name, a title) no more than these.
_MOST, _MOST_BESIDE = 20, 200
# What says where a document appeared, beside a title together with an outlet.
_PLACES = (str(ONR.url), str(ONR.rowId), str(ONR.fileName), str(ONR["title"]))
_Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """Two documents that look like versions of one article, by id and by name."""

    id: str
    name: str
    earlier_id: str
    earlier_name: str


def versions(graph: KnowledgeGraph, ids: Sequence[str]) -> list[Version]:
    """The documents that each of these looks like a version of, the latest first.

    Texts that are the same are no versions but copies. Linear in ``ids``.
    """
    finder = _Finder(graph)
    return [version for id_ in ids for version in finder.found(id_)]


def all_versions(graph: KnowledgeGraph) -> Iterator[Oddity]:
    """Yield every document that looks like a version of an earlier one, with the latest such."""
    finder = _Finder(graph)
    documents = (ox.NamedNode(str(RDF.type)), ox.NamedNode(str(ONR.Document)))
    for quad in graph.rdf.store.quads_for_pattern(None, *documents):
        id_ = local_name(quad.subject.value)  # type: ignore[union-attr] # an IRI
        earlier = (v for v in finder.found(id_) if finder.order(v.earlier_id) < finder.order(id_))
        if (found := next(earlier, None)) is not None:
            yield Oddity(
                "another version",
                f"{found.name} ({found.id[:8]}) looks like another version of "
                f"{found.earlier_name} ({found.earlier_id[:8]})",
                (str(document_iri(found.id)), str(document_iri(found.earlier_id))),
            )


class _Finder:
    """Looks for other versions; texts are read where the place is the same."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._store = graph.rdf.store
        self._describe = Describer(self._store)
        self._places_in_ledger = {id_: n for n, id_ in enumerate(graph.record.first_ingests())}

    def order(self, id_: str) -> int:
        """By when it came."""
        return self._places_in_ledger.get(id_, -1)

    def found(self, id_: str) -> Iterator[Version]:
        """Yield the other documents that this one looks like a version of, the latest first."""
        about = self._about(id_)
        places = set(_places(about))
        others = sorted(
            (each for each in self._beside(id_, about) if places & set(_places(self._about(each)))),
            key=self.order,
            reverse=True,
        )
        for other in others[:_MOST]:
            if alike(self._text(id_), self._text(other)):
                yield Version(id_, self._name(id_), other, self._name(other))

    def _beside(self, id_: str, about: Mapping[str, Iterable[str]]) -> set[str]:
        """Documents that share a title, a file name, a row or a URL with this one."""
        _, row, file, _ = _PLACES
        # A row is known by its own id: all others of its file share the file's name.
        predicates = [each for each in _PLACES if each != file or not about.get(row)]
        return {
            local_name(quad.subject.value)
            for predicate in predicates
            for value in about.get(predicate, ())
            for quad in islice(
                self._store.quads_for_pattern(None, ox.NamedNode(predicate), ox.Literal(value)),
                _MOST_BESIDE,
            )
            if isinstance(quad.subject, ox.NamedNode)
        } - {id_}

    def _about(self, id_: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        iri = ox.NamedNode(str(document_iri(id_)))
        for quad in self._store.quads_for_pattern(iri, None, None):
            if isinstance(quad.object, ox.Literal | ox.NamedNode):
                found.setdefault(quad.predicate.value, []).append(quad.object.value)
        return found

    def _text(self, id_: str) -> str:
        """The text; nothing where the record does not have it any more."""
        record = self._graph.record
        return record.get(id_).extraction.document.text if id_ in record else ""

    def _name(self, id_: str) -> str:
        return self._describe.document(str(document_iri(id_))).name


def _places(about: Mapping[str, Sequence[str]]) -> Iterator[_Place]:
    """Yield where a document appeared: rows of a file by their id, others by the file's name."""
    url, row, file, title = (about.get(each, ()) for each in _PLACES)
    outlets = about.get(str(ONR.publishedBy), ("",))
    yield from (("url", each, "") for each in url)
    yield from (("title", each, outlet) for each in title for outlet in outlets)
    yield from (("file", each, row[0] if row else "") for each in file)


def alike(one: str, other: str) -> bool:
    """Whether two different texts say nearly the same: the shorter one's runs of characters are
    half or more in the other (Broder, On the resemblance and containment of documents, 1997).
    """
    if one == other or not one or not other:
        return False
    runs, others = _runs(one), _runs(other)
    return len(runs & others) >= _LEAST_ALIKE * min(len(runs), len(others))


def _runs(text: str) -> set[str]:
    words = " ".join(text.casefold().split())
    return {words[start : start + _RUN] for start in range(max(1, len(words) - _RUN + 1))}
