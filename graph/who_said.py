"""Who said what: the look-up behind the command line, the API and the page.

Which statements answer is a question of the catalogue ("who-said"), so that SPARQL and Cypher give
the same ones; what a person is shown of each is read from the RDF store here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import pyoxigraph as ox
from rdflib import RDF, SKOS, URIRef

from onrecord.graph.answers import plain, select
from onrecord.graph.catalogue import question
from onrecord.graph.citations import citation
from onrecord.ontology.identifiers import ID, document_iri
from onrecord.ontology.terms import ONR, local_name, ontology

_DOCUMENT = str(document_iri(""))
NO_CLAIM: Mapping[str, str] = {"deny": "denied", "withhold": "left open"}
"""Statements that are not to be read as what somebody claims, by the class of their cue."""

_ROLES = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?role ?body (COUNT(?claim) AS ?claims) WHERE {
  ?claim onr:hasSubject ?person ; onr:predicate "memberOf" ; onr:hasObject ?object ;
    onr:role ?role ; onr:factuality ?factuality .
  FILTER (?factuality IN ("asserted", "reported"))
  ?object skos:prefLabel ?label .
  OPTIONAL { ?object a onr:GovernmentBody ; onr:ofCountry/skos:prefLabel ?country }
  BIND(STR(COALESCE(?country, ?label)) AS ?body)
}
GROUP BY ?role ?body ORDER BY DESC(?claims) ?role ?body LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a document with their place, in Unicode code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class NamedThing:
    """An entity as people are shown it."""

    iri: str
    label: str
    type: str

    @property
    def id(self) -> str:
        """What follows ``/id/`` in the IRI; the whole IRI where it is not one of ours."""
        return self.iri.removeprefix(ID)


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """The document that a statement stands in."""

    id: str
    iri: str
    name: str
    title: str | None
    published: str | None
    outlet: str | None


@dataclass(frozen=True, slots=True)
class SaidStatement:
    """A statement with all that is needed to check it."""

    id: str
    iri: str
    speaker: NamedThing | None
    speaker_kind: str
    speaker_role: str | None
    source: tuple[Words, ...]
    cue: tuple[Words, ...]
    content: tuple[Words, ...]
    sentence: Words
    mode: str
    attitude: str
    cue_class: str
    via: tuple[NamedThing, ...]
    about: tuple[NamedThing, ...]
    date: str | None
    date_precision: str | None
    confidence: float
    rule: str
    metonymy: bool
    document: SourceDocument

    @property
    def citation(self) -> str:
        """One line that leads anybody back to the sentence."""
        return citation(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """Statements with true totals.

    ``undated`` are statements that match but whose document has no date, so that ``since`` and
    ``until`` leave them out; they are counted and said, not dropped silently.
    """

    statements: tuple[SaidStatement, ...]
    total: int
    documents: int
    undated_documents: int
    undated: int

    @property
    def truncated(self) -> bool:
        """Whether there are more statements than are given."""
        return self.total > len(self.statements)


def answer_json(answer: Answer) -> dict[str, object]:
    """The answer for programs: statements, then the totals."""
    return {
        "statements": [asdict(statement) for statement in answer.statements],
        "total": answer.total,
        "documents": answer.documents,
        "undated_documents": answer.undated_documents,
        "undated": answer.undated,
        "truncated": answer.truncated,
    }


def who_said(
    store: ox.Store, filters: Mapping[str, str], *, offset: int = 0, limit: int = 50
) -> Answer:
    """Statements that match all filters of the question "who-said", newest first.

    Raises:
        QueryError: a filter is unknown or of the wrong form; names it.
    """
    page = _asked(store, "who-said", {**filters, "limit": str(offset + limit)})[offset:]
    (totals,) = _asked(store, "how-much-said", filters)
    undated: object = 0
    if filters.get("since") or filters.get("until"):
        rest = {k: v for k, v in filters.items() if k not in ("since", "until")}
        undated = _asked(store, "how-much-said", rest)[0]["undatedStatements"]
    describe = Describer(store)
    return Answer(
        statements=tuple(describe.statement(str(row["statement"])) for row in page),
        total=int(str(totals["statements"])),
        documents=int(str(totals["documents"])),
        undated_documents=int(str(totals["undatedDocuments"])),
        undated=int(str(undated)),
    )


def _asked(store: ox.Store, name: str, values: Mapping[str, str]) -> list[dict[str, object]]:
    query = question(name).sparql(values)
    found = select(store, query.text, query.values, max_rows=1_000_000)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


class Describer:
    """Reads what people are shown of a statement; entities and documents once each."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._things: dict[str, NamedThing] = {}
        self._documents: dict[str, SourceDocument] = {}
        self._roles: dict[str, str | None] = {}

    def statement(self, iri: str) -> SaidStatement:
        """The statement of that IRI, which must exist."""
        facts = self._facts(iri)
        via = sorted(
            ((relay[ONR.position][0], relay[ONR.relayedBy][0])
             for relay in map(self._facts, map(str, facts.get(ONR.hasRelay, ())))),
            key=lambda link: int(str(link[0])),
        )  # fmt: skip
        speaker = _one(facts, ONR.hasSpeaker)
        return SaidStatement(
            id=local_name(iri),
            iri=iri,
            speaker=self.thing(str(speaker)) if speaker else None,
            speaker_kind=str(_one(facts, ONR.speakerKind)),
            speaker_role=self.role(str(speaker)) if speaker else None,
            source=self._words(facts, ONR.hasSource),
            cue=self._words(facts, ONR.hasCue),
            content=self._words(facts, ONR.hasContent),
            sentence=self._words(facts, ONR.hasEvidence)[0],
            mode=str(_one(facts, ONR["mode"])),
            attitude=str(_one(facts, ONR.attitude)),
            cue_class=str(_one(facts, ONR.cueClass)),
            via=tuple(self.thing(str(reporter)) for _, reporter in via),
            about=tuple(
                sorted(
                    (self.thing(str(topic)) for topic in facts.get(ONR.isAbout, ())),
                    key=lambda thing: thing.label,
                )
            ),
            date=_text(facts, ONR.eventDate),
            date_precision=_text(facts, ONR.datePrecision),
            confidence=float(str(_one(facts, ONR.confidence))),
            rule=str(_one(facts, ONR.rule)),
            metonymy=bool(_one(facts, ONR.metonymy)),
            document=self.document(str(_one(facts, ONR.inDocument))),
        )

    def thing(self, iri: str) -> NamedThing:
        """The entity of that IRI, with its most specific class."""
        if iri not in self._things:
            facts = self._facts(iri)
            self._things[iri] = NamedThing(
                iri, _text(facts, SKOS.prefLabel) or iri, most_specific(facts.get(RDF.type, ()))
            )
        return self._things[iri]

    def document(self, iri: str) -> SourceDocument:
        """The document of that IRI."""
        if iri not in self._documents:
            facts = self._facts(iri)
            outlet = _one(facts, ONR.publishedBy)
            names = sorted(str(name) for name in facts.get(ONR.fileName, ()))
            row = _text(facts, ONR.rowId)
            name = f"{names[0]} ({row})" if names and row else names[0] if names else row
            self._documents[iri] = SourceDocument(
                id=local_name(iri),
                iri=iri,
                name=name or _text(facts, ONR.url) or local_name(iri),
                title=_text(facts, ONR["title"]),
                published=_text(facts, ONR.published),
                outlet=self.thing(str(outlet)).label if outlet else None,
            )
        return self._documents[iri]

    def documents(self, rows: Iterable[Iterable[object]]) -> dict[str, SourceDocument]:
        """The documents that rows of an answer name, by IRI."""
        iris = {value for row in rows for value in row if isinstance(value, str)}
        of_class = (ox.NamedNode(RDF.type), ox.NamedNode(ONR.Document))
        return {
            iri: self.document(iri)
            for iri in sorted(iris)
            if iri.startswith(_DOCUMENT)
            and any(self._store.quads_for_pattern(ox.NamedNode(iri), *of_class))
        }

    def role(self, iri: str) -> str | None:
        """The post that most claims say the person holds: "Treasury Secretary, United States"."""
        if iri not in self._roles:
            query = _ROLES.replace("?person", str(ox.NamedNode(iri)))
            found = select(self._store, query, {}, max_rows=1).rows
            self._roles[iri] = f"{found[0][0]}, {found[0][1]}" if found else None
        return self._roles[iri]

    def _facts(self, iri: str) -> dict[URIRef, list[object]]:
        facts: dict[URIRef, list[object]] = {}
        for quad in self._store.quads_for_pattern(ox.NamedNode(iri), None, None):
            values = facts.setdefault(URIRef(quad.predicate.value), [])
            value = plain(quad.object)
            if value not in values:
                values.append(value)
        return facts

    def _words(self, facts: Mapping[URIRef, Sequence[object]], role: URIRef) -> tuple[Words, ...]:
        found = []
        for span in facts.get(role, ()):
            about = self._facts(str(span))
            start, end = _one(about, ONR.start), _one(about, ONR.end)
            found.append(Words(int(str(start)), int(str(end)), str(_one(about, ONR.exact))))
        return tuple(sorted(found, key=lambda words: words.start))


def most_specific(classes: Iterable[object]) -> str:
    """The class that is no superclass of another of them, by local name."""
    iris = [URIRef(str(class_)) for class_ in classes]
    depth = {iri: len(ontology().superclasses.get(iri, ())) for iri in iris}
    return local_name(max(iris, key=lambda iri: (depth[iri], iri))) if iris else "Resource"


def _one(facts: Mapping[URIRef, Sequence[object]], predicate: URIRef) -> object:
    values = facts.get(predicate)
    return values[0] if values else None


def _text(facts: Mapping[URIRef, Sequence[object]], predicate: URIRef) -> str | None:
    value = _one(facts, predicate)
    return None if value is None else str(value)
