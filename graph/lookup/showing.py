"""Rows of a table as people are shown them: statements and claims with their words and names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from onrecord.graph.citations import relation_citation
from onrecord.graph.lookup.rows import NONE, DocumentRows
from onrecord.graph.lookup.table import Place, Table
from onrecord.graph.who_said import NamedThing, SaidStatement, SourceDocument, Words
from onrecord.ontology.identifiers import claim_iri


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A relation with all that is needed to check it, or a statement; ``statement`` tells them."""

    kind: str
    id: str
    iri: str
    predicate: str
    subject: NamedThing | None
    object: NamedThing | None
    role: str | None
    factuality: str | None
    quantities: tuple[str, ...]
    date: str | None
    date_precision: str | None
    confidence: float
    rule: str
    sentence: Words
    document: SourceDocument
    statement: SaidStatement | None

    @property
    def citation(self) -> str:
        """One line that leads anybody back to the sentence."""
        if self.statement is not None:
            return self.statement.citation
        ends = [thing.label if thing else "nobody named" for thing in (self.subject, self.object)]
        role = f" ({self.role})" if self.role else ""
        what = f"{ends[0]} {self.predicate}{role} {ends[1]}, {self.factuality}"
        return relation_citation(what, self.sentence, self.document, self.iri)


class Shower:
    """Shows rows of one table; documents, entities and posts are looked up once each."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._posts: dict[int, str | None] = {}
        self._sources: dict[int, SourceDocument] = {}

    def statement(self, row: int) -> SaidStatement:
        """The statement of a row."""
        table, codes = self._table, self._table.codes
        place = table.statement_place(row)
        document = table.documents[place.document]
        column = {name: int(values[row]) for name, values in table.statements.items()}
        id_ = document.statements.ids[place.row]
        speaker = column["speaker"]
        about = [table.thing(code) for code in table.about.row(row)]
        return SaidStatement(
            id=id_,
            iri=str(claim_iri(id_)),
            speaker=None if speaker == NONE else table.thing(speaker),
            speaker_kind=codes.texts[column["speaker_kind"]],
            speaker_role=None if speaker == NONE else self.post(speaker),
            source=_words(document, document.source.row(place.row)),
            cue=_words(document, document.cue.row(place.row)),
            content=_words(document, document.content.row(place.row)),
            sentence=_word(document, column["sentence_start"], column["sentence_end"]),
            mode=codes.texts[column["mode"]],
            attitude=codes.texts[column["attitude"]],
            cue_class=codes.texts[column["cue_class"]],
            via=tuple(table.thing(code) for code in table.via.row(row)),
            about=tuple(sorted(about, key=lambda thing: thing.label)),
            date=codes.text(column["date"]),
            date_precision=codes.text(column["precision"]),
            confidence=float(table.confidence[row]),
            rule=codes.texts[column["rule"]],
            metonymy=bool(column["metonymy"]),
            document=self.source(place.document),
        )

    def relation(self, row: int) -> ShownClaim:
        """The relation of a row."""
        table, codes = self._table, self._table.codes
        place: Place = table.relation_place(row)
        document = table.documents[place.document]
        column = {name: int(values[row]) for name, values in table.relations.items()}
        id_ = document.relations.ids[place.row]
        quantities = _words(document, document.quantities.row(place.row))
        return ShownClaim(
            kind="relation",
            id=id_,
            iri=str(claim_iri(id_)),
            predicate=codes.texts[column["predicate"]],
            subject=table.thing(column["subject"]),
            object=table.thing(column["object"]),
            role=codes.text(column["role"]),
            factuality=codes.texts[column["factuality"]],
            quantities=tuple(quantity.text for quantity in quantities),
            date=codes.text(column["date"]),
            date_precision=codes.text(column["precision"]),
            confidence=float(table.relation_confidence[row]),
            rule=codes.texts[column["rule"]],
            sentence=_word(document, column["sentence_start"], column["sentence_end"]),
            document=self.source(place.document),
            statement=None,
        )

    def saying(self, row: int, predicate: str, object_: int | None) -> ShownClaim:
        """The statement of a row as what connects its speaker with a topic or a reporter."""
        said = self.statement(row)
        return ShownClaim(
            kind="statement",
            id=said.id,
            iri=said.iri,
            predicate=predicate,
            subject=said.speaker,
            object=None if object_ is None else self._table.thing(object_),
            role=None,
            factuality=None,
            quantities=(),
            date=said.date,
            date_precision=said.date_precision,
            confidence=said.confidence,
            rule=said.rule,
            sentence=said.sentence,
            document=said.document,
            statement=said,
        )

    def source(self, document: int) -> SourceDocument:
        """The document of that place."""
        if document not in self._sources:
            self._sources[document] = self._table.source(self._table.documents[document])
        return self._sources[document]

    def post(self, person: int) -> str | None:
        """The post that most claims say somebody holds: "Treasury Secretary, United States"."""
        if person not in self._posts:
            self._posts[person] = self._post(person)
        return self._posts[person]

    def _post(self, person: int) -> str | None:
        table, relations = self._table, self._table.relations
        found = Counter(
            f"{table.codes.texts[int(relations['role'][row])]}, {self._body(row)}"
            for row in table.posts.get(person, ())
        )
        return min(found, key=lambda post: (-found[post], post), default=None)

    def _body(self, row: int) -> str:
        """Whose post it is; of a government's body, which country's."""
        entities = self._table.entities
        iri = self._table.iri(int(self._table.relations["object"][row]))
        body = entities.rows.get(iri)
        if body is not None and body.country is not None and "GovernmentBody" in body.classes:
            return entities.thing(body.country).label
        return entities.thing(iri).label


def _words(document: DocumentRows, offsets: list[int]) -> tuple[Words, ...]:
    pairs = zip(offsets[::2], offsets[1::2], strict=True)
    return tuple(_word(document, start, end) for start, end in pairs)


def _word(document: DocumentRows, start: int, end: int) -> Words:
    return Words(start, end, document.text(start, end))
